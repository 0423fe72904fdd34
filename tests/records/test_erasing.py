"""An erased case is erased in the backups too, and that is looked for byte by byte."""

import os
import shutil
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.records import erasing
from crisis_cli.records.backing_up import back_up
from crisis_cli.records.copies import key_beside, look, open_copy
from crisis_cli.records.erasing import (
    contains,
    erase_in,
    is_erased,
    left_to_do,
    refuse_copies,
)
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up, unlock
from crisis_cli.records.refiling import refile
from crisis_cli.records.sharing import erase
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "copy.db"


def wraps(store, case):
    """The sealed keys of a case, as they lie in the file."""
    rows = store.db.execute(
        "SELECT wraps.sealed FROM wraps JOIN case_keys ON case_keys.id = key WHERE case_id = ?",
        [case],
    ).fetchall()
    return [sealed for (sealed,) in rows]


def test_in_a_backup_no_byte_of_the_keys_is_left_and_the_rest_is_read(
    owned, written, file, passphrase
):
    gone, stays = written(owned), written(owned, "K.")
    case = owned.case_of(gone)
    pieces = wraps(owned, case)
    back_up(owned, file, NOW, "Ana")
    assert contains(file, pieces)
    erase(owned, case, NOW, "asked for")

    assert erase_in(owned, case, file) == len(pieces)

    assert not any(piece in file.read_bytes() for piece in pieces)
    assert file.stat().st_mode & 0o777 == 0o600
    with open_copy(file) as copy:
        unlock(copy, passphrase)
        assert copy.unreadable(gone) == "erased"
        assert len(copy.read(stays)) == 5
        report = verify(copy)
        assert report.findings == [] and report.erased == 5
    assert sorted(one.name for one in file.parent.iterdir() if "copy" in one.name) == ["copy.db"]


def test_the_old_file_is_overwritten_where_it_lay(owned, written, file):
    contact = written(owned)
    case = owned.case_of(contact)
    back_up(owned, file, NOW, "Ana")
    erase(owned, case, NOW, "asked for")

    with file.open("rb") as old:  # as somebody who undeletes it would
        erase_in(owned, case, file)
        assert set(old.read()) == {0}


@posix
def test_while_it_is_written_anew_nobody_else_can_look_into_it(owned, written, file, monkeypatch):
    contact = written(owned)
    case = owned.case_of(contact)
    back_up(owned, file, NOW, "Ana")
    erase(owned, case, NOW, "asked for")
    modes, copyfile = [], shutil.copyfile

    def looked_at(old, new):
        copyfile(old, new)
        modes.append(new.stat().st_mode & 0o777)

    monkeypatch.setattr(shutil, "copyfile", looked_at)
    erase_in(owned, case, file)

    assert modes == [0o600]


def test_a_backup_without_the_case_is_left_as_it_is(owned, written, file):
    back_up(owned, file, NOW, "Ana")
    before = file.read_bytes()
    contact = written(owned)
    case = owned.case_of(contact)
    erase(owned, case, NOW, "asked for")

    assert erase_in(owned, case, file) == 0
    assert file.read_bytes() == before


def test_a_contact_that_was_filed_elsewhere_then_is_gone_from_the_backup_too(
    owned, written, file, passphrase
):
    moved = written(owned)
    back_up(owned, file, NOW, "Ana")
    case = owned.case_of(written(owned, "K."))  # the backup knows nothing of this one
    refile(owned, moved, case, NOW, "Ana", "it was another")
    erase(owned, case, NOW, "asked for")

    assert erase_in(owned, case, file)

    with open_copy(file) as copy:
        unlock(copy, passphrase)
        assert copy.unreadable(moved) == "erased"


def test_a_backup_from_before_setup_is_erased_whatever_key_lies_beside_it(path, written, file):
    with open_store(path) as bare:
        gone = written(bare)
        back_up(bare, file, NOW, "Ana")
        set_up(bare, "Ana", "worker", "four warm words here", "", NOW)
        case = bare.case_of(gone)
        erase(bare, case, NOW, "asked for")

        assert erase_in(bare, case, file) == 1
    assert key_beside(file).exists()
    with open_copy(file) as copy:
        unlock(copy, "four warm words here")
        assert copy.unreadable(gone) == "erased"


def test_what_is_left_to_do_is_every_backup_that_has_the_case(owned, written, tmp_path):
    back_up(owned, tmp_path / "before.db", NOW - timedelta(days=1), "Ana")
    contact = written(owned)
    case = owned.case_of(contact)
    for name in ("one.db", "two.db", "lost.db"):
        back_up(owned, tmp_path / name, NOW, "Ana")
    (tmp_path / "lost.db").unlink()
    erase(owned, case, NOW + timedelta(days=1), "asked for")
    back_up(owned, tmp_path / "after.db", NOW + timedelta(days=2), "Ana")
    erase_in(owned, case, tmp_path / "one.db")

    left = {(one.copy.file.rpartition("/")[2], one.there) for one in left_to_do(owned, case)}

    assert left == {("two.db", True), ("lost.db", False)}
    assert is_erased(owned, case)


def test_what_is_no_copy_of_these_records_is_refused_before_anything_is_erased(
    owned, written, tmp_path
):
    written(owned)
    with open_store(tmp_path / "other" / "records.db") as other:
        back_up(other, tmp_path / "other.db", NOW, "Bo")

    for name, said in [
        ("other.db", "is a copy of other records"),
        ("none.db", "is not there"),
        ("data/records.db", "holds the records themselves"),
    ]:
        with pytest.raises(CrisisError, match=said):
            refuse_copies(owned, [tmp_path / name])


def test_keys_that_are_still_found_are_told(owned, written, file, monkeypatch):
    contact = written(owned)
    case = owned.case_of(contact)
    back_up(owned, file, NOW, "Ana")
    erase(owned, case, NOW, "asked for")
    monkeypatch.setattr(erasing, "carry", lambda *_: None)

    with pytest.raises(CrisisError, match="can still be found in"):
        erase_in(owned, case, file)


@posix
@pytest.mark.slow
def test_killed_anywhere_the_backup_is_whole_and_the_next_time_ends_it(
    owned, path, written, file, passphrase
):
    gone, stays = written(owned), written(owned, "K.")
    case = owned.case_of(gone)
    back_up(owned, file, NOW, "Ana")
    erase(owned, case, NOW, "asked for")
    kept = shutil.copy(file, file.with_name("kept.db"))
    owned.close()

    def run():
        with open_store(path) as store:
            erase_in(store, case, file)

    for number in range(25):
        shutil.copy(kept, file)
        child = get_context("fork").Process(target=run)
        child.start()
        time.sleep(number * 0.002)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        assert look(file)
        with open_store(path) as store:
            erase_in(store, case, file)
        with open_copy(file) as copy:
            unlock(copy, passphrase)
            assert copy.unreadable(gone) == "erased"
            assert len(copy.read(stays)) == 5
        assert not [one for one in file.parent.iterdir() if one.name.startswith("copy.db.")]
