"""A report as a page, as rows of CSV and as plain JSON: the same numbers, hidden alike in each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from crisis_cli.documents.blocks import (
    Bar,
    Bars,
    Block,
    Bullets,
    Fields,
    Heading,
    Page,
    Paragraph,
)
from crisis_cli.documents.blocks import Table as Grid
from crisis_cli.documents.csv_rows import BOM, escaped
from crisis_cli.documents.report.cells import FEWEST, Row, Table
from crisis_cli.documents.report.tables import ASKED_LEAST, Declined, Report
from crisis_cli.engine.times import moment, zone

TITLE, NAME = "Counts of contacts", "report"
HIDDEN = "hidden"
FEW = f"fewer than {FEWEST}"
NOTE = (
    f"{HIDDEN}: it is from 1 to {FEWEST - 1}, or one that is from 1 to {FEWEST - 1} could be worked"
    " out from it. Nothing is told of what lies under it."
)
WHAT_COUNTS = (
    "Contacts that took place in this time and have ended. Those still open, practice and debriefs"
    " are not counted. No names, no words of anybody, nothing about single workers."
)
ALONE = (
    "One worker led all of these contacts. So each number here is about one person, and was not"
    " counted to judge anybody by it."
)
TOO_FEW = "Too few to be told apart."
DECLINED = (
    f"Of questions that were asked {ASKED_LEAST} times or more. How often: in tens, at least so"
    " many. Declined: about so many of a hundred, in fives."
)
NOT_TOLD = "Not told where a level is hidden, since it could be worked out from them."
COLUMNS = ("table", "row", "count", "hidden")


def page(report: Report, plain: bool = False) -> Page:
    """The report, with bars; plain: as lines that are read aloud well."""
    place = zone(report.zone)
    return Page(
        name=NAME,
        title=f"{TITLE}, {_span(report)}",
        audience="worker",
        blocks=tuple(_blocks(report, plain)),
        footer=f"Counted {moment(report.made, place)}. Months are those of {report.zone}.",
        made=report.made,
        data=as_data(report),
    )


def _span(report: Report) -> str:
    first, last = date.fromisoformat(report.since), date.fromisoformat(report.until)
    from_year = f" {first.year}" if first.year != last.year else ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{last:%B %Y}"
    return f"{first:%B}{from_year} to {last:%B %Y}"


def _blocks(report: Report, plain: bool) -> Iterator[Block]:
    yield Paragraph(f"Contacts: {_total(report.contacts)}", strong=True)
    yield Bullets(tuple(_notes(report)))
    yield from _tables(report.contacts, "", plain, set())
    if report.contacts.count:
        yield from _often(report.declined)


def _often(declined: tuple[Declined, ...] | None) -> Iterator[Block]:
    for title, danger in (("Danger questions", True), ("Other questions", False)):
        found = [one for one in declined or () if one.danger is danger]
        yield Heading(f"{title} often declined")
        if declined is None:
            yield Paragraph(NOT_TOLD)
        else:
            yield _grid(found) if found else Paragraph("None.")
    if declined:
        yield Paragraph(DECLINED)


def _notes(report: Report) -> Iterator[str]:
    yield WHAT_COUNTS
    if report.contacts.count:
        yield NOTE
    if report.alone and report.contacts.count:
        yield ALONE
    if report.unread:
        yield f"Could not be read, and not counted, of any time: {report.unread}."


def _total(row: Row) -> str:
    return FEW if row.count is None else str(row.count)


def _tables(row: Row, of: str, plain: bool, explained: set[str]) -> Iterator[Block]:
    """The tables of a count, then those of its rows. of: the level that it is of, or "".
    explained: the names of those of which it was said what they count: once is enough."""
    for table in row.tables:
        if not table.title:
            continue
        yield Heading(_title(of, table), 3 if of else 2)
        if table.name not in explained:
            explained.add(table.name)
            yield Paragraph(table.about)
        if not table.told:
            yield Paragraph(TOO_FEW)
            continue
        bars = tuple(_bars(table.rows))
        if plain:
            yield Fields(tuple(_aloud(table.rows)))
        else:
            yield Bars(_title(of, table), "contacts", bars, HIDDEN)
        for inner in table.rows:
            yield from _tables(inner, _short(inner), plain, explained)


def _title(of: str, table: Table) -> str:
    """The heading of a table; of those under others, only levels have some with headings."""
    return f"{table.title}, level {of.lower()}" if of else table.title


def _short(row: Row) -> str:
    """A level without what it means."""
    return row.label.partition(":")[0]


def _parts(row: Row) -> Iterator[Row]:
    """What is told among the rows that it splits."""
    for table in row.tables:
        if not table.title:
            yield from table.rows if table.told else (Row(table.about, None),)


def _bars(rows: Iterable[Row], deep: int = 0) -> Iterator[Bar]:
    for row in rows:
        yield Bar(row.label, row.count, deep)
        yield from _bars(_parts(row), deep + 1)


def _aloud(rows: Iterable[Row], of: str = "") -> Iterator[tuple[str, str]]:
    for row in rows:
        label = of + row.label.replace(":", ",")
        yield label, _contacts(row)
        yield from _aloud(_parts(row), f"{label}, ")


def _contacts(row: Row) -> str:
    if row.count is None:
        return HIDDEN
    return f"{row.count} contact{'' if row.count == 1 else 's'}"


def _grid(found: list[Declined]) -> Grid:
    rows = tuple((one.question, f"{one.asked} times", f"{one.share} of 100") for one in found)
    return Grid(("Question", "Asked", "Declined"), rows)


# -- for programs


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain JSON; its time with its zone."""
    return {
        "from": report.since,
        "to": report.until,
        "zone": report.zone,
        "made": report.made.astimezone(zone(report.zone)).isoformat(timespec="seconds"),
        "contacts": _counted(report.contacts),
        "fewest": FEWEST,
        "tables": list(_data(report.contacts, "")),
        "declined": None if report.declined is None else [asdict(one) for one in report.declined],
        "unread": report.unread,
        "one_worker": report.alone,
    }


