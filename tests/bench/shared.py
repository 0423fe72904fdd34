"""Copying to the shared store and back, and lists under row-level security, against the least.

`python tests/bench/shared.py [CONTACTS]`: 1,000 and 100,000 contacts, or as many as are named.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from rounds import in_turns, tell
from store import EACH, filled

sys.path.insert(0, str(Path(__file__).parent.parent))
from postgres import Postgres

from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import mine, set_up
from crisis_cli.records.shared.admin import admit, create
from crisis_cli.records.shared.place import join
from crisis_cli.records.shared.server import connected
from crisis_cli.records.shared.sync import sync
from crisis_cli.records.sharing import bring_in
from crisis_cli.records.store import Store

AT = datetime(2026, 11, 23, tzinfo=UTC)
WORDS = "four warm words here"
ENTRIES = 2_000
WORKERS = 20
PLAIN = (
    "CREATE TABLE {} (log text, place int, contact text, seq int, ends int, sealed bytea,"
    " link bytea, PRIMARY KEY (log, place))"
)
PAGE = "SELECT id, began FROM crisis.contacts ORDER BY began DESC LIMIT 50"
ONE = "SELECT place, seq, sealed FROM crisis.entries WHERE contact = %s ORDER BY seq"


class Agency:
    """A server, its administrator, and people who are let in."""

    def __init__(self, server: Postgres, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.database = server.new_database()
        self.admin = server.url(database=self.database)
        self.made = 0
        with connected(self.admin) as one:
            create(one)

    def store(self, role: str, entries: int = 0) -> Store:
        """A store of somebody new, with so many entries, who belongs to the shared store."""
        self.made += 1
        name = f"{role}_{self.made}_{self.database}"
        path = self.folder / f"{name}.db"
        filled(path, entries)
        store = open_store(path)
        set_up(store, name, role, WORDS, "", AT)
        person = mine(store)
        assert person
        with connected(self.admin) as one:
            admit(one, person, name)
        join(store, self.server.url(login=name, database=self.database), AT)
        return store


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def copied(agency: Agency) -> dict[str, list[float]]:
    """Up, down, and with nothing new; seconds for 1,000 entries, or for one sync."""
    made: list[Store] = []

    def up() -> float:
        made.append(agency.store("worker", ENTRIES))
        supervisor = agency.store("supervisor")
        person = mine(supervisor)
        assert person
        bring_in(made[-1], person, AT)
        made.append(supervisor)
        return seconds(lambda: sync(made[-2], AT)) * 1000 / ENTRIES

    def down() -> float:
        return seconds(lambda: sync(made[-1], AT)) * 1000 / ENTRIES

    def bare() -> float:
        rows = (
            made[-2]
            .db.execute("SELECT log, place, contact, seq, ends, sealed, link FROM entries")
            .fetchall()
        )
        with psycopg.connect(agency.admin) as one:
            one.execute(PLAIN.format(f"plain_{len(made)}"))
            one.commit()

            def bring() -> None:
                marks = ", ".join(["%s"] * 7)
                insert = f"INSERT INTO plain_{len(made)} VALUES ({marks})"
                for start in range(0, len(rows), 500):
                    one.cursor().executemany(insert, rows[start : start + 500])
                    one.commit()

            return seconds(bring) * 1000 / len(rows)

    def fetched() -> float:
        with psycopg.connect(agency.admin) as one:
            ask = f"SELECT * FROM plain_{len(made)}"
            return seconds(lambda: one.execute(ask).fetchall()) * 1000 / ENTRIES

    runs = {
        "copied up, each 1,000": up,
        "bare executemany of the same bytes (floor)": bare,
        "copied down, opened and chained, each 1,000": down,
        "bare SELECT of the same bytes": fetched,
    }
    found = in_turns(runs, 5)
    nothing = {
        "a sync with nothing new": lambda: seconds(lambda: sync(made[-1], AT)),
        "connecting alone (floor)": lambda: seconds(lambda: psycopg.connect(agency.admin).close()),
    }
    tell("1,000 entries", found, "bare executemany of the same bytes (floor)")
    tell("nothing new", in_turns(nothing), "connecting alone (floor)")
    for store in made:
        store.close()
    return found


def looked_up(agency: Agency, contacts: int) -> None:
    """A page of the list and one contact, as a worker, as a supervisor, and past the policies."""
    worker, supervisor = (agency.store(role) for role in ("worker", "supervisor"))
    people = [mine(one) for one in (worker, supervisor)]
    ids = [one.id for one in people if one]
    start = time.perf_counter()
    with psycopg.connect(agency.admin, autocommit=True) as one:
        one.execute("SET session_replication_role = replica")
        for statement in MADE:
            one.execute(statement, {"n": contacts, "worker": ids[0], "boss": ids[1], "w": WORKERS})
        one.execute("ANALYZE")
    print(f"\n{contacts} contacts made in {time.perf_counter() - start:.0f} s")
    urls = {
        "past the policies (floor)": agency.admin,
        f"as a worker who reads 1 of {WORKERS}": url(agency, worker),
        "as a supervisor who reads all": url(agency, supervisor),
    }
    open_ = {name: psycopg.connect(at, autocommit=True) for name, at in urls.items()}
    for what, ask, values in (("page of 50", PAGE, []), ("one contact", ONE, [f"c{WORKERS}"])):
        runs = {name: asked(one, ask, values) for name, one in open_.items()}
        tell(f"{contacts} contacts: {what}", in_turns(runs, 9), "past the policies (floor)")
    for one in open_.values():
        one.close()
    worker.close()
    supervisor.close()


def url(agency: Agency, store: Store) -> str:
    person = mine(store)
    assert person
    return agency.server.url(login=person.name, database=agency.database)


def asked(one: Any, ask: str, values: list[str]) -> Callable[[], float]:
    return lambda: seconds(lambda: one.execute(ask, values).fetchall())


# Each contact in a case of its own, four entries each; every w-th is this worker's, all the boss's.
MADE = (
    "INSERT INTO crisis.protocols VALUES (encode(sha256('p'), 'hex'), 'p', NULL, 1)",
    "INSERT INTO crisis.logs VALUES ('log', %(worker)s, 'a', 'd', NULL, 1)",
    "INSERT INTO crisis.contacts SELECT 'c' || i, encode(sha256('p'), 'hex'),"
    " (timestamp '2020-01-01' + i * interval '1 minute')::text, NULL, 1"
    " FROM generate_series(1, %(n)s) AS i",
    "INSERT INTO crisis.case_keys SELECT 'k' || i, 'case' || i, 1, '', '', NULL, 1"
    " FROM generate_series(1, %(n)s) AS i",
    "INSERT INTO crisis.wraps SELECT 'k' || i, %(boss)s, repeat('x', 80)::bytea, 'x', NULL, 1"
    " FROM generate_series(1, %(n)s) AS i",
    "INSERT INTO crisis.wraps SELECT 'k' || i, CASE WHEN i %% %(w)s = 0 THEN %(worker)s"
    " ELSE 'other' END, repeat('x', 80)::bytea, 'x', NULL, 1 FROM generate_series(1, %(n)s) AS i",
    "INSERT INTO crisis.contact_keys SELECT 'k' || i, 'c' || i, repeat('x', 60)::bytea, NULL, 1"
    " FROM generate_series(1, %(n)s) AS i",
    "INSERT INTO crisis.entries SELECT 'log', i, 'c' || (1 + i / 4), 1 + i %% 4, 0,"
    " repeat('x', 284)::bytea, 'x', NULL, 1 FROM generate_series(1, 4 * %(n)s - 4) AS i",
)


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 100_000]
    with TemporaryDirectory(dir=Path.home()) as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Postgres(where="/var/tmp")
        try:
            print(f"{ENTRIES} entries, {EACH} of each contact")
            copied(Agency(server, folder))
            for size in sizes:
                looked_up(Agency(server, folder), size)
        finally:
            server.close()


if __name__ == "__main__":
    main()
