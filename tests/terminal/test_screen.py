"""The screen: what is written cannot act, and is never wider than it."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.protocol.letters import columns
from crisis_cli.terminal.front import Text
from crisis_cli.terminal.screen import Screen, shortened, wrap


def screen(stream: io.StringIO, width: int = 40, colour: bool = False) -> Screen:
    return Screen(stream, lambda: (width, 24), colour)


@given(st.text(), st.integers(10, 100), st.integers(0, 8), st.integers(0, 6))
def test_no_line_is_wider_than_it_may_be(text: str, width: int, indent: int, hang: int):
    lines = wrap(text, width, indent, hang)

    assert all(columns(line) <= max(width, indent + hang + 8) for line in lines)


@given(st.text())
def test_no_text_can_act_on_the_terminal(text: str):
    for line in wrap(text, 40):
        assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in line)


@given(st.text(alphabet="abc xyz", max_size=200))
def test_wrapping_loses_no_word(text: str):
    assert "".join(wrap(text, 20)).replace(" ", "") == text.replace(" ", "")


def test_a_line_of_wide_letters_holds_half_as_many():
    assert wrap("\u4f60\u597d" * 6, 12) == ["\u4f60\u597d" * 3] * 2


def test_a_line_that_goes_on_hangs_under_its_beginning():
    assert wrap("- one two three", 10, 2, 2) == ["  - one", "    two", "    three"]


def test_a_very_long_answer_is_cut_and_says_so():
    assert shortened("x" * 100_000).endswith("... (100,000 characters)")
    assert shortened("short") == "short"


def test_colour_is_only_for_alerts_and_never_alone():
    plain, red = screen(io.StringIO()), screen(io.StringIO(), colour=True)

    assert plain.lines([Text("Open: it", "alert")]) == ["\x1b[1mOpen: it\x1b[0m"]
    assert red.lines([Text("Open: it", "alert")]) == ["\x1b[1;31mOpen: it\x1b[0m"]
    assert red.lines([Text("words")]) == ["words"]


def test_a_terminal_that_went_away_is_no_error():
    stream = io.StringIO()
    stream.close()

    screen(stream).page(["words"])


def test_a_terminal_without_the_letters_gets_marks_for_them(tmp_path: Path):
    with (tmp_path / "tty").open("w", encoding="ascii") as stream:
        Screen(stream, lambda: (40, 24)).page(["caf\u00e9"])

    assert "caf?" in (tmp_path / "tty").read_text()


@pytest.mark.parametrize("text", ["<b>", "[bold]", "{{7*7}}", "%s", "\\x1b[2J"])
def test_markup_stays_words(text: str):
    assert wrap(text, 40) == [text]
