"""A role-play at both front ends: the line stands between the question and its answers."""

from datetime import UTC, datetime

import pytest

from crisis_cli.engine.entries import Answered, Entry, Opened
from crisis_cli.engine.state import State
from crisis_cli.protocol.source import examine
from crisis_cli.terminal.front import Page, Text
from crisis_cli.terminal.keyed import Keyed
from crisis_cli.terminal.plain import Plain
from crisis_cli.terminal.scene import LATER, NOTHING, Scene
from crisis_cli.terminal.screen import Screen

AT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
PROTOCOL = """\
protocol: small
title: Small
version: 1
sections:
  - id: first
    title: First
    steps:
      - {id: thoughts, ask: Thoughts?, kind: yes_no}
      - {id: near, ask: Is it near?, kind: yes_no}
"""


@pytest.fixture
def state():
    state = State(examine(PROTOCOL.encode())[0])
    state.add(Entry(1, AT, "", Opened("small", "1", "x", practice=True)))
    return state


def said(scene, state, step):
    return scene.at(state, step)[-1].text


@pytest.mark.parametrize(
    ("line", "voice", "read"),
    [
        ("Every night.", "", 'They say: "Every night."'),
        ("Every night.", "His sister", 'His sister says: "Every night."'),
        ("(He looks away.)", "His sister", "What happens: He looks away."),
        ("Not now. (He looks away.) Later.", "", 'They say: "Not now." (He looks away.) "Later."'),
        ("", "", NOTHING),
    ],
)
def test_a_line_says_who_says_it_and_what_happens(state, line, voice, read):
    assert said(Scene({"thoughts": line}, voice), state, "thoughts") == read


def test_where_they_change_their_mind_that_is_told_before_the_end_and_when_asked_again(state):
    scene = Scene({"thoughts": "Every night."}, "", (("thoughts", "Not any more."),))
    assert "Every night" in said(scene, state, "thoughts")
    state.add(Entry(2, AT, "", Answered("thoughts", "yes")))

    before = [one.text for one in scene.before_the_end(state)]
    assert before[1:] == [LATER, 'They say: "Not any more."']
    assert "Not any more" in said(scene, state, "thoughts")

    state.add(Entry(3, AT, "", Answered("thoughts", "no", how="asked_again", reason="Sober")))
    assert scene.before_the_end(state) == ()


class Glass:
    """A stream that keeps what was written."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text
        return len(text)

    def flush(self):
        return


@pytest.mark.parametrize("practice", [True, False])
@pytest.mark.parametrize("width", [30, 80, 120])
def test_every_page_of_practice_says_so_and_no_other_does(practice, width):
    for make in (
        lambda screen: Keyed(screen, practice=practice),
        lambda screen: Plain(screen, 0, practice=practice),
    ):
        glass = Glass()
        make(Screen(glass, lambda: (width, 24))).show(Page((Text("Any page"),)))
        assert ("practice: made up" in " ".join(glass.text.split()).lower()) is practice
        assert "911" in glass.text
