"""What lists say of each contact, sealed, so that a list need not read the contacts themselves.

No record: all of it can be made again from the entries, and stays in this store.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crisis_cli import __version__
from crisis_cli.records.crypto import Unopened, about, derived, mac, seal, unseal
from crisis_cli.records.names import folded
from crisis_cli.records.sealed import open_entry, seal_entry
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

Says = dict[str, Any]  # plain JSON; what is in it is the business of whoever makes lists
PAGE = 500  # contacts that are looked at together
SORTED = 10_000  # stale contacts that are put in order together
TOKEN = 16  # bytes
NONE = bytes(TOKEN)  # the sum of no contacts at all


@dataclass(frozen=True, slots=True)
class Row:
    """A contact in the index.

    beside: what stands in clear about it: id, case, when it began, its protocol, its entries.
    n: its number in the store. waiting: whether it is among those that wait.
    says: what was kept of it; None where that is missing, or not of the contact as it is now.
    """

    beside: tuple[str, ...]
    n: int
    waiting: bool
    says: Says | None

    @property
    def contact(self) -> str:
        """The id of the contact."""
        return self.beside[0]

    @property
    def case(self) -> str:
        """The id of its case, or "" where it is filed under none."""
        return self.beside[1]

    @property
    def began(self) -> str:
        """When it began, as it stands in clear."""
        return self.beside[2]


class Index:
    """The index of an open store, under keys that come from its owner's. Locked without those."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with explained(store.path):
            secret = derived(store.keys.holder().box, "index")
        self._summaries, self._names = derived(secret, "summaries"), derived(secret, "names")
        self._tally = derived(secret, "tally")
        self._sum = NONE

    # -- looking

    def page(self, after: Row | None = None) -> list[Row]:
        """Some contacts, the latest begun first; those that follow on this one, or the first."""
        if after is None:
            return self._rows(f"{EVERY} ORDER BY began DESC, n DESC LIMIT {PAGE}")
        where = "WHERE began <= ? AND (began, n) < (?, ?)"
        where += f" ORDER BY began DESC, n DESC LIMIT {PAGE}"
        return self._rows(f"{EVERY} {where}", after.began, after.began, after.n)

    def waiting(self) -> list[Row] | None:
        """The contacts that wait; None where somebody or something changed which those are."""
        with self._one_look():
            rows, known = self._rows(WAITING), self._read_tally()
        if known is None or known[0] != self._sum_of(row.contact for row in rows):
            return None
        return rows

    def called(self, name: str) -> Iterator[Row]:
        """The contacts that tell a name with all these words, in no order; or more names than one
        that have them together."""
        tokens = [self._token("name", word) for word in folded(name).split()]
        for contact in self._with_all(tokens):
            yield from self.of(contact)

    def in_case(self, case: str) -> list[Row]:
        """The contacts of a case, the latest begun first."""
        return self._rows(f"{EVERY} WHERE contacts.id IN ({IN_CASE}) ORDER BY began DESC, id", case)

    def of(self, contact: str) -> list[Row]:
        """The row of a contact, or nothing for one that is not there."""
        return self._rows(f"{EVERY} WHERE contacts.id = ?", contact)

    def unread(self) -> list[Row]:
        """The contacts that could not be read when they were last looked at."""
        return self._rows(f"{WAITING} AND sealed = x''")

    def stale(self) -> list[str]:
        """Some of the contacts of which nothing is kept, or not what is so now; the latest begun
        first."""
        with explained(self.store.path):
            found = self.store.db.execute(STALE, [self._upto(), SORTED]).fetchall()
        return [contact for (contact,) in found]

    def count_stale(self) -> int:
        """How many these are in all."""
        with explained(self.store.path):
            (count,) = self.store.db.execute(COUNT_STALE, [self._upto()]).fetchone()
        return int(count)

    # -- keeping

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction. Where it finds the index changed from outside, everything is stale."""
        with self.store.writing():
            self._sum, upto = self._read_tally() or (self._sum_now(), 0)
            last = self._last()
            if last > upto:
                self.store.db.execute(
                    "INSERT OR IGNORE INTO stale SELECT id FROM contacts WHERE n > ?", [upto]
                )
            yield
            sealed = seal(self._tally, json.dumps([self._sum.hex(), last]).encode(), ABOUT_TALLY)
            self.store.db.execute("INSERT OR REPLACE INTO tally VALUES (1, ?)", [sealed])

    def mistrust(self) -> None:
        """Everything is looked at again; what is still as it was kept need not be made anew."""
        with self.store.writing():
            self.store.db.execute("DELETE FROM tally")

    def keep(self, row: Row, says: Says | None, names: Iterable[str], waiting: bool) -> None:
        """Keep what is said of a contact, as it was in this row; within `writing`. A contact that
        has gone on since stays stale.

        says: None where it could not be read. names: those of its client.
        """
        now = self.store.db.execute(f"{EVERY} WHERE contacts.id = ?", [row.contact]).fetchone()
        if now is None or now[3:] != row.beside:
            return
        sealed = seal_entry(self._summaries, _bound(row.beside), says) if says else b""
        self._name(row.contact, self._searched(names))
        self._wait(row.contact, waiting)
        self.store.db.execute(
            "INSERT INTO summaries VALUES (?1, ?2, ?3)"
            " ON CONFLICT DO UPDATE SET waiting = ?2, sealed = ?3",
            [row.contact, waiting, sealed],
        )
        self.store.db.execute("DELETE FROM stale WHERE contact = ?", [row.contact])

    def lower(self, contact: str) -> None:
        """A contact waits no more; within `writing`."""
        self._wait(contact, False)
        self.store.db.execute("UPDATE summaries SET waiting = 0 WHERE contact = ?", [contact])

    def drop(self, contact: str) -> None:
        """Keep nothing of a contact; within `writing`."""
        self._name(contact, set())
        self._wait(contact, False)
        self.store.db.execute("DELETE FROM summaries WHERE contact = ?", [contact])
        self.store.db.execute("DELETE FROM stale WHERE contact = ?", [contact])

    # -- how

    @contextmanager
    def _one_look(self) -> Iterator[None]:
        """Nobody else's writing comes between what is read in it."""
        with explained(self.store.path):
            self.store.db.execute("BEGIN")
        try:
            yield
        finally:
            self.store.db.execute("COMMIT")

    def _rows(self, statement: str, *values: Any) -> list[Row]:
        with explained(self.store.path):
            rows = self.store.db.execute(statement, values).fetchall()
        return [self._row(*row) for row in rows]

    def _row(self, n: int, waiting: int | None, sealed: bytes | None, *beside: str) -> Row:
        try:
            says = open_entry(self._summaries, _bound(beside), sealed) if sealed else None
        except Unopened:
            says = None
        return Row(beside, n, bool(waiting), says)

    def _token(self, use: str, text: str) -> bytes:
        return mac(self._names, about(use, text))[:TOKEN]

    def _searched(self, names: Iterable[str]) -> set[bytes]:
        """What a contact is found by: each name that it tells, and each word of it."""
        wholes = [folded(name) for name in names]
        return {self._token("name", text) for one in wholes for text in [one, *one.split()] if text}

    def _with_all(self, tokens: list[bytes]) -> list[str]:
        """The contacts that have all of these tokens."""
        if not tokens:
            return []
        first, *others = ("SELECT contact FROM names WHERE token = ?" for _ in tokens)
        statement = " INTERSECT ".join([first, *others])
        with explained(self.store.path):
            return [one for (one,) in self.store.db.execute(statement, tokens).fetchall()]

    def _name(self, contact: str, has: Set[bytes]) -> None:
        """The tokens of a contact are these from now on."""
        db = self.store.db
        had = {
            token for (token,) in db.execute("SELECT token FROM names WHERE contact = ?", [contact])
        }
        for token in had - has:
            db.execute("DELETE FROM names WHERE token = ? AND contact = ?", [token, contact])
        for token in has - had:
            db.execute("INSERT INTO names VALUES (?, ?)", [token, contact])

    # -- the tally: that no contact which waits is hidden by a changed or missing row

    def _wait(self, contact: str, waiting: bool) -> None:
        row = self.store.db.execute(
            "SELECT waiting FROM summaries WHERE contact = ?", [contact]
        ).fetchone()
        if bool(row and row[0]) != waiting:
            self._sum = _added(self._sum, self._token("waits", contact))

    def _sum_now(self) -> bytes:
        rows = self.store.db.execute("SELECT contact FROM summaries WHERE waiting")
        return self._sum_of(contact for (contact,) in rows)

    def _sum_of(self, contacts: Iterable[str]) -> bytes:
        """A sum that only whoever holds the key can make, and that any other contact changes."""
        found = NONE
        for contact in contacts:
            found = _added(found, self._token("waits", contact))
        return found

    def _read_tally(self) -> tuple[bytes, int] | None:
        """The sum of those that wait, and the number of the last contact; None where it is not
        what was kept."""
        with explained(self.store.path):
            row = self.store.db.execute("SELECT sealed FROM tally").fetchone()
        if row is None:
            return None
        try:
            waits, upto = json.loads(unseal(self._tally, row[0], ABOUT_TALLY))
        except Unopened:
            return None
        return bytes.fromhex(waits), upto

    def _upto(self) -> int:
        known = self._read_tally()
        return known[1] if known else 0

    def _last(self) -> int:
        (last,) = self.store.db.execute("SELECT coalesce(max(n), 0) FROM contacts").fetchone()
        return int(last)


