"""A resource as the commands tell of it: in short, whole, and as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from crisis_cli.directory.entry import FALLBACK, UNVERIFIED, WAYS, Number, Resource
from crisis_cli.directory.finding import opened
from crisis_cli.directory.heard import FOUND, Heard
from crisis_cli.directory.lines import DAY_AND_NIGHT, MARK, open_now
from crisis_cli.engine.times import home_day
from crisis_cli.protocol.hours import MONTHS
from crisis_cli.protocol.tongues import IN_ENGLISH

ALWAYS_WORKS = "911 for a life in danger, 988 for any crisis, by call or text, day and night."


def freshness(one: Resource, today: date) -> str:
    """How well it is known, in words: fresh, stale or not verified, and since when."""
    on = day(one.verified_on)
    if one.status == UNVERIFIED:
        return f"{MARK}: ask before you send anyone"
    if one.stale(today):
        return f"STALE: last checked on {on}, {past(one, today):,} days past its time"
    part = "checked in part" if one.status == "partly" else "checked"
    return f"{part} on {on}"


def past(one: Resource, today: date) -> int:
    """Days past its time; below 0 while it has time left."""
    return (today - one.verified_on).days - one.expires_after


def day(at: date) -> str:
    """November 28, 2026."""
    return f"{MONTHS[at.month - 1]} {at.day}, {at.year}"


def brief(one: Resource, now: datetime) -> list[str]:
    """In short: who, how to reach them, when, and how well that is known."""
    first, *rest = [*_ways(one), *([one.address] if one.address else [])]
    state = [open_now(one, now), DAY_AND_NIGHT if one.always else "", one.when]
    known = [freshness(one, home_day(now)), one.heard]
    lines = [f"{one.name} ({one.id})", f"  {first}   {one.purpose}"]
    lines += [f"  {way}" for way in rest]
    lines.append(f"  {'; '.join(part.rstrip('.') for part in state if part)}")
    lines += [f"  For: {about}" for about in [whom(one)] if about]
    return lines + [f"  {part}" for part in known if part]


def whole(one: Resource, file: str, heard: Sequence[Heard], now: datetime) -> Iterator[str]:
    """All that is known of one, a line each. file: where it stands. heard: the calls to it."""
    yield from brief(one, now)
    rows = {
        "Needs": ", ".join(one.needs).replace("_", " "),
        "Walk in": one.walk_in,
        "Note": one.note,
        "Source": one.source,
        "Checked": f"{day(one.verified_on)}, good for {one.expires_after:,} days",
        "By": one.verified_by,
        "File": file,
    }
    yield from (f"  {label}: {text}" for label, text in rows.items() if text)
    for call in heard:
        on = f"{day(call.heard_on)}, {call.heard_by}"
        said = f": {call.said}" if call.said else ""
        yield f"  Phoned: {on}: {FOUND[call.found].split(':')[0].lower()}{said}"


def whom(one: Resource) -> str:
    """Whom it serves, and in which languages."""
    languages = ", ".join(IN_ENGLISH.get(code, code).capitalize() for code in one.languages)
    ages = "" if one.who and any(char.isdigit() for char in one.who) else _ages(one)
    return "; ".join(part for part in (one.who, ages, languages) if part)


def _ages(one: Resource) -> str:
    low, high = one.ages
    if low is None:
        return "" if high is None else f"ages {high} and under"
    return f"ages {low} and over" if high is None else f"ages {low} to {high}"


def _ways(one: Resource) -> list[str]:
    return [_way(number, one) for number in one.numbers]


def _way(number: Number, one: Resource) -> str:
    label = "" if number.way == "call" else f"{WAYS[number.way]} "
    mark = MARK if number not in one.verified and one.status != UNVERIFIED else ""
    notes = ", ".join(part for part in (number.note, mark) if part)
    return f"{label}{number.value}{f' ({notes})' if notes else ''}"


def data(one: Resource, now: datetime, heard: Iterable[Heard] = ()) -> dict[str, Any]:
    """As plain JSON."""
    today = home_day(now)
    body = asdict(one) | {"verified_on": one.verified_on.isoformat()}
    body["for"] = body.pop("purpose")
    body["expires_after_days"] = body.pop("expires_after")
    body["stale"] = one.stale(today)
    body["days_past"] = max(0, past(one, today))
    body["open_now"] = opened(one, now)
    calls = [asdict(call) | {"heard_on": call.heard_on.isoformat()} for call in heard]
    return body | ({"calls": calls} if calls else {})


def to_phone(every: Iterable[Resource], today: date) -> list[Resource]:
    """Those that somebody should phone, what is longest past its time first. Never 911 and 988:
    a line for emergencies is not called to see whether it works."""
    due = [
        one
        for one in every
        if one.id not in FALLBACK and one.numbers and (one.stale(today) or not _sure(one))
    ]
    return sorted(due, key=lambda one: -past(one, today))


def _sure(one: Resource) -> bool:
    return len(one.verified) == len(one.numbers) and not one.heard
