"""Copying down: what others wrote and this person may read. Each row is looked at before it is
believed: a shared store stands on somebody else's machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from crisis_cli.records.owning import settle_keys
from crisis_cli.records.shared.place import (
    SEEN,
    number_of,
    reached,
    recognised,
    remember,
    writers,
)
from crisis_cli.records.shared.rows import Row, Rows
from crisis_cli.records.shared.server import Server
from crisis_cli.records.shared.tables import (
    CASE_KEYS,
    CONTACT_KEYS,
    CONTACTS,
    ENTRIES,
    HEADS,
    LOGS,
    PERSONS,
    PROTOCOLS,
    REMOVALS,
    REVOKED,
    VOUCHERS,
    WRAPS,
    Table,
)
from crisis_cli.records.shared.trusting import Trust
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

DOWN = "down"  # under which name the number is kept up to which everything was looked at
TOGETHER = 50  # contacts or keys that are asked for at once
# Of these there may be several rows of which one is genuine.
MANY = (WRAPS, VOUCHERS, REVOKED)
SHORT = 100  # rows in one transaction here: an interview that goes on meanwhile never waits


@dataclass
class Pulled:
    """What came. refused: what could not be believed, in words; it is asked for again next time."""

    entries: int = 0
    contacts: int = 0
    taken_away: int = 0
    refused: list[str] = field(default_factory=list)


def pull(store: Store, server: Server) -> Pulled:
    """Take everything that this person may read and that this store lacks. Locked without keys.

    It may be cut anywhere: what is here already is left alone when it goes on.
    """
    done = Pulled()
    with explained(store.path):
        mine = writers(store, recognised(store, server))
        store.keys.holder()
        place, upto = number_of(store, server)
        with server.snapshot():
            Pull(store, server, done, place, upto).run(mine)
        if not done.refused:
            with store.writing():
                remember(store, place, DOWN, upto)
                remember(store, place, SEEN, upto)
    return done


class Pull:
    """One copying down, within one snapshot of the shared store."""

    def __init__(self, store: Store, server: Server, done: Pulled, place: str, upto: int) -> None:
        self.store, self.server, self.done = store, server, done
        self.since = int(reached(store, place, DOWN) or 0)
        self.rows = Rows(store, server, place, self.since, upto)
        self.trust = Trust(store)
        self.unbelieved: set[str] = set()  # contacts of which nothing is taken this time

    def run(self, mine: dict[str, str]) -> None:
        """All of it, in an order in which each row finds what it refers to."""
        for table in (PERSONS, VOUCHERS, REVOKED):
            for page in self.rows.news(table):
                self._take(table, page)
        for part in _parts(self._new_keys(mine["me"])):
            self._opened(part, mine["me"])
        if self.since:
            self._since()
        else:  # what keys open that are here was looked at with them; what was taken away was not
            for page in self.rows.news(REMOVALS):
                self._taken_away(page)
        for log in self._own_that_lack(mine):
            self._log(log)

    def _opened(self, keys: list[str], me: str) -> None:
        """Take everything that keys which are new to this person open, however old it is."""
        cases, logs = (self.rows.all(table, "id = ANY(%s)", keys) for table in (CASE_KEYS, LOGS))
        wraps = self.rows.all(WRAPS, "key = ANY(%s)", keys)
        # One's own wrap first: it opens what proves the others. A key that does not open is not
        # taken either: nothing could be filed under it.
        wraps.sort(key=lambda row: row[1] != me)
        opened = {row[0] for row in wraps if row[1] == me and self.trust.opens(row, cases, logs)}
        for key in sorted(set(keys) - opened):
            self._refuse(f"The key {key}")
        for table, rows in ((CASE_KEYS, cases), (LOGS, logs), (WRAPS, wraps)):
            self._take(table, [row for row in rows if row[0] in opened])
        self._contacts(self.rows.all(CONTACT_KEYS, "key = ANY(%s)", sorted(opened)), not self.since)
        walked = [row[0] for row in logs if row[0] in opened]
        for log in walked:
            self._log(log)
        self._take(HEADS, self.rows.all(HEADS, "log = ANY(%s)", walked))
        self._taken_away(self.rows.all(REMOVALS, "key = ANY(%s)", sorted(opened)))

    def _since(self) -> None:
        """Take what came since the last time to what is here."""
        for page in self.rows.news(WRAPS):
            self._take(WRAPS, page)
        for page in self.rows.news(CONTACT_KEYS):
            self._contacts(page)
        for page in self.rows.news(ENTRIES):
            self._added(page)
        for page in self.rows.news(HEADS):
            self._take(HEADS, page)
        for page in self.rows.news(REMOVALS):
            self._taken_away(page)

    def _new_keys(self, me: str) -> list[str]:
        """The keys that were wrapped to this person since; at first, all that are."""
        wraps = self.rows.all(WRAPS, "holder = %s AND arrived > %s", me, self.since)
        new = (row[0] for row in wraps if not self.since or not self.rows.has(WRAPS, row[0], me))
        return list(dict.fromkeys(new))

    # -- contacts and logs

    def _contacts(self, keys: list[Row], known_too: bool = False) -> None:
        """Each contact with its key and all its entries: whole, or not at all.

        known_too: those that are here already are looked at too, for entries that are not.
        """
        lacking: dict[str, list[Row]] = {}
        for row in keys:
            if not self.rows.has(CONTACT_KEYS, row[0], row[1]):
                lacking.setdefault(row[1], []).append(row)
        known = {row[1] for row in keys} - lacking.keys() if known_too else set()
        for part in _parts([*lacking, *known]):
            entries: dict[str, list[Row]] = {contact: [] for contact in part}
            for row in self.rows.all(ENTRIES, "contact = ANY(%s)", part):
                entries[row[2]].append(row)
            about = self._refer_to(row for rows in entries.values() for row in rows)
            for contact, rows in entries.items():
                if contact in known:
                    self._entries(rows)
                elif any(row[3] == 1 for row in rows):  # else its beginning is still on its way
                    self._contact(lacking[contact], rows, about)

    def _contact(self, keys: list[Row], entries: list[Row], about: dict[str, Row]) -> None:
        """keys: under which it may be filed. Only those are taken that open its beginning."""
        first = next(row for row in entries if row[3] == 1)
        if not self._told_of(first, about):
            return
        begun = about.get(first[2])
        believed = [row for row in keys if self.trust.contact_key(row, first, begun)]
        for row in keys:
            if row not in believed:
                self._refuse(f"A key to contact {row[1]}")
        if not believed:
            self.unbelieved.add(first[2])
            return
        new = not self.trust.filed(first[2])
        with suppress(_Half), self.store.writing():
            self._about(first, about)
            for row in believed:
                if not self.rows.has(CONTACT_KEYS, row[0], row[1]):
                    self.rows.insert(CONTACT_KEYS, row)
            for row in entries:
                self._entry(row, about)
            if not self.rows.has(ENTRIES, *first[:2]):
                raise _Half
            self.done.contacts += new

    def _log(self, log: str) -> None:
        """A log whose chain this person may walk: all of it that is not here."""
        after = 0
        while rows := self.rows.all(
            ENTRIES, "log = %s AND place > %s AND place <= %s + 500", log, after, after
        ):
            self._entries(rows)
            after += 500

    def _added(self, entries: list[Row]) -> None:
        """Entries that came since: to contacts that are here, or that begin with them."""
        about = {row[2] for row in entries if row[2]}
        unknown = [one for one in about if not self.trust.filed(one)]
        for part in _parts(unknown):
            self._contacts(self.rows.all(CONTACT_KEYS, "holder = ANY(%s)", part))
        self._entries(entries)

    def _own_that_lack(self, mine: dict[str, str]) -> list[str]:
        """One's own logs that go further there: this store was put back from an older copy."""
        here = dict(self.store.db.execute(OWN, mine).fetchall())
        return [log for log, last in self.server.rows(OWN_THERE) if (here.get(log) or 0) < last]

    def _entries(self, rows: list[Row]) -> None:
        lacking = [row for row in rows if not self.rows.has(ENTRIES, row[0], row[1])]
        about = self._refer_to(lacking)
        for start in range(0, len(lacking), SHORT):
            with self.store.writing():
                for row in lacking[start : start + SHORT]:
                    self._entry(row, about)

    def _entry(self, row: Row, about: dict[str, Row]) -> None:
        if self.rows.has(ENTRIES, row[0], row[1]):
            return
        if not self.trust.entry(row):
            self._refuse(f"Entry {row[1]} of log {row[0]}")
        elif self._told_of(row, about):
            self._about(row, about)
            self.rows.insert(ENTRIES, row)
            self.done.entries += 1

    def _told_of(self, entry: Row, about: dict[str, Row]) -> bool:
        """Whether the contact that an entry is about is here, or came with its questions."""
        contact = entry[2]
        if not contact or contact in about or self.rows.has(CONTACTS, contact):
            return contact not in self.unbelieved
        self._refuse(f"Contact {contact}")
        return False

    def _about(self, entry: Row, about: dict[str, Row]) -> None:
        """Take the contact that an entry is about, in one transaction with it: none is without."""
        if entry[2] and not self.rows.has(CONTACTS, entry[2]):
            self.rows.insert(CONTACTS, about[entry[2]])

    def _refer_to(self, entries: Iterable[Row]) -> dict[str, Row]:
        """Take the logs and protocols that these entries refer to. The contacts that are new."""
        entries = list(entries)
        self._missing(LOGS, "id = ANY(%s)", {row[0] for row in entries})
        contacts = self._missing(
            CONTACTS, "id = ANY(%s)", {row[2] for row in entries if row[2]}, False
        )
        self._missing(PROTOCOLS, "digest = ANY(%s)", {row[1] for row in contacts})
        return {
            row[0]: row
            for row in contacts
            if self.rows.has(PROTOCOLS, row[1]) and self.trust.row(CONTACTS, row)
        }

    def _missing(self, table: Table, where: str, wanted: set[str], take: bool = True) -> list[Row]:
        lacking = [one for one in wanted if not self.rows.has(table, one)]
        found = [row for part in _parts(lacking) for row in self.rows.all(table, where, part)]
        if take:
            self._take(table, found)
        return found

    # -- what was taken away

    def _taken_away(self, removals: list[Row]) -> None:
        """Take away here what somebody who held the key took away: it may be a whole case."""
        new = [row for row in removals if not self.rows.has(REMOVALS, *row[:3])]
        if not (believed := [row for row in new if self.trust.removal(*row)]):
            return
        with self.store.writing():
            for row in believed:
                self.rows.insert(REMOVALS, row)
                self.store.keys.drop(*row[:3])
        self.done.taken_away += len(believed)
        self.store.keys.forget()
        settle_keys(self.store)

    # -- rows

    def _take(self, table: Table, rows: list[Row]) -> None:
        """Take the rows that are new and can be believed."""
        for start in range(0, len(rows), SHORT):
            self._take_some(table, rows[start : start + SHORT])

    def _take_some(self, table: Table, rows: list[Row]) -> None:
        with self.store.writing():
            for row in rows:
                if self.rows.has(table, *table.told_apart(row)):
                    believed = self.trust.same(table, row)
                elif believed := self.trust.row(table, row):
                    self.rows.insert(table, row)
                if not believed and table not in MANY:
                    self._refuse(f"{table.name}: {row[0]}")

    def _refuse(self, what: str) -> None:
        told = f"{what} is not as it was written, and was not taken."
        if told not in self.done.refused:
            self.done.refused.append(told)


class _Half(Exception):
    """A contact without its beginning: nothing of it is kept."""


def _parts(many: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(many), TOGETHER):
        yield many[start : start + TOGETHER]


OWN = (
    "SELECT id, (SELECT max(place) FROM entries WHERE log = id) FROM logs"
    " WHERE person IN (:me, :machine)"
)
OWN_THERE = (
    "SELECT id, (SELECT max(place) FROM crisis.entries WHERE log = id) AS last FROM crisis.logs"
    " WHERE owner = crisis.me() AND EXISTS (SELECT FROM crisis.entries WHERE log = id)"
)
