"""The days and times that are offered for an answer."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crisis_cli.terminal.prompts import usual_times

DC = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("now", "in_24_hours"),
    [
        ("2027-03-13T02:30", "2027-03-14T03:30"),  # half past two is left out that night
        ("2027-03-13T14:00", "2027-03-14T15:00"),
        ("2027-11-06T14:00", "2027-11-07T13:00"),
        ("2026-12-31T23:59", "2027-01-01T23:59"),
    ],
)
def test_in_24_hours_is_24_real_hours_as_in_the_follow_up(now, in_24_hours):
    told = usual_times(datetime.fromisoformat(now).replace(tzinfo=DC))

    assert {says: at for at, says in told.items()}["In 24 hours"] == in_24_hours


def test_tomorrow_is_the_next_day_of_the_calendar_also_where_a_day_has_25_hours():
    told = usual_times(datetime(2027, 11, 7, 0, 15, tzinfo=DC))

    assert list(told)[:2] == ["2027-11-07", "2027-11-08"]
