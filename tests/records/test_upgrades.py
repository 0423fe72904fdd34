"""Stores of earlier versions are read, sealed, and leave nothing readable behind."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Answered, Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records.listing import listed
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import WrongKey, unlock
from crisis_cli.records.slots import RECOVERY
from crisis_cli.records.verify import verify

EARLIER = Path(__file__).parent.parent / "data"
DATA = EARLIER / "format-1"
SECOND = EARLIER / "format-2"
SAID = [b"Quillfeather", b"quillfeather", b"Marrowby", b"Their sister", b"coat", b"202-555"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")
fork = multiprocessing.get_context("fork" if sys.platform != "win32" else "spawn")


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return Path(shutil.copy(DATA / "records.db", folder))


def store_now():
    return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def everything(folder):
    """All bytes of all files of a folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


def as_it_was(path):
    """Contacts with their entries, as the first shape holds them: (seq, at, author)."""
    db = sqlite3.connect(path)
    rows = db.execute(
        "SELECT contact, seq, at, author FROM entries JOIN logs ON logs.id = log ORDER BY 1, 2"
    ).fetchall()
    db.close()
    return rows


def now_in(store):
    return sorted(
        (contact, entry.seq, entry.at.isoformat(), entry.by)
        for contact in store.contacts()
        for entry in store.read(contact)
    )


def test_a_plain_store_is_read_as_it_was(path):
    before = as_it_was(path)

    with open_store(path) as store:
        assert now_in(store) == before
        assert "short" in store.protocol(store.contacts()[0])
        events = [entry.event for one in store.contacts() for entry in store.read(one)]

    assert Answered("name", "Zoë Quillfeather 😀") in events
    assert Amended("addendum", "Came back for the coat.") in events
    assert {event.client for event in events if isinstance(event, Opened)} == {
        "Quillfeather  Z.",
        "quillfeather z.",
        "",
    }


def test_a_plain_store_leaves_nothing_readable_behind(path):
    assert all(word in everything(path.parent) for word in SAID)
    plain = path.open("rb")  # as somebody who undeletes it would

    open_store(path).close()

    assert not [word for word in SAID if word in everything(path.parent)]
    assert set(plain.read()) == {0}
    plain.close()
    assert sorted(file.suffix for file in path.parent.iterdir()) == [".db", ".key"]


def test_contacts_of_one_client_become_one_case(path):
    with open_store(path) as store:
        cases = {one.contact: one.case for one in listed(store)}
        named = [one for one in cases if store.read(one)[0].event.client]

    assert len(named) == 2
    assert cases[named[0]] == cases[named[1]]
    assert len(set(cases.values())) == 2


def test_a_plain_practice_store_becomes_a_practice_store(path):
    practice = Path(shutil.copy(DATA / "practice.db", path.parent))

    with open_store(practice, practice=True) as store:
        assert len(store.read(store.contacts()[0])) > 3
    with pytest.raises(CrisisError, match="holds practice records"):
        open_store(practice)


def test_what_could_not_be_read_before_is_kept_and_named(path):
    db = sqlite3.connect(path)
    contact, last = db.execute("SELECT contact, max(seq) FROM entries GROUP BY 1").fetchone()
    for seq, event in [(last + 1, "not JSON"), (last + 2, '{"type": "sung"}')]:
        db.execute("INSERT INTO entries VALUES (?, ?, 1, 'long ago', ?)", [contact, seq, event])
    db.commit()
    db.close()

    with open_store(path) as store:
        assert len(store.contacts()) == 3
        with pytest.raises(
            CrisisError, match=f"Entry {last + 1} of contact {contact} cannot be read"
        ):
            store.read(contact)


@posix
def test_several_processes_may_find_a_plain_store_at_once(path):
    def look(go):
        go.wait()
        with open_store(path) as store:
            assert len(now_in(store)) == len(before)

    before, go = as_it_was(path), fork.Event()
    children = [fork.Process(target=look, args=(go,)) for _ in range(4)]
    for child in children:
        child.start()
    go.set()
    for child in children:
        child.join(60)

    assert [child.exitcode for child in children] == [0, 0, 0, 0]


@posix
def test_an_upgrade_that_is_killed_anywhere_loses_nothing_and_is_finished_later(tmp_path):
    before = as_it_was(DATA / "records.db")
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = Path(shutil.copy(DATA / "records.db", folder))
        child = fork.Process(target=lambda path=path: open_store(path).close())
        child.start()
        time.sleep(number / 300)
        os.kill(child.pid, signal.SIGKILL)
        child.join()

        with open_store(path) as store:
            assert now_in(store) == before
        assert not [word for word in SAID if word in everything(folder)]


@pytest.fixture
def second(tmp_path):
    """A copy of the store of the second shape, with the key of its practice store."""
    return Path(shutil.copytree(SECOND, tmp_path / "second")) / "records.db"


def entries_of(path):
    """All entries as they lie in the file, whatever else changed around them."""
    db = sqlite3.connect(path)
    rows = db.execute(
        "SELECT log, place, contact, seq, ends, sealed, link FROM entries ORDER BY log, place"
    ).fetchall()
    db.close()
    return rows


def test_a_store_of_the_second_shape_keeps_every_entry_and_opens_as_before(second, passphrase):
    before = entries_of(second)

    with open_store(second) as store:
        assert sorted(row.erased for row in listed(store)) == [False] * 6 + [True]
        unlock(store, passphrase)
        report = verify(store)
        assert report.findings == []
        assert (report.contacts, report.erased, len(report.signed)) == (7, 6, 1)
        open_ones = [one.contact for one in listed(store) if not one.erased]
        assert sum(len(store.read(contact)) for contact in open_ones) == 32
        new = store.begin(Opened("short", "1", "abc"), '{"id": "short"}', store_now(), "Ana")
        store.append(new, Answered("q0", "yes"), store_now(), "Ana")
        assert verify(store).findings == []

    assert before and set(before) <= set(entries_of(second))


def test_the_recovery_key_of_a_store_of_the_second_shape_opens_it(second):
    with open_store(second) as store:
        with pytest.raises(WrongKey):
            unlock(store, "another one")
        unlock(store, (SECOND / "recovery.txt").read_text().strip(), RECOVERY)
        assert store.keys.private.person.name == "Ana"


def test_a_practice_store_of_the_second_shape_is_read_with_its_key(second):
    with open_store(second.with_name("practice.db"), practice=True) as store:
        assert len(store.read(store.contacts()[0])) == 4


@posix
def test_an_upgrade_of_the_second_shape_that_is_killed_anywhere_is_finished_later(tmp_path):
    before = entries_of(SECOND / "records.db")
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = Path(shutil.copy(SECOND / "records.db", folder))
        child = fork.Process(target=lambda path=path: open_store(path).close())
        child.start()
        time.sleep(number / 1000)
        os.kill(child.pid, signal.SIGKILL)
        child.join()

        with open_store(path) as store:
            assert len(store.contacts()) == 7
        assert entries_of(path) == before


@posix
def test_several_processes_may_find_a_store_of_the_second_shape_at_once(second):
    def look(go):
        go.wait()
        with open_store(second) as store:
            assert len(store.contacts()) == 7

    go = fork.Event()
    children = [fork.Process(target=look, args=(go,)) for _ in range(4)]
    for child in children:
        child.start()
    go.set()
    for child in children:
        child.join(60)

    assert [child.exitcode for child in children] == [0, 0, 0, 0]
