"""The chain: who is next, from when on, and that nobody is waited for who is not there."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crisis_cli.engine.entries import Consulted, Entry
from crisis_cli.team.chain import turn, uncovered
from crisis_cli.team.policy import Hours, Link

DC = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=DC)
NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=DC)


def tried(*links, begin=NOON, answered=False):
    """Calls, a minute apart."""
    return [
        Entry(n, begin + timedelta(minutes=n), "worker", Consulted(link, link, answered))
        for n, link in enumerate(links)
    ]


def test_in_the_day_the_supervisor_is_first_and_at_night_nobody_is_waited_for(policy):
    assert turn(policy, [], NOON).link.id == "supervisor"
    assert turn(policy, [], NOON).there

    night = turn(policy, [], NIGHT)
    assert (night.link.id, night.there) == ("access_helpline", False)


def test_who_did_not_answer_may_call_back_until_their_time_is_over(policy):
    calls = tried("supervisor")

    waiting = turn(policy, calls, NOON + timedelta(minutes=3))
    assert (waiting.link.id, waiting.last.id) == ("next_supervisor", "supervisor")
    assert waiting.until == NOON + timedelta(minutes=10)
    over = turn(policy, calls, NOON + timedelta(minutes=10))
    assert (over.link.id, over.last, over.until) == ("next_supervisor", None, None)


def test_who_answered_is_not_waited_for(policy):
    assert (
        turn(policy, tried("supervisor", answered=True), NOON + timedelta(minutes=1)).until is None
    )


def test_the_chain_ends_with_911_and_then_nobody_is_left(policy):
    before = ["supervisor", "next_supervisor", "access_helpline"]
    assert turn(policy, tried(*before), NOON).link.id == "nine_one_one"
    assert turn(policy, tried(*before, "nine_one_one"), NOON).link is None


def test_a_call_to_somebody_else_leaves_the_chain_as_it_is(policy):
    found = turn(policy, tried(""), NOON)

    assert (found.link.id, found.until) == ("supervisor", None)


def test_when_only_those_are_left_who_are_not_there_they_are_tried_all_the_same(policy):
    calls = tried("access_helpline", "nine_one_one", begin=NIGHT)

    assert turn(policy, calls, NIGHT + timedelta(hours=1)).link.id == "supervisor"


def test_whoever_has_no_hours_may_be_there(policy):
    unsaid = replace(policy, chain=(Link("boss", "The boss", hours=None),))

    assert turn(unsaid, [], NIGHT).there
    assert uncovered(unsaid) == []


def test_a_chain_without_anybody_of_the_agency_says_so(policy):
    outside = replace(policy, chain=(Link("line", "The line", resource="access_helpline"),))

    assert not turn(outside, [], NOON).there
    assert uncovered(outside) == [(0, 7 * 24 * 60)]


@pytest.mark.parametrize(
    ("day", "there"), [(datetime(2026, 11, 1, 1, 30, tzinfo=DC), True),
                       (datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=DC), True),
                       (datetime(2026, 11, 1, 2, 0, tzinfo=DC), False)]
)  # fmt: skip
def test_an_hour_that_comes_twice_is_covered_twice(policy, day, there):
    night = replace(policy, chain=(Link("boss", "The boss", hours=(Hours(6, 0, 120),)),))

    assert turn(night, [], day).there is there
