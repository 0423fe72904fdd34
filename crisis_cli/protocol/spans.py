"""Spans of time as files say them: 30 minutes, 24 hours, 7 days."""

from __future__ import annotations

import re

SPAN = re.compile(r"([1-9]\d{0,3}) (minute|hour|day|week)s?", re.ASCII)
SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


def seconds(text: str) -> int | None:
    """How many seconds a span is; None where the text is no span."""
    match = SPAN.fullmatch(text)
    return int(match[1]) * SECONDS[match[2]] if match else None
