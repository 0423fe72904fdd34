"""crisis report: counts over many contacts, for supervisors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import Contact, admit, now, read
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.months import Months, months
from crisis_cli.commands.options import Json, give, room, say, say_json
from crisis_cli.commands.review.signing import supervisor
from crisis_cli.commands.stores import existing
from crisis_cli.commands.summary import Summary, micros
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.documents.formats import save
from crisis_cli.documents.html import html
from crisis_cli.documents.report.facts import facts, questions
from crisis_cli.documents.report.page import as_csv, as_data, page
from crisis_cli.documents.report.tables import Report, Tally
from crisis_cli.documents.text import WIDTH, text
from crisis_cli.engine.times import HOME_ZONE, zone
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.listing import anything
from crisis_cli.records.names import folded

ONLY = "Only a supervisor gets counts: of a worker's own contacts they would be about the worker."
# The end of a file's name -> what is written into it.
FILES: dict[str, Callable[[Report], bytes]] = {
    "html": lambda report: html(page(report)).encode(),
    "csv": as_csv,
}
MANY = 500  # contacts after which it is told that it goes on
SO_FAR = "{count} contacts counted so far. It may be stopped, with Ctrl-C."
ENDING = "The name of the file ends in .html or .csv."


def run(
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first day of a month.")
    ] = "",
    until: Annotated[
        str, typer.Option("--to", metavar="DATE", help="The last day of a month.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write it: a page (.html) or a table (.csv)."),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines that are read aloud well, and no bars.")
    ] = False,
    json: Json = False,
) -> None:
    """Counts over all contacts of whole months. For supervisors.

    Without dates: the last month that is over. Counts from 1 to 4 are hidden, and so is whatever
    would give them away. No names, nothing that anybody said, nothing about single workers.

    \b
    crisis report
    crisis report --from 2026-07-01 --to 2026-09-30
    crisis report --out october.html
    """
    made = now()
    span = months(since, until, made)
    write = _writer(out)
    report, lost = _counted(span, made)
    if out and write:
        save(out, write(report))
    if json:
        say_json(as_data(report))
    elif out:
        say(f"Written: {visible(str(out))}")
    else:
        give(text(page(report, plain or _accessible()), room(WIDTH)).rstrip("\n"))
    admit(lost)


def _writer(out: Path | None) -> Callable[[Report], bytes] | None:
    if out is None:
        return None
    write = FILES.get(out.suffix.lstrip(".").lower())
    if write is None:
        raise CrisisError(
            f"{visible(str(out))}: {ENDING}", "Such as: --out report.html", Exit.USAGE
        )
    return write


def _accessible() -> bool:
    return os.environ.get("ACCESSIBLE", "0") not in ("", "0") or os.environ.get("TERM") == "dumb"


def _counted(span: Months, made: datetime) -> tuple[Report, int]:
    """The report, and how many contacts could not be read: each was told."""
    tally, lost = Tally(), 0
    with existing() as known:
        for store in known:
            supervisor(store, ONLY)
            open_keys(store)
        for lists in [Lists(store) for store in known if anything(store)]:
            for one, later in _within(lists, span):
                lost += not _count(tally, lists, one, later, made)
            lost += lists.lost
    days = span.first.isoformat(), span.last.isoformat()
    alone = len(tally.workers) == 1
    return Report(*days, HOME_ZONE, made, *tally.told(span.names), lost, alone), lost


def _within(lists: Lists, span: Months) -> Iterator[tuple[Summary, datetime | None]]:
    """What ended of a time, and when the next contact of the same case that
    was truly with the client took place, if any."""
    first, end = micros(span.since), micros(span.until)
    next_of: dict[str, int] = {}  # by case; the list has the latest contacts first
    for one in lists.everyone():
        if one.took_place < first:
            return
        if one.ended and one.took_place < end:
            later = next_of.get(one.case)
            yield one, None if later is None else _when(later)
        if one.ended and one.with_client:
            next_of[one.case] = one.took_place


def _when(since_1970: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=since_1970)


def _count(
    tally: Tally, lists: Lists, one: Summary, later: datetime | None, made: datetime
) -> bool:
    """Count one contact. Whether it could be read."""
    try:
        contact = read(lists.store, one.contact)
    except CrisisError as error:
        tell(error.message, error.hint)
        return False
    _add(tally, contact, later, made)
    return True


def _add(tally: Tally, contact: Contact, later: datetime | None, made: datetime) -> None:
    state = contact.state
    if state.opened.practice or not state.ended:
        return
    tally.workers.add(folded(state.opened.worker))
    where = facts(state, made, zone(HOME_ZONE), later)
    tally.add(where, state.opened.protocol, questions(state))
    if tally.contacts % MANY == 0:
        tell(SO_FAR.format(count=tally.contacts))
