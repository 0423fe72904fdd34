"""Answers that almost fit: refused in words, or read as they were meant."""

import pytest

from crisis_cli.protocol.compiled import Choice, Step
from crisis_cli.protocol.kinds import Refused, accept, say

WHEN = Step("when", "date_time", "When?")
FRIEND = Step("friend", "person", "Who?")
CALLED = Step("called", "action", "Call.")


@pytest.mark.parametrize("typed", ["01/01/0205", "0001-01-01", "11/27/0026 14:00", "9999-12-31"])
def test_a_year_that_was_mistyped_is_refused_and_named(typed):
    with pytest.raises(Refused, match="year"):
        accept(WHEN, typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("01/01/1900", "Monday, January 1, 1900"),
        ("2026-11-27 14:00", "Friday, November 27, 2026, 2:00 pm"),
        ("12/31/2199 00:05", "Tuesday, December 31, 2199, 12:05 am"),
    ],
)
def test_a_date_that_is_taken_can_be_read_back(typed, read):
    assert say(WHEN, accept(WHEN, typed)) == read


def test_a_field_that_was_left_empty_is_not_the_word_none():
    assert accept(FRIEND, {"name": "Ana", "phone": None}) == {"name": "Ana"}
    assert accept(CALLED, {"outcome": "done", "note": None}) == {"outcome": "done"}
    with pytest.raises(Refused, match="at least a name"):
        accept(FRIEND, {"name": None})


@pytest.mark.parametrize(
    ("step", "raw"),
    [
        (FRIEND, {"name": ["Ana"]}),
        (FRIEND, {"name": "Ana", "phone": {"home": "202"}}),
        (CALLED, {"outcome": ["done"]}),
        (CALLED, {"outcome": {"done": "yes"}}),
        (CALLED, {"outcome": "done", "note": ["x"]}),
    ],
)
def test_a_list_where_words_belong_is_refused(step, raw):
    with pytest.raises(Refused):
        accept(step, raw)


def test_a_phone_may_be_written_as_a_bare_number():
    assert accept(FRIEND, {"name": "Ana", "phone": 988}) == {"name": "Ana", "phone": "988"}


def test_a_great_limit_is_told_to_the_last_digit():
    with pytest.raises(Refused, match="At most 1000001"):
        accept(Step("rent", "number", "Rent?", most=1_000_001), "2000000")


def test_lines_that_were_left_empty_around_an_answer_are_kept_and_not_printed():
    step = Step("why", "long_text", "Why?")
    kept = accept(step, "\nThe letter.\n\nAnd the bus.\n\n")

    assert kept == "\nThe letter.\n\nAnd the bus.\n\n"
    assert say(step, kept) == "The letter.\n\nAnd the bus."


def test_of_several_choices_it_is_plain_where_each_ends_though_one_has_a_comma():
    labels = {"eyes": "Dry, red eyes", "head": "Head", "neck": "Neck"}
    choices = tuple(Choice(*one) for one in labels.items())
    step = Step("pains", "choose_many", "Pains?", choices=choices)

    assert say(step, ["eyes", "head"]) == "Dry, red eyes; Head"
    assert say(step, ["head", "neck"]) == "Head, Neck"