def _counted(row: Row) -> dict[str, Any]:
    return {"count": row.count, "hidden": row.count is None}


def _data(row: Row, of: str) -> Iterator[dict[str, Any]]:
    """All tables, the ones under others by a name of their own."""
    for table in row.tables:
        title = ": ".join(filter(None, (of, table.title or table.about)))
        rows = [
            {"row": one.label, "count": one.count, "hidden": one.count is None}
            for one in table.rows
        ]
        yield {"table": title, "name": table.name, "told": table.told, "rows": rows}
        for one in table.rows:
            yield from _data(one, f"{title}: {_short(one)}")


def as_csv(report: Report) -> bytes:
    """A row for each cell: UTF-8 with its mark, every cell quoted and none of them a formula."""
    out = io.StringIO(newline="")
    written = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    written.writerow(COLUMNS)
    for cells in _cells(report):
        written.writerow([escaped(one) for one in cells])
    return (BOM + out.getvalue()).encode()


def _cells(report: Report) -> Iterator[tuple[str, str, str, str]]:
    data = as_data(report)
    span = f"{report.since} to {report.until}"
    yield TITLE, span, *_cell(report.contacts.count)
    for table in data["tables"]:
        if not table["told"]:
            yield table["table"], "", *_cell(None)
        for row in table["rows"]:
            yield table["table"], row["row"], *_cell(row["count"])
    for one in report.declined or ():
        danger = "Danger questions" if one.danger else "Other questions"
        yield f"{danger}: asked, in tens", one.question, *_cell(one.asked)
        yield f"{danger}: declined of 100, in fives", one.question, *_cell(one.share)
    if report.unread:
        yield "Could not be read", "", *_cell(report.unread)


def _cell(count: int | None) -> tuple[str, str]:
    return ("", "yes") if count is None else (str(count), "no")
