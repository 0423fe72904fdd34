"""A store of any number of contacts, sealed for real, written many at a time."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fixtures import protocol

from crisis_cli.commands.contacts import read
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.summary import Summary, summary
from crisis_cli.engine.entries import Answered, Ended, Ending, Event, Opened, to_json
from crisis_cli.engine.times import HOME_ZONE, zone
from crisis_cli.protocol.saved import to_json as protocol_json
from crisis_cli.protocol.source import load
from crisis_cli.records.crypto import about, derived, random_id, random_key, seal
from crisis_cli.records.index import COLUMNS, Index, Says, _bound
from crisis_cli.records.opening import open_store
from crisis_cli.records.sealed import Clear, begun, link, seal_entry
from crisis_cli.records.store import Store

APART = 20  # seconds between two contacts
CASE = 5  # contacts of a case, one after the other
CLIENTS = (
    20  # by name. Of all cases only their last ones wait, so that what waits is as much in any
)
# store: in a real one it is as much as there are cases, until somebody can close one.
OPEN = 4  # each so many of those is left open
RARE = "Maud Quillfeather"  # the client of one case only
ENTRIES = 4  # of a contact that ended
TOGETHER = 10_000


@dataclass
class Crowd:
    """What was made: the contact to look up by its id, and bytes of the file without the index."""

    path: Path
    contacts: int
    one: str = ""
    bare: int = 0
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)


def crowd(path: Path, contacts: int) -> Crowd:
    """A store in this file. Nothing waits for the disk: that is not measured."""
    made = Crowd(path, contacts)
    source = path.with_suffix(".yaml")
    source.write_text(protocol(3))
    compiled = load(source)
    with open_store(path) as store:
        for setting in ("synchronous = OFF", "cache_size = -200000", "secure_delete = OFF"):
            store.db.execute(f"PRAGMA {setting}")
        like = _examples(store, json.dumps(protocol_json(compiled)), compiled.hash)
        with _unguarded(store.db), store.writing():
            _write(store, made, like)
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.bare = path.stat().st_size
        _index(store, made, like)
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _look(store, made)
    return made


def client(number: int) -> str:
    """The client of a contact."""
    case = number // CASE
    return RARE if case == 3 else f"Client {_words(case % CLIENTS)}"


def _words(number: int) -> str:
    return f"{'ABCDEFGHIJ'[number % 10]}. {['Stone', 'River', 'Wood', 'Hill'][number % 4]}son"


def _events(opened: Opened, ended: bool) -> list[Event]:
    said: list[Event] = [opened, Answered("q0", "yes")]
    return [*said, Ending("client_left"), Ended()] if ended else said


def _examples(store: Store, body: str, digest: str) -> dict[bool, Summary]:
    """What the program itself says of a contact that ended, and of one that did not."""
    found = {}
    for ended in (True, False):
        first, *others = _events(Opened("made", "1", digest, "w", "Somebody"), ended)
        contact = store.begin(first, body, datetime.now(UTC), "w")
        for event in others:
            store.append(contact, event, datetime.now(UTC), "w")
        found[ended] = summary(read(store, contact), store.case_of(contact), ["Somebody"])
    return found


@contextmanager
def _unguarded(db: sqlite3.Connection) -> Iterator[None]:
    """Without triggers and indexes meanwhile: they are made again as they were."""
    kept = db.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index')"
        " AND sql IS NOT NULL AND name <> 'keys_of_case' ORDER BY type"
    ).fetchall()
    for kind, name, _ in kept:
        db.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in kept:
        db.execute(sql)


def _shape(made: Crowd) -> Iterator[tuple[int, datetime, bool]]:
    """Each contact: its number, when it began, and whether it ended."""
    for number in range(made.contacts):
        at = made.now - timedelta(seconds=APART * (made.contacts - number))
        last = number >= made.contacts - CASE * CLIENTS and number % CASE == CASE - 1
        yield number, at, not (last and number // CASE % OPEN == 0)


def _write(store: Store, made: Crowd, like: dict[bool, Summary]) -> None:
    (digest,) = store.db.execute("SELECT digest FROM protocols").fetchone()
    opened = store.read(like[True].contact)[0].event
    assert isinstance(opened, Opened)
    log = store.keys.log("w", store.device)
    log_key = store.keys.key_of_log(log)
    chain = derived(log_key, "chain")
    place, before = store.db.execute(
        "SELECT place, link FROM entries WHERE log = ? ORDER BY place DESC LIMIT 1", [log.id]
    ).fetchone()
    rows, used = made.rows, set()
    for name in ("contacts", "contact_keys", "entries"):
        rows[name] = []
    for number, at, ended in _shape(made):
        if number % CASE == 0:
            case = random_id()
            store.keys._open.clear()
            store.keys._open[log.id] = log_key
            case_key = store.keys._write_case_key(case, [store.keys.holder().person])
            secret = derived(store.keys._open[case_key], "contacts")
        while (contact := random_id()) in used:
            pass
        used.add(contact)
        key = random_key()
        rows["contacts"].append((contact, digest, begun(at)))
        sealed = seal(secret, key, about("contact key", case_key, contact))
        rows["contact_keys"].append((case_key, contact, sealed))
        of_client = replace(opened, client=client(number))
        for seq, event in enumerate(_events(of_client, ended), 1):
            place += 1
            body: dict[str, Any] = {"at": at.isoformat(), "event": to_json(event)}
            if seq == 1:
                body["protocol"] = digest
            clear = Clear(log, place, contact, seq, isinstance(event, Ended))
            bound = clear.bound()
            entry = seal_entry(key, bound, body)
            before = link(chain, before, bound, entry)
            rows["entries"].append((log.id, place, contact, seq, clear.ends, entry, before))
        if number % TOGETHER == TOGETHER - 1:
            _flush(store, made)
        made.one = contact if number == made.contacts // 2 else made.one
    _flush(store, made)


def _flush(store: Store, made: Crowd) -> None:
    for name, statement in {
        "contacts": "INSERT INTO contacts (id, protocol, began) VALUES (?, ?, ?)",
        "contact_keys": "INSERT INTO contact_keys (key, holder, sealed) VALUES (?, ?, ?)",
        "entries": "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)",
    }.items():
        store.db.executemany(statement, made.rows[name])
        made.rows[name].clear()


def _index(store: Store, made: Crowd, like: dict[bool, Summary]) -> None:
    """Keep of every contact what the program would: as of the examples, with its own times."""
    index, kept, names = Index(store), [], []
    says = {ended: asdict(one) for ended, one in like.items()}
    rows = store.db.execute(
        f"{COLUMNS} FROM contacts LEFT JOIN summaries ON summaries.contact = contacts.id"
        " WHERE contacts.n > 2 ORDER BY contacts.n"
    )
    for (number, at, ended), (_, _, _, *beside) in zip(_shape(made), rows, strict=True):
        one = _moved(says[ended], beside[0], beside[1], at, client(number))
        waiting = not ended or (number // CASE == 3 and number % CASE == CASE - 1)
        waiting |= number >= made.contacts - CASE * CLIENTS and number % CASE == CASE - 1
        sealed = seal_entry(index._summaries, _bound(tuple(beside)), one)
        kept.append((beside[0], waiting, sealed))
        tokens = index._searched(one["names"])
        names += [(token, beside[0]) for token in tokens]
    with store.writing():
        store.db.executemany("INSERT INTO summaries VALUES (?, ?, ?)", sorted(kept))
        store.db.executemany("INSERT INTO names VALUES (?, ?)", sorted(names))
    with index.writing():
        store.db.execute("DELETE FROM stale WHERE contact IN (SELECT contact FROM summaries)")
    Lists(store).freshen()  # both examples are left


def _moved(like: Says, contact: str, case: str, at: datetime, named: str) -> Says:
    """What is said of a contact that began and ended at another time."""
    by = at - datetime.fromisoformat(like["began"])
    place = zone(HOME_ZONE)  # where the clock may have been changed since
    times = {
        name: (datetime.fromisoformat(like[name]) + by)
        .astimezone(place)
        .isoformat(timespec="seconds")
        for name in ("began", "last", "due", "unsigned_since")
        if like[name]
    }
    who = {"contact": contact, "case": case, "client": named, "names": [named]}
    soonest = like["soonest"] + by.total_seconds()
    took = round(at.timestamp() * 1_000_000)
    return {**like, **times, **who, "soonest": soonest, "took_place": took}


def _look(store: Store, made: Crowd) -> None:
    """Nothing is to be made anew, and what is kept is what the program would say."""
    index = Index(store)
    waiting = index.waiting()
    assert index.stale() == []
    assert waiting is not None and CLIENTS <= len(waiting) <= CLIENTS + 3
    for row in [*index.of(made.one), *waiting]:
        assert row.says
        kept, told = (
            row.says,
            asdict(summary(read(store, row.contact), row.case, row.says["names"])),
        )
        for name in kept.keys() - {"due", "last", "soonest"}:
            assert kept[name] == told[name], (name, kept[name], told[name])
        assert abs(kept["soonest"] - told["soonest"]) < 2


if __name__ == "__main__":
    import sys

    start = time.perf_counter()
    crowd(Path(sys.argv[1]), int(sys.argv[2]))
    print(f"{time.perf_counter() - start:.0f} s")
