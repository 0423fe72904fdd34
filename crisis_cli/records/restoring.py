"""Restoring: a copy takes the place of the store. Killed anywhere, one of both is whole there."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.records.backing_up import copy_key, flush, one_file, put_new
from crisis_cli.records.carrying import carry, same_records
from crisis_cli.records.connection import raw
from crisis_cli.records.copies import REPLACED, id_of, key_beside, look, reading, replaced
from crisis_cli.records.crypto import random_id
from crisis_cli.records.device import make_empty, place, settle
from crisis_cli.records.folder import gate, make
from crisis_cli.records.holds import Hold, holds_on, take_over
from crisis_cli.records.keyless import NoKey
from crisis_cli.records.listing import listed
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import forget_device, mine
from crisis_cli.records.persons import device, owner
from crisis_cli.records.sharing import contacts_of, keys_of, take_away
from crisis_cli.records.store import WAIT, Store
from crisis_cli.records.trouble import BUSY, explained

NEW = ".restored"  # what the restored file is called on its way in
BESIDE = ("-wal", "-shm", "-journal")
UNREAD = "What was held could not be read in the records that a backup took the place of"
PAUSE = 0.05  # seconds


@dataclass
class Lacking:
    """What the store has and a copy of it lacks."""

    entries: Counter[str] = field(default_factory=Counter)  # log -> how many
    authors: dict[str, str] = field(default_factory=dict)  # log -> who writes it
    contacts: int = 0


def lacking(store: Store, file: Path) -> Lacking:
    """What would not be there any more if this copy took the place of the store."""
    told = Lacking()
    with explained(file), closing(reading(file)) as db:
        there = set(db.execute("SELECT log, place, link FROM entries").fetchall())
        contacts = {one for (one,) in db.execute("SELECT id FROM contacts").fetchall()}
    with explained(store.path):
        for row in store.db.execute("SELECT log, place, link FROM entries").fetchall():
            if row not in there:
                told.entries[row[0]] += 1
    told.authors = {log: store.log(log).author for log in told.entries}
    told.contacts = len(set(store.contacts()) - contacts)
    return told


def restore(file: Path, path: Path, present: Store | None, at: datetime, by: str) -> Path | None:
    """Put a copy into the place of the store. Where the store that was there is now, or None.

    present: the store that is there, with its keys open; None where there is none, or where it
    cannot be read. It is closed. What was taken away or held in it stays so.
    """
    new = path.with_name(path.name + NEW)
    shape = look(file)
    make(path.parent)
    with explained(path), _cleared(new):
        if shape > 1:
            _bring_key(file, path.parent)
        make_empty(new)
        shutil.copyfile(file, new)
        with open_store(new) as store:
            _bring_up_to_date(store, id_of(file), present, at, by)
        with closing(raw(new, 0)) as db:
            one_file(db)
        flush(new)
        if present:
            present.close()
        return _swap(new, path, at)


@contextmanager
def _cleared(new: Path) -> Iterator[None]:
    """Nothing has the name of the new file, before and afterwards: one that was killed left it."""
    files = [new.with_name(new.name + end) for end in ("", *BESIDE)]
    for file in files:
        file.unlink(missing_ok=True)
    try:
        yield
    finally:
        for file in files:
            file.unlink(missing_ok=True)


def _bring_key(file: Path, folder: Path) -> None:
    """The key that lies beside a copy, to where the store looks for it; if nobody had set it up."""
    with closing(reading(file)) as db:
        target = place(folder, device(db).id)
        if owner(db) is not None or target.exists():
            return
    if not key_beside(file).is_file():
        raise CrisisError(
            f"The key of this backup is missing: {key_beside(file)}.",
            "Put that file beside the backup. Without it nothing in the backup can be read.",
        )
    copy_key(key_beside(file), target)


def _bring_up_to_date(
    store: Store, name: str, present: Store | None, at: datetime, by: str
) -> None:
    """What happened to the keys since the copy was made happens to it too."""
    with store.writing():
        store.db.execute("DROP TABLE IF EXISTS backup")
        store.keys.leave_logs()  # the shared store may have what was written in them since
    if present and same_records(store.db, present.db):
        found = _held(present, at, by)
        carry(present.path, store)
        store.keys.private, store.keys.unlock = present.keys.holder(), present.keys.unlock
        for contact, holds in found.items():
            if contact in store and not store.unreadable(contact):
                take_over(store, contact, holds, at, by)
    elif present:
        _erase_again(store, present, at)
    for older in replaced(store.path.parent):
        _carry_older(Path(older.file), store)
    if mine(store):
        forget_device(store)
    if not store.locked:
        with store.writing():
            store.note({"act": "restored", "backup": name}, at, by)


def _erase_again(store: Store, present: Store, at: datetime) -> None:
    """A copy from before entries were sealed has other keys than the store: what was erased there
    is found by the ids of its contacts."""
    gone = {one.contact for one in listed(present) if one.erased}
    with store.writing():
        for contact in gone & set(store.contacts()):
            case = store.case_of(contact)
            if gone.issuperset(contacts_of(store, case)):
                take_away(store, keys_of(store, case), at)
            else:
                for key in keys_of(store, case):
                    store.keys.remove("contact_keys", key, contact, at)


def _held(present: Store, at: datetime, by: str) -> dict[str, list[Hold]]:
    """The holds on each contact that this person can read. Where they cannot be read any more,
    the contact counts as held: better kept too long than lost."""
    found = {}
    for contact in present.contacts():
        try:
            found[contact] = holds_on(present, [contact])
        except NoKey:
            continue
        except CrisisError:
            found[contact] = [Hold(random_id(), at.isoformat(), by, UNREAD)]
    return found


def _carry_older(other: Path, store: Store) -> None:
    """What was erased in a store that was replaced earlier stays erased, if it can be read."""
    with suppress(CrisisError, sqlite3.Error):
        with closing(reading(other)) as db:
            ours = same_records(db, store.db)
            ours = ours and db.execute("PRAGMA user_version").fetchone() == (
                store.db.execute("PRAGMA user_version").fetchone()
            )
        if ours:
            carry(other, store)


def _swap(new: Path, path: Path, at: datetime) -> Path | None:
    """The new file takes the place; what was there has another name from now on."""
    kept = path.with_name(REPLACED.format(at=at, id=random_id(1)))
    if not path.exists():
        _aside(path, kept)  # a write-ahead log without its file would be taken for the new one's
        put_new(new, path)
        return None
    with _alone(path):
        try:
            os.link(path, kept)
        except OSError:  # no second names here
            make_empty(kept)
            shutil.copyfile(path, kept)
            flush(kept)
        _aside(path, kept)
        settle(path.parent)
        new.replace(path)
        settle(path.parent)
    return kept


def _aside(path: Path, kept: Path) -> None:
    """What lies beside a store goes where the store goes."""
    for end in BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(kept.with_name(kept.name + end))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep everybody else out of a store, with its write-ahead log emptied into it. One that is
    too damaged for that is nobody else's either."""
    until = time.monotonic() + WAIT
    while True:
        # Anew each time: two that hold the file open would wait for each other.
        with gate(path.parent, PAUSE, shut=True) as shut, closing(raw(path, PAUSE)) as db:
            if shut and _locked(db):
                yield
                return
        if time.monotonic() > until:
            raise CrisisError(f"{path} {BUSY[0]}", BUSY[1])
        time.sleep(PAUSE)


def _locked(db: sqlite3.Connection) -> bool:
    """Whether nobody else can read or write the file any more."""
    try:
        # What is locked while the mode changes stays so: nobody slips in and changes it back.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return True
        if code != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
