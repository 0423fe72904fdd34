"""Hours of the week and working time: absolute, also when the clock is changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.team.hours import WEEK, deadline, gaps, minute, open_at, overlaps, told
from crisis_cli.team.policy import Hours, Within

DC = ZoneInfo("America/New_York")
OFFICE = tuple(Hours(day, 540, 1020) for day in range(5))
NIGHT = (Hours(4, 22 * 60, 30 * 60),)  # Friday 22:00 to Saturday 6:00


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=DC)


def due(unit, count, base, working=OFFICE):
    return deadline(Within(unit, count), at(base), working, DC).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("unit", "count", "base", "until"),
    [
        # Monday November 23, 2026; Thanksgiving, like every holiday, is a Thursday to us.
        ("working_days", 1, "2026-11-23T14:00", "2026-11-24T17:00-05:00"),
        ("working_days", 1, "2026-11-23T23:30", "2026-11-24T17:00-05:00"),
        ("working_days", 1, "2026-11-27T23:00", "2026-11-30T17:00-05:00"),
        ("working_days", 1, "2026-11-28T10:00", "2026-11-30T17:00-05:00"),
        ("working_days", 5, "2026-11-25T10:00", "2026-12-02T17:00-05:00"),
        ("working_hours", 4, "2026-11-23T10:00", "2026-11-23T14:00-05:00"),
        ("working_hours", 4, "2026-11-23T15:00", "2026-11-24T11:00-05:00"),
        ("working_hours", 4, "2026-11-27T23:00", "2026-11-30T13:00-05:00"),
        ("working_hours", 8, "2026-11-23T09:00", "2026-11-23T17:00-05:00"),
        ("seconds", 86400, "2026-11-27T23:00", "2026-11-28T23:00-05:00"),
        ("by", 600, "2026-11-23T09:00", "2026-11-23T10:00-05:00"),
        ("by", 600, "2026-11-23T10:00", "2026-11-24T10:00-05:00"),
        ("by", 600, "2026-11-27T11:00", "2026-11-30T10:00-05:00"),
    ],
)
def test_a_countersign_is_due_at_an_absolute_time(unit, count, base, until):
    assert due(unit, count, base) == until


def test_hours_are_real_hours_when_the_clock_is_changed():
    # On November 1, 2026 the clock goes back at 2:00, on March 8 forward.
    assert due("seconds", 86400, "2026-10-31T23:00") == "2026-11-01T22:00-05:00"
    nights = tuple(Hours(day, 0, 1440) for day in range(7))
    assert due("working_hours", 4, "2026-11-01T00:00", nights) == "2026-11-01T03:00-05:00"
    assert due("working_hours", 4, "2026-03-08T00:00", nights) == "2026-03-08T05:00-04:00"


def test_a_working_day_ends_by_the_clock_on_the_wall_whatever_was_changed_in_between():
    assert due("working_days", 1, "2026-10-30T20:00") == "2026-11-02T17:00-05:00"
    assert due("working_days", 1, "2026-03-06T20:00") == "2026-03-09T17:00-04:00"


def test_a_time_that_the_clock_leaves_out_is_the_one_after_it():
    early = (Hours(6, 150, 300),)  # Sunday 2:30 to 5:00
    assert not open_at(early, datetime(2026, 3, 8, 7, 0, tzinfo=UTC), DC)  # 3:00 there, was 2:00
    assert open_at(early, datetime(2026, 3, 8, 7, 45, tzinfo=UTC), DC)


@pytest.mark.parametrize(
    ("when", "there"),
    [
        ("2026-11-27T21:59", False), ("2026-11-27T22:00", True), ("2026-11-28T05:59", True),
        ("2026-11-28T06:00", False), ("2026-11-28T22:30", False),
    ],
)  # fmt: skip
def test_hours_over_midnight_belong_to_the_day_on_which_they_begin(when, there):
    assert open_at(NIGHT, at(when), DC) is there


def test_hours_that_lie_over_one_another_are_found_also_over_the_end_of_the_week():
    assert overlaps([*OFFICE]) == []
    assert overlaps([Hours(0, 540, 1020), Hours(0, 1020, 1080)]) == []
    assert overlaps([Hours(0, 540, 1020), Hours(0, 1000, 1080)]) == [(0, 1)]
    assert overlaps([Hours(0, 0, 60), Hours(6, 1380, 1440)]) == []
    assert overlaps([Hours(0, 0, 120), Hours(6, 1380, 1530)]) == [(0, 1)]


def test_the_hours_that_nobody_covers_are_told():
    assert [minute(end) for _, end in gaps(OFFICE)][:2] == ["Monday 9 am", "Tuesday 9 am"]
    assert gaps([]) == [(0, WEEK)]
    assert gaps([Hours(day, 0, 1440) for day in range(7)]) == []


def test_hours_are_told_in_words():
    assert told(OFFICE) == "Monday to Friday, 9 am to 5 pm"
    assert told(NIGHT) == "Friday, 10 pm to 6 am"
    assert told([Hours(0, 540, 1020), Hours(2, 540, 1020)]) == "Monday, Wednesday, 9 am to 5 pm"
    assert told([Hours(day, 0, 1440) for day in range(7)]) == "day and night"


@given(
    st.integers(0, 2 * 365 * 24 * 60),
    st.sampled_from(["working_days", "working_hours", "seconds", "by"]),
    st.integers(1, 40),
)
def test_more_time_is_never_due_sooner_and_nothing_is_due_before_it_ended(minutes, unit, count):
    base = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    one, more = (deadline(Within(unit, n), base, OFFICE, DC) for n in (count, count + 1))

    assert base < one and (unit == "by" or one <= more)
    assert one.tzinfo is DC
    if unit != "seconds":
        there = one.astimezone(DC)
        assert there.weekday() < 5
    if unit == "working_hours":
        assert open_at(OFFICE, one - timedelta(seconds=1), DC)
