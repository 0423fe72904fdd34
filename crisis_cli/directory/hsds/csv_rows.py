"""Tables in CSV, however they were saved: what can be read is read, and the rest is noted."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from crisis_cli.directory.hsds.notes import LEFT_OUT
from crisis_cli.directory.hsds.rows import Row, Tables, cleaned

BIGGEST = 200_000_000  # bytes of a file
QUOTE = "a quote that is not closed, or stands in the wrong place"


def add_csv(tables: Tables, table: str, file: Path, data: bytes) -> None:
    """Take in the rows of a file."""
    name = file.name
    csv.field_size_limit(BIGGEST)
    lines = _decoded(tables, name, data).splitlines(keepends=True)
    found = _records(tables, name, lines)
    first = next(found, None)
    if first is None:
        tables.notes.add(name, "", "", "the file is empty", "nothing was read from it")
        return
    header = _header(tables, name, first[1])
    for number, cells in found:
        if any(cell.strip() for cell in cells):
            _row(tables, table, name, f"row {number}", header, cells)


def _decoded(tables: Tables, name: str, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        done = "the file was read as Windows-1252: look at its accents"
        tables.notes.add(name, f"row {line}", "", "this is not UTF-8", done)
        return data.decode("cp1252", errors="replace")


def _records(tables: Tables, name: str, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The records with the number of the line on which each begins. A record with a broken quote
    is read alone, as well as it goes, so that it takes no other with it."""
    at, wide = 0, 0
    while at < len(lines):
        reader = csv.reader(iter(lines[at:]), strict=True)
        begun = 0
        try:
            for cells in reader:
                if wide and len(cells) != wide and reader.line_num - begun > 1:
                    raise csv.Error
                wide = wide or len(cells)
                yield at + begun + 1, cells
                begun = reader.line_num
            return
        except csv.Error:
            tables.notes.add(
                name, f"row {at + begun + 1}", "", QUOTE, "the line was read as it stands"
            )
            alone = next(csv.reader([lines[at + begun]]), [])
            yield at + begun + 1, [cell.strip() for cell in alone]
            at += begun + 1


def _header(tables: Tables, name: str, cells: list[str]) -> list[str]:
    header = [cell.strip().lstrip("\ufeff").lower().replace(" ", "_") for cell in cells]
    for twice in {one for one in header if one and header.count(one) > 1}:
        tables.notes.add(name, "row 1", twice, "this column is there twice", "the first is read")
    return header


def _row(
    tables: Tables, table: str, name: str, at: str, header: list[str], cells: list[str]
) -> None:
    if len(cells) > len(header):
        more = ", ".join(cell for cell in cells[len(header) :] if cell.strip())
        if more:
            wrong = f"more cells than columns: '{more[:60]}'"
            tables.notes.add(name, at, "", wrong, "they were left out")
    elif len(cells) < len(header) and len(cells) <= len(header) // 2:
        tables.notes.add(name, at, "", "the row breaks off", "what is there was read")
    values: dict[str, str] = {}
    for column, cell in zip(header, cells, strict=False):
        if column and column not in values:
            values[column] = cleaned(cell, tables.notes, name, at, column)
    if not any(values.values()):
        tables.notes.add(name, at, "", "nothing fits to a column", LEFT_OUT)
        return
    tables.add(table, Row(name, at, values))