def _bound(beside: tuple[str, ...]) -> bytes:
    # Of another version of the program nothing is believed: it may have judged otherwise.
    return about("summary", __version__, *beside)


def _added(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


ABOUT_TALLY = about("tally")
# A contact, and what stands beside it. The last entry and their count: an older summary that was
# put back does not open.
COLUMNS = (
    "SELECT contacts.n, waiting, summaries.sealed, contacts.id,"
    " coalesce((SELECT case_id FROM contact_keys JOIN case_keys ON case_keys.id = key"
    " WHERE holder = contacts.id ORDER BY contact_keys.n DESC LIMIT 1), ''), began, protocol,"
    " (SELECT max(seq) || ' of ' || count(*) FROM entries WHERE entries.contact = contacts.id)"
)
EVERY = f"{COLUMNS} FROM contacts LEFT JOIN summaries ON summaries.contact = contacts.id"
WAITING = f"{COLUMNS} FROM summaries JOIN contacts ON contacts.id = contact WHERE waiting"
IN_CASE = "SELECT holder FROM contact_keys JOIN case_keys ON case_keys.id = key WHERE case_id = ?"
STALE = (
    "SELECT contact FROM (SELECT contact FROM stale UNION SELECT id FROM contacts WHERE n > ?)"
    " LEFT JOIN contacts ON id = contact ORDER BY began DESC, n DESC LIMIT ?"
)
COUNT_STALE = (
    "SELECT count(*) FROM (SELECT contact FROM stale UNION SELECT id FROM contacts WHERE n > ?)"
)
