"""The third shape of a store: rows numbered, to be copied elsewhere, and an index for lists."""

from __future__ import annotations

import sqlite3

# What is written down once and stays. n: in which order, so that a copy can go on where it was.
RECORDS = {
    "device": "id TEXT PRIMARY KEY",
    "persons": "id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL,"
    " box BLOB NOT NULL, sign BLOB NOT NULL, n INTEGER PRIMARY KEY",
    "vouchers": "person TEXT NOT NULL REFERENCES persons (id), voucher TEXT NOT NULL,"
    " vouched BLOB NOT NULL, n INTEGER PRIMARY KEY, UNIQUE (person, voucher)",
    "revoked": "person TEXT NOT NULL UNIQUE REFERENCES persons (id), at TEXT NOT NULL,"
    " voucher TEXT NOT NULL REFERENCES persons (id), vouched BLOB NOT NULL,"
    " n INTEGER PRIMARY KEY",
    "privates": "person TEXT PRIMARY KEY REFERENCES persons (id), sealed BLOB NOT NULL",
    "protocols": "digest TEXT NOT NULL UNIQUE, body TEXT NOT NULL, n INTEGER PRIMARY KEY",
    "logs": "id TEXT NOT NULL UNIQUE, person TEXT NOT NULL REFERENCES persons (id),"
    " author TEXT NOT NULL, device TEXT NOT NULL, n INTEGER PRIMARY KEY",
    "case_keys": "id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL, number INTEGER NOT NULL,"
    " maker TEXT NOT NULL DEFAULT '', signature BLOB NOT NULL DEFAULT x'',"
    " n INTEGER PRIMARY KEY",
    "contacts": "id TEXT NOT NULL UNIQUE, protocol TEXT NOT NULL REFERENCES protocols (digest),"
    " began TEXT NOT NULL, n INTEGER PRIMARY KEY",
    "entries": "log TEXT NOT NULL REFERENCES logs (id), place INTEGER NOT NULL CHECK (place > 0),"
    " contact TEXT REFERENCES contacts (id), seq INTEGER, ends INTEGER NOT NULL,"
    " sealed BLOB NOT NULL, link BLOB NOT NULL, PRIMARY KEY (log, place)",
    "heads": "log TEXT NOT NULL REFERENCES logs (id), place INTEGER NOT NULL,"
    " link BLOB NOT NULL, person TEXT NOT NULL REFERENCES persons (id), at TEXT NOT NULL,"
    " signature BLOB NOT NULL, n INTEGER PRIMARY KEY, UNIQUE (log, place, person)",
    "settings": "place INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL,"
    " at TEXT NOT NULL, person TEXT NOT NULL REFERENCES persons (id), signature BLOB NOT NULL",
    "removals": "what TEXT NOT NULL, key TEXT NOT NULL, holder TEXT NOT NULL, at TEXT NOT NULL,"
    " mac BLOB NOT NULL, n INTEGER PRIMARY KEY",
}
# Keys may go, since nothing is erased while its keys can be found; each leaves a removal behind.
KEYS = {
    "wraps": "key TEXT NOT NULL, holder TEXT NOT NULL REFERENCES persons (id),"
    " sealed BLOB NOT NULL, mac BLOB NOT NULL, n INTEGER PRIMARY KEY AUTOINCREMENT,"
    " UNIQUE (key, holder)",
    "contact_keys": "key TEXT NOT NULL REFERENCES case_keys (id),"
    " holder TEXT NOT NULL REFERENCES contacts (id), sealed BLOB NOT NULL,"
    " n INTEGER PRIMARY KEY AUTOINCREMENT, UNIQUE (key, holder)",
    "slots": "key TEXT NOT NULL, holder TEXT NOT NULL REFERENCES persons (id),"
    " kind TEXT NOT NULL, settings TEXT NOT NULL, sealed BLOB NOT NULL, mac BLOB NOT NULL,"
    " PRIMARY KEY (key, holder)",
}
# No record: what can be made again from the entries, and how far other stores were copied to.
INDEX = {
    "summaries": "contact TEXT PRIMARY KEY, waiting INTEGER NOT NULL, sealed BLOB NOT NULL",
    "names": "token BLOB NOT NULL, contact TEXT NOT NULL, PRIMARY KEY (token, contact)",
    "stale": "contact TEXT PRIMARY KEY",
    "tally": "one INTEGER PRIMARY KEY CHECK (one = 1), sealed BLOB NOT NULL",
    "copied": "place TEXT NOT NULL, what TEXT NOT NULL, upto TEXT NOT NULL,"
    " PRIMARY KEY (place, what)",
}
NUMBERED = "INTEGER PRIMARY KEY"
INDEXES = (
    "CREATE INDEX entries_of_contact ON entries (contact, seq, log)",
    "CREATE INDEX contacts_by_time ON contacts (began)",
    "CREATE INDEX ends ON entries (contact) WHERE ends",
    "CREATE INDEX wraps_of_holder ON wraps (holder)",
    "CREATE INDEX keys_of_case ON case_keys (case_id)",
    "CREATE INDEX keys_of_contact ON contact_keys (holder)",
    "CREATE INDEX removals_of_key ON removals (key, holder)",
    "CREATE INDEX waiting ON summaries (contact) WHERE waiting",
    "CREATE INDEX names_of_contact ON names (contact)",
)
# A new row that would take the place of an old one: REPLACE deletes without a DELETE trigger.
SAME_ROW = {
    "device": "1",  # one row, ever
    "vouchers": "person = NEW.person AND voucher = NEW.voucher OR n = NEW.n",
    "revoked": "person = NEW.person OR n = NEW.n",
    "privates": "person = NEW.person",
    "protocols": "digest = NEW.digest OR n = NEW.n",
    "entries": "log = NEW.log AND place = NEW.place",
    "heads": "log = NEW.log AND place = NEW.place AND person = NEW.person OR n = NEW.n",
    "settings": "place = NEW.place",
    "removals": "n = NEW.n",
    "wraps": "key = NEW.key AND holder = NEW.holder OR n = NEW.n",
    "contact_keys": "key = NEW.key AND holder = NEW.holder OR n = NEW.n",
    "slots": "key = NEW.key AND holder = NEW.holder",
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
# What a list says of a contact has to be made again after each entry, and each new key to it; and
# goes when a key to it goes. Then the others of its case are looked at again: one of them may be
# the last one now.
MINE = "IN (SELECT person FROM privates UNION SELECT id FROM device)"
GONE = (
    " BEGIN"
    " INSERT OR IGNORE INTO stale SELECT {these};"
    " INSERT OR IGNORE INTO stale SELECT holder FROM contact_keys WHERE key IN (SELECT id"
    " FROM case_keys WHERE case_id = (SELECT case_id FROM case_keys WHERE id = OLD.key));"
    " DELETE FROM names WHERE contact IN (SELECT {these});"
    " UPDATE summaries SET sealed = x'' WHERE contact IN (SELECT {these}); END"
)
UNDER = "holder FROM contact_keys WHERE key = {row}.key"
STALE = (
    "CREATE TRIGGER entries_stale AFTER INSERT ON entries WHEN NEW.contact IS NOT NULL"
    " BEGIN INSERT OR IGNORE INTO stale VALUES (NEW.contact); END",
    "CREATE TRIGGER keys_stale AFTER INSERT ON contact_keys"
    " BEGIN INSERT OR IGNORE INTO stale VALUES (NEW.holder); END",
    f"CREATE TRIGGER wraps_stale AFTER INSERT ON wraps WHEN NEW.holder {MINE}"
    f" BEGIN INSERT OR IGNORE INTO stale SELECT {UNDER.format(row='NEW')}; END",
    "CREATE TRIGGER keys_gone AFTER DELETE ON contact_keys" + GONE.format(these="OLD.holder"),
    f"CREATE TRIGGER wraps_gone AFTER DELETE ON wraps WHEN OLD.holder {MINE}"
    + GONE.format(these=UNDER.format(row="OLD")),
)


def shape(db: sqlite3.Connection) -> None:
    """Make the tables and what holds them append-only, in an empty store."""
    for name, columns in (RECORDS | KEYS | INDEX).items():
        ends = " STRICT" if NUMBERED in columns else " STRICT, WITHOUT ROWID"
        db.execute(f"CREATE TABLE {name} ({columns}){ends}")
    for index in INDEXES:
        db.execute(index)
    for name in RECORDS | KEYS:
        same = THERE.format(table=name, same=SAME_ROW.get(name, "id = NEW.id OR n = NEW.n"))
        unless = NOT_REMOVED.format(table=name) if name in KEYS else ""
        for trigger in TRIGGERS:
            db.execute(trigger.format(table=name, same=same, unless=unless))
    for trigger in STALE:
        db.execute(trigger)


# What was in each table of the second shape, as it stands in this one.
FROM_SECOND = {
    "device": "INSERT INTO device SELECT id FROM old_device",
    "persons": "INSERT INTO persons (id, name, role, box, sign)"
    " SELECT id, name, role, box, sign FROM old_persons ORDER BY id",
    "vouchers": "INSERT INTO vouchers (person, voucher, vouched)"
    " SELECT id, voucher, vouched FROM old_persons ORDER BY id",
    "revoked": "INSERT INTO revoked (person, at, voucher, vouched)"
    " SELECT person, at, voucher, vouched FROM old_revoked ORDER BY at",
    "privates": "INSERT INTO privates SELECT person, sealed FROM old_privates",
    "protocols": "INSERT INTO protocols (digest, body) SELECT digest, body FROM old_protocols",
    "logs": "INSERT INTO logs (id, person, author, device)"
    " SELECT id, person, author, device FROM old_logs ORDER BY id",
    # Nobody signed a key then: what is filed next gets one that somebody did.
    "case_keys": "INSERT INTO case_keys (id, case_id, number, maker, signature)"
    " SELECT id, case_id, number, '', x'' FROM old_case_keys ORDER BY case_id, number",
    "contacts": "INSERT INTO contacts (id, protocol, began)"
    " SELECT id, protocol, began FROM old_contacts ORDER BY began, id",
    "entries": "INSERT INTO entries (log, place, contact, seq, ends, sealed, link)"
    " SELECT log, place, contact, seq, ends, sealed, link FROM old_entries",
    "heads": "INSERT INTO heads (log, place, link, person, at, signature)"
    " SELECT log, place, link, person, at, signature FROM old_heads ORDER BY at, log",
    "settings": "INSERT INTO settings SELECT * FROM old_settings",
    # Nobody made a MAC then: what was taken away was taken away in this store only.
    "removals": "INSERT INTO removals (what, key, holder, at, mac)"
    " SELECT what, key, holder, at, x'' FROM old_removals ORDER BY place",
    "wraps": "INSERT INTO wraps (key, holder, sealed, mac)"
    " SELECT key, holder, sealed, mac FROM old_wraps ORDER BY key, holder",
    "contact_keys": "INSERT INTO contact_keys (key, holder, sealed)"
    " SELECT key, holder, sealed FROM old_contact_keys ORDER BY holder, key",
    "slots": "INSERT INTO slots SELECT * FROM old_slots",
}


def from_second(db: sqlite3.Connection) -> None:
    """Put a store of the second shape into this one; within a transaction, foreign keys off."""
    named = "SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL"
    for kind in ("trigger", "index"):
        for (name,) in db.execute(named, [kind]).fetchall():
            db.execute(f"DROP {kind} {name}")
    old = [name for (name,) in db.execute(named, ["table"]).fetchall()]
    for name in old:
        db.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
    shape(db)
    for statement in FROM_SECOND.values():
        db.execute(statement)
    for name in old:
        db.execute(f"DROP TABLE old_{name}")
