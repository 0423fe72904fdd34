"""A worker's own debriefs: a file with a key of its own, from which the worker may delete."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.records.connection import DEBRIEFS, raw, refuse_others
from crisis_cli.records.crypto import LETTERS
from crisis_cli.records.device import place, wipe
from crisis_cli.records.listing import Listed, listed
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import WrongKey, mine, set_up, unlock
from crisis_cli.records.recovery import recovery_from
from crisis_cli.records.slots import PASSPHRASE, RECOVERY
from crisis_cli.records.store import WAIT, Store
from crisis_cli.records.trouble import explained

ME = "me"  # who writes: names stand in clear, and this file tells nobody's
BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite keeps beside a file

# In this order, for what comes later names what comes before. Where nothing of a debrief is left,
# neither its questions nor the keys to what is gone are kept.
GONE = (
    "DELETE FROM entries WHERE contact = ?1",
    "DELETE FROM contact_keys WHERE holder = ?1",
    "DELETE FROM summaries WHERE contact = ?1",
    "DELETE FROM names WHERE contact = ?1",
    "DELETE FROM stale WHERE contact = ?1",
    "DELETE FROM contacts WHERE id = ?1",
    "DELETE FROM protocols WHERE digest NOT IN (SELECT protocol FROM contacts)",
    "DELETE FROM case_keys WHERE id NOT IN (SELECT key FROM contact_keys)",
    "DELETE FROM heads WHERE log NOT IN (SELECT log FROM entries)",
    "DELETE FROM logs WHERE id NOT IN (SELECT log FROM entries)",
    "DELETE FROM wraps WHERE key NOT IN (SELECT id FROM case_keys UNION SELECT id FROM logs)",
)
STILL_OPEN = (
    "It is deleted, but its sealed bytes are not overwritten yet: another crisis has the file open."
)
CLOSE_IT = "Close the other window. They are overwritten when that is closed."

PHONE = re.compile(r"(?<!\d)(\+?1[ .-]?)?(\(\d{3}\) ?|\d{3}[ .-]?)?\d{3}[ .-]?\d{4}(?!\d)")
CONTACT = re.compile(rf"(?<![\w-])[{LETTERS}]{{4}}-[{LETTERS}]{{4}}(?![\w-])")


def open_debriefs(path: Path, wait: float = WAIT) -> Store:
    """The worker's debriefs in this file, made where it is missing. CrisisError as `open_store`."""
    return open_store(path, wait=wait, kind=DEBRIEFS)


def make_own(store: Store, passphrase: str, recovery: str, at: datetime) -> None:
    """Put a passphrase before the debriefs. recovery: the key on paper, or "" for none."""
    set_up(store, ME, "worker", passphrase, recovery, at)


def is_own(store: Store) -> bool:
    """Whether a passphrase stands before the debriefs already."""
    return mine(store) is not None


def open_own(store: Store, typed: str) -> str:
    """Open the debriefs with what was typed, and say what that was: PASSPHRASE or RECOVERY.

    CrisisError where it is neither.
    """
    with suppress(WrongKey):
        unlock(store, typed)
        return PASSPHRASE
    try:
        recovery_from(typed)
    except CrisisError:  # nothing that stands on a paper
        raise WrongOwn from None
    with suppress(WrongKey):
        unlock(store, typed, RECOVERY)
        return RECOVERY
    raise WrongOwn


class WrongOwn(CrisisError):
    """What was typed opens no debrief."""

    def __init__(self) -> None:
        super().__init__(
            "That opens none of your debriefs: they have a passphrase of their own.",
            "Neither that nor the paper? Only this is left: crisis debrief --delete-all",
        )


def unfinished(store: Store) -> list[Listed]:
    """The debriefs that were left before their end, the latest first. No key is needed."""
    return [one for one in listed(store) if not one.ended]


def delete(store: Store, debrief: str) -> None:
    """Take a debrief away for good: its key and its entries, overwritten in the file.

    CrisisError where another process keeps the file from being compacted.
    """
    with store.writing():
        _let_go(store.db)
        for statement in GONE:
            store.db.execute(statement, [debrief] if "?1" in statement else [])
    store.keys.forget()
    with explained(store.path):
        _compact(store.db)


def delete_all(path: Path) -> None:
    """Wipe the file of the debriefs, with all keys to it. Needs no passphrase, and no whole file:
    a lost one must not leave behind what nobody can take away. CrisisError where the file holds
    something else."""
    with explained(path):
        device = _device(path)
        for end in BESIDE:
            wipe(path.with_name(path.name + end))
        if device:
            wipe(place(path.parent, device))


def client_fact(text: str) -> str:
    """What in a text looks like a fact about a client, in words; "" where nothing does."""
    if CONTACT.search(text.lower()):
        return "the id of a contact"
    return "a telephone number" if PHONE.search(text) else ""


def _let_go(db: sqlite3.Connection) -> None:
    """Records are never deleted, and triggers hold that. These are the worker's own."""
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        if name.endswith("_delete"):
            db.execute(f"DROP TRIGGER {name}")


def _compact(db: sqlite3.Connection) -> None:
    """Write the file anew without what was deleted, and empty the write-ahead log."""
    db.execute("PRAGMA temp_store = MEMORY")  # no temporary file
    db.execute("VACUUM")
    (busy, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise CrisisError(STILL_OPEN, CLOSE_IT)


def _device(path: Path) -> str:
    """The id of the machine's key, which is there where nobody gave a passphrase; "" if unknown."""
    if not path.exists():
        return ""
    with suppress(sqlite3.Error), closing(raw(path, 0)) as db:
        refuse_others(db, path, DEBRIEFS)
        (found,) = db.execute("SELECT id FROM device").fetchone()
        return str(found)
    return ""
