"""The keys of a store: which of them this process can open, and new ones for what is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import (
    Unopened,
    about,
    derived,
    random_id,
    random_key,
    seal,
    unseal,
    unwrap,
    wrap,
)
from crisis_cli.records.keyless import Locked, NoKey, changed
from crisis_cli.records.macs import removal_mac, wrap_mac
from crisis_cli.records.people import Person, Private
from crisis_cli.records.persons import owner, readers
from crisis_cli.records.renewing import made, meant, still_vouched
from crisis_cli.records.sealed import Log

MOST_OPEN = 50_000  # keys that are kept at hand while all contacts are looked at


@dataclass
class Keys:
    """What this process can open. Everything that writes is called within a transaction."""

    db: sqlite3.Connection
    of_device: Callable[[], Private]  # reads the device's file, where nobody set up the store
    private: Private | None = None
    unlock: bytes = b""  # what its slots hold, once a person is in
    logs: dict[str, Log] = field(default_factory=dict)  # those that this process writes, by author
    _open: dict[str, bytes] = field(default_factory=dict)  # case and log keys, by their ids
    _contacts: dict[str, bytes] = field(default_factory=dict)

    @property
    def locked(self) -> bool:
        """Whether a passphrase is needed before anything old can be read."""
        return self.private is None and owner(self.db) is not None

    def holder(self) -> Private:
        """Whose keys they are. Locked where the passphrase was not given."""
        if self.private is None:
            if owner(self.db) is not None:
                raise Locked
            self.private = self.of_device()
        return self.private

    def contact(self, contact: str) -> bytes:
        """The key of a contact. Locked, or NoKey where this person holds none."""
        key = self._contacts.get(contact)
        if key is None:
            holder = self.holder()
            key = self._contacts[contact] = self._opened_contact(contact, holder)
        return key

    def new_contact(self, contact: str, case: str = "") -> str:
        """A key for a new contact, in this case or in a new one. The id of the case."""
        key = self.newest(case) if case else ""
        if not case:
            case, key = self.new_case()
        self._contacts[contact] = random_key()
        self.file(contact, key)
        return case

    def new_case(self, *others: Person) -> tuple[str, str]:
        """A new case and its key, for all who read everything here and for these others."""
        case = random_id()
        persons = readers(self.db)
        known = {one.id for one in persons}
        persons += [one for one in others if one.id not in known]
        return case, self._write_case_key(case, persons)

    def file(self, contact: str, case_key: str) -> None:
        """Put a contact, whose key is open, under the key of a case, which is open too."""
        sealed = seal(
            derived(self._open[case_key], "contacts"),
            self._contacts[contact],
            about("contact key", case_key, contact),
        )
        self.db.execute(
            "INSERT INTO contact_keys (key, holder, sealed) VALUES (?, ?, ?)",
            [case_key, contact, sealed],
        )

    def log(self, author: str, device: str) -> Log:
        """The log that this author writes here now, made where there is none that opens."""
        log = self.logs.get(author)
        if log is None:
            log = self._known_log(author, device) or self._new_log(author, device)
            self.logs[author] = log
        return log

    def key_of_log(self, log: Log) -> bytes:
        """The key of a log. Locked or NoKey."""
        return self.open(log.id, log.bound(), f"Log {log.id}")

    def of_acts(self, log: Log) -> bytes:
        """The key of what a log says about no contact. Locked or NoKey."""
        return derived(self.key_of_log(log), "acts")

    def key_of_case(self, case_key: str, case: str) -> bytes:
        """One of a case's keys. Locked or NoKey."""
        return self.open(case_key, about("case key", case_key, case), f"Case {case}")

    def newest(self, case: str) -> str:
        """The newest key of a case that nobody holds who may not read any more; it is open."""
        keys = [key for (key,) in self.db.execute(KEYS_OF, [case])]
        if not keys:
            raise CrisisError(f"There is no case {case}.", "See them all: crisis cases")
        held = self.db.execute(FREE, [case, self.holder().person.id]).fetchall()
        for (key,) in held:
            if meant(self.db, key, self.key_of_case(key, case)):
                return str(key)
        self.key_of_case(keys[0], case)  # says why, where none is for this person
        return self.renew(case)

    def secret(self, key: str) -> bytes:
        """The key of a case or of a log, by its id. Locked or NoKey."""
        row = self.db.execute("SELECT case_id FROM case_keys WHERE id = ?", [key]).fetchone()
        if row:
            return self.key_of_case(key, row[0])
        row = self.db.execute(
            "SELECT id, person, author, device FROM logs WHERE id = ?", [key]
        ).fetchone()
        return self.key_of_log(Log(*row) if row else Log(key, "", "", ""))

    def renew(self, case: str) -> str:
        """A new key for what will be added to a case, for all who hold the present ones. Its id."""
        rows = self.db.execute(
            "SELECT DISTINCT persons.id, name, role, box, sign FROM case_keys"
            " JOIN wraps ON wraps.key = case_keys.id JOIN persons ON persons.id = wraps.holder"
            " WHERE case_id = ?",
            [case],
        ).fetchall()
        holders = [Person(*row) for row in rows]
        return self._write_case_key(case, still_vouched(self.db, holders), self.holder())

    def give(self, key: str, bound: bytes, persons: list[Person]) -> None:
        """Wrap a key that is open to these persons, but for those who hold it already."""
        has = {
            holder for (holder,) in self.db.execute("SELECT holder FROM wraps WHERE key = ?", [key])
        }
        for person in persons:
            if person.id not in has:
                self._wrap(key, bound, person)

    def remove(self, table: str, key: str, holder: str, at: datetime) -> None:
        """Take a wrap, a slot or a contact key away; that it was there stays written.

        By its MAC another store can tell that somebody took it away who held the key. Locked, or
        NoKey where this person does not.
        """
        said = [table, key, holder, at.isoformat()]
        check = b"" if table == "slots" else removal_mac(self.secret(key), *said)
        self.db.execute(
            "INSERT INTO removals (what, key, holder, at, mac) VALUES (?, ?, ?, ?, ?)",
            [*said, check],
        )
        self.drop(table, key, holder)

    def drop(self, table: str, key: str, holder: str) -> None:
        """Delete a wrap, a slot or a contact key, whose removal is written down."""
        self.db.execute(DELETE[table], [key, holder])

    def leave_logs(self) -> None:
        """Write in new logs from now on: the old ones may have been gone on with in another copy
        of these records."""
        self.db.execute(LEAVE_LOGS)
        self.logs.clear()

    def forget(self, contact: str = "") -> None:
        """Let go of what was opened: of one contact, or of all."""
        if contact:
            self._contacts.pop(contact, None)
            return
        for kept in (self._open, self._contacts, self.logs):
            kept.clear()

    def spare(self) -> None:
        """Let go of what was opened, once it is much: whoever holds the keys opens it again."""
        if self.private and len(self._open) + len(self._contacts) > MOST_OPEN:
            self.forget()

    def _write_case_key(
        self, case: str, persons: list[Person], maker: Private | None = None
    ) -> str:
        """maker: who signs it; nobody needs to sign the first key of a case."""
        (last,) = self.db.execute(
            "SELECT coalesce(max(number), 0) FROM case_keys WHERE case_id = ? AND number < ?",
            [case, MOST],
        ).fetchone()
        key = random_id(3)
        secret = self._open[key] = random_key()
        signature = maker.sign(made(key, case, last + 1, secret)) if maker else b""
        self.db.execute(
            "INSERT INTO case_keys (id, case_id, number, maker, signature) VALUES (?, ?, ?, ?, ?)",
            [key, case, last + 1, maker.person.id if maker else "", signature],
        )
        self.give(key, about("case key", key, case), persons)
        return key

    def _new_log(self, author: str, device: str) -> Log:
        persons = readers(self.db)
        log = Log(random_id(3), persons[0].id, author, device)
        self.db.execute(
            "INSERT INTO logs (id, person, author, device) VALUES (?, ?, ?, ?)",
            [log.id, log.person, log.author, log.device],
        )
        self._open[log.id] = random_key()
        self.give(log.id, log.bound(), persons)
        return log

    def _known_log(self, author: str, device: str) -> Log | None:
        """A log of this author that this process can go on with."""
        try:
            holder = self.holder()
        except CrisisError:  # locked, or the file of the machine's key is gone: write on, in a new
            return None
        rows = self.db.execute(
            "SELECT id, person, author, device FROM logs"
            " WHERE person = ? AND author = ? AND device = ? AND NOT EXISTS (SELECT 1 FROM removals"
            " JOIN revoked ON revoked.person = holder WHERE what = 'wraps' AND key = id)"
            # Where these records were put back from an older copy, the logs of then are left alone.
            " AND n > coalesce((SELECT CAST(upto AS INTEGER) FROM copied"
            " WHERE place = 'here' AND what = 'logs_after'), 0) ORDER BY id",
            [holder.person.id, author, device],
        ).fetchall()
        for log in (Log(*row) for row in rows):
            try:
                self.key_of_log(log)
            except NoKey:
                continue
            return log
        return None

    def _opened_contact(self, contact: str, holder: Private) -> bytes:
        rows = self.db.execute(
            "SELECT case_keys.id, case_id, sealed FROM contact_keys"
            " JOIN case_keys ON case_keys.id = key WHERE holder = ?",
            [contact],
        ).fetchall()
        erased = bool(rows)
        for case_key, case, sealed in rows:
            try:
                key = self.key_of_case(case_key, case)
            except NoKey as none:
                erased = erased and none.erased
                continue
            try:
                return unseal(
                    derived(key, "contacts"), sealed, about("contact key", case_key, contact)
                )
            except Unopened as error:
                raise changed(f"The key of contact {contact}") from error
        raise NoKey(f"Contact {contact}", erased)

    def open(self, key: str, bound: bytes, what: str = "Something") -> bytes:
        """A wrapped key, opened once. Locked or NoKey."""
        known = self._open.get(key)
        if known is None:
            holder = self.holder()
            row = self.db.execute(
                "SELECT sealed FROM wraps WHERE key = ? AND holder = ?", [key, holder.person.id]
            ).fetchone()
            if row is None:
                raise NoKey(what, self._erased(key))
            try:
                known = self._open[key] = unwrap(holder.box, row[0], bound)
            except Unopened as error:
                raise changed(f"The key to this: {what}") from error
        return known

    def _erased(self, key: str) -> bool:
        """Whether nobody holds the key any more, and that was meant."""
        (held,) = self.db.execute("SELECT count(*) FROM wraps WHERE key = ?", [key]).fetchone()
        (gone,) = self.db.execute(
            "SELECT count(*) FROM removals WHERE what = 'wraps' AND key = ?", [key]
        ).fetchone()
        return not held and bool(gone)

    def _wrap(self, key: str, bound: bytes, person: Person) -> None:
        sealed = wrap(person.box, self._open[key], bound)
        check = wrap_mac(self._open[key], key, person.id, sealed)
        self.db.execute(
            "INSERT INTO wraps (key, holder, sealed, mac) VALUES (?, ?, ?, ?)",
            [key, person.id, sealed, check],
        )


MOST = 10_000  # keys of a case. A number beyond that was made up elsewhere
KEYS_OF = "SELECT id FROM case_keys WHERE case_id = ? ORDER BY number DESC"
FREE = (
    "SELECT id FROM case_keys WHERE case_id = ? AND EXISTS (SELECT 1 FROM wraps WHERE key = id"
    " AND holder = ?) AND NOT EXISTS (SELECT 1 FROM wraps"
    " JOIN revoked ON person = holder WHERE wraps.key = case_keys.id) ORDER BY number DESC, n"
)
LEAVE_LOGS = (
    "INSERT OR REPLACE INTO copied"
    " SELECT 'here', 'logs_after', CAST(coalesce(max(n), 0) AS TEXT) FROM logs"
)
DELETE = {
    "wraps": "DELETE FROM wraps WHERE key = ? AND holder = ?",
    "slots": "DELETE FROM slots WHERE key = ? AND holder = ?",
    "contact_keys": "DELETE FROM contact_keys WHERE key = ? AND holder = ?",
}
