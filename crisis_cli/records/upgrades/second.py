"""The second shape of a store: entries sealed, logs chained, and the keys to both."""

from __future__ import annotations

import sqlite3

# What is written down once and stays.
RECORDS = {
    "device": "id TEXT PRIMARY KEY",
    "persons": "id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, box BLOB NOT NULL,"
    " sign BLOB NOT NULL, voucher TEXT NOT NULL, vouched BLOB NOT NULL",
    "revoked": "person TEXT PRIMARY KEY REFERENCES persons (id), at TEXT NOT NULL,"
    " voucher TEXT NOT NULL REFERENCES persons (id), vouched BLOB NOT NULL",
    "privates": "person TEXT PRIMARY KEY REFERENCES persons (id), sealed BLOB NOT NULL",
    "protocols": "digest TEXT PRIMARY KEY, body TEXT NOT NULL",
    "logs": "id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES persons (id),"
    " author TEXT NOT NULL, device TEXT NOT NULL",
    "case_keys": "id TEXT PRIMARY KEY, case_id TEXT NOT NULL, number INTEGER NOT NULL",
    "contacts": "id TEXT PRIMARY KEY, protocol TEXT NOT NULL REFERENCES protocols (digest),"
    " began TEXT NOT NULL",
    "entries": "log TEXT NOT NULL REFERENCES logs (id), place INTEGER NOT NULL CHECK (place > 0),"
    " contact TEXT REFERENCES contacts (id), seq INTEGER, ends INTEGER NOT NULL,"
    " sealed BLOB NOT NULL, link BLOB NOT NULL, PRIMARY KEY (log, place)",
    "heads": "log TEXT NOT NULL REFERENCES logs (id), place INTEGER NOT NULL,"
    " link BLOB NOT NULL, person TEXT NOT NULL REFERENCES persons (id), at TEXT NOT NULL,"
    " signature BLOB NOT NULL, PRIMARY KEY (log, place, person)",
    "settings": "place INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL,"
    " at TEXT NOT NULL, person TEXT NOT NULL REFERENCES persons (id), signature BLOB NOT NULL",
    "removals": "place INTEGER PRIMARY KEY, what TEXT NOT NULL, key TEXT NOT NULL,"
    " holder TEXT NOT NULL, at TEXT NOT NULL",
}
# Keys may go, since nothing is erased while its keys can be found; each leaves a removal behind.
KEYS = {
    "wraps": "key TEXT NOT NULL, holder TEXT NOT NULL REFERENCES persons (id),"
    " sealed BLOB NOT NULL, mac BLOB NOT NULL, PRIMARY KEY (key, holder)",
    "contact_keys": "key TEXT NOT NULL REFERENCES case_keys (id),"
    " holder TEXT NOT NULL REFERENCES contacts (id), sealed BLOB NOT NULL,"
    " PRIMARY KEY (key, holder)",
    "slots": "key TEXT NOT NULL, holder TEXT NOT NULL REFERENCES persons (id),"
    " kind TEXT NOT NULL, settings TEXT NOT NULL, sealed BLOB NOT NULL, mac BLOB NOT NULL,"
    " PRIMARY KEY (key, holder)",
}
INDEXES = (
    "CREATE INDEX entries_of_contact ON entries (contact, seq, log)",
    "CREATE INDEX contacts_by_time ON contacts (began)",
    "CREATE INDEX ends ON entries (contact) WHERE ends",
    "CREATE INDEX wraps_of_holder ON wraps (holder)",
    "CREATE INDEX keys_of_case ON case_keys (case_id)",
    "CREATE INDEX keys_of_contact ON contact_keys (holder)",
    "CREATE INDEX removals_of_key ON removals (key, holder)",
)
# A new row that would take the place of an old one: REPLACE deletes without a DELETE trigger.
SAME_ROW = {
    "device": "1",  # one row, ever
    "revoked": "person = NEW.person",
    "privates": "person = NEW.person",
    "protocols": "digest = NEW.digest",
    "entries": "log = NEW.log AND place = NEW.place",
    "heads": "log = NEW.log AND place = NEW.place AND person = NEW.person",
    "settings": "place = NEW.place",
    "removals": "place = NEW.place",
    **dict.fromkeys(KEYS, "key = NEW.key AND holder = NEW.holder"),
}
NEVER = "BEGIN SELECT RAISE(ABORT, 'records are never {done}'); END"
TRIGGERS = (
    "CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} " + NEVER.format(done="changed"),
    "CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {unless}"
    + NEVER.format(done="deleted"),
    "CREATE TRIGGER {table}_replace BEFORE INSERT ON {table}"
    " WHEN {same} " + NEVER.format(done="replaced"),
)
THERE = "EXISTS (SELECT 1 FROM {table} WHERE {same})"
NOT_REMOVED = (
    "WHEN NOT EXISTS (SELECT 1 FROM removals"
    " WHERE what = '{table}' AND key = OLD.key AND holder = OLD.holder) "
)


def shape(db: sqlite3.Connection) -> None:
    """Make the tables and what holds them append-only, in an empty store."""
    for name, columns in (RECORDS | KEYS).items():
        numbered = " STRICT" if columns.startswith("place INTEGER PRIMARY KEY") else ""
        db.execute(f"CREATE TABLE {name} ({columns}){numbered or ' STRICT, WITHOUT ROWID'}")
    for index in INDEXES:
        db.execute(index)
    for name in RECORDS | KEYS:
        same = THERE.format(table=name, same=SAME_ROW.get(name, "id = NEW.id"))
        unless = NOT_REMOVED.format(table=name) if name in KEYS else ""
        for trigger in TRIGGERS:
            db.execute(trigger.format(table=name, same=same, unless=unless))
