"""The process is killed at every prompt of a whole contact, and taken up again."""

import contextlib
import os
import shutil
import signal
import sys
from itertools import pairwise

import pytest
from console import Terminal
from every_kind import EVERY_KIND

from crisis_cli.commands.contacts import read as stored
from crisis_cli.commands.stores import store_of
from crisis_cli.engine.entries import Answered, Drafted

pytestmark = [
    pytest.mark.tty,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]

ENDED = "ended"  # what comes after the last question
# Each question of the contact as it stands on the screen, and what is pressed at its prompts.
BY_KEYS = [
    ("thoughts of killing yourself?", ["1\r"]),
    ("Do you have a plan?", ["1\r"]),
    ("Stay beside them", ["1\r"]),
    ("Where are you, exactly?", ["Room 4\r"]),
    ("Call your supervisor.", ["1\r", "2:20\r"]),
    ("What do you need tonight?", ["13", "\r"]),
    ("How strong is it", ["7\r"]),
    ("How old are you?", ["34\r"]),
    ("What shall I call you?", ["Jo\r"]),
    ("What happened today?", ["It began", "\x13"]),
    ("When can we talk again?", ["6\r", "11/27/2026 14:00\r", "1\r"]),
    ("Where can we call you?", ["2025550100\r"]),
    ("Who could sit with you?", ["Ann\r", "\r", "\r"]),
    ("Who could you call when", ["1\r", "Bo\r", "555\r", "1\r", "Cy\r", "\r", "5\r"]),
    ("Walk with them to the desk.", ["1\r", "\r"]),
    ("Review", ["1\r", "6\r", "1\r"]),  # nobody could be reached to think along
]
IN_LINES = [
    ("thoughts of killing yourself?", ["1\r"]),
    ("Do you have a plan?", ["1\r"]),
    ("Stay beside them", ["1\r"]),
    ("Where are you, exactly?", ["Room 4\r"]),
    ("Call your supervisor.", ["1\r", "2:20\r"]),
    ("What do you need tonight?", ["1, 3\r"]),
    ("How strong is it", ["7\r"]),
    ("How old are you?", ["34\r"]),
    ("What shall I call you?", ["Jo\r"]),
    ("What happened today?", ["It began\r", ".\r"]),
    ("When can we talk again?", ["6\r", "11/27/2026 14:00\r", "1\r"]),
    ("Where can we call you?", ["2025550100\r"]),
    ("Who could sit with you?", ["Ann\r", "-\r", "-\r"]),
    ("Who could you call when", ["1\r", "Bo\r", "555\r", "1\r", "Cy\r", "-\r", "5\r"]),
    ("Walk with them to the desk.", ["1\r", "-\r"]),
    ("Review", ["1\r", "6\r", "1\r"]),  # nobody could be reached to think along
]


@pytest.fixture
def led(tmp_path):
    """Run crisis on a store, at a terminal that is killed at the end."""
    opened = []

    def run(store, *args):
        words = ["-m", "crisis_cli", *map(str, args)]
        env = {"TERM": "xterm", "CRISIS_HOME": str(store)}
        opened.append(Terminal(words, 80, 40, env))
        opened[-1].plain = "--plain" in args
        return opened[-1]

    yield run
    for one in opened:
        one.child.close(force=True)


@pytest.mark.parametrize(
    ("how", "contact"), [([], BY_KEYS), (["--plain"], IN_LINES)], ids=["keys", "plain"]
)
def test_killed_at_every_prompt_it_goes_on_at_the_same_question(
    led, home, tmp_path, monkeypatch, approve, how, contact
):
    path = tmp_path / "every-kind.yaml"
    path.write_text(EVERY_KIND, encoding="utf-8")
    approve(path)
    store = home / "crisis"
    kill(led(store, "start", *how, path), contact[0][0])
    for place, (question, keys) in enumerate(contact):
        for pressed in range(len(keys)):
            before = kept(store, monkeypatch)
            aside = tmp_path / f"{place}-{pressed}"
            shutil.copytree(store, aside)
            kill(led(aside, "resume", *how), question, *keys[:pressed])

            assert kept(aside, monkeypatch) == before
            kill(led(aside, "resume", *how), question)
        after = contact[place + 1][0] if place + 1 < len(contact) else ENDED
        kill(led(store, "resume", *how, "--out", tmp_path / "out"), question, *keys, after=after)

    events = kept(store, monkeypatch)
    given = {event.step: event.value for event in events if isinstance(event, Answered)}
    assert given["people"] == [{"name": "Bo", "phone": "555"}, {"name": "Cy"}]
    assert given["story"] == "It began"
    assert type(events[-1]).__name__ == "Ended"


def test_a_list_that_was_begun_is_there_again_after_a_kill(
    led, home, tmp_path, monkeypatch, approve
):
    path = tmp_path / "every-kind.yaml"
    path.write_text(EVERY_KIND, encoding="utf-8")
    approve(path)
    store = home / "crisis"
    kill(led(store, "start", path), BY_KEYS[0][0])
    pressed = [(BY_KEYS[0][0], ["2\r"]), *BY_KEYS[5:14]]
    for (question, keys), (after, _) in pairwise(pressed):
        kill(led(store, "resume"), question, *keys, after=after)
    kill(led(store, "resume"), "Who could you call when", "1\r", "Bo\r", "555\r")
    led(store, "resume").wait("Who could you call when", "Bo, 555", "2  Change one")

    assert read(store, monkeypatch).offer("people") == [{"name": "Bo", "phone": "555"}]


def kill(terminal, question, *keys, after=""):
    """Wait for a question, press some keys, each at its prompt; then kill the process, where
    something is to come after them once it has come."""
    terminal.wait(question)
    for key in keys:
        terminal.until(lambda seen: terminal.plain or terminal.takes_keys, "a prompt")
        terminal.settle(0.35)
        terminal.act(key)
    terminal.settle(0.35)
    if after == ENDED:
        terminal.end()
    else:
        terminal.wait(after)
    with contextlib.suppress(ProcessLookupError):  # after the last key it ends by itself
        os.kill(terminal.child.pid, signal.SIGKILL)
    terminal.child.wait()


def read(store, monkeypatch):
    """Where the one contact of a store stands."""
    monkeypatch.setenv("CRISIS_HOME", str(store))
    with store_of() as opened:
        (contact,) = opened.contacts()
        return stored(opened, contact).state


def kept(store, monkeypatch):
    """All that the log holds, but for what is only begun."""
    events = [entry.event for entry in read(store, monkeypatch).entries]
    return [event for event in events if not isinstance(event, Drafted)]
