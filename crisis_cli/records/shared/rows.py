"""Rows of the shared store as they come down, and as they are written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crisis_cli.records.shared.place import reached, remember
from crisis_cli.records.shared.server import Server
from crisis_cli.records.shared.tables import ENTRIES, Table
from crisis_cli.records.store import Store

Row = tuple[Any, ...]
PAGE = 1000  # rows that are fetched at once


@dataclass(frozen=True)
class Rows:
    """Of one copying. since, upto: after which arrival the rows are new, and the last one."""

    store: Store
    server: Server
    place: str
    since: int
    upto: int

    def news(self, table: Table) -> Iterator[list[Row]]:
        """The rows that arrived since the last time, page by page."""
        since, statement = self.since, table.fetched("arrived > %s AND arrived <= %s")
        while rows := self.server.rows(statement, since, self.upto, PAGE):
            yield [_plain(row) for row in rows]
            since = rows[-1][0]

    def all(self, table: Table, where: str, *values: Any) -> list[Row]:
        """All rows that this person may fetch and of which this holds."""
        return [_plain(row) for row in self.server.rows(table.fetched(where), *values, None)]

    def has(self, table: Table, *known: Any) -> bool:
        """Whether this store has the row that is told apart by these values."""
        return self.store.db.execute(table.has, known).fetchone() is not None

    def insert(self, table: Table, row: Row) -> None:
        """Write a row down, and that it need not be sent back, where all before it was sent."""
        if table is ENTRIES:
            self.store.db.execute(table.taken, row)
            return
        before = self._last(table)
        self.store.db.execute(table.taken, row)
        if before == int(reached(self.store, self.place, table.name) or 0):
            remember(self.store, self.place, table.name, self._last(table))

    def _last(self, table: Table) -> int:
        return int(self.store.db.execute(table.last).fetchone()[0])


def _plain(row: Row) -> Row:
    """A row without its arrival, with bytes as bytes."""
    return tuple(bytes(one) if isinstance(one, memoryview) else one for one in row[1:])
