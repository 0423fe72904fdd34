"""When somebody answers: times of the week that can be counted with, and what holds at a moment.

Times are those of a clock on the wall in one place, so a day on which the clocks change is an hour
shorter or longer, and nobody opens or closes twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from crisis_cli.engine.times import at_minute
from crisis_cli.protocol.hours import DAY, WEEK, MonthDay

AHEAD = 8  # days that are looked at for when it opens or closes next


@dataclass(frozen=True, slots=True)
class Opening:
    """Times at which somebody answers, on some days of the week.

    days: 0 is Monday. start, end: minutes after midnight; an end that is not after the start lies
    on the next day. first, last: the month and day from and to which it holds, every year.
    """

    days: tuple[int, ...]
    start: int
    end: int
    first: MonthDay | None = None
    last: MonthDay | None = None

    @property
    def all_day(self) -> bool:
        """Whether it is from midnight to midnight."""
        return (self.start, self.end) == (0, DAY)

    @property
    def length(self) -> int:
        """Minutes from its start to its end."""
        return self.end - self.start + (DAY if self.end <= self.start else 0)

    def holds(self, day: date) -> bool:
        """Whether this day is in its part of the year."""
        if self.first is None or self.last is None:
            return True
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


# An opening as it is kept: days, start, end, first, last.
Kept = list[Any]


def opening(kept: Kept) -> Opening:
    """The opening of what is kept."""
    on, start, end, *season = kept
    first, last = (tuple(one) if one else None for one in season)
    return Opening(tuple(on), start, end, first, last)


class Now(NamedTuple):
    """Whether it is open, None where that is not known; and when that changes, if it does soon."""

    open: bool | None
    until: datetime | None = None


def now(times: Sequence[Opening], at: datetime, place: tzinfo) -> Now:
    """What these times say at a moment. Outside of the part of the year that any of them speaks of
    nothing is known, but for the night that began in it."""
    today = at.astimezone(place).date()
    known = any(one.holds(today) for one in times)
    moment = at.astimezone(UTC)
    for start, end in _joined(times, today, place):
        if start <= moment < end:
            last = end >= _midnight(today + timedelta(AHEAD), place)
            return Now(True, None if last else end.astimezone(place))
        if known and start > moment:
            return Now(False, start.astimezone(place))
    return Now(False if known else None)


def _joined(
    times: Sequence[Opening], today: date, place: tzinfo
) -> Iterator[tuple[datetime, datetime]]:
    """From when to when it is open in the days around today, in order, what touches as one."""
    begun: tuple[datetime, datetime] | None = None
    for start, end in sorted(_each(times, today, place)):
        if begun and start <= begun[1]:
            begun = begun[0], max(begun[1], end)
            continue
        if begun:
            yield begun
        begun = start, end
    if begun:
        yield begun


def _each(
    times: Sequence[Opening], today: date, place: tzinfo
) -> Iterator[tuple[datetime, datetime]]:
    for ahead in range(-1, AHEAD + 1):
        day = today + timedelta(ahead)
        for one in times:
            if day.weekday() in one.days and one.holds(day):
                start, end = (at_minute(day, minutes, place) for minutes in (one.start, one.end))
                yield start, end if one.end > one.start else at_minute(day, one.end + DAY, place)


def _midnight(day: date, place: tzinfo) -> datetime:
    return at_minute(day, 0, place)


def always(times: Sequence[Opening]) -> bool:
    """Whether together they are day and night, all the year."""
    if sum(one.length * len(one.days) for one in times) < WEEK:
        return False
    open_minutes: set[int] = set()
    for one in times:
        if one.first is None:
            for begin in _begins(one):
                open_minutes.update(minute % WEEK for minute in range(begin, begin + one.length))
    return len(open_minutes) == WEEK


def overlapping(one: Opening, other: Opening) -> bool:
    """Whether two are open at the same time in the same part of the year."""
    if (one.first, one.last) != (other.first, other.last):
        return False
    return any(
        (there - here) % WEEK < one.length or (here - there) % WEEK < other.length
        for here in _begins(one)
        for there in _begins(other)
    )


def _begins(one: Opening) -> Iterator[int]:
    """Minutes after Monday, midnight, at which it opens."""
    return (day * DAY + one.start for day in one.days)
