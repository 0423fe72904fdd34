"""Records that cannot be opened or written keep nobody waiting: a contact begins beside them."""

import json
import sqlite3
import tempfile

import pytest

from crisis_cli.commands.stores import store_of
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.aside import bring_back, open_aside
from crisis_cli.records.folder import beside, database
from crisis_cli.records.owning import unlock
from crisis_cli.records.verify import verify

PASSPHRASE = "four warm words here"
DAMAGED = b"damaged " * 1000


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files; nothing but ours is in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def locked(crisis, tmp_path, monkeypatch):
    """Records that Dana has set up."""
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))
    done = crisis(
        "setup", "--name", "Dana R.", "--role", "worker", "--recovery-file", tmp_path / "p"
    )
    assert done.exit_code == 0, done.stderr


def broken(how):
    """Do this to the records; returns how to undo it."""
    file = database()
    file.parent.mkdir(parents=True, exist_ok=True)
    content = file.read_bytes() if file.exists() else None
    if how == "damaged":
        file.write_bytes(DAMAGED)
    elif how == "newer":
        with sqlite3.connect(file) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
    elif how == "a folder":
        file.unlink(missing_ok=True)
        file.mkdir()
    elif how == "in use":
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        return other.close

    def mend():
        if file.is_dir():
            file.rmdir()
        file.write_bytes(content or b"")

    return mend


SAID = {
    "damaged": "is damaged",
    "newer": "newer version",
    "a folder": "cannot be opened",
    "in use": "in use by another program",
}


@pytest.mark.parametrize("how", SAID)
def test_a_contact_begins_beside_and_goes_into_the_records_once_they_are_whole(
    crisis, started, short, script, calm, locked, tmp_path, monkeypatch, how
):
    monkeypatch.setattr("crisis_cli.commands.stores.QUICKLY", 0.1)
    monkeypatch.setattr(store_of, "__defaults__", (False, 0.1))  # nobody waits for the one in use
    before = started(calm)["contact"]
    mend = broken(how)
    done = crisis("start", short, "--answers", script(calm), "--json", "--out", tmp_path / "out")

    assert done.exit_code == 0, done.stderr
    assert SAID[how] in done.stderr
    assert "not locked" in done.stderr and "aside" in done.stderr
    contact = json.loads(done.stdout)["contact"]
    assert (tmp_path / "out" / "safety-plan.txt").exists()
    assert contact in crisis("cases").stdout

    mend()
    rows = json.loads(crisis("cases", "--json").stdout)
    assert {row["contact"] for row in rows} == {before, contact}
    assert not beside()[0].parent.exists()
    with store_of() as store:
        unlock(store, PASSPHRASE)
        assert verify(store).findings == []
        assert store.locked is False
        assert store.read(contact)[0].by == "worker (with the key of Dana R.)"
    assert "Sam" in crisis("show", contact).stdout


@pytest.mark.parametrize("how", ["damaged", "newer"])
def test_a_contact_beside_the_records_can_be_gone_on_with_and_read_before_they_are_mended(
    crisis, started, short, script, calm, locked, how
):
    before = started(calm)["contact"]
    content = database().read_bytes()
    broken(how)
    left = database().read_bytes()
    contact = json.loads(crisis("start", short, "--answers", script(calm), "--json").stdout)[
        "contact"
    ]

    lists = [crisis("cases"), crisis()]
    shown = crisis("show", contact)
    lost = crisis("show", before)

    for done in lists:
        assert done.exit_code == Exit.TOLD  # a list without the others is no list
        assert SAID[how] in done.stderr
    assert contact in lists[0].stdout
    assert "Sam" in shown.stdout and shown.exit_code == 0
    assert SAID[how] in lost.stderr and "no contact" not in lost.stderr
    assert "Nobody has set up" not in crisis("keys", "change").stderr
    assert database().read_bytes() == left != content


def test_an_open_contact_beside_is_taken_up_again(crisis, short, script, calm, locked):
    broken("damaged")
    crisis("start", short, "--answers", script({"name": "Sam"}))
    (contact,) = [row["contact"] for row in json.loads(crisis("cases", "--json").stdout)]

    said = crisis("resume", contact).stderr

    assert "There is no terminal" in said  # it was found: only somebody to answer is missing


def test_what_is_in_use_is_not_taken_from_under_anybody(crisis, short, script, calm, locked):
    mend = broken("damaged")
    crisis("start", short, "--answers", script({"name": "Sam"}))
    mend()
    (file, _) = beside()
    with open_aside(file, False, 1) as store:
        (contact,) = store.contacts()
        assert contact in crisis("cases").stdout
        assert file.exists()
        assert len(store.read(contact)) == 2

    assert contact in crisis("cases").stdout
    assert not file.exists()


def test_what_was_changed_beside_is_not_brought_in(crisis, started, short, script, calm, locked):
    mend = broken("damaged")
    crisis("start", short, "--answers", script(calm))
    mend()
    (file, _) = beside()
    db = sqlite3.connect(file)
    db.execute("DROP TRIGGER entries_update")
    db.execute("UPDATE entries SET ends = 1")
    db.commit()
    db.close()
    kept = started(calm)["contact"]

    done = crisis("store", "verify", "--json")

    assert file.exists()
    assert done.exit_code == Exit.FOUND
    told = json.loads(done.stdout)
    assert told["contacts"] == 2  # both files were looked at
    heads = file.with_suffix(".json")
    heads.write_text(done.stdout)
    again = json.loads(crisis("store", "verify", "--json", "--against", heads).stdout)
    assert again["findings"] == told["findings"]
    with store_of() as store:
        assert store.contacts() == [kept]
        with pytest.raises(CrisisError, match="not as it was written"):
            bring_back(store, file, None)


def test_the_system_s_temporary_folder_is_the_last_resort_and_only_where_it_is_ours(
    crisis, short, script, calm, monkeypatch, temporary
):
    database().parent.parent.mkdir(exist_ok=True)
    database().parent.write_text("a file where the folder should be")
    (_, last) = beside()
    last.parent.mkdir(mode=0o777)
    last.parent.chmod(0o777)
    refused = crisis("start", short, "--answers", script(calm))
    assert refused.exit_code == Exit.TOLD
    assert "cannot be used" in refused.stderr

    last.parent.chmod(0o700)
    done = crisis("start", short, "--answers", script(calm))
    assert done.exit_code == 0
    assert str(last.parent) in done.stderr
    assert last.exists()


def test_practice_beside_never_becomes_a_record(crisis, short, script, calm, locked):
    practice = database(practice=True)
    practice.write_bytes(DAMAGED)
    done = crisis("start", short, "--practice", "--answers", script(calm), "--json")
    contact = json.loads(done.stdout)["contact"]

    assert contact not in crisis("cases").stdout
    practice.unlink()
    assert contact in crisis("cases", "--practice").stdout
    assert contact not in crisis("cases").stdout


def test_two_data_folders_of_one_person_share_no_place_among_temporary_files(monkeypatch, tmp_path):
    places = set()
    for name in ("one", "two"):
        monkeypatch.setenv("CRISIS_HOME", str(tmp_path / name))
        places |= set(beside())

    assert len(places) == 4
