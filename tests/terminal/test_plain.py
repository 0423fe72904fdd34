"""Plain numbered lines: the same interview for screen readers and bare terminals."""

import contextlib
import io
import os
import sys
import threading
from collections.abc import Callable

import pytest
from stage import led

from crisis_cli.engine.entries import Answered, Emergency, Ending, Kept, Paused, Revisited
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal.plain import Lines, Plain
from crisis_cli.terminal.screen import Screen

TO_STORY = ["2", "3", "7", "34", "Jo"]
TO_FRIEND = [*TO_STORY, "Hm", ".", "1", "555"]


def test_a_whole_interview_in_lines(by_lines: Callable, golden: Callable[[str, str], None]):
    danger = ["1", "3", "1", "Room 4", "1", "On call"]
    talk = ["1,3", "7", "34", "Jo", "It began.", "Then more.", ".", "6", "12/24/2026 14:00", "1"]
    people = ["202 555 0100", "Ann", "sister", "-", "1", "Bo", "555", "4", "2"]
    walk = by_lines(*danger, *talk, *people, "1", "1")

    assert walk.how == "ended"
    assert walk.log.answers()["needs"] == ["bed", "warm"]
    assert walk.log.answers()["story"] == "It began.\nThen more."
    assert walk.log.answers()["friend"] == {"name": "Ann", "relation": "sister"}
    golden("terminal/plain.txt", walk.said)


def test_no_code_is_ever_written_to_a_bare_terminal(by_lines: Callable):
    walk = by_lines("?", "", "h", "", "1", "3", "1")

    assert "\x1b" not in walk.said


@pytest.mark.parametrize("alarm", ["!", "\x05"])
@pytest.mark.parametrize(
    "before", [[], ["2"], TO_STORY, TO_FRIEND], ids=["one", "many", "long", "text"]
)
def test_the_emergency_key_works_at_every_kind_of_prompt(
    by_lines: Callable, before: list[str], alarm: str
):
    walk = by_lines(*before, alarm, "2")

    assert len(walk.log.events(Emergency)) == 1
    assert walk.said.count("911   Life in danger") == 1  # shown at once, and not read out again


def test_keys_are_letters_at_choices_and_slashed_at_texts(by_lines: Callable):
    walk = by_lines("2", "b", "1", "3", "/b", "1", "7", "34", "b", "/n", "2", "p", "1", "/p", "2")

    assert walk.log.events(Revisited) == [Revisited("thoughts"), Revisited("needs")]
    assert walk.log.events(Kept) == [Kept("thoughts"), Kept("needs")]
    assert walk.log.answers()["called"] == "b"
    assert walk.log.answers()["story"] == "declined"
    assert walk.how == "paused"


def test_an_empty_line_answers_nothing(by_lines: Callable):
    walk = by_lines("", "", "2", "", "", "3", "", "7")

    assert walk.log.answers() == {"thoughts": "no", "needs": ["warm"], "pain": 7}


def test_a_text_that_stands_there_is_kept_only_by_saying_so(by_lines: Callable):
    walk = by_lines("2", "3", "7", "/b", "2", "", "=")

    assert walk.log.events(Kept) == [Kept("pain")]


def test_what_was_typed_of_a_long_text_is_kept_through_an_emergency(by_lines: Callable):
    walk = by_lines(*TO_STORY, "one", "two", "!", "2", "=", "three", ".")

    assert walk.log.answers()["story"] == "one\ntwo\nthree"
    assert "It stays. Add more lines" in walk.said


def test_a_long_text_that_is_pasted_keeps_its_lines_and_answers_nothing_else(by_lines: Callable):
    walk = by_lines(*TO_STORY, "one\ntwo\n\nthree\n.\n1\n")

    assert walk.log.answers()["story"] == "one\ntwo\n\nthree"
    assert "again" not in walk.log.answers()


def test_an_alarm_in_a_pasted_text_is_an_alarm_and_the_text_is_not_lost(by_lines: Callable):
    walk = by_lines(*TO_STORY, "one\n!\n2", "thrown away", "2", "=", ".")

    assert len(walk.log.events(Emergency)) == 1
    assert walk.log.answers()["story"] == "one"


def test_the_end_of_the_input_is_a_pause(by_lines: Callable):
    walk = by_lines("2")

    assert walk.how == "broken_off"
    assert walk.log.events(Paused) == [Paused()]


def test_the_words_of_a_choice_may_be_typed_and_nothing_else(by_lines: Callable):
    walk = by_lines("y", "9", "0", "-1", "YES", "no")

    assert walk.log.answers() == {"thoughts": "yes", "plan": "no"}
    assert "Type a number from 1 to 6." in walk.said


def test_an_unknown_cannot_stand_beside_a_tick(by_lines: Callable):
    walk = by_lines("2", "1,6", "1,4", "4")

    assert walk.log.answers()["needs"] == []


def test_the_person_can_leave(by_lines: Callable):
    walk = by_lines("p", "4", "/n", "4", "1")

    assert walk.log.events(Ending) == [Ending("client_left")]
    assert walk.log.events(Answered) == [Answered("told", unknown="not_asked")]


def test_lines_typed_too_early_are_thrown_away_but_for_the_alarm():
    source, to = os.pipe()
    lines = Lines(source)
    os.write(to, b"1\n2\n")
    assert lines.early() is False
    os.write(to, b"1\n!\n2\n")
    assert lines.early() is True
    os.write(to, b"3\n")

    assert lines.read() == "3"
    os.close(source)
    os.close(to)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_line_that_the_terminal_cut_is_not_taken_for_the_whole(every_kind: Protocol):
    to, source = os.openpty()
    typed = iter([*TO_STORY[:-1], "x" * 6000, "Jo", "a" * 6000, "the rest", "."])

    class Typing(io.StringIO):
        def write(self, text: str) -> int:
            if text == "> ":
                os.write(to, (next(typed, "\x04") + "\n").encode())
            return super().write(text)

    screen = Typing()
    threading.Thread(target=drained, args=(to,), daemon=True).start()
    _, log, _ = led(every_kind, Plain(Screen(screen, lambda: (80, 24)), source))

    assert log.answers()["called"] == "Jo"
    kept, rest = log.answers()["story"].split("\n")
    assert set(kept) == {"a"} and rest == "the rest"
    assert screen.getvalue().count("too long for one line here") == 2


def drained(terminal: int) -> None:
    """Read what a terminal echoes, so that it never waits for a reader."""
    with contextlib.suppress(OSError):
        while os.read(terminal, 4096):
            pass


def test_a_sign_that_stands_for_a_text_is_never_the_text(by_lines: Callable):
    walk = by_lines(*TO_STORY[:-1], "=", "-", " = ", "Jo", "=", "It began.", ".")

    assert walk.log.answers()["called"] == "Jo"
    assert walk.log.answers()["story"] == "It began."
    assert walk.said.count("Nothing stands here yet") == 3
