"""The store: append-only, durable, and one after the other."""

import sqlite3
import stat
from datetime import UTC, datetime, timedelta

import pytest

from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Answered, Ended, Opened, Paused
from crisis_cli.errors import CrisisError
from crisis_cli.records.connection import NEWEST
from crisis_cli.records.crypto import LETTERS, random_id
from crisis_cli.records.folder import database, home
from crisis_cli.records.heads import sign_logs
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up
from crisis_cli.records.settings import put
from crisis_cli.records.sharing import bring_in, revoke
from crisis_cli.records.upgrades.third import KEYS, RECORDS
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
OPENED = Opened("short", "1", "abc", worker="ana")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "records.db"


@pytest.fixture
def store(path):
    with open_store(path) as store:
        yield store


@pytest.fixture
def contact(store):
    return store.begin(OPENED, '{"id": "short"}', NOW, "ana")


@pytest.fixture
def full(owned, written, supervisor):
    """A store with a row in every table."""
    bring_in(owned, supervisor.person, NOW)
    written(owned)
    revoke(owned, supervisor.person, NOW)
    put(owned, "site", "K Street", NOW)
    sign_logs(owned, NOW)
    return owned


def test_what_was_appended_is_read_in_order(store, contact):
    event = Answered("why", {"name": "Zoë 😀", "phone": "988"}, reason="\x1b[2J\ud800")

    entry = store.append(contact, event, NOW, "ana")

    first, second = store.read(contact)
    assert (first.seq, first.event) == (1, OPENED)
    assert second == entry
    assert (entry.seq, entry.at, entry.by, entry.event) == (2, NOW, "ana", event)


def test_entries_are_there_for_the_next_process(path):
    with open_store(path) as store:
        contact = store.begin(OPENED, "{}", NOW, "ana")
        store.append(contact, Paused(), NOW, "ana")

    with open_store(path) as store:
        assert [entry.event for entry in store.read(contact)] == [OPENED, Paused()]


def test_a_contact_keeps_the_protocol_it_began_with(store, contact):
    newer = store.begin(OPENED, '{"id": "short", "version": "2"}', NOW, "ana")

    assert store.protocol(contact) == '{"id": "short"}'
    assert store.protocol(newer) == '{"id": "short", "version": "2"}'


def test_contacts_are_listed_the_latest_begun_first(store, contact):
    later = store.begin(OPENED, "{}", NOW + timedelta(minutes=5), "ana")
    other_zone = (NOW - timedelta(minutes=5)).astimezone()
    earlier = store.begin(OPENED, "{}", other_zone, "ana")

    assert store.contacts() == [later, contact, earlier]


def test_a_clock_that_jumps_back_changes_neither_order_nor_times(store, contact):
    store.append(contact, Paused(), NOW - timedelta(days=400), "ana")
    store.append(contact, Ended(), NOW - timedelta(days=500), "ana")

    entries = store.read(contact)

    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert [entry.at for entry in entries][1:] == [
        NOW - timedelta(days=400),
        NOW - timedelta(days=500),
    ]


def test_a_time_keeps_its_zone(store, contact):
    at = datetime.fromisoformat("2026-11-23T09:00:00-05:00")

    store.append(contact, Paused(), at, "ana")

    assert store.read(contact)[1].at.isoformat() == "2026-11-23T09:00:00-05:00"


def test_another_author_adds_to_a_contact_in_a_log_of_their_own(store, contact, path):
    store.append(contact, Amended("addendum", "seen"), NOW, "sam")

    assert [(entry.seq, entry.by) for entry in store.read(contact)] == [(1, "ana"), (2, "sam")]
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT author FROM logs ORDER BY author").fetchall() == [
            ("ana",),
            ("sam",),
        ]
    db.close()


def test_a_contact_with_a_hole_is_not_read_as_if_it_were_whole(store, contact):
    for event in (Answered("thoughts", "yes"), Ended()):
        store.append(contact, event, NOW, "ana")
    store.db.execute("DROP TRIGGER entries_delete")
    store.db.execute("DELETE FROM entries WHERE seq = 2")

    with pytest.raises(CrisisError, match=f"Entries of contact {contact} are missing"):
        store.read(contact)


def test_a_writer_who_missed_an_entry_is_told_and_writes_nothing(store, contact):
    store.append(contact, Paused(), NOW, "ana", after=1)

    with pytest.raises(CrisisError, match="gone on somewhere else: 1 new"):
        store.append(contact, Ended(), NOW, "sam", after=1)

    assert len(store.read(contact)) == 2


