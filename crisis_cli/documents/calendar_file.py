"""The next appointment as an .ics file (RFC 5545), for the calendar of a phone.

Nothing in it says whose it is, with whom, or what about: calendars are copied to other devices,
shown on locked screens and shared with others.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from crisis_cli.documents.blocks import Page

MAKER = "-//crisis-cli//EN"
WARNED = "-PT1H"  # before it begins
LINE = 75  # bytes of a line, at most


def dated(page: Page) -> bool:
    """Whether a page has a day that can stand in a calendar."""
    return bool(page.data.get("starts"))


def ics(page: Page) -> bytes:
    """The calendar file of a follow-up card that has a day. The same card gives the same bytes."""
    return b"".join(_folded(line) + b"\r\n" for line in _lines(page))


def _lines(page: Page) -> Iterator[str]:
    data = page.data
    title = page.words("appointment") + (f" ({page.words('practice_word')})" * page.practice)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{MAKER}", "BEGIN:VEVENT")
    yield f"UID:{data['uid']}"
    yield f"DTSTAMP:{_moment(data['changed'])}"
    yield f"SEQUENCE:{data['edition']}"
    yield from _starts(data["starts"])
    yield from (f"SUMMARY:{title}", "CLASS:PRIVATE", "TRANSP:OPAQUE")
    if "T" in data["starts"]:  # of a day without a time it would ring at night
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{WARNED}")
        yield from (f"DESCRIPTION:{title}", "END:VALARM")
    yield from ("END:VEVENT", "END:VCALENDAR")


def _starts(starts: str) -> Iterator[str]:
    if "T" in starts:
        yield f"DTSTART:{_moment(datetime.fromisoformat(starts))}"
        return
    day = date.fromisoformat(starts)
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 bytes, never in the middle of a letter."""
    pieces, room = [b""], LINE
    for letter in (char.encode() for char in line):
        if len(pieces[-1]) + len(letter) > room:
            pieces.append(b"")
            room = LINE - 1  # for the space that each of them begins with
        pieces[-1] += letter
    return b"\r\n ".join(pieces)
