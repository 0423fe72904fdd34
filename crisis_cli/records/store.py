"""The append-only store of contacts: one SQLite file, in which every entry is sealed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from heapq import merge
from pathlib import Path
from typing import Any

from crisis_cli.engine.entries import Ended, Entry, Event, Opened, to_json
from crisis_cli.errors import CrisisError
from crisis_cli.records.connection import writing
from crisis_cli.records.crypto import Unopened, derived, random_id
from crisis_cli.records.device import read_device
from crisis_cli.records.keyless import NoKey, changed
from crisis_cli.records.keys import Keys
from crisis_cli.records.persons import device, writer
from crisis_cli.records.sealed import (
    Act,
    Clear,
    Log,
    act_of,
    begun,
    entry_of,
    link,
    open_entry,
    opens,
    seal_entry,
)
from crisis_cli.records.trouble import explained

WAIT = 10.0  # seconds for another process to finish its entry
KNOWN = 10_000  # logs that are remembered: there may be one for each contact


class Store:
    """Contacts and their entries, in one file. Use `open_store`, and close it."""

    def __init__(self, path: Path, db: sqlite3.Connection, practice: bool) -> None:
        self.path = path
        self.practice = practice
        self.db = db
        self.keys = Keys(db, lambda: read_device(path.parent, device(db)))
        (self.device,) = db.execute("SELECT id FROM device").fetchone()
        self._known: dict[str, Log] = {}

    @property
    def locked(self) -> bool:
        """Whether a passphrase is needed before anything old can be read."""
        with explained(self.path):
            return self.keys.locked

    def begin(self, opened: Opened, protocol: str, at: datetime, by: str, case: str = "") -> str:
        """A new contact with its first entry, and the compiled protocol that it keeps. Its id.

        case: the case that it belongs to, or "" for a new one; a locked store begins a new one.
        """
        if opened.practice != self.practice:
            raise CrisisError("A practice contact and a real one never share a store.")
        with self.writing():
            contact, digest = self._unused_id(), self.keep_protocol(protocol)
            self.db.execute(
                "INSERT INTO contacts (id, protocol, began) VALUES (?, ?, ?)",
                [contact, digest, begun(at)],
            )
            self.keys.new_contact(contact, case)
            self._add(contact, opened, at, by, protocol=digest)
        return contact

    def append(
        self, contact: str, event: Event, at: datetime, by: str, after: int | None = None
    ) -> Entry:
        """The event as the contact's next entry, on disk when this returns.

        after: the number of the last entry that the writer has seen. CrisisError if there are
        later ones: somebody else has gone on with the contact.
        """
        with self.writing():
            return self._add(contact, event, at, by, after)

    def note(self, act: dict[str, Any], at: datetime, by: str, contact: str = "") -> None:
        """An act as an entry of the writer's own log, about a contact or about none; within a
        transaction. It has no number among the contact's entries, so it stands in nobody's way."""
        log = self.keys.log(by, self.device)
        key = self.keys.contact(contact) if contact else self.keys.of_acts(log)
        self.write(log, key, {"at": at.isoformat(), "act": act}, contact or None)

    def acts(self, contact: str) -> list[Act]:
        """What was done with a contact, by when it was written; within a log never out of order.

        Locked, NoKey, or CrisisError where one of them is not as it was written.
        """
        logs: dict[str, list[Act]] = {}
        with explained(self.path):
            rows = self.db.execute(
                "SELECT log, place, ends, sealed FROM entries"
                " WHERE contact = ? AND seq IS NULL ORDER BY log, place",
                [contact],
            ).fetchall()
            key = self.keys.contact(contact)
            for log, place, ends, sealed in rows:
                said = self._opened(key, contact, log, place, 0, ends, sealed)
                logs.setdefault(log, []).append(act_of(*said, writer(self.db, said[0].log)))
        return list(merge(*logs.values(), key=lambda act: act.at))

    def read(self, contact: str) -> list[Entry]:
        """The contact's entries of all logs, in their order. Times never decide the order.

        Locked, NoKey, or CrisisError where an entry is not as it was written.
        """
        with explained(self.path):
            rows = self.db.execute(
                "SELECT log, place, seq, ends, sealed FROM entries WHERE contact = ?"
                " AND seq IS NOT NULL ORDER BY seq, log",
                [contact],
            ).fetchall()
            if not rows:
                raise unknown(contact)
            numbers = {seq for _, _, seq, _, _ in rows}
            if numbers != set(range(1, len(numbers) + 1)):  # folded, it could hide a danger
                raise missing(contact)
            key = self.keys.contact(contact)
            opened = [self._opened(key, contact, *row) for row in rows]
            self._first(contact, *opened[0])
        return [entry_of(clear, body, writer(self.db, clear.log)) for clear, body in opened]

    def contacts(self) -> list[str]:
        """The ids of all contacts, the latest begun first."""
        with explained(self.path):
            rows = self.db.execute("SELECT id FROM contacts ORDER BY began DESC, id").fetchall()
        return [contact for (contact,) in rows]

    def unreadable(self, contact: str) -> str:
        """Why this person is not meant to read a contact: "", "erased", or "not yours"."""
        with explained(self.path):
            try:
                self.keys.contact(contact)
            except NoKey as none:
                return "erased" if none.erased else "not yours"
        return ""

    def case_of(self, contact: str) -> str:
        """The id of the case that a contact is filed under. CrisisError for an unknown contact."""
        with explained(self.path):
            row = self.db.execute(
                "SELECT case_id FROM contact_keys JOIN case_keys ON case_keys.id = key"
                " WHERE holder = ?",
                [contact],
            ).fetchone()
        if row is None:
            raise unknown(contact)
        return str(row[0])

    def __contains__(self, contact: str) -> bool:
        if not contact.isascii():  # what was typed in another encoding could not even be looked up
            return False
        with explained(self.path):
            known = "SELECT 1 FROM contacts WHERE id = ?"
            return self.db.execute(known, [contact]).fetchone() is not None

    def protocol(self, contact: str) -> str:
        """The compiled protocol that the contact began with, as it was given to `begin`."""
        with explained(self.path):
            row = self.db.execute(
                "SELECT digest, body FROM contacts JOIN protocols ON digest = protocol"
                " WHERE id = ?",
                [contact],
            ).fetchone()
        if row is None:
            raise unknown(contact)
        if _digest(row[1]) != row[0]:
            raise changed(f"The protocol of contact {contact}")
        return str(row[1])

    def keep_protocol(self, body: str) -> str:
        """Keep a compiled protocol, once for all contacts that begin with it; within a
        transaction. Its digest."""
        digest = _digest(body)
        self.db.execute(
            "INSERT INTO protocols (digest, body) SELECT ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM protocols WHERE digest = ?)",
            [digest, body, digest],
        )
        return digest

    def close(self) -> None:
        """Let go of the file, and of the keys."""
        self.keys.forget()
        self.db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that no other writer can slip into, whole or not at all."""
        logs = self.keys.logs.copy()
        with explained(self.path):
            try:
                with writing(self.db):
                    yield
            except BaseException:
                self.keys.logs = logs  # one that was made within it is not there
                raise

    def _add(
        self,
        contact: str,
        event: Event,
        at: datetime,
        by: str,
        after: int | None = None,
        protocol: str = "",
    ) -> Entry:
        (last,) = self.db.execute(
            "SELECT max(seq) FROM entries WHERE contact = ?", [contact]
        ).fetchone()
        if last is None and not protocol:
            raise unknown(contact)
        if after is not None and after != last:
            raise CrisisError(
                f"Contact {contact} has gone on somewhere else: {last - after} new entries.",
                "What you gave last was not kept; all else is. Take it up from there, and give it"
                f" again: crisis resume {contact}",
            )
        entry = Entry((last or 0) + 1, at, by, event)
        log, key = self.keys.log(by, self.device), self.keys.contact(contact)
        body = {"at": at.isoformat(), "event": to_json(event)}
        if protocol:
            body["protocol"] = protocol
        self.write(log, key, body, contact, entry.seq, isinstance(event, Ended))
        return entry

    def write(
        self,
        log: Log,
        key: bytes,
        body: dict[str, Any],
        contact: str | None = None,
        seq: int | None = None,
        ends: bool = False,
    ) -> None:
        """Seal a body as the next entry of a log, and link it to the one before; within a
        transaction."""
        log_key = self.keys.key_of_log(log)
        row = self.db.execute(
            "SELECT place, link FROM entries WHERE log = ? ORDER BY place DESC LIMIT 1", [log.id]
        ).fetchone()
        place, before = row or (0, log.start(log_key))
        clear = Clear(log, place + 1, contact or "", seq or 0, ends)
        bound = clear.bound()
        sealed = seal_entry(key, bound, body)
        self.db.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                log.id, clear.place, contact, seq, ends, sealed,
                link(derived(log_key, "chain"), before, bound, sealed),
            ],
        )  # fmt: skip

    def _opened(
        self, key: bytes, contact: str, log: str, place: int, seq: int, ends: int, sealed: bytes
    ) -> tuple[Clear, dict[str, Any]]:
        clear = Clear(self.log(log), place, contact, seq, bool(ends))
        try:
            return clear, open_entry(key, clear.bound(), sealed)
        except Unopened as error:
            which = f"Entry {seq} of" if seq else "Something that was done with"
            raise changed(f"{which} contact {contact}") from error

    def log(self, log: str) -> Log:
        """A log by its id."""
        if log not in self._known:
            if len(self._known) >= KNOWN:
                self._known.clear()
            row = self.db.execute(
                "SELECT id, person, author, device FROM logs WHERE id = ?", [log]
            ).fetchone()
            if row is None:  # it may still come down from a shared store
                return Log(log, "", "", "")
            self._known[log] = Log(*row)
        return self._known[log]

    def _first(self, contact: str, clear: Clear, body: dict[str, Any]) -> None:
        """CrisisError unless what stands in clear beside a contact is what its first entry says."""
        row = self.db.execute(
            "SELECT protocol, began FROM contacts WHERE id = ?", [contact]
        ).fetchone()
        if row is None or not opens(clear, body, *row):
            raise changed(f"The beginning of contact {contact}")

    def _unused_id(self) -> str:
        while True:
            contact = random_id()
            if not self.db.execute("SELECT 1 FROM contacts WHERE id = ?", [contact]).fetchone():
                return contact


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def missing(contact: str) -> CrisisError:
    """What is said of a contact that has a hole."""
    return CrisisError(
        f"Entries of contact {contact} are missing.",
        "Look at the whole store: crisis store verify. Keep the file as it is.",
    )


def unknown(contact: str) -> CrisisError:
    """What is said of an id that no contact has."""
    return CrisisError(f"There is no contact {contact}.", "See them all: crisis cases")
