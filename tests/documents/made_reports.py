"""Reports over made contacts, for the tests of the documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from shipped_plans import SCENARIOS, state

from crisis_cli.documents.report.facts import facts, questions
from crisis_cli.documents.report.tables import Report, Tally
from crisis_cli.engine.entries import Entry, Event
from crisis_cli.engine.state import State

MADE = datetime(2026, 12, 24, tzinfo=UTC)
ZONE = "America/New_York"


def since_end(contact: State, after: timedelta, event: Event, by: str = "Worker One") -> State:
    """The contact with one more entry, so long after its end."""
    assert contact.ending_at
    contact.add(Entry(len(contact.entries) + 1, contact.ending_at + after, by, event))
    return contact


def tally_of(states: Iterable[State], later: datetime | None = None, now: datetime = MADE) -> Tally:
    """The counts over some contacts, each followed by a contact of its case at this time."""
    tally = Tally()
    for one in states:
        where = facts(one, now, ZoneInfo(ZONE), later)
        tally.workers.add(one.opened.worker)
        tally.add(where, one.opened.protocol, questions(one))
    return tally


def report_of(tally: Tally, unread: int = 0) -> Report:
    """The report of some counts."""
    alone = len(tally.workers) == 1
    return Report("2026-11-01", "2026-11-30", ZONE, MADE, *tally.told(), unread, alone)


@cache
def of_scenarios(times: int = 6) -> Report:
    """Every scenario, so many times."""
    return report_of(tally_of([state(number) for number in SCENARIOS] * times), unread=2)
