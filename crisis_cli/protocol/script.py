"""What a script may say, for an interview with nobody at the keys: an answers file or a scenario.

Here is what both readers of it share. `surface.scenario` reads a scenario for the workshop, with
the place of every mistake; `terminal.scripted` takes from either what the interview needs.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

Unanswered = Literal["error", "not_asked", "end"]
How = Literal["changed", "corrected", "asked_again"]
UNANSWERED: tuple[str, ...] = get_args(Unanswered)
HOW: tuple[str, ...] = get_args(How)
# A scenario also says what it is about and what must come of it; that is not for the interview.
KEYS = (
    *("answers", "if_asked", "unanswered", "later", "consult"),
    *("protocol", "title", "story", "at", "expect", "what_if", "meet", "voice", "lines"),
)
CALL_KEYS = ("whom", "answered", "advice", "followed", "reason")
CHANGE_KEYS = ("step", "answer", "how", "reason", "line")
AS_A_TIME = "Write it as 2026-11-25T13:00:00-05:00."
YEARS = range(1971, 2200)  # that every clock and zone can tell


def begins(at: Any) -> datetime | None:
    """When a script begins, by its `at`; None where that is not a time with its zone."""
    try:
        found = datetime.fromisoformat(at)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo and found.year in YEARS else None
