"""A backup is one whole moment of the store, whatever else happens, or there is none."""

import multiprocessing
import os
import resource
import signal
import sqlite3
import sys
import time
from datetime import UTC, datetime

import pytest

from crisis_cli.engine.entries import Answered, Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records import backing_up
from crisis_cli.records.backing_up import back_up
from crisis_cli.records.copies import ends, known, look, open_copy, reading
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up, unlock
from crisis_cli.records.recovery import new_recovery
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")
fork = multiprocessing.get_context("fork" if sys.platform != "win32" else "spawn")


def write_on(path, ready):
    """A contact that goes on and on, in a process of its own."""
    with open_store(path) as store:
        contact = store.begin(Opened("short", "1", "abc"), "{}", NOW, "Bo")
        for number in range(100_000):
            store.append(contact, Answered(f"q{number}", "yes"), NOW, "Bo")
            ready.set()


@pytest.fixture
def writer(path):
    """Another process that writes into the store all the while."""
    open_store(path).close()
    ready = fork.Event()
    child = fork.Process(target=write_on, args=(path, ready))
    child.start()
    assert ready.wait(20)
    yield child
    child.kill()
    child.join()


def test_a_backup_has_every_entry_and_opens_with_the_same_passphrase(
    owned, written, passphrase, tmp_path
):
    contact = written(owned)
    file = tmp_path / "copy.db"

    made, report = back_up(owned, file, NOW, "Ana")

    assert report.findings == [] and report.entries == ends_in(file)
    assert file.stat().st_mode & 0o777 == 0o600
    with open_copy(file) as copy:
        assert copy.locked
        unlock(copy, passphrase)
        assert copy.read(contact) == owned.read(contact)
        assert verify(copy).findings == []
    assert made.there and known(owned) == [made]


def ends_in(file):
    with open_copy(file) as copy:
        return sum(count for count, _ in ends(copy.db).values())


def test_a_backup_needs_no_passphrase_and_then_opens_no_entry(owned, path, written, tmp_path):
    written(owned)
    owned.close()
    with open_store(path) as locked:
        made, report = back_up(locked, tmp_path / "copy.db", NOW, "Ana")

        assert report is None
        assert [one.id for one in known(locked)] == [made.id]


def test_that_a_backup_was_made_is_in_the_log_without_its_path(owned, tmp_path):
    made, _ = back_up(owned, tmp_path / "copy.db", NOW, "Ana")
    (owned.path.parent / "backups.json").unlink()

    (told,) = known(owned)

    assert (told.id, told.file, told.there) == (made.id, "", False)


def test_a_backup_is_one_file_that_can_be_read_from_a_medium_that_cannot_be_written(
    owned, tmp_path, written
):
    written(owned)
    folder = tmp_path / "stick"
    folder.mkdir()
    back_up(owned, folder / "copy.db", NOW, "Ana")
    folder.chmod(0o500)

    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert (folder / "copy.db").read_bytes()[18:20] == b"\1\1"  # no write-ahead log
    assert look(folder / "copy.db") == owned.db.execute("PRAGMA user_version").fetchone()[0]
    folder.chmod(0o700)


def test_the_key_of_records_that_nobody_set_up_lies_beside_the_copy(path, written, tmp_path):
    with open_store(path) as store:
        contact = written(store)
        back_up(store, tmp_path / "copy.db", NOW, "Ana")

    key = tmp_path / "copy.db.key"
    assert key.stat().st_mode & 0o777 == 0o600
    with open_copy(tmp_path / "copy.db") as copy:
        assert len(copy.read(contact)) == 5
    key.unlink()
    with open_copy(tmp_path / "copy.db") as copy, pytest.raises(CrisisError, match="is missing"):
        copy.read(contact)


def test_records_that_somebody_set_up_have_no_key_beside_the_copy(owned, tmp_path):
    back_up(owned, tmp_path / "copy.db", NOW, "Ana")

    assert not (tmp_path / "copy.db.key").exists()


@pytest.mark.parametrize("name", ["copy.db", "copy.db.key"])
def test_what_is_there_is_never_overwritten(owned, tmp_path, name):
    (tmp_path / name).write_text("precious")

    with pytest.raises(CrisisError, match="is there already"):
        back_up(owned, tmp_path / "copy.db", NOW, "Ana")

    assert (tmp_path / name).read_text() == "precious"
    assert {file.name for file in tmp_path.iterdir()} <= {name, "data", "home"}


def test_what_comes_there_meanwhile_is_not_overwritten_either(owned, tmp_path, monkeypatch):
    file = tmp_path / "copy.db"
    monkeypatch.setattr(backing_up, "_chains", lambda *_: file.write_text("precious"))

    with pytest.raises(CrisisError, match="is there already"):
        back_up(owned, file, NOW, "Ana")

    assert file.read_text() == "precious"


def test_a_folder_a_place_that_is_not_there_and_a_link_are_told(owned, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "nowhere.db")
    for file, said in [
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "copy.db", "No such file"),
        (tmp_path / "link", "is there already"),
    ]:
        with pytest.raises(CrisisError, match=said):
            back_up(owned, file, NOW, "Ana")
    assert known(owned) == []


