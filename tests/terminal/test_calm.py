"""The calm key: pages to read at every prompt, and nothing answered or written by it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stage import Log, Walk

from crisis_cli.engine.entries import Answered, Emergency
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import load, shipped
from crisis_cli.terminal.calm_pages import BY_HEART, CalmPages

CALM, EMERGENCY, BACK, HIDE, CTRL_C, WHY = "\x0b", "\x05", "\x02", "\x0c", "\x03", "\x17"
LATER = 0.35
NOTHING_OPEN = [LATER, CTRL_C]
WHOLE = [
    *("1\r", "1\r", "1\r", "Room 4\r", "1\r", "On call\r"),  # danger, and its urgent block
    *(["3", "\r"], "7\r", "34\r", "Jo\r", ["Hm", "\x13"], "1\r", "555\r"),
    *("Ann\r", "sister\r", "556\r", "1\r", "Bo\r", "557\r", "4\r", "2\r"),
    *("1\r", "1\r"),  # review and finish
]
PAGES = """
    protocol: de-escalation
    title: T
    version: 1
    sections:
      - {id: calm, title: First of all, steps: [{id: a, guidance: Slow down.}]}
      - id: angry
        title: Somebody shouts
        aim: Let it run down.
        steps:
          - {id: b, guidance: Step back., say: Hands open., call: [access_helpline]}
          - {id: c, ask: "Who watches?", kind: text}
      - {id: drunk, title: Somebody drank, steps: [{id: d, guidance: Give them water.}]}
