"""Copying up: what was written here and is not in the shared store yet. No key is needed."""

from __future__ import annotations

from typing import Any

from crisis_cli.errors import CrisisError
from crisis_cli.records.shared.place import (
    SEEN,
    number_of,
    reached,
    recognised,
    remember,
    writers,
)
from crisis_cli.records.shared.server import Server
from crisis_cli.records.shared.tables import AFTER_ENTRIES, BEFORE_ENTRIES, ENTRIES, Table
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

MOST = 500  # rows in one transaction: what a cut connection has to bring again
BYTES = 4_000_000  # and no more than this at once


def push(store: Store, server: Server) -> int:
    """Bring everything of one's own that the shared store lacks, each row once and in order.

    It may be cut anywhere: what was committed there is not brought again. How many entries were
    new there. CrisisError where an own log was gone on with from an older copy of this store.
    """
    with explained(store.path):
        mine = writers(store, recognised(store, server))
        place, upto = number_of(store, server)
        with store.writing():
            remember(store, place, SEEN, upto)
        # First how far the logs go, then what they refer to: an entry never comes before that.
        ends = dict(store.db.execute(ENDS, mine).fetchall())
        for table in BEFORE_ENTRIES:
            _rows(store, server, table, place, mine)
        there = {log: (place, bytes(link)) for log, place, link in server.rows(THERE)}
        forked = [log for log in ends if not _goes_on(store, server, log, *there.get(log, NOTHING))]
        new = sum(
            _entries(store, server, log, there.get(log, NOTHING)[0], end)
            for log, end in ends.items()
            if log not in forked
        )
        for table in AFTER_ENTRIES:
            _rows(store, server, table, place, mine)
    if forked:
        raise Forked(forked, new)
    return new


class Forked(CrisisError):
    """Logs of one's own that were gone on with in two places. new: entries that were brought."""

    def __init__(self, logs: list[str], new: int) -> None:
        super().__init__(
            "Part of what was written on this computer cannot be copied: an older copy of its"
            f" records was gone on with (log {', '.join(logs)}).",
            "It stays here, and can be read here. Go on as before: new entries are copied.",
        )
        self.logs, self.new = logs, new


def _rows(store: Store, server: Server, table: Table, place: str, mine: dict[str, str]) -> None:
    after = int(reached(store, place, table.name) or 0)
    waits: int | None = None  # the number before the first row that has to be brought again
    while rows := _page(store.db.execute(table.next_rows, _asked(mine, after)).fetchall()):
        new = server.put(table.brought, [row[1:] for row in rows])
        if new < len(rows) and table.waits and waits is None:
            waits = _left_out(server, table, rows)
        after = rows[-1][0]
        with store.writing():
            remember(store, place, table.name, after if waits is None else waits)


def _left_out(server: Server, table: Table, rows: list[tuple[Any, ...]]) -> int | None:
    """The number before the first row that waits for what others have to bring, if one does."""
    found = server.rows(table.left_out, [row[1] for row in rows], [str(row[2]) for row in rows])
    return int(rows[found[0][0] - 1][0]) - 1 if found else None


def _asked(mine: dict[str, str], after: int) -> dict[str, str | int]:
    return {**mine, "after": after, "most": MOST}


def _page(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """As many of these rows as go at once; one at the least."""
    size, page = 0, list[tuple[Any, ...]]()
    for row in rows:
        size += sum(len(one) for one in row if isinstance(one, str | bytes))
        if page and size > BYTES:
            break
        page.append(row)
    return page


def _goes_on(store: Store, server: Server, log: str, place: int, link: bytes) -> bool:
    """Whether this store holds the same as the shared one, as far as both go."""
    if not place:
        return True
    here = store.db.execute(LINK, [log, place]).fetchone()
    if here is None:  # it goes further there: this store is an older copy, to be filled up
        last, link_here = store.db.execute(LAST, [log]).fetchone()
        there = server.rows(LINK_THERE, log, last)
        return bool(there) and bytes(there[0][0]) == link_here
    return bool(here[0] == link)


def _entries(store: Store, server: Server, log: str, after: int, end: int) -> int:
    new = 0
    while after < end:
        rows = store.db.execute(NEXT, [log, after, end, MOST]).fetchall()
        if not rows:
            break
        new += server.put(ENTRIES.brought, rows)
        after = rows[-1][1]
    return new


ENDS = (
    "SELECT id, (SELECT max(place) FROM entries WHERE log = id) FROM logs"
    " WHERE person IN (:me, :machine) AND EXISTS (SELECT 1 FROM entries WHERE log = id)"
)
THERE = (
    "SELECT logs.id, place, link FROM crisis.logs CROSS JOIN LATERAL (SELECT place, link"
    " FROM crisis.entries WHERE log = logs.id ORDER BY place DESC LIMIT 1) AS last"
    " WHERE owner = crisis.me()"
)
NOTHING = (0, b"")
NEXT = (
    "SELECT log, place, contact, seq, ends, sealed, link FROM entries"
    " WHERE log = ? AND place > ? AND place <= ? ORDER BY place LIMIT ?"
)
LINK = "SELECT link FROM entries WHERE log = ? AND place = ?"
LAST = "SELECT place, link FROM entries WHERE log = ? ORDER BY place DESC LIMIT 1"
LINK_THERE = "SELECT link FROM crisis.entries WHERE log = %s AND place = %s"