def test_an_unknown_contact_is_named_in_the_message(store):
    for call in (
        lambda: store.read("none-such"),
        lambda: store.protocol("none-such"),
        lambda: store.append("none-such", Paused(), NOW, "ana"),
    ):
        with pytest.raises(CrisisError, match="no contact none-such"):
            call()


@pytest.mark.parametrize("table", [*RECORDS, *KEYS])
@pytest.mark.parametrize("act", ["UPDATE", "DELETE", "REPLACE"])
def test_no_row_of_any_table_can_be_changed_deleted_or_replaced(full, path, table, act):
    db = sqlite3.connect(path)
    column, value = db.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0], "1"
    statement = {
        "UPDATE": f"UPDATE {table} SET {column} = {value}",
        "DELETE": f"DELETE FROM {table}",
        "REPLACE": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    }[act]

    with pytest.raises(sqlite3.IntegrityError, match="records are never"):
        db.execute(statement)
    db.close()

    assert verify(full).findings == []


def test_a_log_cannot_be_taken_over_by_another_author(store, contact, path):
    db = sqlite3.connect(path)

    with pytest.raises(sqlite3.IntegrityError, match="records are never replaced"):
        db.execute("INSERT OR REPLACE INTO logs SELECT id, person, 'eve', device, n FROM logs")
    db.close()


def test_every_commit_waits_for_the_disk(store):
    assert store.db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert store.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_practice_and_real_contacts_never_share_a_store(store, path, tmp_path):
    with pytest.raises(CrisisError, match="never share"):
        store.begin(Opened("short", "1", "abc", practice=True), "{}", NOW, "ana")

    open_store(tmp_path / "practice.db", practice=True).close()
    with pytest.raises(CrisisError, match="holds practice records, not real records"):
        open_store(tmp_path / "practice.db")
    with pytest.raises(CrisisError, match="holds real records, not practice records"):
        open_store(path, practice=True)


def test_ids_are_readable_and_hold_nothing_but_chance():
    ids = {random_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert all(len(one) == 9 and set(one) <= {*LETTERS, "-"} for one in ids)
    assert not set("aeiou01l") & set(LETTERS)


def test_records_are_for_their_owner_alone(store, contact, path):
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_yes_and_a_no_are_of_one_size(store, contact, path):
    for value, reason in [("yes", ""), ("no", ""), ("no", "They said it twice, and looked down.")]:
        store.append(contact, Answered("thoughts", value, reason=reason), NOW, "ana")

    db = sqlite3.connect(path)
    sizes = {size for (size,) in db.execute("SELECT length(sealed) FROM entries WHERE seq > 1")}
    db.close()
    assert sizes == {256 + 12 + 16}


def test_the_data_folder_can_be_named(monkeypatch, tmp_path):
    assert database().name == "records.db"
    assert database(practice=True).name == "practice.db"
    monkeypatch.setenv("CRISIS_HOME", str(tmp_path / "else"))
    assert home() == tmp_path / "else"

    monkeypatch.delenv("CRISIS_HOME")
    assert home() != tmp_path / "else"


def test_a_data_folder_that_is_nowhere_is_told(monkeypatch):
    monkeypatch.setenv("CRISIS_HOME", "~nobody-of-this-name/x")

    with pytest.raises(CrisisError, match="home folder is not known") as raised:
        home()

    assert "Set CRISIS_HOME" in raised.value.hint


def test_an_id_in_another_encoding_is_of_no_contact(store):
    assert "k7m4-2pq\udcff" not in store


def test_the_shape_is_numbered_and_an_upgrade_runs_once(path):
    for _ in range(2):
        with open_store(path) as store:
            assert store.db.execute("PRAGMA user_version").fetchone() == (NEWEST,)
            assert len(store.db.execute("SELECT id FROM device").fetchall()) == 1


def test_a_name_that_is_not_the_owners_is_told_with_whose_key_it_was(path, recovery, passphrase):
    """Anybody can type any name: a record must not say that Sam wrote what Ana did."""
    with open_store(path) as store:
        before = store.begin(Opened("short", "1", "abc"), '{"id": "short"}', NOW, "whoever")
        set_up(store, "Ana B.", "worker", passphrase, recovery, NOW)
        contact = store.begin(Opened("short", "1", "abc"), '{"id": "short"}', NOW, " ana  b.")
        store.append(contact, Paused(), NOW, "Sam")
        with store.writing():
            store.note({"act": "opened"}, NOW, "Sam", contact)

        assert [entry.by for entry in store.read(before)] == ["whoever"]  # nobody had set it up
        said = [entry.by for entry in store.read(contact)]
        assert said == [" ana  b.", "Sam (with the key of Ana B.)"]
        assert store.acts(contact)[0].by == "Sam (with the key of Ana B.)"
