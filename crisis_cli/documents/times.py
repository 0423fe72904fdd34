"""Times in words, on the clock of the place of the contact."""

from __future__ import annotations

from datetime import datetime, tzinfo


def day(at: datetime, place: tzinfo) -> str:
    """Monday, November 23, 2026."""
    there = at.astimezone(place)
    return f"{there:%A}, {there:%B} {there.day}, {there.year}"


def clock(at: datetime, place: tzinfo) -> str:
    """3:04 pm."""
    there = at.astimezone(place)
    return f"{there.hour % 12 or 12}:{there:%M} {'am' if there.hour < 12 else 'pm'}"


def moment(at: datetime, place: tzinfo) -> str:
    """Monday, November 23, 2026, 3:04 pm EST: nobody need guess which day or which clock."""
    return f"{day(at, place)}, {clock(at, place)} {at.astimezone(place).tzname() or ''}".rstrip()


def since(at: datetime, start: datetime, place: tzinfo) -> str:
    """The time alone on the day when a contact began, and the whole date on any other."""
    same = at.astimezone(place).date() == start.astimezone(place).date()
    return clock(at, place) if same else moment(at, place)
