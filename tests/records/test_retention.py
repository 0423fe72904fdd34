"""How long a case is kept: as long as any of its contacts has to be, and longer in doubt."""

from datetime import UTC, datetime

import pytest

from crisis_cli.engine.entries import Answered, Entry, Opened
from crisis_cli.engine.state import fold
from crisis_cli.records.retention import Seen, Years, adult, kept_until, later
from crisis_cli.records.settings import KNOWN, value

YEARS = Years(10, 28)


def at(year, month=11, day=23):
    return datetime(year, month, day, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("contacts", "until"),
    [
        ([Seen(at(2026), True)], 2036),
        ([Seen(at(2026), False)], 2054),
        ([Seen(at(2026), True), Seen(at(2028), True)], 2038),
        ([Seen(at(2026), False), Seen(at(2030), True)], 2054),  # a child then
        ([Seen(at(2030), False), Seen(at(2026), True)], 2040),  # was 18 before, and so is now
    ],
)
def test_the_longest_of_its_contacts_counts(contacts, until):
    assert kept_until(contacts, YEARS).year == until
    assert kept_until(reversed(contacts), YEARS).year == until


def test_a_leap_day_ends_on_the_first_of_march():
    assert later(at(2028, 2, 29), 10) == at(2038, 3, 1)
    assert later(at(2028, 2, 29), 12) == at(2040, 2, 29)


TICKED = """
    protocol: short
    title: Short
    version: 1
    languages: [en]
    sections:
      - id: first
        title: First
        aim: Know how they are.
        steps:
          - {id: age, ask: Are you 18 or older?, answers: {adult: Yes, under_18: No}}
    blocks: {ended_early: []}
    follow_up: [{within: 7 days, what: Meet them}]
"""
NUMBER = TICKED.replace("answers: {adult: Yes, under_18: No}", "kind: number")
NONE = TICKED.replace("id: age", "id: weather")


@pytest.mark.parametrize(
    ("text", "answer", "says"),
    [
        (TICKED, Answered("age", "adult"), True),
        (TICKED, Answered("age", "under_18"), False),
        (TICKED, Answered("age", None, "declined"), False),
        (TICKED, None, False),
        (NUMBER, Answered("age", 18), True),
        (NUMBER, Answered("age", 17.9), False),
        (NONE, Answered("weather", "adult"), False),
    ],
)
def test_only_an_answer_that_says_so_makes_an_adult(protocol, text, answer, says):
    events = [Opened("short", "1", "abc"), *([answer] if answer else [])]
    entries = [Entry(seq, at(2026), "Ana", event) for seq, event in enumerate(events, 1)]

    assert adult(fold(protocol(text), entries)) is says


def test_the_shipped_protocol_asks_the_age_as_it_is_looked_for():
    from crisis_cli.protocol.source import find, load

    (step,) = [one for one in load(find("crisis-intervention")).steps if one.id == "age"]
    assert "adult" in [choice.id for choice in step.choices]


@pytest.mark.parametrize("name", [name for name in KNOWN if KNOWN[name].usual])
def test_a_usual_value_will_do_and_nonsense_will_not(owned, name):
    setting = KNOWN[name]

    assert setting.check(value(owned, name)) == ""
    for wrong in ("ten", "0", "-1", "1000", "1.5", "²"):
        assert "whole number from 1 to" in setting.check(wrong)
