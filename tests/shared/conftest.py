"""An agency: a shared store on a real PostgreSQL, and three people with stores of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crisis_cli.engine.entries import Answered, Ended, Opened
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import mine, set_up, unlock
from crisis_cli.records.people import Person
from crisis_cli.records.shared.admin import admit, create
from crisis_cli.records.shared.place import join
from crisis_cli.records.shared.server import connected
from crisis_cli.records.shared.sync import Synced, sync
from crisis_cli.records.sharing import bring_in
from crisis_cli.records.store import Store

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WORDS = "four warm words here"


@dataclass
class Agency:
    """The administrator's address, and everybody's store by their name in small letters."""

    postgres: Any
    database: str
    folder: Path
    now: datetime = NOW
    stores: dict[str, Store] = field(default_factory=dict)

    @property
    def admin(self) -> str:
        """The address for the administrator, who owns the tables."""
        return str(self.postgres.url(database=self.database))

    def url(self, name: str) -> str:
        """The address for one of the people."""
        return str(self.postgres.url(login=self.login(name), database=self.database))

    def login(self, name: str) -> str:
        """Logins belong to the whole server: each test has its own."""
        return f"{name}_{self.database}"

    def hire(self, name: str, role: str = "worker") -> Store:
        """Somebody with a store that was set up, who is let in."""
        (self.folder / name).mkdir()
        store = open_store(self.folder / name / "records.db")
        set_up(store, name.title(), role, WORDS, "", NOW)
        self.stores[name] = store
        with connected(self.admin) as server:
            admit(server, self.person(name), self.login(name))
        join(store, self.url(name), NOW)
        return store

    def person(self, name: str) -> Person:
        """The public side of somebody."""
        person = mine(self.stores[name])
        assert person
        return person

    def supervise(self, name: str, by: str) -> None:
        """Each brings the other's key in, after comparing the letters."""
        bring_in(self.stores[name], self.person(by), NOW)
        bring_in(self.stores[by], self.person(name), NOW)

    def sync(self, *names: str) -> Synced:
        """Sync in this order; what the last one was told."""
        done = [sync(self.stores[name], NOW) for name in names]
        return done[-1]

    def again(self, name: str) -> Store:
        """Close somebody's store and open it anew, with the passphrase."""
        self.stores[name].close()
        store = self.stores[name] = open_store(self.folder / name / "records.db")
        unlock(store, WORDS)
        return store

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the administrator sees of the tables."""
        with connected(self.admin) as server:
            return server.rows(statement, *values)


@pytest.fixture
def agency(postgres: Any, tmp_path: Path) -> Iterator[Agency]:
    """Ana and Lee, workers, and Sam, who supervises both."""
    yield from hired(postgres, tmp_path)


@pytest.fixture
def small_agency(small_postgres: Any, tmp_path: Path) -> Iterator[Agency]:
    """The same, on a server whose disk may be filled."""
    yield from hired(small_postgres, tmp_path)


def hired(postgres: Any, folder: Path) -> Iterator[Agency]:
    """An agency with three people in it."""
    made = Agency(postgres, postgres.new_database(), folder)
    with connected(made.admin) as server:
        assert create(server)
    for name, role in (("ana", "worker"), ("lee", "worker"), ("sam", "supervisor")):
        made.hire(name, role)
    made.supervise("ana", "sam")
    made.supervise("lee", "sam")
    yield made
    for store in made.stores.values():
        store.close()


@pytest.fixture
def written() -> Any:
    """Write a contact of five entries; its id."""

    def write(store: Store, client: str = "Jo Quillfeather", case: str = "") -> str:
        owner = mine(store)
        assert owner
        opened = Opened("short", "1", "abc", worker=owner.name, client=client)
        contact = store.begin(opened, '{"id": "short"}', NOW, owner.name, case)
        for number in range(3):
            store.append(contact, Answered(f"q{number}", "yes"), NOW, owner.name)
        store.append(contact, Ended(), NOW, owner.name)
        return contact

    return write
