"""What the disk or SQLite complains about, in words that help."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crisis_cli.errors import CrisisError

BUSY = (
    "is in use by another program.",
    "Close the other crisis window or the backup that reads it, and try again. crisis now shows the"
    " emergency numbers at any time.",
)
READ_ONLY = (
    "cannot be written.",
    "Make the file and its folder writable for you, or set CRISIS_HOME to a folder that is.",
)
FULL = (
    "could not be written: the disk is full.",
    "What was saved before is safe. Make room on the disk, then: crisis resume. crisis now shows"
    " the emergency numbers at any time.",
)
DISK = (
    "could not be written or read: the disk reports an error.",
    "What was saved before is safe. Check the disk, then: crisis resume. crisis now shows the"
    " emergency numbers at any time.",
)
DAMAGED = (
    "is damaged, or is not a store of crisis.",
    "It was left as it is. Move it to a safe place and keep it; a new one is made at the next"
    " start. crisis now shows the emergency numbers at any time.",
)
CANNOT_OPEN = (
    "cannot be opened.",
    "Check that it is a file and that you may read and write it.",
)

# Our statements never change, so a table or column that they miss was changed in the file.
NOT_OURS = (
    "no such column",
    "no such table",
    "unsupported file format",
    "foreign key mismatch",
    "no device",
)

# SQLite's primary result codes; the extended ones carry them in their lowest byte.
SAID = {
    sqlite3.SQLITE_IOERR_SHMSIZE: FULL,  # no room even for the file that its locks lie in
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: DISK,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CANTOPEN: CANNOT_OPEN,
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn trouble with the store into a CrisisError; what is our own mistake passes through."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        known = SAID.get(code) or SAID.get(code & 0xFF)
        if known is None and str(error).startswith(NOT_OURS):
            known = DAMAGED
        if known is None:
            raise
        raise CrisisError(f"{path} {known[0]}", known[1]) from error
    except UnicodeDecodeError as error:  # SQLite quotes what it found
        raise CrisisError(f"{path} {DAMAGED[0]}", DAMAGED[1]) from error
    except OSError as error:
        message, hint = CANNOT_OPEN
        raise CrisisError(f"{path} {message[:-1]}: {error.strerror}.", hint) from error
