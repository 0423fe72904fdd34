"""Keys are carried from one copy of the records into another: what was given later is there then,
and what was taken away stays away. So no case comes back to life with a backup."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crisis_cli.records.connection import writing
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

# What `other` knows and this copy lacks, in an order that keeps every reference whole.
MISSING = (
    "INSERT INTO persons (id, name, role, box, sign)"
    " SELECT id, name, role, box, sign FROM other.persons AS one"
    " WHERE NOT EXISTS (SELECT 1 FROM main.persons WHERE id = one.id)",
    "INSERT OR IGNORE INTO vouchers (person, voucher, vouched)"
    " SELECT person, voucher, vouched FROM other.vouchers AS one WHERE NOT EXISTS (SELECT 1 FROM"
    " main.vouchers WHERE person = one.person AND voucher = one.voucher)",
    "INSERT INTO revoked (person, at, voucher, vouched)"
    " SELECT person, at, voucher, vouched FROM other.revoked AS one"
    " WHERE NOT EXISTS (SELECT 1 FROM main.revoked WHERE person = one.person)",
    "INSERT INTO privates SELECT * FROM other.privates"
    " WHERE NOT EXISTS (SELECT 1 FROM main.privates)",
    "INSERT INTO settings SELECT * FROM other.settings"
    " WHERE place > (SELECT coalesce(max(place), 0) FROM main.settings)",
    "INSERT INTO case_keys (id, case_id, number, maker, signature)"
    " SELECT id, case_id, number, maker, signature FROM other.case_keys AS one"
    " WHERE NOT EXISTS (SELECT 1 FROM main.case_keys WHERE id = one.id)",
    "INSERT INTO removals (what, key, holder, at, mac)"
    " SELECT what, key, holder, at, mac FROM other.removals AS one WHERE NOT EXISTS"
    " (SELECT 1 FROM main.removals WHERE what = one.what AND key = one.key"
    " AND holder = one.holder) ORDER BY n",
    "INSERT INTO wraps (key, holder, sealed, mac)"
    " SELECT key, holder, sealed, mac FROM other.wraps AS one WHERE NOT EXISTS"
    " (SELECT 1 FROM main.wraps WHERE key = one.key AND holder = one.holder)"
    " AND NOT EXISTS (SELECT 1 FROM main.removals"
    " WHERE what = 'wraps' AND key = one.key AND holder = one.holder)",
    "INSERT INTO contact_keys (key, holder, sealed)"
    " SELECT key, holder, sealed FROM other.contact_keys AS one"
    " WHERE holder IN (SELECT id FROM main.contacts) AND NOT EXISTS"
    " (SELECT 1 FROM main.contact_keys WHERE key = one.key AND holder = one.holder)"
    " AND NOT EXISTS (SELECT 1 FROM main.removals"
    " WHERE what = 'contact_keys' AND key = one.key AND holder = one.holder)",
    "INSERT INTO slots SELECT * FROM other.slots AS one WHERE NOT EXISTS"
    " (SELECT 1 FROM main.slots WHERE key = one.key AND holder = one.holder)"
    " AND NOT EXISTS (SELECT 1 FROM main.removals"
    " WHERE what = 'slots' AND key = one.key AND holder = one.holder)",
)
TAKEN = (
    "DELETE FROM wraps WHERE EXISTS (SELECT 1 FROM removals"
    " WHERE what = 'wraps' AND removals.key = wraps.key AND removals.holder = wraps.holder)",
    "DELETE FROM contact_keys WHERE EXISTS (SELECT 1 FROM removals WHERE what = 'contact_keys'"
    " AND removals.key = contact_keys.key AND removals.holder = contact_keys.holder)",
    "DELETE FROM slots WHERE EXISTS (SELECT 1 FROM removals"
    " WHERE what = 'slots' AND removals.key = slots.key AND removals.holder = slots.holder)",
)


def carry(other: Path, into: Store) -> None:
    """Bring the keys of a store to the state that they have in another file of the same records.

    other: of the same shape. Entries are not touched, and no key has to be open.
    """
    db = into.db
    with explained(other):
        db.execute("ATTACH DATABASE ? AS other", [str(other)])
    try:
        with explained(into.path), writing(db):
            db.execute("PRAGMA defer_foreign_keys = ON")
            for statement in (*MISSING, *TAKEN):
                db.execute(statement)
    finally:
        db.execute("DETACH DATABASE other")
    into.keys.forget()


def same_records(one: sqlite3.Connection, other: sqlite3.Connection) -> bool:
    """Whether two files are of the same records: begun on the same machine, with the same keys."""
    machine = "SELECT persons.id, box, sign FROM device JOIN persons ON persons.id = device.id"
    return one.execute(machine).fetchall() == other.execute(machine).fetchall()
