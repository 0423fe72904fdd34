"""Opening times of others -> ours: what cannot be counted with is kept in words, and noted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from crisis_cli.directory.hours import Opening, overlapping
from crisis_cli.directory.hours_words import said
from crisis_cli.directory.hsds.notes import Notes
from crisis_cli.directory.hsds.rows import Row
from crisis_cli.directory.hsds.tables import Holiday, Schedule
from crisis_cli.protocol.hours import DAY, dates, days, minutes

LONG = 16 * 60  # minutes; who is open longer and not all day has likely mixed up am and pm
KEPT = "it was kept in words"
SEASON = re.compile(r"Every year from (\w+ \d+) to (\w+ \d+)")
RULES = ("byweekno", "bymonthday", "byyearday")
BEGINS, ENDS = ("valid_from", "dtstart"), ("valid_to", "until")


@dataclass(slots=True)
class Hours:
    """Times that can be counted with, and the rest in words."""

    times: list[Opening] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def hours_of(rows: list[tuple[Row, Schedule]], notes: Notes, today: date) -> Hours:
    """The hours that these rows say together."""
    hours = Hours()
    for row, one in rows:
        _take(hours, row, one, notes, today)
    hours.times = _gathered(hours.times)
    for opening, other in combinations(hours.times, 2):
        if overlapping(opening, other):
            row = rows[0][0]
            wrong = f"'{said([opening])}' and '{said([other])}' are partly the same time"
            notes.add(row.file, row.at, "opens_at", wrong, "both were kept: look which is right")
    hours.words = list(dict.fromkeys(hours.words))
    return hours


def _take(hours: Hours, row: Row, one: Schedule, notes: Notes, today: date) -> None:
    season = SEASON.fullmatch(one.description)
    words = [part for part in ("" if season else one.description, one.notes) if part]
    if why := _uncountable(row, one, today):
        fieldname, wrong = why
        if not (one.opens_at or one.closes_at or one.byday) and words:
            hours.words += words  # hours in words alone are no mistake
            return
        notes.add(row.file, row.at, fieldname, wrong, KEPT)
        times = f"{one.byday} {one.opens_at} to {one.closes_at}".strip()
        over = _span(row)
        hours.words += [*words, f"{times}{over}"] if one.opens_at or one.byday else words
        return
    start, end = minutes(_hour(one.opens_at)), minutes(_hour(one.closes_at), end=True)
    assert start is not None
    assert end is not None
    end = DAY if (start, end) == (0, DAY - 1) else end
    first, last = (dates(f"{season[1]} to {season[2]}") or (None, None)) if season else (None, None)
    made = Opening(days(one.byday), start, end, first, last)
    if made.length > LONG and not made.all_day:
        wrong = f"open from {one.opens_at} to {one.closes_at} is {made.length // 60} hours"
        notes.add(row.file, row.at, "closes_at", wrong, "it was kept: look whether am is pm")
    hours.times.append(made)
    hours.words += words


def _uncountable(row: Row, one: Schedule, today: date) -> tuple[str, str] | None:
    """The field that cannot be counted with, and why; None where all can."""
    for rule in RULES:
        if value := getattr(one, rule):
            return rule, f"'{value}' is a rule that is not known here"
    if one.freq.upper() not in ("", "WEEKLY") or one.interval not in ("", "1"):
        return "freq", "it is not the same every week"
    if outside := _outside(row, one, today):
        return outside
    if not days(one.byday):
        return "byday", f"'{one.byday}' is no day of the week" if one.byday else "no day is named"
    for name, end in (("opens_at", False), ("closes_at", True)):
        value = getattr(one, name)
        if minutes(_hour(value), end=end) is None:
            return name, f"'{value}' is no time of day" if value else "the time is missing"
    same = minutes(_hour(one.opens_at)) == minutes(_hour(one.closes_at), end=True)
    return ("closes_at", "it opens and closes at the same time") if same else None


def _span(row: Row) -> str:
    """From and until when, as it stands there."""
    said = (("from", BEGINS), ("until", ENDS))
    given = [
        f"{word} {str(row.values[name])[:20]}"
        for word, names in said
        for name in names
        if row.values.get(name)
    ]
    return f" ({', '.join(given)})" if given else ""


def _outside(row: Row, one: Schedule, today: date) -> tuple[str, str] | None:
    """The day on which these hours end or begin, where it is not known that they hold today."""
    for name in (*ENDS, *BEGINS):
        day = getattr(one, name)
        if day is None and row.values.get(name):
            return name, "so it is not known whether these hours hold today"
        if day and name in ENDS and day < today:
            return name, f"these hours ended on {day.isoformat()}"
        if day and name in BEGINS and day > today:
            return name, f"these hours begin on {day.isoformat()}"
    return None


def _hour(text: str) -> str:
    """A time as ours are written: without a zone, which is that of the place anyway."""
    return re.sub(r"(?<=\d)(Z|[+-]\d\d:?\d\d)$", "", text.strip())


def _gathered(times: list[Opening]) -> list[Opening]:
    """Spans of the same time on several days as one, in the order in which they came."""
    on: dict[Opening, set[int]] = {}
    for one in times:
        on.setdefault(replace(one, days=()), set()).update(one.days)
    return [replace(opening, days=tuple(sorted(which))) for opening, which in on.items()]


def holidays_of(rows: list[tuple[Row, Holiday]], notes: Notes) -> str:
    """Days on which the times are different, in words as they stand there."""
    told = []
    for row, one in rows:
        days_ = _day(one.start_date)
        if one.end_date and _day(one.end_date) != days_:
            days_ += f" to {_day(one.end_date)}"
        for name in ("start_date", "end_date"):
            if re.fullmatch(r"\d+/\d+/\d\d", getattr(one, name)):
                wrong = f"'{getattr(one, name)}' has a year of two digits"
                notes.add(row.file, row.at, name, wrong, KEPT)
        closed = one.closed.lower() in ("true", "yes", "1", "t")
        told.append(f"{days_} {'closed' if closed else f'{one.opens_at} to {one.closes_at}'}")
    return "; ".join(told)


def _day(text: str) -> str:
    """January 1 where the year stands for every year."""
    hit = re.fullmatch(r"([A-Z]\w+) 0?(\d+), 0001", text)
    return f"{hit[1]} {hit[2]}" if hit else text
