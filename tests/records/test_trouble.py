"""What stands in the way of the store is told in a sentence, and nothing is lost."""

import multiprocessing
import os
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crisis_cli.engine.entries import Answered, Opened, Paused
from crisis_cli.errors import CrisisError
from crisis_cli.records.opening import open_store

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
OPENED = Opened("short", "1", "abc")
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")
fork = multiprocessing.get_context("fork" if sys.platform != "win32" else "spawn")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "records.db"


@pytest.fixture
def contact(path):
    with open_store(path) as store:
        return store.begin(OPENED, "{}", NOW, "ana")


def message(call):
    """What CrisisError the call ends in, in one string."""
    with pytest.raises(CrisisError) as raised:
        call()
    assert raised.value.hint
    return f"{raised.value.message} {raised.value.hint}"


def in_child(call):
    """Run it in a process of its own; what it returned or raised, as text."""

    def run(answers):
        try:
            answers.send(str(call()))
        except BaseException as error:
            answers.send(f"{type(error).__name__}: {error}")

    mine, theirs = fork.Pipe()
    child = fork.Process(target=run, args=(theirs,))
    child.start()
    child.join(60)
    return mine.recv()


@posix
@pytest.mark.parametrize("after", [0.02, 0.05, 0.1])
def test_a_writer_that_is_killed_loses_no_entry_that_it_was_told_is_kept(path, contact, after):
    def run(told):
        with open_store(path) as store:
            for number in range(100_000):
                store.append(contact, Answered("n", number), NOW, "ana")
                os.write(told, b".")

    read, told = os.pipe()
    writer = fork.Process(target=run, args=(told,))
    writer.start()
    os.read(read, 1)
    time.sleep(after)
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    os.close(told)
    kept = 1
    while some := os.read(read, 65536):
        kept += len(some)
    os.close(read)

    with open_store(path) as store:
        entries = store.read(contact)
    assert kept + 1 <= len(entries) <= kept + 2
    assert [entry.event.value for entry in entries[1:]] == list(range(len(entries) - 1))


@posix
def test_several_processes_may_make_the_store_at_the_same_time(tmp_path):
    def make(path, go):
        go.wait()
        open_store(path).close()

    for number in range(10):
        path, go = tmp_path / str(number) / "records.db", fork.Event()
        children = [fork.Process(target=make, args=(path, go)) for _ in range(4)]
        for child in children:
            child.start()
        go.set()
        for child in children:
            child.join(60)

        assert [child.exitcode for child in children] == [0, 0, 0, 0]
        with open_store(path) as store:
            assert store.contacts() == []


def test_a_locked_store_says_that_it_is_in_use(path, contact):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with open_store(path, wait=0.05) as store:
        said = message(lambda: store.append(contact, Paused(), NOW, "ana"))
        assert len(store.read(contact)) == 1
    other.close()

    assert "in use by another program" in said
    assert "crisis now shows the emergency numbers" in said
    assert str(path) in said


@pytest.mark.parametrize("content", [b"not a database " * 300, b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_store_is_named_and_left_as_it_is(path, content):
    path.write_bytes(content)

    said = message(lambda: open_store(path))

    assert "damaged" in said
    assert path.read_bytes() == content


def test_damage_within_the_file_is_found_when_it_is_read(path, contact):
    with open_store(path) as store:
        for number in range(200):
            store.append(contact, Answered("n", "long " * 50 + str(number)), NOW, "ana")
    content = bytearray(path.read_bytes())
    content[4096 * 6 :] = b"\xa5" * (len(content) - 4096 * 6)
    path.write_bytes(content)

    def look():
        with open_store(path) as store:
            return store.read(contact)

    assert "damaged" in message(look)


def test_another_programs_database_is_left_alone(path):
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE recipes (name)")
    db.close()
    before = path.read_bytes()

    assert "holds something else" in message(lambda: open_store(path))
    assert path.read_bytes() == before


def test_a_store_of_a_newer_version_is_not_touched(path, contact):
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()

    assert "newer version" in message(lambda: open_store(path))


def test_an_entry_of_a_newer_version_is_named(path, contact):
    with open_store(path) as store:
        with store.writing():
            log, key = store.keys.log("ana", store.device), store.keys.contact(contact)
            body = {"at": NOW.isoformat(), "event": {"type": "sung"}}
            store.write(log, key, body, contact, 2)

        assert f"Entry 2 of contact {contact} cannot be read" in message(
            lambda: store.read(contact)
        )


def test_a_folder_where_the_file_should_be_is_told(path):
    path.mkdir()

    assert "cannot be opened" in message(lambda: open_store(path))


def test_a_file_where_the_folder_should_be_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    said = message(lambda: open_store(tmp_path / "file" / "records.db"))

    assert "cannot be used" in said
    assert "CRISIS_HOME" in said


@posix
def test_a_folder_that_may_not_be_written_is_told():
    def run():
        if os.geteuid() == 0:  # root may write anywhere: become somebody who may not
            os.setuid(65534)
        open_store(folder / "records.db")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        said = in_child(run)

    assert said.startswith("CrisisError")
    assert "cannot be opened: Permission denied" in said


@posix
def test_a_full_disk_keeps_what_was_saved_and_says_so(path, contact):
    def run():
        with open_store(path) as store:
            size = (path.parent / "records.db-wal").stat().st_size
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20_000, resource.RLIM_INFINITY))
            for number in range(1000):
                store.append(contact, Answered("n", "x" * 1000 + str(number)), NOW, "ana")

    said = in_child(run)

    assert said.startswith("CrisisError")
    assert "could not be written" in said
    with open_store(path) as store:
        entries = store.read(contact)
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert len(entries) > 1
        store.append(contact, Paused(), NOW, "ana")


def test_no_room_left_is_told_and_the_entry_is_not_there(path, contact):
    with open_store(path) as store:
        pages = store.db.execute("PRAGMA page_count").fetchone()[0]
        store.db.execute(f"PRAGMA max_page_count = {pages}")

        said = message(lambda: store.append(contact, Answered("n", "x" * 20_000), NOW, "ana"))

        assert "the disk is full" in said
        assert len(store.read(contact)) == 1
