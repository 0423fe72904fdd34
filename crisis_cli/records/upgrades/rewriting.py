"""From the first shape to the newest: a new, sealed file, and the plain one wiped."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crisis_cli.records.connection import OLD, PRACTICE, new_store, raw
from crisis_cli.records.device import settle, wipe_open
from crisis_cli.records.sealed import begun
from crisis_cli.records.store import Store
from crisis_cli.records.upgrades import first

NEW = ".sealed"  # what the file is called on its way in
PAUSE = 0.05  # seconds
LONG_AGO = datetime.fromtimestamp(0, UTC)


def rewrite(path: Path, kind: str, wait: float) -> None:
    """Put a sealed store in the place of a plain one. Killed anywhere, it begins anew next time.

    One process does it; another one that comes meanwhile waits, and finds it done.
    """
    plain, until = path.stat().st_ino, time.monotonic() + wait
    while path.stat().st_ino == plain:
        try:
            with closing(raw(path, PAUSE)) as old:
                if _alone(old, until) and path.stat().st_ino == plain:
                    _put_sealed(path, old, kind)
        except sqlite3.DatabaseError:
            if path.stat().st_ino == plain:
                raise  # else another process was quicker, and has wiped this one
        # Two that hold the file open would wait for each other: let go of it, for a while.
        time.sleep(random.uniform(0, PAUSE))


def _alone(old: sqlite3.Connection, until: float) -> bool:
    """Empty the write-ahead log into the file, and keep everybody else out of it."""
    try:
        old.execute("PRAGMA journal_mode = DELETE")
        old.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
            raise
        return False
    return True


def _put_sealed(path: Path, old: sqlite3.Connection, kind: str) -> None:
    away, new = (path.with_name(path.name + end) for end in (OLD, NEW))
    for left in (away, new, new.with_name(new.name + "-journal")):
        left.unlink(missing_ok=True)  # of an upgrade that was killed before the change of files
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(raw(new, 0)) as db:
        _copy(old, db, new, kind)
    with suppress(OSError):  # some file systems have no second names: then it is wiped below only
        os.link(path, away)
    with path.open("r+b") as plain:
        new.replace(path)
        settle(path.parent)
        wipe_open(plain)
    away.unlink(missing_ok=True)


def _copy(old: sqlite3.Connection, db: sqlite3.Connection, path: Path, kind: str) -> None:
    """Everything of the plain store, sealed. Contacts of one client become one case."""
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("BEGIN IMMEDIATE")
    new_store(db, path.parent, kind)
    store = Store(path, db, kind == PRACTICE)
    for digest, body in first.protocols(old):
        db.execute("INSERT INTO protocols (digest, body) VALUES (?, ?)", [digest, body])
    cases: dict[str, str] = {}
    for contact, protocol in first.contacts(old):
        _copy_contact(store, contact, protocol, first.entries(old, contact), cases)
    db.execute("COMMIT")


def _copy_contact(
    store: Store, contact: str, protocol: str, entries: list[first.Plain], cases: dict[str, str]
) -> None:
    bodies = [_body(one) for one in entries]
    began = begun(_when(entries[0].at) if entries else LONG_AGO)
    store.db.execute(
        "INSERT INTO contacts (id, protocol, began) VALUES (?, ?, ?)", [contact, protocol, began]
    )
    client = _client(bodies)
    case = store.keys.new_contact(contact, cases.get(client, ""))
    if client:
        cases[client] = case
    for plain, body in zip(entries, bodies, strict=True):
        if plain.seq == 1:
            body["protocol"] = protocol
        log = store.keys.log(plain.author, store.device)
        ends = body["event"].get("type") == "ended"
        store.write(log, store.keys.contact(contact), body, contact, plain.seq, ends)


def _body(plain: first.Plain) -> dict[str, Any]:
    """The entry as it is sealed now. What could not be read is kept, and still cannot be read."""
    try:
        event = json.loads(plain.event)
    except ValueError:
        event = None
    kept = event if isinstance(event, dict) else {"type": "unreadable", "text": plain.event}
    return {"at": plain.at, "event": kept}


def _client(bodies: list[dict[str, Any]]) -> str:
    """The client's name, however it was written; "" where none was given."""
    name = bodies[0]["event"].get("client", "") if bodies else ""
    return " ".join(str(name).split()).casefold()


def _when(at: str) -> datetime:
    try:
        return datetime.fromisoformat(at).astimezone(UTC)
    except ValueError:
        return LONG_AGO
