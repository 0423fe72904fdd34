"""A backup takes the place of the store whole, and what was erased or held since stays so."""

import multiprocessing
import shutil
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crisis_cli.engine.entries import Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records import restoring
from crisis_cli.records.backing_up import back_up
from crisis_cli.records.carrying import same_records
from crisis_cli.records.copies import open_copy, replaced
from crisis_cli.records.folder import gate
from crisis_cli.records.holds import hold, holds_on, release
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import change_passphrase, mine, set_up, slots, unlock
from crisis_cli.records.people import new_person
from crisis_cli.records.refiling import refile
from crisis_cli.records.restoring import lacking, restore
from crisis_cli.records.settings import put, settings
from crisis_cli.records.sharing import bring_in, erase, revoke
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
PLAIN = Path(__file__).parent.parent / "data" / "format-1" / "records.db"
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")
fork = multiprocessing.get_context("fork" if sys.platform != "win32" else "spawn")


@pytest.fixture
def file(tmp_path):
    """Where the backup lies."""
    return tmp_path / "copy.db"


@pytest.fixture
def back(owned, path, file, passphrase):
    """Restore the backup over the store; the store as it is then, unlocked."""
    opened = []

    def run(with_passphrase=passphrase):
        kept = restore(file, path, owned, LATER, "Ana")
        assert kept and kept.exists()
        opened.append(open_store(path))
        unlock(opened[-1], with_passphrase)
        return opened[-1]

    yield run
    for one in opened:
        one.close()


def test_what_was_written_since_is_told_and_kept_beside(owned, path, written, file, back):
    before = written(owned)
    back_up(owned, file, NOW, "Ana")
    since = written(owned, "K.", by="Bo")

    told = lacking(owned, file)
    restored = back()

    assert told.contacts == 1
    # Five entries of Bo, and by Ana that the backup was made.
    assert {told.authors[log]: n for log, n in told.entries.items()} == {"Bo": 5, "Ana": 1}
    assert restored.contacts() == [before]
    assert verify(restored).findings == []
    (kept,) = replaced(path.parent)
    assert kept.there
    with open_copy(Path(kept.file)) as copy:
        assert since in copy


def test_a_key_of_a_case_that_was_made_since_comes_whole_and_is_gone_on_with(
    owned, written, file, back
):
    case = owned.case_of(written(owned))
    back_up(owned, file, NOW, "Ana")
    with owned.writing():
        key = owned.keys.renew(case)
    columns = "SELECT id, case_id, number, maker, signature FROM case_keys WHERE case_id = ?"
    made = set(owned.db.execute(columns, [case]).fetchall())

    restored = back()

    assert len(made) == 2 and set(restored.db.execute(columns, [case]).fetchall()) == made
    with restored.writing():
        assert restored.keys.newest(case) == key


def test_a_backup_with_everything_lacks_nothing(owned, written, file):
    written(owned)
    back_up(owned, file, NOW, "Ana")
    with open_copy(file) as copy:
        assert not lacking(copy, file).entries


def test_into_an_empty_folder_the_store_is_whole_and_writes_on(
    owned, written, file, tmp_path, passphrase
):
    contact = written(owned)
    back_up(owned, file, NOW, "Ana")
    new = tmp_path / "elsewhere" / "records.db"
    new.parent.mkdir()

    assert restore(file, new, None, LATER, "Ana") is None

    with open_store(new) as restored:
        unlock(restored, passphrase)
        assert len(restored.read(contact)) == 5
        written(restored)
        assert verify(restored).findings == []
    assert [one.name for one in new.parent.iterdir()] == ["records.db"]


def test_records_that_nobody_set_up_come_back_with_their_key(path, written, file, tmp_path):
    with open_store(path) as bare:
        contact = written(bare)
        back_up(bare, file, NOW, "Ana")
    new = tmp_path / "elsewhere" / "records.db"
    new.parent.mkdir()

    restore(file, new, None, LATER, "Ana")

    with open_store(new) as restored:
        assert len(restored.read(contact)) == 5
        assert verify(restored).findings == []


def test_without_their_key_they_are_not_restored(path, written, file, tmp_path):
    with open_store(path) as bare:
        back_up(bare, file, NOW, "Ana")
    Path(f"{file}.key").unlink()

    with pytest.raises(CrisisError, match="The key of this backup is missing"):
        restore(file, tmp_path / "elsewhere.db", None, LATER, "Ana")
    assert not (tmp_path / "elsewhere.db").exists()


def test_what_was_erased_since_does_not_come_back_to_life(owned, written, file, back):
    gone, stays = written(owned), written(owned, "K.")
    back_up(owned, file, NOW, "Ana")
    erase(owned, owned.case_of(gone), NOW, "asked for")

    restored = back()

    assert restored.unreadable(gone) == "erased"
    assert len(restored.read(stays)) == 5
    report = verify(restored)
    assert report.findings == [] and report.erased == 5