"""


@pytest.fixture
def pages(protocol: Callable[[str], Protocol]) -> Callable[[], CalmPages]:
    """Three short pages."""
    read = protocol(PAGES)
    return lambda: CalmPages(read)


def events(walk: Walk) -> list[Any]:
    return [entry.event for entry in walk.log.entries]


def test_the_first_page_is_there_at_once_and_the_others_are_a_number_away(by_keys, pages):
    walk = by_keys(CALM, "1\r", "2\r", "2\r", BACK, "3\r", NOTHING_OPEN, calm=pages)
    first, angry, again, drunk = walk.seen[1], walk.seen[2], walk.seen[3], walk.seen[4]

    assert "Slow down." in first and "1  Somebody shouts" in first
    assert "Let it run down." in angry and "- Step back." in angry and "How: Hands open." in angry
    assert "1-888-793-4357" in angry
    assert "Slow down." in again
    assert "Give them water." in drunk
    assert "Have you had thoughts" in walk.seen[-1]
    assert events(walk)[1:] == events(by_keys(NOTHING_OPEN))[1:]


def test_every_step_of_a_page_is_read_and_none_is_asked(by_keys, pages):
    walk = by_keys(CALM, "1\r", "1\r", NOTHING_OPEN, calm=pages)

    assert "- Who watches?" in walk.seen[2]
    assert walk.log.events(Answered) == []


def test_enter_alone_chooses_no_page_and_leaves_none(by_keys, pages):
    walk = by_keys(CALM, ["\r", "\r", LATER, "\r", "1\r"], ["\r", LATER, "\r", CTRL_C], calm=pages)

    assert "Let it run down." in walk.seen[-1]


PAIRS = st.lists(st.sampled_from(range(len(WHOLE))), min_size=1, max_size=4, unique=True)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(at=PAIRS)
def test_law_11_reading_the_pages_anywhere_in_an_interview_changes_no_entry(
    by_keys: Callable, at: list[int]
):
    """At every kind of prompt: urgent blocks, lists, persons, the review and the end among them."""
    keys: list[Any] = []
    for place, pressed in enumerate(WHOLE):
        keys += [CALM, "1\r"] * (place in at) + [pressed]
    walk = by_keys(*keys)

    assert walk.how == "ended"
    assert events(walk) == events(by_keys(*WHOLE))


def test_an_urgent_block_waits_and_is_the_next_thing_again(by_keys, pages):
    walk = by_keys("1\r", "1\r", CALM, "3\r", NOTHING_OPEN, calm=pages)

    assert "NOW: Stay and call" in walk.seen[2]
    assert "Slow down." in walk.seen[3]
    assert "NOW: Stay and call" in walk.seen[-1]


def test_the_emergency_key_works_on_the_pages_and_comes_back_to_them(by_keys, pages):
    walk = by_keys(CALM, "1\r", EMERGENCY, "2\r", "1\r", NOTHING_OPEN, calm=pages)

    assert "EMERGENCY" in walk.seen[3]
    assert "Let it run down." in walk.seen[4]
    assert walk.log.events(Emergency) == [Emergency("thoughts")]


def test_on_the_emergency_panel_it_opens_the_pages_and_comes_back_to_the_panel(by_keys, pages):
    walk = by_keys(EMERGENCY, CALM, "3\r", "2\r", NOTHING_OPEN, calm=pages)

    assert "Get yourself out of danger first" in walk.seen[3]
    assert len(walk.log.events(Emergency)) == 1


def test_pressed_again_on_the_pages_it_changes_nothing(by_keys, pages):
    walk = by_keys(CALM, CALM, "1\r", CALM, "1\r", NOTHING_OPEN, calm=pages)

    assert "Have you had thoughts" in walk.seen[-1]


def test_from_the_page_that_says_why_it_works_too(by_keys, pages):
    walk = by_keys(WHY, CALM, "3\r", NOTHING_OPEN, calm=pages)

    assert "Slow down." in walk.seen[2]


def test_on_the_hidden_screen_it_shows_nothing(by_keys, pages):
    walk = by_keys(HIDE, CALM, [LATER, "\r"], NOTHING_OPEN, calm=pages)

    assert not any("Slow down." in screen for screen in walk.seen)


def test_typed_before_a_prompt_is_ready_it_is_thrown_away(by_keys, pages):
    walk = by_keys(NOTHING_OPEN, early={0: CALM}, calm=pages)

    assert not any("Slow down." in screen for screen in walk.seen)


def test_while_nothing_can_be_kept_it_shows_what_needs_no_file(by_keys, by_lines, pages):
    keys = by_keys("2\r", CALM, [LATER, "\r"], "1\r", CTRL_C, log=Log(full=1), calm=pages)
    lines = by_lines("2", "c", "", "1", log=Log(full=1), calm=pages)

    assert all(line in keys.seen[2] for line in BY_HEART)
    assert all(line in lines.said for line in BY_HEART)
    assert keys.log.answers() == lines.log.answers() == {"thoughts": "no"}


def test_what_is_open_stands_above_the_pages_too(by_keys, pages):
    walk = by_keys("1\r", "1\r", "1\r", CALM, "1\r", "1\r", NOTHING_OPEN, calm=pages)
    shown = [screen for screen in walk.seen if "Slow down." in screen or "run down." in screen]

    assert len(shown) == 2
    assert all("Open: Could act soon" in screen for screen in shown)


def test_in_lines_it_is_a_letter_at_choices_and_slashed_at_texts(by_lines, pages):
    walk = by_lines("c", "3", "2", "/c", "1", "1", "3", "7", "34", "c", calm=pages)

    assert walk.said.count("Slow down.") == 2
    assert walk.said.count("Let it run down.") == 1
    assert walk.log.answers()["called"] == "c"


def test_in_lines_what_was_typed_of_a_long_text_is_kept(by_lines, pages):
    to_story = ["2", "3", "7", "34", "Jo"]
    walk = by_lines(*to_story, "one", "two", "/c", "3", "=", "three", ".", calm=pages)

    assert walk.log.answers()["story"] == "one\ntwo\nthree"


@pytest.mark.parametrize("said", ["", "Nobody has approved these pages here yet."])
def test_each_page_that_came_along_fits_a_screen_of_80_by_24_with_an_alert_above(by_keys, said):
    ours = load(shipped() / "de-escalation.yaml")
    read = [key for n in range(1, len(ours.sections)) for key in (f"{n}\r", "2\r")]
    to_question = ["1\r", "1\r", "1\r", CALM]
    leave = f"{len(ours.sections)}\r"
    walk = by_keys(*to_question, *read, leave, NOTHING_OPEN, calm=lambda: CalmPages(ours, said))
    shown = walk.seen[4 : 4 + len(read) + 1]

    assert [one.title for one in ours.sections[1:] if one.title not in "".join(shown)] == []
    assert all("Open: Could act soon" in screen for screen in shown)
    assert not any("there is more to read" in one or "down arrow" in one for one in shown)


def test_pages_without_a_list_lead_straight_back(by_keys, pages):
    alone = pages().protocol
    first = CalmPages(replace(alone, sections=alone.sections[:1]))
    walk = by_keys(CALM, "1\r", NOTHING_OPEN, calm=lambda: first)

    assert "1  Back to the question" in walk.seen[1]
    assert "Have you had thoughts" in walk.seen[-1]
