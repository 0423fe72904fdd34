"""An old program on a new store, and the reverse: told, untouched, and a contact begins anyway."""

import json
import sqlite3

import pytest
from interview import NOW, PASSPHRASE, SCRIPT, begun, lead, unlocked

from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.connection import NEWEST
from crisis_cli.records.folder import beside, database
from crisis_cli.records.listing import listed
from crisis_cli.records.opening import open_store


@pytest.fixture
def path(fresh, home, every_kind, monkeypatch, tmp_path):
    """Records in their usual place, with a contact; the passphrase is found."""
    key = tmp_path / "key"
    key.write_text(PASSPHRASE)
    key.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(key))
    path = fresh(home / "crisis")
    with unlocked(path) as store:
        lead(begun(store, every_kind))
    return path


@pytest.fixture
def newer(path):
    """The same, as a later version of the program would leave it: with what this one lacks."""
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE dreams (id TEXT PRIMARY KEY)")
        db.execute("DROP TABLE settings")
        db.execute(f"PRAGMA user_version = {NEWEST + 1}")
    db.close()
    return path


COMMANDS = {
    "overview": [],
    "cases": ["cases"],
    "cases --json": ["cases", "--json"],
    "show": ["show", "k7m4-2pqx"],
    "print": ["print", "k7m4-2pqx"],
    "resume": ["resume"],
    "resume one": ["resume", "k7m4-2pqx"],
    "amend": ["amend", "k7m4-2pqx", "--kind", "addendum", "--text", "x"],
    "setup": ["setup", "--name", "Ana", "--role", "worker"],
    "keys": ["keys"],
    "keys change": ["keys", "change"],
    "keys public": ["keys", "public"],
    "store verify": ["store", "verify"],
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_every_command_tells_of_a_newer_store_and_leaves_each_byte(crisis, newer, words):
    before = {file: file.read_bytes() for file in newer.parent.iterdir()}

    done = crisis(*words)

    assert done.returncode == Exit.TOLD
    assert "was written by a newer version of crisis" in done.stderr
    assert "Install that version" in done.stderr
    assert {file: file.read_bytes() for file in newer.parent.iterdir()} == before


def test_a_contact_begins_all_the_same_and_the_newer_store_keeps_each_byte(
    crisis, newer, approved, tmp_path
):
    answers = tmp_path / "answers.yaml"
    answers.write_text(json.dumps(SCRIPT))
    before = newer.read_bytes()

    done = crisis("start", approved, "--answers", answers, "--json", "--out", tmp_path / "out")

    assert done.returncode == Exit.DONE
    assert "newer version" in done.stderr and str(beside()[0].parent) in done.stderr
    assert json.loads(done.stdout)["concern"]["level"] == "high"
    assert newer.read_bytes() == before
    assert database() == newer
    assert "EMERGENCY" in crisis("now").stdout


def test_an_entry_of_a_newer_program_is_told_and_hides_no_other(crisis, path, every_kind):
    with unlocked(path) as store:
        (whole,) = store.contacts()
        strange = begun(store, every_kind).id
        with store.writing():
            log, key = store.keys.log("Ana", store.device), store.keys.contact(strange)
            body = {"at": NOW.isoformat(), "event": {"type": "sung", "song": "a lullaby"}}
            store.write(log, key, body, strange, 2)

    listing, shown = crisis("cases", "--json"), crisis("show", strange)

    assert [row["contact"] for row in json.loads(listing.stdout)] == [whole]
    for done in (listing, shown):
        assert done.returncode == Exit.TOLD
        assert f"Entry 2 of contact {strange} cannot be read" in done.stderr
        assert "newer version of crisis" in done.stderr
    assert "1 of the contacts could not be read" in listing.stderr
    assert "Room 4" in crisis("show", whole).stdout
    assert crisis("store", "verify").returncode == Exit.DONE  # it is as it was written
    with unlocked(path) as store:
        assert {one.contact for one in listed(store)} == {whole, strange}
        with pytest.raises(CrisisError, match="cannot be read"):
            store.read(strange)


def test_a_field_of_a_newer_program_is_told_rather_than_dropped(path, every_kind):
    with unlocked(path) as store:
        strange = begun(store, every_kind).id
        with store.writing():
            log, key = store.keys.log("Ana", store.device), store.keys.contact(strange)
            event = {"type": "answered", "step": "thoughts", "value": "no", "but": "not really"}
            store.write(log, key, {"at": NOW.isoformat(), "event": event}, strange, 2)

        with pytest.raises(CrisisError, match=f"Entry 2 of contact {strange} cannot be read"):
            store.read(strange)


def test_a_program_of_before_the_seals_cannot_take_the_store_for_its_own(path):
    """What the first version of this program asks of a store before it opens it."""
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] > 1
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            db.execute("SELECT seq, at, author, event FROM entries JOIN logs ON logs.id = log")
    db.close()
    with open_store(path) as store:
        assert len(store.contacts()) == 1
