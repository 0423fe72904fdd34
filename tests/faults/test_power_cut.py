"""The power goes: what was acknowledged had been written through, however early it was."""

import os
import shutil

import pytest
from interview import Enough, all_is_well, begun, lead, unlocked
from killed import chance
from mounts import cut_power, mend, on_disk

from crisis_cli.commands.contacts import read
from crisis_cli.errors import CrisisError
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up, unlock
from crisis_cli.records.recovery import new_recovery
from crisis_cli.records.store import Store
from crisis_cli.records.verify import verify

pytestmark = pytest.mark.slow
MORE = 40  # beyond one for each entry, at entries by chance


def until_cut(path, protocol, entries, disk):
    """Lead a contact until the power goes right after so many entries were acknowledged."""

    def told(word):
        if word == f"kept {entries}":
            cut_power(disk)
            raise Enough

    with pytest.raises(Enough), open_store(path) as store:
        contact = begun(store, protocol)
        told("kept 1")
        lead(contact, told)


def test_a_power_cut_after_any_entry_loses_none(fresh, tmp_path, every_kind, usual):
    def run(disk):
        whole = range(1, len(usual.events) + 1)
        random = chance(6)
        for number, entries in enumerate([*whole, *random.choices(whole, k=MORE)]):
            path = fresh(disk / str(number))
            os.sync()  # the copy was not written by the store
            until_cut(path, every_kind, entries, disk)
            mend(disk)
            with unlocked(path) as store:
                all_is_well(store, usual, entries)
            shutil.rmtree(path.parent)
        return number + 1

    print(on_disk(tmp_path / "disk", "4m", run, "ext4"), "power cuts")


def test_a_power_cut_right_after_the_very_first_entry_of_a_machine_loses_nothing(
    tmp_path, every_kind
):
    def run(disk):
        path = disk / "new" / "folder" / "records.db"
        until_cut(path, every_kind, 1, disk)
        mend(disk)
        with open_store(path) as store:
            (contact,) = store.contacts()
            assert len(store.read(contact)) == 1
            assert verify(store).findings == []

    on_disk(tmp_path / "disk", "4m", run, "ext4")


def test_a_power_cut_right_after_a_setup_leaves_records_that_open(tmp_path, every_kind):
    def run(disk):
        path = disk / "data" / "records.db"
        with open_store(path) as store:
            contact = begun(store, every_kind)
            lead(contact)
            set_up(store, "Ana", "worker", "words", new_recovery(), contact.clock())
            cut_power(disk)
        mend(disk)
        with open_store(path) as store:
            assert store.locked
            unlock(store, "words")
            assert verify(store).findings == []
            assert read(store, contact.id).state.ended

    on_disk(tmp_path / "disk", "4m", run, "ext4")


def test_without_writing_through_the_same_cut_does_lose_entries(
    fresh, tmp_path, every_kind, monkeypatch
):
    """So that the tests above are known to be able to fail."""
    opened = Store.__init__

    def careless(self, path, db, practice):
        db.execute("PRAGMA synchronous = OFF")
        opened(self, path, db, practice)

    def run(disk):
        path = fresh(disk / "data")
        os.sync()
        monkeypatch.setattr(Store, "__init__", careless)
        until_cut(path, every_kind, 9, disk)
        mend(disk)
        try:
            with unlocked(path) as store:
                return sum(len(store.read(one)) for one in store.contacts())
        except CrisisError:
            return 0

    assert on_disk(tmp_path / "disk", "4m", run, "ext4") < 9