@posix
def test_a_folder_that_may_not_be_written_in_is_told(path, tmp_path, as_nobody, locked):
    open_store(path).close()
    for one in (tmp_path, path.parent, *tmp_path.parents[:2]):
        one.chmod(0o777)
    for file in path.parent.iterdir():
        file.chmod(0o666)

    def run():
        with open_store(path) as store:
            back_up(store, locked / "copy.db", NOW, "Ana")

    assert "Permission denied" in as_nobody(run)


@posix
@pytest.mark.slow
def test_a_full_disk_leaves_no_copy_and_the_store_whole(path, written, tmp_path):
    with open_store(path) as store:
        written(store)
        size = path.stat().st_size

    def run(said):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with open_store(path) as store:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))
            try:
                back_up(store, tmp_path / "copy.db", NOW, "Ana")
            except CrisisError as error:
                said.send(f"{error.message} {error.hint}")

    mine, theirs = fork.Pipe()
    child = fork.Process(target=run, args=(theirs,))
    child.start()
    child.join(30)

    assert "No backup was made" in mine.recv()
    assert [file.name for file in tmp_path.iterdir() if "copy" in file.name] == []
    with open_store(path) as store:
        assert verify(store).findings == []


@posix
@pytest.mark.slow
def test_backups_while_another_process_writes_are_each_one_whole_moment(writer, path, tmp_path):
    with open_store(path) as store:
        counts = []
        for number in range(8):
            _, report = back_up(store, tmp_path / f"{number}.db", NOW, "Ana")
            assert report.findings == []
            counts.append(report.entries)

    assert writer.is_alive()
    assert counts == sorted(counts) and counts[0] < counts[-1]


@posix
@pytest.mark.slow
def test_a_backup_that_is_killed_leaves_nothing_that_looks_like_one(path, written, tmp_path):
    with open_store(path) as store:
        set_up(store, "Ana", "worker", "four warm words here", new_recovery(), NOW)
        for _ in range(30):
            written(store)

    def run(file):
        with open_store(path) as store:
            back_up(store, file, NOW, "Ana")

    whole = 0
    for number in range(25):
        file = tmp_path / f"{number}.db"
        child = fork.Process(target=run, args=(file,))
        child.start()
        time.sleep(number * 0.004)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        if file.exists():
            whole += 1
            assert look(file)
            with open_copy(file) as copy, open_store(path) as store:
                assert ends(copy.db) == ends(store.db)
    assert whole < 25


def test_a_copy_that_was_broken_off_is_told_and_left_alone(owned, tmp_path):
    (tmp_path / "copy.db.part").write_text("half")

    with pytest.raises(CrisisError, match="is running, or one was broken off") as told:
        back_up(owned, tmp_path / "copy.db", NOW, "Ana")

    assert "delete that file" in told.value.hint
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_that_lacks_an_entry_is_no_backup(owned, written, tmp_path, monkeypatch):
    written(owned)
    whole = backing_up._copied

    def lose_one(path, part, made):
        here = whole(path, part, made)
        db = sqlite3.connect(part)
        db.execute("DROP TRIGGER entries_delete")
        db.execute("DELETE FROM entries WHERE place = (SELECT max(place) FROM entries)")
        db.commit()
        db.close()
        return here

    monkeypatch.setattr(backing_up, "_copied", lose_one)
    with pytest.raises(CrisisError, match=r"Log .* is not the same in the copy"):
        back_up(owned, tmp_path / "copy.db", NOW, "Ana")
    assert not [file for file in tmp_path.iterdir() if "copy" in file.name]


def test_what_is_wrong_in_the_store_is_found_in_its_copy_which_is_kept(owned, written, tmp_path):
    contact = written(owned)
    db = sqlite3.connect(owned.path)
    (guard,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'entries_update'").fetchone()
    db.execute("DROP TRIGGER entries_update")
    db.execute("UPDATE entries SET sealed = zeroblob(300) WHERE seq = 3")
    db.execute(guard)
    db.commit()
    db.close()

    _, report = back_up(owned, tmp_path / "copy.db", NOW, "Ana")

    assert {(one.contact, one.entry) for one in report.findings} == {(contact, 3)}
    assert look(tmp_path / "copy.db")


def test_what_is_no_backup_is_told(path, tmp_path):
    with open_store(tmp_path / "practice.db", practice=True):
        pass
    (tmp_path / "text").write_text("x" * 5000)
    (tmp_path / "empty").write_text("")
    for name, said in [
        ("practice.db", "holds practice records"),
        ("text", "is damaged, or is not a store"),
        ("empty", "is empty"),
        ("none", "is not there"),
        (".", "is a folder"),
    ]:
        with pytest.raises(CrisisError, match=said):
            look(tmp_path / name)


def test_a_moved_or_changed_file_is_not_there_any_more(owned, tmp_path):
    first, _ = back_up(owned, tmp_path / "one.db", NOW, "Ana")
    second, _ = back_up(owned, tmp_path / "two.db", NOW, "Ana")
    (tmp_path / "one.db").rename(tmp_path / "moved.db")
    (tmp_path / "two.db").write_text("something else")

    assert (first.there, second.there) == (False, False)
    with reading(tmp_path / "moved.db") as db:
        assert db.execute("SELECT id FROM backup").fetchone() == (first.id,)
    db.close()
