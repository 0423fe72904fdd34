"""The first shape of a store: entries in plain JSON. Only read any more, and never changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

# device (id), logs (id, author, device), protocols (digest, body), contacts (id, protocol),
# entries (contact, seq, log, at, event); `at` an ISO time with its zone, `event` JSON.


@dataclass(frozen=True, slots=True)
class Plain:
    """One entry as it lay there."""

    seq: int
    at: str
    author: str
    event: str


def protocols(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Digest and body of each compiled protocol."""
    yield from db.execute("SELECT digest, body FROM protocols ORDER BY digest")


def contacts(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """Id and digest of the protocol of each contact, in the order in which they began."""
    return db.execute(
        "SELECT contacts.id, protocol FROM contacts LEFT JOIN entries"
        " ON contact = contacts.id AND seq = 1 GROUP BY contacts.id"
        " ORDER BY julianday(min(at)), contacts.id"
    ).fetchall()


def entries(db: sqlite3.Connection, contact: str) -> list[Plain]:
    """The entries of a contact, in their order."""
    rows = db.execute(
        "SELECT seq, at, author, event FROM entries JOIN logs ON logs.id = log"
        " WHERE contact = ? ORDER BY seq, log",
        [contact],
    )
    return [Plain(*row) for row in rows]
