"""Opening a store's file: the right kind of file, its settings, and its newest shape."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.records.device import make_device, wipe
from crisis_cli.records.folder import gate, make
from crisis_cli.records.persons import write_person
from crisis_cli.records.trouble import BUSY, DAMAGED, READ_ONLY, explained
from crisis_cli.records.upgrades.third import from_second, shape

Upgrade = Callable[[Path, str, float], None]

REAL, PRACTICE, DEBRIEFS = "real records", "practice records", "debriefs"
# Written in the head of the file, so that no kind can ever be opened as another.
KINDS = {REAL: 0x63726973, PRACTICE: 0x63707261, DEBRIEFS: 0x63646562}
OLD = ".plain"  # what a file of the first shape is called on its way out
NEWEST = 3  # the shape that this program writes


def connect(path: Path, kind: str, wait: float, upgrade: Upgrade) -> sqlite3.Connection:
    """A connection to the store in this file, made or upgraded where it has to be.

    kind: one of KINDS. upgrade: puts a newer file in the place of one of the first shape. A store
    that cannot be written is opened all the same, to be read.
    """
    make(path.parent)
    with explained(path):
        with gate(path.parent, wait):
            try:
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            except OSError as error:
                if not path.is_file():
                    raise
                return _only_read(path, kind, wait, error.errno == errno.EROFS)
            if not path.stat().st_size and _in_log(path):
                # SQLite would take it for a new file, and throw away what is in the log.
                raise CrisisError(f"{path} {DAMAGED[0]}", DAMAGED[1])
            plain = _shape_of(path, kind, wait) == 1
        if plain:
            _rewrite(path, kind, wait, upgrade)
    with explained(path), gate(path.parent, wait):
        wipe(path.with_name(path.name + OLD))  # left by an upgrade that was killed
        return _opened(path, kind, wait)


def _rewrite(path: Path, kind: str, wait: float, upgrade: Upgrade) -> None:
    """Put a newer file in the place of one of the first shape, while nobody opens either."""
    with gate(path.parent, wait, shut=True) as alone:
        if not alone:
            raise CrisisError(f"{path} {BUSY[0]}", BUSY[1])
        if _shape_of(path, kind, wait) == 1:  # asked again: another process may have been quicker
            upgrade(path, kind, wait)


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction that no other writer can slip into, whole or not at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def new_store(db: sqlite3.Connection, folder: Path, kind: str) -> None:
    """Everything that an empty store begins with; within a transaction."""
    shape(db)
    machine = make_device(folder)
    write_person(db, machine.person, machine)
    db.execute("INSERT INTO device VALUES (?)", [machine.person.id])
    db.execute(f"PRAGMA application_id = {KINDS[kind]}")
    db.execute(f"PRAGMA user_version = {NEWEST}")


def raw(path: Path, wait: float, how: str = "") -> sqlite3.Connection:
    """A connection without any settings of ours; every statement is its own transaction.

    how: what SQLite is told of the file, as in its URIs.
    """
    name = f"{path.absolute().as_uri()}?{how}" if how else str(path)
    db = sqlite3.connect(name, timeout=wait, isolation_level=None, uri=bool(how))
    # One letter that was damaged must not hide everything else: it is noticed by what seals it.
    db.text_factory = partial(str, encoding="utf-8", errors="replace")
    return db


def _only_read(path: Path, kind: str, wait: float, frozen: bool) -> sqlite3.Connection:
    """A connection that reads only. frozen: the disk cannot be written, by anybody.

    SQLite cannot make its files beside a store on such a disk, and reads it without them where it
    is told that nothing changes. Entries that are still in the write-ahead log it would pass over
    then: with a log it has to find its files there, or the store is not opened.
    """
    settled = frozen and not _in_log(path)
    db = raw(path, wait, "immutable=1" if settled else "mode=ro")
    try:
        if refuse_others(db, path, kind) != NEWEST:
            raise CrisisError(f"{path} {READ_ONLY[0]}", READ_ONLY[1])
    except BaseException:
        db.close()
        raise
    return db


def _in_log(path: Path) -> bool:
    """Whether anything is in the write-ahead log of this file."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _shape_of(path: Path, kind: str, wait: float) -> int:
    file = path.stat().st_ino
    db = raw(path, wait)
    try:
        return refuse_others(db, path, kind)
    except sqlite3.DatabaseError:
        if path.stat().st_ino == file:
            raise
    finally:
        db.close()
    return _shape_of(path, kind, wait)  # another process has just put a newer file there


def _opened(path: Path, kind: str, wait: float) -> sqlite3.Connection:
    db = raw(path, wait)
    try:
        _write_ahead(db, time.monotonic() + wait)
        db.execute("PRAGMA synchronous = FULL")  # an entry that was confirmed survives a power cut
        db.execute("PRAGMA fullfsync = ON")  # on macOS a plain fsync does not reach the disk
        db.execute("PRAGMA secure_delete = ON")  # a key that was taken away is overwritten
        if version(db) == 2:
            _from_second(db)
        db.execute("PRAGMA foreign_keys = ON")
        if not version(db):
            with writing(db):
                if not version(db):  # asked again: another process may have been quicker
                    new_store(db, path.parent, kind)
    except BaseException:
        db.close()
        raise
    return db


def refuse_others(db: sqlite3.Connection, path: Path, kind: str) -> int:
    """The shape of the store; 0 for an empty file. CrisisError for a file that is not this kind
    of store, before anything is written."""
    db.execute("BEGIN")  # one look: another process may be making the store just now
    head, shaped = int(db.execute("PRAGMA application_id").fetchone()[0]), version(db)
    empty = not head and not db.execute("SELECT 1 FROM sqlite_master").fetchone()
    db.execute("COMMIT")
    if head != KINDS[kind] and not empty:
        found = next((name for name, code in KINDS.items() if code == head), "something else")
        raise CrisisError(
            f"{path} holds {found}, not {kind}.",
            "Put the right file in its place. Nothing was changed.",
        )
    if shaped > NEWEST:
        raise CrisisError(
            f"{path} was written by a newer version of crisis.",
            "Install that version: this one could not read everything in it.",
        )
    return shaped


def _from_second(db: sqlite3.Connection) -> None:
    """Into the newest shape, in one transaction: killed anywhere, it is the old one still."""
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA legacy_alter_table = ON")  # a reference stays to the name, not to the table
    with writing(db):
        if version(db) == 2:  # asked again: another process may have been quicker
            from_second(db)
            db.execute(f"PRAGMA user_version = {NEWEST}")
    db.execute("PRAGMA legacy_alter_table = OFF")


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


def version(db: sqlite3.Connection) -> int:
    """The shape that is written in the head of the file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])
