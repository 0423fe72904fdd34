"""Times are absolute, and are told on the clock of the place."""

from datetime import UTC, date, datetime

from crisis_cli.engine.times import home_day, later, moment, since, zone

HOME = zone("America/New_York")
EVE = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)  # the clock goes back in the night after


def test_hours_are_real_ones_whatever_the_clock_does():
    due = later(EVE, 24 * 3600, HOME)

    assert (due - EVE).total_seconds() == 24 * 3600
    assert moment(EVE, HOME) == "Saturday, October 31, 2026, 2:00 pm EDT"
    assert moment(due, HOME) == "Sunday, November 1, 2026, 1:00 pm EST"


def test_a_time_that_is_near_is_told_without_its_year():
    assert moment(EVE, HOME, year=False) == "Saturday, October 31, 2:00 pm EDT"


def test_the_day_is_that_of_the_place():
    late = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)

    assert moment(late, HOME) == "Monday, November 23, 2026, 11:30 pm EST"


def test_the_day_of_the_district_ends_at_its_midnight_whatever_zone_a_machine_is_set_to():
    assert home_day(datetime(2026, 11, 24, 4, 59, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert home_day(datetime(2026, 11, 24, 5, 0, tzinfo=UTC)) == date(2026, 11, 24)


def test_the_date_is_told_on_another_day_only():
    morning = datetime(2026, 10, 31, 13, 5, tzinfo=UTC)

    assert since(EVE, morning, HOME) == "2:00 pm"
    assert since(later(EVE, 24 * 3600, HOME), morning, HOME).startswith("Sunday, November 1, 2026")


def test_a_zone_that_nobody_knows_is_that_of_the_district():
    for name in ("Nowhere/Else", "", "../etc/passwd", "\0"):
        assert zone(name) == HOME
