"""Letters on a screen: none can act, each is as wide as it is drawn, and no line is too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.protocol.letters import broken, columns, visible


@pytest.mark.parametrize(
    ("word", "wide"), [("Sam", 3), ("王小明", 6), ("e\u0301", 1), ("ሰላም", 3), ("a\u200db", 2)]
)
def test_a_word_is_as_wide_as_a_terminal_draws_it(word, wide):
    assert columns(word) == wide


@given(st.text())
def test_nothing_visible_acts_on_a_terminal(text):
    kept = visible(text).replace("\n", "").replace("\t", "")

    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0x202A <= ord(c) <= 0x202E for c in kept)


def test_letters_of_right_to_left_scripts_stay_and_marks_that_turn_the_order_do_not():
    assert visible("שלום \u202eabc") == "שלום [U+202E]abc"


@given(st.text(alphabet="ab 中e\u0301", max_size=80), st.integers(2, 20))
def test_no_piece_of_a_line_is_wider_than_its_room_and_no_letter_is_lost(line, room):
    pieces = list(broken(line, room))

    assert all(columns(piece) <= room for piece in pieces)
    assert "".join(pieces).replace(" ", "") == line.replace(" ", "")


def test_a_line_breaks_between_words_and_keeps_what_stands_before_them():
    assert list(broken("  one  two three", 10)) == ["  one  two", "three"]


def test_a_word_that_is_too_long_begins_a_line_and_breaks_inside():
    assert list(broken("on a looooong way", 4)) == ["on a", "looo", "oong", "way"]