def test_nor_does_it_where_only_a_store_that_was_replaced_earlier_knows(
    owned, path, written, file, back, passphrase
):
    gone = written(owned)
    back_up(owned, file, NOW, "Ana")
    erase(owned, owned.case_of(gone), NOW, "asked for")
    back().close()
    path.unlink()  # somebody moved the store away by hand

    restore(file, path, None, LATER, "Ana")

    with open_store(path) as restored:
        unlock(restored, passphrase)
        assert restored.unreadable(gone) == "erased"


def test_a_contact_that_was_refiled_into_a_case_that_was_erased_stays_gone(
    owned, written, file, back
):
    moved, other = written(owned), written(owned, "K.")
    back_up(owned, file, NOW, "Ana")
    refile(owned, moved, owned.case_of(other), NOW, "Ana", "it was another")
    erase(owned, owned.case_of(other), NOW, "asked for")

    restored = back()

    assert restored.unreadable(moved) == restored.unreadable(other) == "erased"
    assert verify(restored).findings == []


def test_a_contact_that_was_refiled_out_of_a_case_that_was_erased_is_still_read(
    owned, written, file, back
):
    moved, other = written(owned), written(owned, "K.")
    old = owned.case_of(moved)
    back_up(owned, file, NOW, "Ana")
    refile(owned, moved, owned.case_of(other), NOW, "Ana", "it was another")
    written(owned, case=old)
    erase(owned, old, NOW, "asked for")

    restored = back()

    assert len(restored.read(moved)) == 5
    assert restored.case_of(moved) == restored.case_of(other)


def test_what_is_held_is_held_in_the_restored_store_by_whom_and_since_when(
    owned, written, file, back
):
    contact = written(owned)
    back_up(owned, file, NOW, "Ana")
    hold(owned, [contact], "letter of the court", NOW, "Ana")
    before = holds_on(owned, [contact])

    restored = back()

    assert holds_on(restored, [contact]) == before
    with pytest.raises(CrisisError, match=r"Ana said so on 2026-11-23 \(letter of the court\)"):
        erase(restored, restored.case_of(contact), NOW, "x")
    release(restored, [contact], "over", LATER, "Ana")
    erase(restored, restored.case_of(contact), LATER, "x")


def test_a_hold_that_cannot_be_read_any_more_counts(owned, written, file, back):
    contact = written(owned)
    back_up(owned, file, NOW, "Ana")
    hold(owned, [contact], "letter of the court", NOW, "Ana")
    owned.db.execute("DROP TRIGGER entries_update")
    owned.db.execute("UPDATE entries SET sealed = zeroblob(9) WHERE seq IS NULL")

    restored = back()

    (told,) = holds_on(restored, [contact])
    assert "could not be read" in told.reason


def test_the_passphrase_of_now_opens_it_and_who_was_revoked_reads_nothing(
    owned, path, written, file, back, supervisor, passphrase
):
    bring_in(owned, supervisor.person, NOW)
    contact = written(owned)
    back_up(owned, file, NOW, "Ana")
    change_passphrase(owned, "quite other words now", NOW)
    revoke(owned, supervisor.person, NOW, "left")
    lee = new_person("Lee", "supervisor")
    bring_in(owned, lee.person, NOW)
    put(owned, "idle_minutes", "5", NOW)

    restored = back("quite other words now")

    assert len(slots(restored, "passphrase")) == 1
    assert len(restored.read(contact)) == 5
    assert settings(restored) == {"idle_minutes": "5"}
    for person, sees in ((supervisor, "not yours"), (lee, "")):
        with open_store(path) as seen:
            seen.keys.private = person
            assert seen.unreadable(contact) == sees
    assert verify(restored).findings == []


def test_a_backup_from_before_setup_is_locked_as_the_store_is(path, written, file, passphrase):
    with open_store(path) as bare:
        contact = written(bare)
        back_up(bare, file, NOW, "Ana")
        set_up(bare, "Ana", "worker", passphrase, "", NOW)
        restore(file, path, bare, LATER, "Ana")

    assert not list(path.parent.glob("device-*.key"))
    with open_store(path) as restored:
        assert restored.locked and mine(restored).name == "Ana"
        unlock(restored, passphrase)
        assert len(restored.read(contact)) == 5
        assert verify(restored).findings == []


def test_a_plain_backup_is_sealed_and_what_was_erased_stays_so(tmp_path, passphrase):
    path, file = tmp_path / "data" / "records.db", tmp_path / "old.db"
    path.parent.mkdir()
    shutil.copy(PLAIN, path)
    shutil.copy(PLAIN, file)
    with open_store(path) as present:
        set_up(present, "Ana", "worker", passphrase, "", NOW)
        gone = present.contacts()[0]
        gone_too = [c for c in present.contacts() if present.case_of(c) == present.case_of(gone)]
        erase(present, present.case_of(gone), NOW, "asked for")
        restore(file, path, present, LATER, "Ana")

    with open_store(path) as restored:
        assert {restored.unreadable(one) for one in gone_too} == {"erased"}
        assert [c for c in restored.contacts() if not restored.unreadable(c)]
        assert verify(restored).findings == []


