"""Rows of somebody else's tables, each with its place; what the files are made of is read here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from crisis_cli.directory.hsds.notes import Notes

LONGEST = 5_000  # characters of a text that are read; a resource with more is read by nobody
# What must not stand in a resource file, or acts on a terminal.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
FORMULA = re.compile(r"[=@]|[+-](?![\d(. ])")


@dataclass(slots=True)
class Row:
    """One record. file, at: where it stands: the number of its row, or its id."""

    file: str
    at: str
    values: dict[str, Any]

    @property
    def id(self) -> str:
        """The id that it has, or ""."""
        return str(self.values.get("id") or "").strip()


@dataclass(slots=True)
class Tables:
    """Rows by the name of their table, and what was noted."""

    notes: Notes
    rows: dict[str, list[Row]] = field(default_factory=dict)
    _by_id: dict[tuple[str, str], Row] = field(default_factory=dict)

    def of(self, table: str) -> list[Row]:
        """The rows of a table; none where it is missing."""
        return self.rows.get(table, [])

    def add(self, table: str, row: Row) -> None:
        """Take in a row; one with an id that is there already only fills what the first lacks."""
        key = (table, row.id)
        first = self._by_id.get(key) if row.id else None
        if first is None:
            self._by_id[key] = row
            self.rows.setdefault(table, []).append(row)
            return
        for name, value in row.values.items():
            ours = first.values.get(name)
            if ours in (None, ""):
                first.values[name] = value
            elif value not in (None, "") and value != ours:
                self.notes.add(
                    row.file, row.at, name, f"another row has the id '{row.id}'", f"kept '{ours}'"
                )


def cleaned(text: str, notes: Notes, file: str, at: str, name: str) -> str:
    """A cell as it can be kept: no hidden characters, not endless, never a formula that acts."""
    if HIDDEN.search(text):
        text = HIDDEN.sub("", text)
        notes.add(file, at, name, "characters that cannot be seen", "they were taken out")
    if len(text) > LONGEST:
        wrong = f"a text of {len(text):,} characters"
        notes.add(file, at, name, wrong, f"the first {LONGEST:,} were read")
        text = text[:LONGEST]
    if FORMULA.match(text):
        notes.add(file, at, name, "this looks like a formula", "it was read as text")
    return " ".join(text.split())
