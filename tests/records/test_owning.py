"""Setting a store up, the ways in, and what a locked store still does."""

import sqlite3
from datetime import UTC, datetime

import pytest

from crisis_cli.engine.entries import Answered, Ended, Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import derived
from crisis_cli.records.keyless import Locked
from crisis_cli.records.listing import listed
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import (
    WrongKey,
    add_slot,
    change_passphrase,
    change_recovery,
    mine,
    remove_slots,
    set_up,
    slots,
    unlock,
)
from crisis_cli.records.recovery import new_recovery
from crisis_cli.records.sealed import Clear, open_entry
from crisis_cli.records.slots import KEYRING, RECOVERY, for_keyring
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def files(path):
    return sorted(file.name for file in path.parent.iterdir())


def acts(store):
    """What is written down about the keys, in the owner's own log."""
    rows = store.db.execute(
        "SELECT log, place, sealed FROM entries WHERE contact IS NULL ORDER BY log, place"
    ).fetchall()
    done = []
    for log, place, sealed in rows:
        key = derived(store.keys.key_of_log(store.log(log)), "acts")
        done.append(open_entry(key, Clear(store.log(log), place).bound(), sealed)["act"]["act"])
    return done


def test_before_setup_a_file_beside_the_store_opens_it_and_after_it_is_gone(
    path, written, passphrase
):
    with open_store(path) as store:
        contact = written(store)
        assert [name for name in files(path) if name.endswith(".key")]
        set_up(store, "Ana", "worker", passphrase, "", NOW)
        assert not [name for name in files(path) if name.endswith(".key")]
        assert len(store.read(contact)) == 5

    with open_store(path) as store:
        assert store.locked
        with pytest.raises(Locked):
            store.read(contact)
        unlock(store, passphrase)
        assert len(store.read(contact)) == 5


def test_a_key_of_the_machine_that_a_killed_setup_left_is_wiped_at_the_next_unlocking(
    path, passphrase
):
    with open_store(path) as store:
        (key,) = path.parent.glob("*.key")
        halves = key.read_bytes()
        set_up(store, "Ana", "worker", passphrase, "", NOW)
    key.write_bytes(halves)

    with open_store(path) as store:
        unlock(store, passphrase)

    assert not key.exists()


def test_a_store_is_set_up_once(owned, passphrase):
    assert mine(owned).name == "Ana"
    with pytest.raises(CrisisError, match="already Ana's"):
        set_up(owned, "Eve", "worker", passphrase, "", NOW)


def test_a_wrong_passphrase_opens_nothing_and_says_what_to_do(owned, path):
    with open_store(path) as store:
        with pytest.raises(WrongKey, match="not the passphrase") as raised:
            unlock(store, "guess")
        assert "crisis keys recover" in raised.value.hint
        assert store.locked


def test_the_recovery_key_opens_what_the_passphrase_opens(owned, path, recovery, written):
    contact = written(owned)

    with open_store(path) as store:
        unlock(store, recovery.upper(), RECOVERY)
        assert len(store.read(contact)) == 5
        with pytest.raises(WrongKey, match="not the recovery key"):
            unlock(store, new_recovery(), RECOVERY)


def test_a_new_passphrase_ends_the_old_one(owned, path, passphrase):
    change_passphrase(owned, "other words entirely", NOW)

    with open_store(path) as store:
        with pytest.raises(WrongKey):
            unlock(store, passphrase)
        unlock(store, "other words entirely")


def test_a_new_recovery_key_ends_the_old_one(owned, path, recovery):
    newer = new_recovery()
    change_recovery(owned, newer, NOW)

    with open_store(path) as store:
        with pytest.raises(WrongKey):
            unlock(store, recovery, RECOVERY)
        unlock(store, newer, RECOVERY)


def test_a_keyring_is_one_more_way_in_that_can_be_taken_away(owned, path):
    add_slot(owned, for_keyring(mine(owned).id, owned.keys.unlock, b"k" * 32), NOW)
    with open_store(path) as store:
        unlock(store, b"k" * 32, KEYRING)

    remove_slots(owned, KEYRING, NOW)
    with open_store(path) as store, pytest.raises(WrongKey):
        unlock(store, b"k" * 32, KEYRING)


def test_what_was_done_to_the_keys_is_in_the_log(owned, path, recovery):
    with open_store(path) as store:
        unlock(store, recovery, RECOVERY)
        change_passphrase(store, "other words entirely", NOW, "recovered")
        change_recovery(store, new_recovery(), NOW)

        assert acts(store) == ["set_up", "passphrase_recovered", "recovery_renewed"]
        assert verify(store).findings == []


def test_a_slot_that_was_taken_away_is_not_in_the_file_any_more(owned, path, passphrase):
    (old,) = slots(owned, "passphrase")
    assert old.sealed in b"".join(file.read_bytes() for file in path.parent.iterdir())

    change_passphrase(owned, "other words entirely", NOW)

    assert old.sealed not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_a_locked_store_takes_a_new_contact_to_its_end(owned, path, passphrase):
    with open_store(path) as store:
        contact = store.begin(Opened("short", "1", "abc", client="Jo"), "{}", NOW, "ana")
        store.append(contact, Answered("thoughts", "no"), NOW, "ana", after=1)
        store.append(contact, Ended(), NOW, "ana", after=2)
        assert [type(entry.event) for entry in store.read(contact)] == [Opened, Answered, Ended]
        assert store.locked

    with open_store(path) as store:
        with pytest.raises(Locked):
            store.append(contact, Ended(), NOW, "ana")
        unlock(store, passphrase)
        assert len(store.read(contact)) == 3
        assert verify(store).findings == []


def test_a_locked_store_lists_what_needs_no_key(owned, path, written):
    contact = written(owned)

    with open_store(path) as store:
        (only,) = listed(store)
        assert (only.contact, only.began, only.ended) == (contact, NOW, True)
        assert contact in store


def test_a_failed_transaction_leaves_no_log_that_is_not_there(owned, path, passphrase):
    with open_store(path) as store:
        with pytest.raises(CrisisError, match="no contact"):
            store.append("none-such", Ended(), NOW, "ana")
        contact = store.begin(Opened("short", "1", "abc"), "{}", NOW, "ana")
        assert len(store.read(contact)) == 1


def test_public_keys_that_were_swapped_are_told_when_the_owner_unlocks(owned, path, passphrase):
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER persons_update")
    db.execute("UPDATE persons SET box = ? WHERE name = 'Ana'", [b"x" * 32])
    db.commit()
    db.close()

    with open_store(path) as store, pytest.raises(CrisisError, match="somebody changed them"):
        unlock(store, passphrase)


def test_a_missing_key_of_the_machine_is_named(path, written):
    with open_store(path) as store:
        contact = written(store)
    (key,) = path.parent.glob("*.key")
    aside = key.rename(path.parent / "aside")

    with open_store(path) as store:
        with pytest.raises(CrisisError, match=f"missing: {key}"):
            store.read(contact)
        begun = store.begin(Opened("short", "1", "abc"), "{}", NOW, "ana")  # never refused
    aside.rename(key)
    with open_store(path) as store:
        assert len(store.read(contact)) == 5
        assert len(store.read(begun)) == 1


@pytest.mark.parametrize("content", [b"", b"zz", b"00" * 63, b"00" * 64])
def test_a_file_that_is_not_the_key_is_told(path, written, content):
    with open_store(path) as store:
        contact = written(store)
    (key,) = path.parent.glob("*.key")
    key.write_bytes(content)

    with open_store(path) as store, pytest.raises(CrisisError, match="key of these records"):
        store.read(contact)
