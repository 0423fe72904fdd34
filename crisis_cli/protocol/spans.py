"""Spans of time as files say them: 30 minutes, 24 hours, 7 days."""

from __future__ import annotations

import re

SPAN = re.compile(r"([1-9]\d{0,3}) (minute|hour|day|week)s?", re.ASCII)
SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
SAID = ("day", "hour", "minute")
IN_HOURS = 72  # up to here hours are said, as in a protocol: 24 hours is no calendar day


def seconds(text: str) -> int | None:
    """How many seconds a span is; None where the text is no span."""
    match = SPAN.fullmatch(text)
    return int(match[1]) * SECONDS[match[2]] if match else None


def span(seconds: int) -> str:
    """A span of time as a protocol says it: 30 minutes, 24 hours, 7 days."""
    units = SAID if seconds > IN_HOURS * SECONDS["hour"] else SAID[1:]
    unit = next(one for one in units if seconds % SECONDS[one] == 0)
    count = seconds // SECONDS[unit]
    return f"{count} {unit}" + ("" if count == 1 else "s")


def due(within: int, after: int = 0, caring: bool = False) -> str:
    """When a follow-up is due, in seconds after the end: within 7 days, not before 5 days."""
    told = f"within {span(within)}" + (f", not before {span(after)}" if after else "")
    return told + (", a caring contact" if caring else "")
