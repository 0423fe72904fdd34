"""Looking at a whole store: is every entry what was written, in its place, and none gone?"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import Unopened, derived, same, unseal
from crisis_cli.records.heads import Head, heads
from crisis_cli.records.keyless import NoKey
from crisis_cli.records.macs import wrap_mac
from crisis_cli.records.owning import held, slots
from crisis_cli.records.persons import known, readers, revocation, vouchers
from crisis_cli.records.sealed import Clear, Log, link, opens
from crisis_cli.records.settings import settings
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained
from crisis_cli.records.upgrades.third import shape


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written. contact and entry: where, if it has such a place."""

    text: str
    contact: str = ""
    entry: int = 0


@dataclass
class Report:
    """What was looked at, and what was found."""

    logs: int = 0
    entries: int = 0
    contacts: int = 0
    sealed_to_others: int = 0  # logs whose chain this person holds no key to
    erased: int = 0  # entries whose keys were taken away on purpose
    signed: list[Head] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    protocols: set[str] = field(default_factory=set)  # found whole: contacts share them

    def found(self, text: str, contact: str = "", entry: int = 0) -> None:
        """One more finding."""
        self.findings.append(Finding(text, contact, entry))

    def add(self, other: Report) -> None:
        """What was looked at in a store beside, too; not its heads, which end with it."""
        for name in ("logs", "entries", "contacts", "sealed_to_others", "erased"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.findings += other.findings


def verify(store: Store, elsewhere: Iterable[Head] = ()) -> Report:
    """Look at everything that this person can open. Locked where the passphrase was not given.

    elsewhere: signed heads that were kept outside of the store.
    """
    report = Report()
    with explained(store.path):
        store.keys.holder()
        if not _file(store, report):
            return report  # what could be said of single entries would be guesses
        _persons(store, report)
        _wraps(store, report)
        _logs(store, report)
        report.signed = heads(store)
        for head in [*report.signed, *elsewhere]:
            _head(store, report, head)
        _contacts(store, report)
    return report


def _file(store: Store, report: Report) -> bool:
    """The file itself, and what keeps its rows from being changed. Whether it can be read on."""
    said = [row[0] for row in store.db.execute("PRAGMA integrity_check(5)").fetchall()]
    whole = said == ["ok"]
    if not whole:
        report.found(f"The file is damaged: {'; '.join(said)}.")
    for row in store.db.execute("PRAGMA foreign_key_check").fetchmany(5):
        report.found(f"A line of '{row[0]}' belongs to nothing in '{row[2]}'.")
    schema = (
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
        " WHERE tbl_name <> 'backup' ORDER BY name"  # what only a copy says of itself
    )
    with closing(sqlite3.connect(":memory:")) as new:
        shape(new)
        if new.execute(schema).fetchall() != store.db.execute(schema).fetchall():
            report.found("The guards of the file, which keep rows from being changed, differ.")
    return whole


def _persons(store: Store, report: Report) -> None:
    """Everybody's public keys, and their ways in."""
    # Whom nobody vouches for is known to the shared store only: nothing was ever wrapped to them.
    for row in store.db.execute(
        "SELECT id, name FROM persons WHERE id IN (SELECT person FROM vouchers) ORDER BY id"
    ).fetchall():
        person = known(store.db, row[0])
        if not person or not vouchers(store.db, person):
            report.found(f"The public key of {row[1]} is not what was vouched for.")
    for person_id, at, by, vouched in store.db.execute(
        "SELECT person, at, voucher, vouched FROM revoked"
    ).fetchall():
        signer = known(store.db, by)
        if not signer or not signer.signed(revocation(person_id, at), vouched):
            report.found(f"Nobody signed that {person_id} may not read any more.")
    try:
        settings(store)
    except CrisisError as error:
        report.found(error.message)
    if store.keys.unlock:
        for slot in slots(store):
            if not slot.whole(store.keys.unlock):
                report.found(f"The slot of your {slot.kind} was changed: make it anew.")


def _wraps(store: Store, report: Report) -> None:
    """Whether all who may read could: each key that opens here is there for each of them, whole."""
    names = {person.id: person.name for person in readers(store.db)}
    me = store.keys.holder().person.id
    for key, bound in held(store, me):
        try:
            secret = store.keys.open(key, bound)
        except CrisisError as error:
            report.found(f"{error.message[:-1]} (key {key}).")
            continue
        rows = store.db.execute("SELECT holder, sealed, mac FROM wraps WHERE key = ?", [key])
        holders = set()
        for holder, sealed, check in rows.fetchall():
            holders.add(holder)
            if not same(check, wrap_mac(secret, key, holder, sealed)):
                report.found(f"Key {key} was changed for {names.get(holder, holder)}.")
        missing = names.keys() - holders
        if missing and store.db.execute(MADE_HERE, {"key": key, "me": me}).fetchone():
            for holder in missing:
                report.found(f"Key {key} is missing for {names[holder]}.")
        store.keys.spare()


# Whether a key was made in this person's own logs. Others wrap theirs to supervisors of their own.
MADE_HERE = (
    "SELECT 1 FROM logs WHERE id = :key AND person = :me UNION ALL SELECT 1 FROM contact_keys"
    " JOIN entries ON contact = holder AND seq = 1 JOIN logs ON logs.id = log"
    " WHERE key = :key AND person = :me LIMIT 1"
)


def _logs(store: Store, report: Report) -> None:
    """Walk every log: each entry in its place, linked to the one before, and opening."""
    rows = store.db.execute(
        "SELECT log, place, contact, seq, ends, sealed, link FROM entries ORDER BY log, place"
    )
    for log, entries in groupby(rows, itemgetter(0)):
        report.logs += 1
        _log(store, report, store.log(log), entries)


def _log(store: Store, report: Report, log: Log, rows: Iterable[Any]) -> None:
    start = _chain(store, report, log)
    chain, before = start or (b"", b"")
    place = 0
    for _, here, contact, seq, ends, sealed, given in rows:
        clear = Clear(log, here, contact or "", seq or 0, bool(ends))
        bound = clear.bound()
        # Of a log whose key is another's, only what one may read is here: there may be gaps.
        if start and not (here == place + 1 and same(given, link(chain, before, bound, sealed))):
            report.found(BREAKS.format(log=log.id), clear.contact, clear.seq)
        before, place = given, here
        _entry(store, report, clear, bound, sealed)
        report.entries += 1


def _chain(store: Store, report: Report, log: Log) -> tuple[bytes, bytes] | None:
    """The key of a log's chain, and what its first link follows on; None for another's log."""
    try:
        key = store.keys.key_of_log(log)
    except NoKey:
        report.sealed_to_others += 1
        if log.person == store.keys.holder().person.id:
            report.found(f"Your key to log {log.id} is gone, and nobody took it away.")
    except CrisisError:
        report.found(f"The key of log {log.id} does not open: its chain cannot be looked at.")
    else:
        return derived(key, "chain"), log.start(key)
    return None


def _entry(store: Store, report: Report, clear: Clear, bound: bytes, sealed: bytes) -> None:
    """Whether an entry opens, and a first one says the same as stands in clear."""
    try:
        said = unseal(_key(store, clear), sealed, bound)
    except NoKey as none:
        report.erased += none.erased
        if not none.erased and clear.log.person == store.keys.holder().person.id:
            report.found("Your key to this is gone.", clear.contact, clear.seq)
    except Unopened:
        report.found("This entry was changed, or is damaged.", clear.contact, clear.seq)
    except CrisisError as error:
        report.found(error.message, clear.contact, clear.seq)
    else:
        if clear.seq == 1:
            _first(store, report, clear, json.loads(said))


def _key(store: Store, clear: Clear) -> bytes:
    if clear.contact:
        return store.keys.contact(clear.contact)
    return store.keys.of_acts(clear.log)


def _first(store: Store, report: Report, clear: Clear, body: dict[str, Any]) -> None:
    store.keys.spare()
    row = store.db.execute(
        "SELECT protocol, began FROM contacts WHERE id = ?", [clear.contact]
    ).fetchone()
    try:
        if not row or not opens(clear, body, *row):
            report.found("What stands beside it in clear was changed.", clear.contact, clear.seq)
        if not row or row[0] not in report.protocols:
            store.protocol(clear.contact)
            report.protocols.add(row[0])
    except CrisisError as error:
        report.found(error.message, clear.contact)


def _head(store: Store, report: Report, head: Head) -> None:
    """Whether a log still reaches to where it was signed, and is the same up to there."""
    signer = known(store.db, head.person)
    if signer is None or not head.genuine(signer):
        report.found(f"The signature of log {head.log} at place {head.place} is not genuine.")
        return
    (last,) = store.db.execute(
        "SELECT coalesce(max(place), 0) FROM entries WHERE log = ?", [head.log]
    ).fetchone()
    here = store.db.execute(
        "SELECT link FROM entries WHERE log = ? AND place = ?", [head.log, head.place]
    ).fetchone()
    if head.place > last:
        report.found(*_cut_off(store, head, last))
    elif here is None or here[0] != head.link:
        text = f"Log {head.log} is not what {signer.name} signed, up to place {head.place}."
        report.found(text, *_place(store, head.log, head.place))


def _cut_off(store: Store, head: Head, last: int) -> tuple[str, str, int]:
    text = f"The end of log {head.log} is gone: {head.place - last} entries after this one."
    return text, *_place(store, head.log, last)


def _place(store: Store, log: str, place: int) -> tuple[str, int]:
    """Contact and entry at a place of a log."""
    row = store.db.execute(
        "SELECT contact, seq FROM entries WHERE log = ? AND place = ?", [log, place]
    ).fetchone()
    return (row[0] or "", row[1] or 0) if row else ("", 0)


def _contacts(store: Store, report: Report) -> None:
    """Whether each contact has all its entries. Of one that was never for this person, those are
    here that stand in a log which they can look at."""
    (report.contacts,) = store.db.execute("SELECT count(*) FROM contacts").fetchone()
    for contact, last, count in store.db.execute(
        "SELECT contacts.id, coalesce(max(seq), 0), count(DISTINCT seq) FROM contacts"
        " LEFT JOIN entries ON contact = contacts.id WHERE EXISTS (SELECT 1 FROM contact_keys"
        " WHERE holder = contacts.id) GROUP BY contacts.id"
    ):
        if not last or last != count:
            report.found("Entries of this contact are missing.", contact)


BREAKS = (
    "The chain of log {log} breaks here: this entry was changed, or what was before it is gone."
)
