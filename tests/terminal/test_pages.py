"""What pages say: few words in an urgent minute, and why a thing is asked or done."""

import textwrap
from functools import cache

import pytest
from stage import Log, begun

from crisis_cli.directory.resources import numbers, shipped_file
from crisis_cli.engine.interview import Show
from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.source import load
from crisis_cli.terminal import pages
from crisis_cli.terminal.desk import OWN

NARROW = 40
SHIPPED = shipped_file().parents[1] / "crisis-intervention.yaml"


@cache
def shipped() -> Protocol:
    return load(SHIPPED)


def rows(texts) -> int:
    return sum(len(textwrap.wrap(one.text, NARROW - one.indent)) for one in texts)


@pytest.mark.parametrize("block", [one for one in shipped().blocks if one != "ended_early"])
def test_on_an_urgent_page_each_number_takes_two_short_lines_at_most(block):
    state, here = begun(shipped(), Log()), shipped().blocks[block]
    page = pages.urgent(state, Show(here, here.steps, ()), numbers)

    dialled = [text for text in page if text.style == "number"]
    assert dialled
    assert all(rows([text]) <= 2 for text in dialled), [text.text for text in dialled]
    assert "AYUDA" not in "".join(text.text for text in page)


def test_the_emergency_panel_says_the_numbers_in_few_words():
    dialled = [text for text in pages.emergency(numbers) if text.style == "number"]

    assert [text.text.split()[0] for text in dialled] == ["911", "988", "1-888-793-4357"]
    assert all(rows([text]) <= 2 for text in dialled)


def test_when_somebody_left_the_numbers_are_as_short():
    step = next(one for one in shipped().all_steps if one.id == "early_words")

    assert pages.instruction(step, numbers)[0].text == "988   988 Lifeline (call or text)"


def test_where_there_is_time_everything_that_is_known_of_a_number_is_told():
    step = next(one for one in shipped().all_steps if one.id == "handoff")

    assert "AYUDA" in "".join(text.text for text in pages.instruction(step, numbers))


def test_why_an_action_is_wanted_says_what_is_done_with_it():
    step = Step("consult", "action", "Call your supervisor.")
    said = [text.text for text in pages.why(shipped(), step)]

    assert said[0] == "Why do we do this?"
    assert any("stays open" in text for text in said)
    assert not any("understand what happened" in text for text in said)


def test_why_a_question_is_asked_says_its_own_words_first():
    helped = Step("a", "text", "How are you?", help="It matters.")
    bare = Step("a", "text", "How are you?")

    assert "It matters." in [text.text for text in pages.why(shipped(), helped)]
    assert "record" in pages.why(shipped(), bare)[4].text


def test_a_menu_of_the_program_says_that_it_is_for_the_worker():
    assert "for you" in OWN[0].text