def test_records_of_another_machine_are_kept_and_nothing_of_theirs_is_carried(
    owned, path, written, file, tmp_path, passphrase
):
    contact = written(owned)
    back_up(owned, file, NOW, "Ana")
    other = tmp_path / "other" / "records.db"
    with open_store(other) as theirs:
        set_up(theirs, "Bo", "worker", "six other words they chose", "", NOW)
        assert not same_records(theirs.db, owned.db)
        kept = restore(file, other, theirs, LATER, "Bo")

    with open_store(other) as restored:
        assert mine(restored).name == "Ana"
        unlock(restored, passphrase)
        assert len(restored.read(contact)) == 5
        assert verify(restored).findings == []
    assert kept.exists()


def test_a_damaged_store_gives_way_with_its_write_ahead_log(owned, path, written, file, passphrase):
    contact = written(owned)
    back_up(owned, file, NOW, "Ana")
    owned.close()
    path.write_bytes(b"x" * 9000)
    wal = path.with_name("records.db-wal")
    wal.write_bytes(b"y" * 90)

    kept = restore(file, path, None, LATER, "Ana")

    assert kept.read_bytes() == b"x" * 9000
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"y" * 90
    with open_store(path) as restored:
        unlock(restored, passphrase)
        assert len(restored.read(contact)) == 5


def test_a_store_that_is_in_use_is_not_replaced(owned, path, written, file, monkeypatch):
    contact = written(owned)
    back_up(owned, file, NOW, "Ana")
    before = path.stat().st_ino
    monkeypatch.setattr(restoring, "WAIT", 0.2)

    with open_store(path) as held:
        assert held.contacts() == [contact]
        with pytest.raises(CrisisError, match="is in use by another program"):
            restore(file, path, owned, LATER, "Ana")

    assert path.stat().st_ino == before
    assert not path.with_name("records.db.restored").exists()


def test_nobody_opens_the_old_file_while_another_takes_its_name(owned, path, file):
    back_up(owned, file, NOW, "Ana")
    owned.close()
    found = []

    def look():
        with open_store(path) as store:
            found.append(store.db.execute("SELECT count(*) FROM backup").fetchone())

    with gate(path.parent, 1, shut=True):
        other = threading.Thread(target=look)
        other.start()
        time.sleep(0.3)
        assert not found
        fresh = path.with_name("fresh.db")
        shutil.copy(file, fresh)
        fresh.replace(path)
    other.join(20)
    assert found == [(1,)]  # only a copy says that it is one


def test_a_gate_that_nobody_opens_again_keeps_nobody_out_for_good(owned, path):
    with gate(path.parent, 1, shut=True), open_store(path, wait=0.1) as store:
        assert store.contacts() == []


def begin_again_and_again(path, stop):
    """Short contacts, each with the store opened anew, in a process of its own."""
    while not stop.is_set():
        try:
            with open_store(path) as store:
                store.begin(Opened("short", "1", "abc"), "{}", NOW, "Bo")
        except CrisisError as error:
            assert "is in use" in error.message
        time.sleep(0.01)


@posix
@pytest.mark.slow
def test_whoever_begins_meanwhile_is_in_the_old_store_or_the_new_and_never_out_of_sight(
    owned, path, file, passphrase
):
    back_up(owned, file, NOW, "Ana")
    stop = fork.Event()
    owned.close()
    children = [fork.Process(target=begin_again_and_again, args=(path, stop)) for _ in range(2)]
    for child in children:
        child.start()
    try:
        for _ in range(6):
            with open_store(path) as present:
                unlock(present, passphrase)
                kept = restore(file, path, present, LATER, "Ana")
            then = kept.read_bytes()
            time.sleep(0.2)
            assert kept.read_bytes() == then  # nobody goes on with a file that lost its name
    finally:
        stop.set()
        for child in children:
            child.join(30)
            child.kill()
    assert [child.exitcode for child in children] == [0, 0]

    with open_store(path) as restored:
        unlock(restored, passphrase)
        report = verify(restored)
        assert report.findings == [] and report.contacts


@posix
@pytest.mark.slow
def test_killed_anywhere_the_old_or_the_new_store_is_whole(
    owned, path, written, file, passphrase, tmp_path
):
    gone = written(owned)
    back_up(owned, file, NOW, "Ana")
    erase(owned, owned.case_of(gone), NOW, "asked for")
    since = written(owned, "K.")
    owned.close()
    fresh = tmp_path / "fresh"
    shutil.copytree(path.parent, fresh)

    def run():
        with open_store(path) as present:
            unlock(present, passphrase)
            restore(file, path, present, LATER, "Ana")

    old = new = 0
    began = time.monotonic()
    run()
    whole = time.monotonic() - began
    for number in range(40):
        shutil.rmtree(path.parent)
        shutil.copytree(fresh, path.parent)
        child = fork.Process(target=run)
        child.start()
        child.join(whole * number / 20)  # from at once to twice the time that it took
        child.kill()
        child.join()
        with open_store(path) as found:
            unlock(found, passphrase)
            assert verify(found).findings == []
            assert found.unreadable(gone) == "erased"
            old, new = (old + 1, new) if since in found else (old, new + 1)
    assert old and new
