"""Hours of the week on the clock of a place, and working time. Holidays are not known.

All real time: where a clock is put forward or back, an hour of that night is an hour less or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from crisis_cli.engine.times import at_minute
from crisis_cli.protocol.hours import DAY, NAMES, WEEK, named
from crisis_cli.protocol.hours import time as clock
from crisis_cli.team.policy import Hours, Within

Interval = tuple[datetime, datetime]  # aware, in UTC


def open_at(hours: Iterable[Hours], at: datetime, place: tzinfo) -> bool:
    """Whether a moment (aware) falls into these hours."""
    day = at.astimezone(place).date()
    days = (day - timedelta(days=1), day)
    return any(
        begin <= at.astimezone(UTC) < end for one in days for begin, end in _on(hours, one, place)
    )


def deadline(within: Within, base: datetime, working: tuple[Hours, ...], place: tzinfo) -> datetime:
    """Until when something has to be done, counted from `base` (aware); aware, in the place."""
    if within.unit == "seconds":
        due = base.astimezone(UTC) + timedelta(seconds=within.count)
    elif within.unit == "working_hours":
        due = _after_hours(base, within.count * 3600, working, place)
    elif within.unit == "working_days":
        due = _end_of_day(base, within.count, working, place)
    else:
        due = _clock(base, within.count, working, place)
    return due.astimezone(place)


def overlaps(hours: list[Hours]) -> list[tuple[int, int]]:
    """Which of these lie over one another: pairs of their places in the list."""
    parts = [(place, part) for place, one in enumerate(hours) for part in _in_week(one)]
    return sorted(
        {
            (first, second)
            for first, (a, b) in parts
            for second, (c, d) in parts
            if first < second and a < d and c < b
        }
    )


def gaps(hours: Iterable[Hours]) -> list[tuple[int, int]]:
    """The minutes of a week, from Monday 0:00, that none of these hours cover: from, to."""
    found, reached = [], 0
    for begin, end in sorted(part for one in hours for part in _in_week(one)):
        if begin > reached:
            found.append((reached, begin))
        reached = max(reached, end)
    return found + ([(reached, WEEK)] if reached < WEEK else [])


def minute(of_week: int) -> str:
    """A minute of the week in words: Monday 5 pm."""
    day, rest = divmod(of_week % WEEK, DAY)
    return f"{NAMES[day]} {clock(rest)}"


def told(hours: Iterable[Hours]) -> str:
    """Hours in words: Monday to Friday, 9 am to 5 pm; day and night."""
    every = list(hours)
    if not gaps(every):
        return "day and night"
    days: dict[tuple[int, int], list[int]] = {}
    for one in sorted(every, key=lambda one: (one.begin, one.end, one.day)):
        days.setdefault((one.begin, one.end), []).append(one.day)
    lines = (f"{named(on)}, {clock(a)} to {clock(b % DAY)}" for (a, b), on in days.items())
    return "; ".join(lines)


def _in_week(one: Hours) -> Iterator[tuple[int, int]]:
    """Minutes of the week; Sunday night goes over into Monday."""
    begin, end = one.day * DAY + one.begin, one.day * DAY + one.end
    yield begin, min(end, WEEK)
    if end > WEEK:
        yield 0, end - WEEK


def _on(hours: Iterable[Hours], day: date, place: tzinfo) -> list[Interval]:
    """The hours that begin on a day, in order."""
    todays = sorted((one.begin, one.end) for one in hours if one.day == day.weekday())
    return [(at_minute(day, begin, place), at_minute(day, end, place)) for begin, end in todays]


def _working(base: datetime, working: tuple[Hours, ...], place: tzinfo) -> Iterator[date]:
    """Every working day from that of `base` on. There is always another one."""
    day = base.astimezone(place).date()
    on = {one.day for one in working} or set(range(7))
    while True:
        if day.weekday() in on:
            yield day
        day += timedelta(days=1)


def _after_hours(
    base: datetime, seconds: int, working: tuple[Hours, ...], place: tzinfo
) -> datetime:
    start, left = base.astimezone(UTC), timedelta(seconds=seconds)
    for day in _working(base - timedelta(days=1), working, place):
        for begin, end in _on(working, day, place):
            begins = max(begin, start)
            if begins < end and left <= end - begins:
                return begins + left
            left -= max(end - begins, timedelta())
    raise AssertionError("working days never end")


def _end_of_day(base: datetime, count: int, working: tuple[Hours, ...], place: tzinfo) -> datetime:
    """The end of the hours of the working day that comes `count` working days after."""
    first = base.astimezone(place).date()
    later = (day for day in _working(base, working, place) if day > first)
    day = next(one for number, one in enumerate(later, 1) if number == count)
    return max(end for _, end in _on(working, day, place))


def _clock(base: datetime, minutes: int, working: tuple[Hours, ...], place: tzinfo) -> datetime:
    """The next time that a clock shows this on a working day."""
    moments = (at_minute(day, minutes, place) for day in _working(base, working, place))
    return next(one for one in moments if one > base.astimezone(UTC))
