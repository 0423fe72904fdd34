"""Entries kept sealed and chained, a store unlocked and verified, against the least it can cost."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rounds import in_turns, tell

from crisis_cli.engine.entries import Answered, Ended, Opened
from crisis_cli.records.crypto import stretched
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up, unlock
from crisis_cli.records.slots import SLOW
from crisis_cli.records.store import Store
from crisis_cli.records.verify import verify

AT = datetime(2026, 11, 23, tzinfo=UTC)
ENTRIES = 200
EACH = 20  # entries of a contact
WORDS = "four warm words here"


def bare_commit(folder: Path) -> float:
    """Seconds an entry of SQLite alone: the same bytes, the same settings, nothing else."""
    db = sqlite3.connect(folder / "bare.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE IF NOT EXISTS entries (place INTEGER PRIMARY KEY, body BLOB)")
    body = secrets.token_bytes(284)
    start = time.perf_counter()
    for _ in range(ENTRIES):
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO entries (body) VALUES (?)", [body])
        db.execute("COMMIT")
    taken = time.perf_counter() - start
    db.close()
    return taken / ENTRIES


def ours(store: Store) -> float:
    """Seconds an entry, sealed, chained and committed."""
    contact = store.begin(Opened("made", "1", "x"), "{}", AT, "w")
    start = time.perf_counter()
    for number in range(ENTRIES):
        store.append(contact, Answered(f"question_{number}", "yes"), AT, "w", after=number + 1)
    return (time.perf_counter() - start) / ENTRIES


def argon2() -> float:
    """Seconds to stretch a passphrase, and nothing else."""
    start = time.perf_counter()
    stretched(WORDS, b"s" * 16, SLOW["memory"], SLOW["rounds"], SLOW["lanes"])
    return time.perf_counter() - start


def unlocked(path: Path) -> float:
    """Seconds to unlock a store that is open."""
    with open_store(path) as store:
        start = time.perf_counter()
        unlock(store, WORDS)
        return time.perf_counter() - start


def filled(path: Path, entries: int) -> None:
    """A store with so many entries. Written without waiting for the disk: that is not measured."""
    with open_store(path) as store:
        store.db.execute("PRAGMA synchronous = OFF")
        for _ in range(entries // EACH):
            contact = store.begin(Opened("made", "1", "x"), "{}", AT, "w")
            with store.writing():
                log, key = store.keys.log("w", store.device), store.keys.contact(contact)
                for seq in range(2, EACH):
                    event = {"type": "answered", "step": f"question_{seq}", "value": "yes"}
                    body = {"at": AT.isoformat(), "event": event}
                    store.write(log, key, body, contact, seq)
            store.append(contact, Ended(), AT, "w")


def verified(path: Path, entries: int) -> float:
    """Seconds an entry."""
    with open_store(path) as store:
        start = time.perf_counter()
        report = verify(store)
        taken = time.perf_counter() - start
        assert report.entries == entries and not report.findings
    return taken / entries


def hashed(path: Path) -> float:
    """Seconds an entry to read the rows and link them by hand, with nothing opened or compared."""
    db = sqlite3.connect(path)
    link, count = b"", 0
    start = time.perf_counter()
    for log, place, sealed in db.execute("SELECT log, place, sealed FROM entries"):
        text = f"{log} {place}".encode()
        link = hmac.digest(b"k" * 32, link + hashlib.sha256(text + sealed).digest(), "sha256")
        count += 1
    taken = time.perf_counter() - start
    db.close()
    return taken / count


def main() -> None:
    with TemporaryDirectory(dir=Path.home()) as name:
        folder = Path(name)
        with open_store(folder / "ours.db") as store:
            appended: dict[str, Callable[[], float]] = {
                "SQLite's commit alone (floor)": lambda: bare_commit(folder),
                "sealed, chained and committed": lambda: ours(store),
            }
            tell("an entry kept", in_turns(appended, 21), "SQLite's commit alone (floor)", "us")
        owned = folder / "owned.db"
        with open_store(owned) as store:
            set_up(store, "Ana", "worker", WORDS, "", AT)
        opened = {"Argon2id alone (floor)": argon2, "unlock": lambda: unlocked(owned)}
        tell("a store unlocked", in_turns(opened), "Argon2id alone (floor)")
        for entries in (2_000, 20_000, 200_000):
            path = folder / f"{entries}.db"
            filled(path, entries)
            looked: dict[str, Callable[[], float]] = {
                "read and hashed by hand (floor)": lambda path=path: hashed(path),
                "verify": lambda path=path, n=entries: verified(path, n),
            }
            found = in_turns(looked, 3)
            tell(f"{entries} entries, each", found, "read and hashed by hand (floor)", "us")
            print(f"  {1 / min(found['verify']):.0f} entries a second at best")


if __name__ == "__main__":
    main()
