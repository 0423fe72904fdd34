"""Backing up: one consistent copy of the store while it is in use, looked at before it counts."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.records.connection import raw
from crisis_cli.records.copies import (
    DONE,
    Copy,
    Ends,
    damage,
    ends,
    key_beside,
    open_copy,
    reading,
    remember,
)
from crisis_cli.records.crypto import random_id
from crisis_cli.records.device import make_empty, place, settle
from crisis_cli.records.owning import mine
from crisis_cli.records.persons import device
from crisis_cli.records.store import WAIT, Store
from crisis_cli.records.trouble import explained
from crisis_cli.records.verify import Report, verify

PART = ".part"  # what a copy is called before it was looked at
NOT_MADE = "No backup was made, and the records are as they were. Name another place for it."
BEGUN = (
    "{part} is there: a backup to this place is running, or one was broken off.",
    "If none is running, delete that file, and try again.",
)


def back_up(store: Store, file: Path, at: datetime, by: str) -> tuple[Copy, Report | None]:
    """Copy the store into a new file, and look at the copy.

    Nothing is ever overwritten. What was made, and what was found in it: None where the keys are
    not open, then the chains are not looked at. CrisisError where there is no copy.
    """
    file = file.absolute()
    made = Copy(random_id(), at.isoformat(), str(file))
    _refuse(file)
    with _written(file) as part:
        here = _copied(store.path, part, made)
        _compare(part, here)
        report = _chains(store, part)
        _finish(store, part, file)
    _list(store.path.parent, made)
    if not store.locked:
        with store.writing():
            store.note({"act": DONE, "backup": made.id}, at, by)
    return made, report


def _refuse(file: Path) -> None:
    if file.is_dir():
        raise CrisisError(f"{file} is a folder.", f"Name a file in it: {file / 'records-copy.db'}")
    for one in (file, key_beside(file)):
        if one.exists() or one.is_symlink():
            raise CrisisError(f"{one} is there already.", "Name a file that is not there yet.")


@contextmanager
def _written(file: Path) -> Iterator[Path]:
    """A new file beside this one, for its owner alone; gone afterwards, whatever happens."""
    part = file.with_name(file.name + PART)
    try:
        with explained(file):
            make_empty(part)
    except CrisisError as error:
        if isinstance(error.__cause__, FileExistsError):
            raise CrisisError(BEGUN[0].format(part=part), BEGUN[1]) from None
        raise CrisisError(error.message, NOT_MADE) from None
    try:
        with explained(file):
            yield part
    except CrisisError as error:
        raise CrisisError(error.message, NOT_MADE) from None
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                part.with_name(part.name + end).unlink()


def _copied(path: Path, part: Path, made: Copy) -> Ends:
    """Copy the store as it is at one moment. How far its logs went then."""
    with closing(raw(path, WAIT)) as db, closing(raw(part, 0)) as copy:
        with explained(path):
            db.execute("BEGIN")  # from here on this connection sees one moment
            here = ends(db)
        copy.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.backup(copy)
        one_file(copy)
        copy.execute("DROP TABLE IF EXISTS backup")
        copy.execute("CREATE TABLE backup (id TEXT NOT NULL, at TEXT NOT NULL) STRICT")
        copy.execute("INSERT INTO backup VALUES (?, ?)", [made.id, made.at])
    flush(part)
    return here


def one_file(db: sqlite3.Connection) -> None:
    """From here on a copy is one file, without a write-ahead log, so that it can be carried."""
    (mode,) = db.execute("PRAGMA journal_mode = MEMORY").fetchone()
    if mode != "memory":
        raise sqlite3.OperationalError(f"the copy stayed in mode {mode}")


def flush(file: Path) -> None:
    """Let a file reach the disk."""
    opened = os.open(file, os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _compare(part: Path, here: Ends) -> None:
    """CrisisError unless the copy is whole, and has the very entries that the store had."""
    with closing(reading(part)) as copy:
        if trouble := damage(copy):
            raise CrisisError(f"The copy is damaged: {trouble}.")
        there = ends(copy)
    for log in sorted(here.keys() | there.keys()):
        if here.get(log) != there.get(log):
            raise CrisisError(f"Log {log} is not the same in the copy as in the records.")


def _chains(store: Store, part: Path) -> Report | None:
    """What is found in the copy with the keys of the store; None where they are not open."""
    if store.locked:
        return None
    with open_copy(part) as copy:
        copy.keys.private, copy.keys.unlock = store.keys.holder(), store.keys.unlock
        return verify(copy)


def _finish(store: Store, part: Path, file: Path) -> None:
    """The key first, where there is one: a copy without it could never be read."""
    beside = key_beside(file)
    bare = mine(store) is None
    try:
        if bare:
            copy_key(place(store.path.parent, device(store.db).id), beside)
        put_new(part, file)
    except BaseException:
        if bare:
            beside.unlink(missing_ok=True)
        raise


def _list(folder: Path, made: Copy) -> None:
    try:
        remember(folder, made)
    except CrisisError as error:
        raise CrisisError(
            f"The backup {made.file} was made, and is not on the list of backups. {error.message}",
            "Write down where it is: who erases a case has to erase it there too.",
        ) from None


def copy_key(key: Path, beside: Path) -> None:
    """Copy the key of a machine that nobody has set up into a new file, for its owner alone."""
    content = key.read_bytes()
    file = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def put_new(part: Path, file: Path) -> None:
    """Give a finished file its name, if nothing has that name yet."""
    try:
        os.link(part, file)
    except FileExistsError:
        raise CrisisError(f"{file} is there already.") from None
    except OSError:  # a stick without second names: the moment in between is as short as can be
        if file.exists():
            raise CrisisError(f"{file} is there already.") from None
        part.rename(file)
    settle(file.parent)
