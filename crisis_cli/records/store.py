"""The append-only store of contacts: one SQLite file. Its tables are made in upgrades.py."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from crisis_cli.engine.entries import Entry, Event, Opened, from_json, to_json
from crisis_cli.errors import CrisisError
from crisis_cli.records.folder import make
from crisis_cli.records.trouble import explained
from crisis_cli.records.upgrades import UPGRADES, upgrade

# Written in the head of the file, so that neither kind can ever be opened as the other.
KINDS = {False: 0x63726973, True: 0x63707261}
LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # no vowels, no look-alikes: no words, read aloud safely
WAIT = 10.0  # seconds for another process to finish its entry


def written(event: Event) -> str:
    """The event as it is stored. What seals entries (keys, a chain) belongs here."""
    return json.dumps(to_json(event), separators=(",", ":"))


def read_back(text: str) -> Event:
    """The event that `written` stored."""
    body: dict[str, object] = json.loads(text)
    return from_json(body)


def new_id() -> str:
    """A contact's id: random, short, with nothing of the client in it."""
    letters = [secrets.choice(LETTERS) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


class Store:
    """Contacts and their entries, in one file. Use `open_store`, and close it."""

    def __init__(self, path: Path, db: sqlite3.Connection, practice: bool) -> None:
        self.path = path
        self.practice = practice
        self._db = db

    def begin(self, opened: Opened, protocol: str, at: datetime, by: str) -> str:
        """A new contact with its first entry, and the compiled protocol that it keeps. Its id."""
        if opened.practice != self.practice:
            raise CrisisError("A practice contact and a real one never share a store.")
        digest = hashlib.sha256(protocol.encode()).hexdigest()
        with self._writing():
            contact = self._unused_id()
            self._db.execute(
                "INSERT INTO protocols (digest, body) SELECT ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM protocols WHERE digest = ?)",
                [digest, protocol, digest],
            )
            self._db.execute("INSERT INTO contacts VALUES (?, ?)", [contact, digest])
            self._add(contact, opened, at, by)
        return contact

    def append(
        self, contact: str, event: Event, at: datetime, by: str, after: int | None = None
    ) -> Entry:
        """The event as the contact's next entry, on disk when this returns.

        after: the number of the last entry that the writer has seen. CrisisError if there are
        later ones: somebody else has gone on with the contact.
        """
        with self._writing():
            return self._add(contact, event, at, by, after)

    def read(self, contact: str) -> list[Entry]:
        """The contact's entries of all logs, in their order. Times never decide the order."""
        with explained(self.path):
            rows = self._db.execute(
                "SELECT seq, at, author, event FROM entries JOIN logs ON logs.id = log"
                " WHERE contact = ? ORDER BY seq, log",
                [contact],
            ).fetchall()
        if not rows:
            raise _unknown(contact)
        return [_entry(contact, *row) for row in rows]

    def contacts(self) -> list[str]:
        """The ids of all contacts, the latest begun first."""
        with explained(self.path):
            rows = self._db.execute(
                "SELECT contact FROM entries WHERE seq = 1 ORDER BY julianday(at) DESC, contact"
            ).fetchall()
        return [contact for (contact,) in rows]

    def __contains__(self, contact: str) -> bool:
        if not contact.isascii():  # what was typed in another encoding could not even be looked up
            return False
        with explained(self.path):
            known = "SELECT 1 FROM contacts WHERE id = ?"
            return self._db.execute(known, [contact]).fetchone() is not None

    def protocol(self, contact: str) -> str:
        """The compiled protocol that the contact began with, as it was given to `begin`."""
        with explained(self.path):
            row = self._db.execute(
                "SELECT body FROM contacts JOIN protocols ON digest = protocol WHERE id = ?",
                [contact],
            ).fetchone()
        if row is None:
            raise _unknown(contact)
        return str(row[0])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction that no other writer can slip into, whole or not at all."""
        with explained(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _add(
        self, contact: str, event: Event, at: datetime, by: str, after: int | None = None
    ) -> Entry:
        (last,) = self._db.execute(
            "SELECT max(seq) FROM entries WHERE contact = ?", [contact]
        ).fetchone()
        if last is None and not isinstance(event, Opened):
            raise _unknown(contact)
        if after is not None and after != last:
            raise CrisisError(
                f"Contact {contact} has gone on somewhere else: {last - after} new entries.",
                "What you gave last was not kept; all else is. Take it up from there, and give it"
                f" again: crisis resume {contact}",
            )
        entry = Entry((last or 0) + 1, at, by, event)
        self._db.execute(
            "INSERT INTO entries (contact, seq, log, at, event) VALUES (?, ?, ?, ?, ?)",
            [contact, entry.seq, self._log(by), at.isoformat(), written(event)],
        )
        return entry

    def _log(self, author: str) -> int:
        (device,) = self._db.execute("SELECT id FROM device").fetchone()
        mine = "SELECT id FROM logs WHERE author = ? AND device = ?"
        row = self._db.execute(mine, [author, device]).fetchone()
        if row is None:
            self._db.execute("INSERT INTO logs (author, device) VALUES (?, ?)", [author, device])
            row = self._db.execute(mine, [author, device]).fetchone()
        return int(row[0])

    def _unused_id(self) -> str:
        while True:
            contact = new_id()
            if not self._db.execute("SELECT 1 FROM contacts WHERE id = ?", [contact]).fetchone():
                return contact


def open_store(path: Path, practice: bool = False, wait: float = WAIT) -> Store:
    """The store in this file, made where it is missing, never overwritten.

    wait: seconds to wait for another process. CrisisError for anything that is in the way.
    """
    make(path.parent)
    with explained(path):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        db = sqlite3.connect(path, timeout=wait, isolation_level=None)
        try:
            _prepare(db, path, practice, wait)
        except BaseException:
            db.close()
            raise
    return Store(path, db, practice)


def _prepare(db: sqlite3.Connection, path: Path, practice: bool, wait: float) -> None:
    """Settings of the connection, and the newest shape of the store."""
    _refuse_others(db, path, practice)
    _write_ahead(db, time.monotonic() + wait)
    db.execute("PRAGMA synchronous = FULL")  # an entry that was confirmed survives a power cut
    db.execute("PRAGMA fullfsync = ON")  # on macOS a plain fsync does not reach the disk
    db.execute("PRAGMA foreign_keys = ON")
    if _version(db) < len(UPGRADES):
        _upgrade(db, practice)


def _refuse_others(db: sqlite3.Connection, path: Path, practice: bool) -> None:
    """CrisisError for a file that is not this kind of store, before anything is written."""
    db.execute("BEGIN")  # one look: another process may be making the store just now
    kind, version = _kind(db), _version(db)
    empty = not kind and not db.execute("SELECT 1 FROM sqlite_master").fetchone()
    db.execute("COMMIT")
    if kind != KINDS[practice] and not empty:
        found = {KINDS[True]: "practice records", KINDS[False]: "real records"}
        wanted = found[KINDS[practice]]
        raise CrisisError(
            f"{path} holds {found.get(kind, 'something else')}, not {wanted}.",
            "Put the right file in its place. Nothing was changed.",
        )
    if version > len(UPGRADES):
        raise CrisisError(
            f"{path} was written by a newer version of crisis.",
            "Install that version: this one could not read everything in it.",
        )


def _write_ahead(db: sqlite3.Connection, until: float) -> None:
    """Readers and a writer at once. SQLite itself does not wait for this switch."""
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _upgrade(db: sqlite3.Connection, practice: bool) -> None:
    db.execute("BEGIN IMMEDIATE")
    done = _version(db)  # asked again: another process may have been quicker
    if done < len(UPGRADES):
        upgrade(db, done)
        db.execute(f"PRAGMA application_id = {KINDS[practice]}")
    db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _kind(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA application_id").fetchone()[0])


def _entry(contact: str, seq: int, at: str, by: str, text: str) -> Entry:
    try:
        return Entry(seq, datetime.fromisoformat(at), by, read_back(text))
    except (ValueError, KeyError, TypeError) as error:
        raise CrisisError(
            f"Entry {seq} of contact {contact} cannot be read.",
            "It may come from a newer version of crisis. The file was not changed.",
        ) from error


def _unknown(contact: str) -> CrisisError:
    return CrisisError(f"There is no contact {contact}.", "See them all: crisis cases")
