"""Hours as people write them, and as they are told: times, days of the week, parts of a year.

The same words hold in every file that has hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

DAY = 24 * 60  # minutes
WEEK = 7 * DAY
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
MonthDay = tuple[int, int]
AS_DAYS = "Write days of the week: `Monday to Friday`, `[sat, sun]`, `every day`."
AS_TIME = "Write `9:00`, `17:30`, `9 am`, `noon` or, where something closes, `midnight`."
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
GROUPS = {
    "every day": EVERY_DAY,
    "daily": EVERY_DAY,
    "weekdays": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
    "weekends": (5, 6),
}
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d)(?::00)?)?\s*(?:([ap])\.?m\.?)?", re.ASCII | re.I)
TO = re.compile(r"\s*(?:\bto\b|\bthrough\b|-|–)\s*", re.I)
AND = re.compile(r"\s*(?:,|;|/|&|\band\b)\s*", re.I)


def minutes(text: str, end: bool = False) -> int | None:
    """Minutes after midnight of a time such as 9:00, 17:30, 9 am, noon, midnight; None for none.

    end: of a time at which something closes, where midnight is the end of the day.
    """
    plain = text.strip().lower()
    if plain in ("noon", "midnight"):
        return 12 * 60 if plain == "noon" else DAY if end else 0
    hit = CLOCK.fullmatch(plain)
    if hit is None or not (hit[2] or hit[3]):
        return None
    hour, minute = int(hit[1]), int(hit[2] or 0)
    if hit[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if hit[3] == "p" else 0)
    at = hour * 60 + minute
    if minute > 59 or at > DAY or (at == DAY and not end):
        return None
    return DAY if end and at == 0 else at


def days(text: str) -> tuple[int, ...]:
    """The days of the week in a text such as Monday to Friday, or sat, sun; () for none."""
    if (group := GROUPS.get(text.strip().lower())) is not None:
        return group
    found: list[int] = []
    for part in AND.split(text.strip()):
        ends = [_day(one) for one in TO.split(part)]
        if None in ends or not 1 <= len(ends) <= 2:
            return ()
        first, last = ends[0] or 0, ends[-1] or 0
        found += [(first + ahead) % 7 for ahead in range((last - first) % 7 + 1)]
    return tuple(sorted(set(found)))


def _day(text: str) -> int | None:
    plain = text.strip().lower().rstrip(".")
    for number, name in enumerate(NAMES):
        if len(plain) >= 2 and name.lower().startswith(plain.removesuffix("s") or plain):
            return number
    return None


def dates(text: str) -> tuple[MonthDay, MonthDay] | None:
    """From and to which day of every year: November 1 to March 31, or 11-01 to 03-31."""
    numbers = re.fullmatch(r"(\d\d)-(\d\d) to (\d\d)-(\d\d)", text.strip(), re.ASCII)
    ends = [text[:5], text.strip()[-5:]] if numbers else TO.split(text.strip())
    found = [_month_day(one) for one in ends]
    if len(found) != 2 or found[0] is None or found[1] is None:
        return None
    return found[0], found[1]


def _month_day(text: str) -> MonthDay | None:
    if hit := re.fullmatch(r"(\d\d)-(\d\d)", text.strip(), re.ASCII):
        month, day = int(hit[1]), int(hit[2])
    elif hit := re.fullmatch(r"([a-z]{3,9})\.? (\d{1,2})", text.strip().lower(), re.ASCII):
        names = [number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(hit[1])]
        month, day = names[0] if names else 0, int(hit[2])
    else:
        return None
    try:
        date(2024, month, day)  # a leap year: the last of February may be meant
    except ValueError:
        return None
    return month, day


def month_day(one: MonthDay | None) -> str:
    """November 1."""
    return f"{MONTHS[one[0] - 1]} {one[1]}" if one else ""


def named(which: Sequence[int]) -> str:
    """Days of the week in words, three and more in a row as Monday to Friday."""
    if tuple(which) == EVERY_DAY:
        return "Every day"
    return ", ".join(_run(run) for run in _runs(which))


def _runs(which: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in which:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run(run: list[int]) -> str:
    if len(run) > 2:
        return f"{NAMES[run[0]]} to {NAMES[run[-1]]}"
    return ", ".join(NAMES[day] for day in run)


def time(at: int) -> str:
    """9 am, 5:30 pm, noon, midnight."""
    if at in (0, DAY):
        return "midnight"
    if at == DAY // 2:
        return "noon"
    hour, minute = divmod(at, 60)
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''} {'am' if hour < 12 else 'pm'}"
