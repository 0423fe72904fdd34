"""A worker's debriefs in their own file: their own key, and gone when the worker says so."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crisis_cli.engine.entries import Answered, Ended, Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records.debriefs import (
    WrongOwn,
    client_fact,
    delete,
    delete_all,
    is_own,
    make_own,
    open_debriefs,
    open_own,
    unfinished,
)
from crisis_cli.records.keyless import Locked
from crisis_cli.records.listing import listed
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import WrongKey, people, slots, unlock
from crisis_cli.records.slots import PASSPHRASE, RECOVERY

NOW = datetime(2026, 11, 25, 7, 10, tzinfo=UTC)
OWN = "nobody else has these words"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data" / "debrief.db"


@pytest.fixture
def told():
    """Write a debrief of some length; its id."""

    def write(store, ends=True):
        opened = Opened("debrief", "1", "abc", worker="me")
        debrief = store.begin(opened, '{"id": "debrief"}', NOW, "me")
        for number in range(40):
            text = f"Something heavy {number} " * 9
            store.append(debrief, Answered(f"q{number}", text), NOW, "me")
        if ends:
            store.append(debrief, Ended(), NOW, "me")
        return debrief

    return write


@pytest.fixture
def own(file, recovery):
    """A file of debriefs with its passphrase, open and unlocked."""
    with open_debriefs(file) as store:
        make_own(store, OWN, recovery, NOW)
        yield store


def sealed(store, debrief):
    """The sealed bytes of each entry and of each key of a debrief, as they lie in the file."""
    statements = (
        "SELECT sealed FROM entries WHERE contact = ?",
        "SELECT sealed FROM contact_keys WHERE holder = ?",
        "SELECT wraps.sealed FROM wraps JOIN contact_keys ON contact_keys.key = wraps.key"
        " WHERE contact_keys.holder = ?",
    )
    return [row[0] for one in statements for row in store.db.execute(one, [debrief])]


def on_disk(path):
    """Everything in the folder of a file, as bytes."""
    return b"".join(one.read_bytes() for one in path.parent.iterdir() if one.is_file())


@pytest.mark.parametrize("practice", [False, True])
def test_no_kind_of_store_can_be_opened_as_another(file, own, tmp_path, practice):
    own.close()
    with pytest.raises(CrisisError) as raised:
        open_store(file, practice)
    assert "holds debriefs, not" in raised.value.message

    other = tmp_path / "other.db"
    open_store(other, practice).close()
    with pytest.raises(CrisisError) as raised:
        open_debriefs(other)
    assert "records, not debriefs" in raised.value.message


def test_a_debrief_begins_and_ends_without_the_passphrase_and_is_read_with_it(file, own, told):
    own.close()
    with open_debriefs(file) as store:
        assert store.locked
        debrief = told(store)
    with open_debriefs(file) as store:
        with pytest.raises(Locked):
            store.read(debrief)
        assert open_own(store, OWN) == PASSPHRASE
        assert "Something heavy 3" in store.read(debrief)[4].event.value


def test_nothing_else_opens_it_not_even_a_key_of_the_records(file, own, path, recovery, passphrase):
    from crisis_cli.records.owning import set_up
    from crisis_cli.records.recovery import new_recovery

    own.close()
    paper = new_recovery()
    with open_store(path) as records:
        set_up(records, "Ana", "worker", passphrase, paper, NOW)
    with open_debriefs(file) as store:
        for typed in (passphrase, paper, "", "guess"):
            with pytest.raises(WrongOwn):
                open_own(store, typed)
        assert store.locked
        assert open_own(store, recovery.upper()) == RECOVERY
    with open_store(path) as records, pytest.raises(WrongKey):
        unlock(records, OWN)


def test_nobody_but_the_worker_holds_a_key_and_nobody_is_named(own, told):
    told(own)

    holders = {one for (one,) in own.db.execute("SELECT holder FROM wraps")}
    assert [one.name for one in people(own)] == ["me"]
    assert holders == {people(own)[0].id}


def test_a_paper_may_be_declined(file):
    with open_debriefs(file) as store:
        assert not is_own(store)
        make_own(store, OWN, "", NOW)
        assert is_own(store)
        assert [one.kind for one in slots(store)] == [PASSPHRASE]


def test_what_was_left_before_its_end_is_known_without_a_key(file, own, told):
    told(own)
    left = told(own, ends=False)
    own.close()

    with open_debriefs(file) as store:
        assert [one.contact for one in unfinished(store)] == [left]


def test_of_a_deleted_debrief_no_sealed_byte_and_no_key_is_left(file, own, told):
    kept, gone = told(own), told(own)
    bytes_of_gone, bytes_of_kept = sealed(own, gone), sealed(own, kept)
    own.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before, size = on_disk(file), file.stat().st_size
    assert len(bytes_of_gone) == 44
    assert all(one in before for one in bytes_of_gone)

    delete(own, gone)

    after = on_disk(file)
    assert not [one for one in bytes_of_gone if one in after]
    assert not [one for one in bytes_of_gone if any(part in after for part in parts(one))]
    assert gone.encode() not in after
    assert all(one in after for one in bytes_of_kept)
    assert file.stat().st_size < size
    assert [one.contact for one in listed(own)] == [kept]
    assert "Something heavy 7" in own.read(kept)[8].event.value


def parts(sealed):
    """Pieces of sealed bytes: a page of a file may hold no whole one."""
    return [sealed[at : at + 32] for at in range(0, len(sealed) - 32, 32)]


def test_the_last_one_leaves_no_questions_and_no_keys_behind(own, told):
    delete(own, told(own))

    counts = {
        table: own.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("contacts", "contact_keys", "case_keys", "protocols")
    }
    assert counts == dict.fromkeys(counts, 0)
    assert own.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert own.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_after_a_deletion_another_one_can_be_written_and_read(file, own, told):
    delete(own, told(own))
    debrief = told(own)
    own.close()

    with open_debriefs(file) as store:
        later = told(store)
        open_own(store, OWN)
        assert len(store.read(debrief)) == len(store.read(later)) == 42


def test_deleting_while_another_window_reads_says_what_is_left_to_do(file, own, told):
    gone = told(own)
    with open_debriefs(file) as other:
        other.db.execute("BEGIN")
        other.db.execute("SELECT count(*) FROM entries").fetchone()
        with pytest.raises(CrisisError) as raised:
            own.db.execute("PRAGMA busy_timeout = 10")
            delete(own, gone)
        other.db.execute("COMMIT")

    assert "window" in raised.value.hint
    assert listed(own) == []


def test_records_are_still_never_deleted(path, written, own):
    with open_store(path) as store:
        written(store)
        with pytest.raises(sqlite3.IntegrityError):
            store.db.execute("DELETE FROM entries")


def test_all_of_it_is_wiped_without_any_passphrase(file, own, told, monkeypatch):
    sizes = {}
    told(own)
    own.close()
    unlink = Path.unlink

    def look(self, **more):
        sizes[self.name] = set(self.read_bytes())
        unlink(self, **more)

    monkeypatch.setattr(Path, "unlink", look)
    delete_all(file)

    assert sizes["debrief.db"] == {0}  # zeros, before the name goes
    assert list(file.parent.iterdir()) == []


def test_a_first_use_that_was_broken_off_is_wiped_with_its_key_and_no_other(file, path):
    open_store(path).close()
    (of_records,) = path.parent.glob("device-*.key")
    open_debriefs(path.with_name("debrief.db")).close()
    assert len(list(path.parent.glob("device-*.key"))) == 2

    delete_all(path.with_name("debrief.db"))

    assert list(path.parent.glob("device-*.key")) == [of_records]


def test_a_damaged_file_can_be_wiped_and_the_records_never(file, path, written):
    file.parent.mkdir(parents=True)
    file.write_bytes(b"torn" * 5000)
    delete_all(file)
    assert not file.exists()

    with open_store(path) as store:
        written(store)
    with pytest.raises(CrisisError):
        delete_all(path)
    assert path.exists()
    assert list(path.parent.glob("device-*.key"))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("She called 202-555-0143 again", "a telephone number"),
        ("(202) 555 0143", "a telephone number"),
        ("2025550143", "a telephone number"),
        ("555-0143 and no answer", "a telephone number"),
        ("+1 202.555.0143", "a telephone number"),
        ("as in k7m4-2pqx", "the id of a contact"),
        ("K7M4-2PQX.", "the id of a contact"),
        ("We called 911, then 988", ""),
        ("At 11:30 on 11/25/2026 I sat down", ""),
        ("a long-term plan, well-worn", ""),
        ("12345 steps and 20 minutes", ""),
        ("", ""),
    ],
)
def test_what_looks_like_a_clients_fact_is_seen(text, fact):
    assert client_fact(text) == fact
