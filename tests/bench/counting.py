"""Counts over many contacts: how many a second, and how much memory.

The floor is reading the same contacts and counting nothing. python tests/bench/counting.py
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from crowd import crowd
from rounds import in_turns, tell

from crisis_cli.commands.contacts import read
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.months import Months
from crisis_cli.commands.report import _count, _within
from crisis_cli.documents.report.tables import Tally
from crisis_cli.engine.entries import Opened
from crisis_cli.protocol.saved import to_json
from crisis_cli.protocol.source import find, load
from crisis_cli.records.opening import open_store
from crisis_cli.records.store import Store
from crisis_cli.workshop.scenarios.lines import read_file
from crisis_cli.workshop.scenarios.play import play

SIZES = (1_000, 5_000)
LONG = 400  # contacts as long as real ones
ALL = Months(date(2000, 1, 1), date(2100, 12, 31))


def counted(store: Store) -> Tally:
    """Everything in a store, counted."""
    tally, lists = Tally(), Lists(store)
    for one, later in _within(lists, ALL):
        assert _count(tally, lists, one, later, datetime.now(UTC))
    assert tally.told()
    return tally


def only_read(store: Store) -> int:
    """Everything in a store, read and thrown away."""
    lists = Lists(store)
    return sum(bool(read(store, one.contact)) for one, _ in _within(lists, ALL))


def long_ones(path: Path) -> int:
    """A store of contacts that play the shipped scenarios; how many entries they have."""
    protocol = load(find("crisis-intervention"))
    body, entries = json.dumps(to_json(protocol)), 0
    scenarios = sorted(Path("protocols/scenarios").glob("[0-9]*.yaml"))
    played = [play(protocol, read_file(one, protocol)[0][0]).state.entries for one in scenarios]
    with open_store(path) as store:
        store.db.execute("PRAGMA synchronous = OFF")
        for number in range(LONG):
            first, *others = played[number % len(played)]
            assert isinstance(first.event, Opened)
            at = datetime.now(UTC) - timedelta(hours=LONG - number)
            opened = replace(first.event, practice=False)
            contact = store.begin(opened, body, at, "w")
            for entry in others:
                store.append(contact, entry.event, at + (entry.at - first.at), "w")
            entries += 1 + len(others)
    return entries


def measure(path: Path, what: str) -> None:
    with open_store(path) as store:
        assert Lists(store).freshen()
        contacts = counted(store).contacts
        runs = {
            "read, nothing counted (floor)": lambda: timed(only_read, store),
            "counted": lambda: timed(counted, store),
        }
        found = in_turns(runs, 3)
        tell(f"{contacts:,} {what}", found, "read, nothing counted (floor)")
        print(f"  {contacts / min(found['counted']):,.0f} contacts a second")
    words = [sys.executable, __file__, str(path)]
    print(
        f"  {subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()} MB"
    )


def timed(call: object, store: Store) -> float:
    start = time.perf_counter()
    assert callable(call)
    call(store)
    return time.perf_counter() - start


def main() -> None:
    if len(sys.argv) > 1:
        with open_store(Path(sys.argv[1])) as store:
            counted(store)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    with TemporaryDirectory() as name:
        entries = long_ones(Path(name) / "long.db")
        measure(Path(name) / "long.db", f"contacts of {entries // LONG} entries")
        for size in SIZES:
            crowd(Path(name) / f"{size}.db", size)
            measure(Path(name) / f"{size}.db", "contacts of 4 entries")


if __name__ == "__main__":
    main()
