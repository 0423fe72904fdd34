"""How the store got its shape: numbered steps that never change once they are released."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable

TABLES = (
    "CREATE TABLE device (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "CREATE TABLE logs (id INTEGER PRIMARY KEY, author TEXT NOT NULL, device TEXT NOT NULL,"
    " UNIQUE (author, device)) STRICT",
    "CREATE TABLE protocols (digest TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE contacts (id TEXT PRIMARY KEY,"
    " protocol TEXT NOT NULL REFERENCES protocols (digest)) STRICT, WITHOUT ROWID",
    "CREATE TABLE entries (contact TEXT NOT NULL REFERENCES contacts (id),"
    " seq INTEGER NOT NULL CHECK (seq > 0), log INTEGER NOT NULL REFERENCES logs (id),"
    " at TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (contact, seq, log))"
    " STRICT, WITHOUT ROWID",
)
# A new row that would take the place of an old one: REPLACE deletes without a DELETE trigger.
SAME_ROW = {
    "device": "1",  # one row, ever
    "logs": "id = NEW.id OR (author = NEW.author AND device = NEW.device)",
    "protocols": "digest = NEW.digest",
    "contacts": "id = NEW.id",
    "entries": "contact = NEW.contact AND seq = NEW.seq AND log = NEW.log",
}
APPEND_ONLY = (
    "CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'records are never changed'); END",
    "CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END",
    "CREATE TRIGGER {table}_replace BEFORE INSERT ON {table}"
    " WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
    " BEGIN SELECT RAISE(ABORT, 'records are never replaced'); END",
)


def first(db: sqlite3.Connection) -> None:
    """Logs, protocols, contacts and entries, each held append-only."""
    for table in TABLES:
        db.execute(table)
    db.execute("INSERT INTO device (id) VALUES (?)", [secrets.token_hex(8)])
    for name, same in SAME_ROW.items():
        for trigger in APPEND_ONLY:
            db.execute(trigger.format(table=name, same=same))


UPGRADES: tuple[Callable[[sqlite3.Connection], None], ...] = (first,)


def upgrade(db: sqlite3.Connection, done: int) -> None:
    """Run the upgrades after number `done` and write the last one down; within a transaction."""
    for step in UPGRADES[done:]:
        step(db)
    db.execute(f"PRAGMA user_version = {len(UPGRADES)}")
