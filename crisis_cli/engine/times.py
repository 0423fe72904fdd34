"""Absolute times on the clock of a place, and in words. Pure: what time it is now is given."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

HOME_ZONE = "America/New_York"


def zone(name: str) -> ZoneInfo:
    """The time zone of this name, or that of the District where the machine has no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(HOME_ZONE)


def later(base: datetime, seconds: int, place: tzinfo) -> datetime:
    """A number of real seconds after a time, on the clock of a place."""
    return (base.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(place)


def at_minute(day: date, minutes: int, place: tzinfo) -> datetime:
    """When a clock of a place shows so many minutes after the midnight that a day begins with, in
    UTC; more than a day has are of a later one. A time that is left out in spring is the one after
    it."""
    more, rest = divmod(minutes, 24 * 60)
    there = datetime.combine(day + timedelta(days=more), time(rest // 60, rest % 60), place)
    return there.astimezone(UTC)


def home_day(now: datetime) -> date:
    """The day on the calendar of the District, whatever zone a machine is set to. now: aware."""
    return now.astimezone(zone(HOME_ZONE)).date()


def day(at: datetime, place: tzinfo, year: bool = True) -> str:
    """Monday, November 23, 2026; without the year where it is near."""
    there = at.astimezone(place)
    return f"{there:%A}, {there:%B} {there.day}{f', {there.year}' if year else ''}"


def clock(at: datetime, place: tzinfo) -> str:
    """3:04 pm."""
    there = at.astimezone(place)
    return f"{there.hour % 12 or 12}:{there:%M} {'am' if there.hour < 12 else 'pm'}"


def moment(at: datetime, place: tzinfo, year: bool = True) -> str:
    """Monday, November 23, 2026, 3:04 pm EST: nobody need guess which day or which clock."""
    named = at.astimezone(place).tzname() or ""
    return f"{day(at, place, year)}, {clock(at, place)} {named}".rstrip()


def since(at: datetime, start: datetime, place: tzinfo) -> str:
    """The time alone on the day when a contact began, and the whole date on any other."""
    same = at.astimezone(place).date() == start.astimezone(place).date()
    return clock(at, place) if same else moment(at, place)
