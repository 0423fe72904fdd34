"""A paper form is typed in: its numbers on the screen, its boxes worded as past, its time asked."""

import io
import os
from collections.abc import Callable
from contextlib import contextmanager

import pytest
from prompt_toolkit.input import create_pipe_input
from stage import BEGAN, Ear, Glass, Hands, led

from crisis_cli.engine.entries import Acknowledged
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal.keyed import Keyed
from crisis_cli.terminal.late import took_place
from crisis_cli.terminal.plain import Plain
from crisis_cli.terminal.screen import Screen
from crisis_cli.terminal.scripted import Scripted

THEN = "2026-11-20T14:05-05:00"


@pytest.fixture
def by_late_lines(every_kind: Protocol) -> Callable[..., str]:
    """What is said when plain lines are typed in a contact; after the last, the input ends."""

    def walk(*lines: str, **opened: str) -> str:
        source, to = os.pipe()
        ear = Ear(list(lines), to)
        led(every_kind, Plain(Screen(ear, lambda: (80, 24)), source), **opened)
        os.close(source)
        return ear.getvalue()

    return walk


def test_the_numbers_of_the_form_stand_before_the_questions(by_keys):
    walk = by_keys("1\r", happened=THEN)

    assert "1. Sit down at their height." in walk.seen[0]
    assert "2. Have you had thoughts of killing yourself?" in walk.seen[0]
    assert "3. Do you have a plan?" in walk.seen[1]


def test_without_a_form_there_are_no_numbers(by_keys):
    assert "2. Have you" not in by_keys("1\r").seen[0]


def test_the_first_page_says_when_it_took_place(by_keys, by_late_lines):
    said = "From the paper form: it took place on Friday, November 20, 2026, 2:05 pm EST."

    assert said in by_keys("1\r", happened=THEN).seen[0]
    assert said in by_late_lines("2", happened=THEN)


def test_a_form_of_other_questions_is_told_on_the_first_page(by_late_lines):
    assert "fingerprint on the form is not that" in by_late_lines(
        "2", happened=THEN, paper_hash="ffffffff"
    )
    assert "fingerprint" not in by_late_lines("2", happened=THEN)


def test_a_box_of_the_form_is_shown_with_its_letter_and_as_what_came_up_then(by_keys):
    walk = by_keys("1\r", "1\r", "1\r", happened=THEN)
    page = walk.seen[2]

    assert "BOX A ON THE FORM: Stay and call" in page
    assert "Are they still in danger now? Then act first" in page
    assert "A1. Stay beside them" in page and "911" in page
    assert "I have read this; next I type what was done then" in page
    assert "NOW:" not in page
    assert walk.log.events(Acknowledged) == [Acknowledged("stay")]


def test_the_plain_front_end_shows_the_same(by_late_lines):
    said = by_late_lines("1", "1", "1", happened=THEN)

    for words in ("2. Have you had thoughts", "BOX A ON THE FORM", "A2. Where are you"):
        assert words in said


def test_a_script_types_a_form_in_like_any_contact(every_kind):
    script = {"answers": {"thoughts": "yes", "plan": "yes"}, "unanswered": "not_asked"}
    how, log, state = led(every_kind, Scripted(script), happened=THEN)

    assert how == "ended"
    assert state.happened and log.events(Acknowledged)


# -- when it took place, where the command did not say it


def reading(text):
    if text != "11/20/2026 14:05":
        raise CrisisError(f"'{text}' is not a date with a time.", "Type it in full.")
    return THEN


@contextmanager
def front(kind, typed):
    """A front end at which this is typed, one entry for each prompt; and what it wrote."""
    if kind == "keyed":
        glass = Glass(80, 24)
        with create_pipe_input() as pipe:
            yield Keyed(Screen(glass, lambda: (80, 24)), Hands(pipe, glass, typed, {})), glass
        return
    source, to = os.pipe()
    ear = Ear([one.strip("\r") for one in typed], to)
    yield Plain(Screen(ear, lambda: (80, 24)), source), ear
    os.close(source)


def ask(kind, protocol, *typed):
    with front(kind, list(typed)) as (made, out):
        found = took_place(protocol, made, reading, lambda *_: [], lambda: BEGAN)
        assert isinstance(out, io.StringIO)
        return found, out.getvalue()


@pytest.mark.parametrize("kind", ["keyed", "plain"])
def test_the_time_is_asked_until_it_is_one(every_kind, kind):
    wrong = "yesterday\r"
    again = "\x15" + "\x7f" * 9 + "11/20/2026 14:05\r" if kind == "keyed" else "11/20/2026 14:05\r"
    found, said = ask(kind, every_kind, wrong, again)

    assert found == THEN
    assert "When did the contact take place?" in said
    assert "'yesterday' is not a date with a time." in " ".join(said.split())


@pytest.mark.parametrize(("kind", "pause"), [("keyed", "\x10"), ("plain", "/p"), ("keyed", "\x03")])
def test_leaving_begins_nothing(every_kind, kind, pause):
    assert ask(kind, every_kind, pause)[0] == ""


@pytest.mark.parametrize(("kind", "alarm"), [("keyed", "\x05"), ("plain", "!")])
def test_help_needs_no_time_first(every_kind, kind, alarm):
    found, said = ask(kind, every_kind, alarm, "2\r", "11/20/2026 14:05\r")

    assert found == THEN
    assert "EMERGENCY" in said and "Nothing is begun yet." in said


def test_the_same_front_end_goes_on_with_the_interview(every_kind):
    with front("keyed", ["11/20/2026 14:05\r", "2\r"]) as (made, _):
        assert took_place(every_kind, made, reading, lambda *_: [], lambda: BEGAN) == THEN
        how, log, _ = led(every_kind, made, happened=THEN)

    assert how == "broken_off"
    assert log.answers()["thoughts"] == "no"
