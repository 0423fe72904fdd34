"""Lists, look-ups, search and verifying with up to a million contacts, against bare SQLite.

python tests/bench/lists.py [CONTACTS ...]: 1,000, 100,000 and 1,000,000 if left out.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from crowd import RARE, Crowd, crowd
from rounds import as_installed, in_turns, seconds, tell

from crisis_cli.commands.contacts import read
from crisis_cli.commands.listed import Lists, cases_of
from crisis_cli.commands.overview import waits
from crisis_cli.records.folder import REAL
from crisis_cli.records.index import COLUMNS, Index
from crisis_cli.records.opening import open_store

SIZES = (1_000, 100_000, 1_000_000)
FEW = 100
CRISIS = str(Path(sys.executable).with_name("crisis"))
PLAIN = (
    "CREATE TABLE plain (contact TEXT PRIMARY KEY, client TEXT, state TEXT, level TEXT,"
    " due TEXT, waiting INTEGER) WITHOUT ROWID; CREATE INDEX due ON plain (due) WHERE waiting;"
    "CREATE INDEX client ON plain (client)"
)


def plain(made: Crowd) -> sqlite3.Connection:
    """What lists say, in a bare table with bare indexes, in clear: the least it can cost."""
    db = sqlite3.connect(made.path.with_name("plain.db"), isolation_level=None)
    db.executescript(f"PRAGMA synchronous = OFF; {PLAIN}")
    with open_store(made.path) as store:
        keep = "INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?)"
        waiting = {row.contact for row in Index(store).waiting() or ()}
        rows = (
            (one.contact, one.client, one.state, one.level, one.due, one.contact in waiting)
            for one in Lists(store).everyone()
        )
        db.execute("BEGIN")
        db.executemany(keep, rows)
        db.execute("COMMIT")
    return db


def in_process(made: Crowd, db: sqlite3.Connection) -> None:
    """Open, list what is due, look up and search, each beside the bare query."""
    rows = made.path.with_name("plain.db")
    asked = "SELECT * FROM plain WHERE"
    with open_store(made.path) as store:
        waiting = Index(store).waiting()
        assert waiting
        sealed = f"{COLUMNS} FROM summaries JOIN contacts ON contacts.id = contact WHERE waiting"
        runs: dict[str, dict[str, Callable[[], object]]] = {
            "opened": {
                "SQLite's file alone (floor)": lambda: _opened(rows),
                "the store": lambda: open_store(made.path).close(),
            },
            f"what waits: {len(waiting)}": {
                "the query in clear (floor)": db_run(db, f"{asked} waiting ORDER BY due"),
                "the sealed rows alone": lambda: store.db.execute(sealed).fetchall(),
                "the list": lambda: waits(Lists(store).waiting()),
            },
            "a contact by its id": {
                "the query in clear (floor)": db_run(db, f"{asked} contact = ?", made.one),
                "what the list says of it": lambda: Index(store).of(made.one),
                "all of it read": lambda: read(store, made.one),
            },
            "a client by name": {
                "the query in clear (floor)": db_run(db, f"{asked} client = ?", RARE),
                "found by a word": lambda: Lists(store).called("quillfeather"),
                "as start asks for them": lambda: cases_of(store, RARE),
            },
        }
        for title, some in runs.items():
            timed = {name: (lambda run=run: seconds(run)) for name, run in some.items()}
            tell(
                f"{made.contacts:,} contacts, {title}", in_turns(timed, 15), next(iter(some)), "us"
            )


def db_run(db: sqlite3.Connection, statement: str, *values: str) -> Callable[[], object]:
    return lambda: db.execute(statement, values).fetchall()


def _opened(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    db.close()


def command(home: Path, *words: str) -> tuple[float, int]:
    """Seconds that a command takes, and the most memory it has, in MB."""
    start = time.perf_counter()
    done = subprocess.Popen(
        [CRISIS, *words],
        env=os.environ | {"CRISIS_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    most = 0
    while done.poll() is None:
        most = max(most, _memory(done.pid))
        time.sleep(0.002)
    taken = time.perf_counter() - start
    assert done.stderr and done.returncode == 0, done.stderr and done.stderr.read().decode()
    return taken, most


def _memory(process: int) -> int:
    """The most memory that a process has had since it began its program, in MB."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def whole(few: Path, home: Path, made: Crowd, least: str) -> None:
    """Whole commands, against the same with few contacts; and the most memory of the long ones."""
    for words in ([], ["show", least], ["cases", "--client", "quillfeather"]):
        here = ["show", made.one] if words[:1] == ["show"] else words
        runs = {
            f"{FEW} contacts": lambda words=words: command(few, *words)[0],
            f"{made.contacts:,} contacts": lambda here=here: command(home, *here)[0],
        }
        tell(f"crisis {' '.join(words[:1])}", in_turns(runs, 9), f"{FEW} contacts")
    for words in ([], ["cases"], ["cases", "--json"], ["store", "verify"]):
        taken, memory = command(home, *words)
        each = taken / made.contacts * 1e6
        print(f"  crisis {' '.join(words):14} {taken:8.2f} s {each:8.1f} us a contact {memory} MB")


def made_anew(folder: Path) -> None:
    """How long a first list takes for each contact."""
    made = crowd(folder / "anew.db", 1_000)
    with open_store(made.path) as store:
        for table in ("summaries", "names", "tally"):
            store.db.execute(f"DELETE FROM {table}")
        start = time.perf_counter()
        assert Lists(store).freshen()
        taken = time.perf_counter() - start
    print(f"\n  made anew: {taken / made.contacts * 1e6:.0f} us a contact, of 4 entries")


def main() -> None:
    sizes = [int(one.replace(",", "")) for one in sys.argv[1:]] or SIZES
    with TemporaryDirectory() as name:
        folder = Path(name)
        as_installed()
        made_anew(folder)
        few = crowd(_place(folder / "few"), FEW)
        for size in sizes:
            home = folder / str(size)
            start = time.perf_counter()
            made = crowd(_place(home), size)
            print(f"\n{size:,} contacts of 4 entries, made in {time.perf_counter() - start:.0f} s")
            whole_size = made.path.stat().st_size
            print(
                f"  {whole_size / size:.0f} bytes a contact,"
                f" of which the index {(whole_size - made.bare) / size:.0f}"
            )
            db = plain(made)
            in_process(made, db)
            db.close()
            whole(few.path.parent, home, made, few.one)
            shutil.rmtree(home)


def _place(home: Path) -> Path:
    home.mkdir()
    return home / REAL


if __name__ == "__main__":
    main()
