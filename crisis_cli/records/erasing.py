"""Erasing a case in copies of the store as well, and looking whether it is really gone there."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from mmap import ACCESS_READ as READ
from mmap import mmap
from pathlib import Path
from sqlite3 import Connection

from crisis_cli.errors import CrisisError
from crisis_cli.records.backing_up import flush, one_file
from crisis_cli.records.carrying import carry, same_records
from crisis_cli.records.copies import Copy, known, open_copy, reading
from crisis_cli.records.device import make_empty, settle, wipe, wipe_open
from crisis_cli.records.sharing import contacts_of, keys_of
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

PART, AWAY = ".erasing", ".erased"  # of a copy on its way in, and on its way out


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A copy in which something is left to do. there: whether it could be looked at."""

    copy: Copy
    there: bool


def is_erased(store: Store, case: str) -> bool:
    """Whether nobody holds a key to a case any more. CrisisError for an unknown case."""
    return not any(_wraps(store, key) for key in keys_of(store, case))


def refuse_copies(store: Store, files: Iterable[Path]) -> None:
    """CrisisError unless all of these are copies of this store, before anything is erased."""
    for file in files:
        if file.absolute() == store.path:
            raise CrisisError(f"{file} holds the records themselves.", "Name a backup.")
        with open_copy(file) as copy:
            if not same_records(copy.db, store.db):
                raise CrisisError(
                    f"{file} is a copy of other records.", "Name a backup of these ones."
                )


def erase_in(store: Store, case: str, file: Path) -> int:
    """Take the keys of a case that is erased in the store out of a copy of it. How many there
    were; CrisisError where any of their bytes can still be found in the file.

    The other keys of the copy are brought to the state that they have in the store.
    """
    wipe(file.with_name(file.name + AWAY))  # of one that was killed
    with open_copy(file) as copy:
        gone = _keys_in(copy.db, store, case)
    if gone:
        with _rewritten(file) as part, open_copy(part, write=True) as copy:
            one_file(copy.db)
            copy.db.execute("PRAGMA secure_delete = ON")
            copy.db.execute("PRAGMA foreign_keys = ON")
            carry(store.path, copy)
            copy.db.execute("VACUUM")  # nothing is left of what lay between the rows either
    if contains(file, gone):
        raise CrisisError(
            f"Keys of case {case} can still be found in {file}.", "Delete that file for good."
        )
    return len(gone)


def left_to_do(store: Store, case: str) -> list[Unfinished]:
    """The known copies that hold keys to a case that is erased here, or cannot be looked at.

    Those that were made before its first contact, or after it was erased, hold none.
    """
    first, last = _lived(store, case)
    found = []
    for one in known(store):
        if one.there:
            with closing(reading(Path(one.file))) as db:
                if _keys_in(db, store, case):
                    found.append(Unfinished(one, True))
        elif first <= one.at <= last:
            found.append(Unfinished(one, False))
    return found


def contains(file: Path, pieces: Iterable[bytes]) -> bool:
    """Whether any of these bytes stand anywhere in a file."""
    with explained(file), file.open("rb") as opened, mmap(opened.fileno(), 0, access=READ) as all_:
        return any(all_.find(piece) >= 0 for piece in pieces)


@contextmanager
def _rewritten(file: Path) -> Iterator[Path]:
    """A copy of a file to write to, which then takes its place. The old one is wiped."""
    part, away = (file.with_name(file.name + end) for end in (PART, AWAY))
    with explained(file):
        part.unlink(missing_ok=True)
        try:
            make_empty(part)
            shutil.copyfile(file, part)
            yield part
            flush(part)
            with suppress(OSError):  # no second names here: then it is wiped below only
                away.hardlink_to(file)
            with file.open("r+b") as old:
                part.replace(file)
                settle(file.parent)
                wipe_open(old)
        finally:
            part.unlink(missing_ok=True)
        away.unlink(missing_ok=True)


def _keys_in(copy: Connection, store: Store, case: str) -> list[bytes]:
    """Every key in a copy by which a case that is erased in the store can be read there: those of
    the case, and those of its contacts that were filed elsewhere then."""
    found = [row for key in keys_of(store, case) for row in copy.execute(WRAPS, [key]).fetchall()]
    for contact in contacts_of(store, case):
        found += copy.execute(ELSEWHERE, [contact, case]).fetchall()
    return [sealed for (sealed,) in found]


def _wraps(store: Store, key: str) -> list[bytes]:
    with explained(store.path):
        return [sealed for (sealed,) in store.db.execute(WRAPS, [key]).fetchall()]


def _lived(store: Store, case: str) -> tuple[str, str]:
    """When a case was begun and when it was erased, as times that sort."""
    with explained(store.path):
        (first,) = store.db.execute(
            "SELECT coalesce(min(began), '') FROM contacts JOIN contact_keys"
            " ON holder = contacts.id JOIN case_keys ON case_keys.id = key WHERE case_id = ?",
            [case],
        ).fetchone()
        (last,) = store.db.execute(
            "SELECT coalesce(max(at), '9') FROM removals WHERE what = 'wraps'"
            " AND key IN (SELECT id FROM case_keys WHERE case_id = ?)",
            [case],
        ).fetchone()
    return first, last


ELSEWHERE = (
    "SELECT sealed FROM contact_keys JOIN case_keys ON case_keys.id = key"
    " WHERE holder = ? AND case_id <> ?"
)
WRAPS = "SELECT sealed FROM wraps WHERE key = ?"
