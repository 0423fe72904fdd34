"""Who may read: supervisors, whoever a case is handed to, and nobody after it was erased."""

import shutil
from datetime import UTC, datetime

import pytest

from crisis_cli.engine.additions import Amended
from crisis_cli.errors import CrisisError
from crisis_cli.records.keyless import NoKey
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import mine, unlock
from crisis_cli.records.people import new_person
from crisis_cli.records.sharing import (
    bring_in,
    case_called,
    erase,
    hand_over,
    person_called,
    revoke,
)
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def as_seen_by(private, path):
    """The store as this person reads it, from a copy of the file."""
    store = open_store(path)
    store.keys.private = private
    return store


def test_a_supervisor_reads_what_was_written_before_and_after(owned, path, written, supervisor):
    before = written(owned)
    bring_in(owned, supervisor.person, NOW)
    after = written(owned)

    with as_seen_by(supervisor, path) as seen:
        assert len(seen.read(before)) == len(seen.read(after)) == 5
        report = verify(seen)
        assert report.sealed_to_others == 0


def test_a_contact_begun_without_a_passphrase_is_for_the_supervisor_too(
    owned, path, written, supervisor
):
    bring_in(owned, supervisor.person, NOW)
    with open_store(path) as locked:
        contact = written(locked)

    with as_seen_by(supervisor, path) as seen:
        assert len(seen.read(contact)) == 5


def test_another_worker_reads_only_what_was_handed_over(owned, path, written):
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    one, other = written(owned), written(owned, "K.")
    hand_over(owned, owned.case_of(one), lee.person, NOW)

    with as_seen_by(lee, path) as seen:
        assert len(seen.read(one)) == 5
        seen.append(one, Amended("addendum", "Took over."), NOW, "lee")
        assert seen.unreadable(other) == "not yours"
        with pytest.raises(NoKey, match="is not for you"):
            seen.read(other)
    # It was written into Ana's own file: that it was under her key is told with the name.
    by = [entry.by for entry in owned.read(one)][-2:]
    assert by == ["Ana", "lee (with the key of Ana)"]


def test_an_erased_case_is_read_by_nobody_and_the_rest_stays(
    owned, path, written, supervisor, passphrase
):
    bring_in(owned, supervisor.person, NOW)
    gone, stays = written(owned), written(owned, "K.")
    again = written(owned, case=owned.case_of(gone))

    assert sorted(erase(owned, owned.case_of(gone), NOW, "court order")) == sorted([gone, again])

    for store in (owned, as_seen_by(supervisor, path)):
        assert store.unreadable(gone) == store.unreadable(again) == "erased"
        assert len(store.read(stays)) == 5
        report = verify(store)
        assert report.findings == []
        assert report.erased == 10
    with open_store(path) as store:
        unlock(store, passphrase)
        with pytest.raises(NoKey, match="was erased"):
            store.read(gone)


def test_the_wraps_of_an_erased_case_are_not_in_the_file_any_more(owned, path, written):
    contact = written(owned)
    rows = owned.db.execute(
        "SELECT wraps.sealed FROM wraps JOIN case_keys ON key = id WHERE case_id = ?",
        [owned.case_of(contact)],
    ).fetchall()

    erase(owned, owned.case_of(contact), NOW, "asked for")

    kept = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert rows and not [sealed for (sealed,) in rows if sealed in kept]


def test_a_copy_that_was_made_before_can_still_be_read(owned, path, written, passphrase, tmp_path):
    contact = written(owned)
    owned.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = shutil.copytree(path.parent, tmp_path / "copy") / path.name

    erase(owned, owned.case_of(contact), NOW, "asked for")

    with open_store(copy) as store:  # why backups have to be erased as well
        unlock(store, passphrase)
        assert len(store.read(contact)) == 5


def test_nobody_erases_what_they_cannot_read(owned, path, written):
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    contact = written(owned)

    with as_seen_by(lee, path) as seen, pytest.raises(CrisisError):
        erase(seen, seen.case_of(contact), NOW, "malice")
    assert len(owned.read(contact)) == 5


def test_who_was_revoked_reads_nothing_here_and_nothing_new(owned, path, written, supervisor):
    bring_in(owned, supervisor.person, NOW)
    contact = written(owned)
    case = owned.case_of(contact)

    revoke(owned, supervisor.person, NOW, "left the agency")

    later, other = written(owned, case=case), written(owned, "K.")
    with as_seen_by(supervisor, path) as seen:
        for one in (contact, later, other):
            assert seen.unreadable(one) == "not yours"
    assert len(owned.read(contact)) == len(owned.read(later)) == 5
    assert verify(owned).findings == []
    with pytest.raises(CrisisError, match="may not read any more"):
        hand_over(owned, case, supervisor.person, NOW)


def test_after_somebody_was_revoked_a_case_has_a_key_they_never_held(
    owned, path, written, supervisor
):
    bring_in(owned, supervisor.person, NOW)
    contact = written(owned)
    with as_seen_by(supervisor, path) as seen:
        seen.read(contact)
        kept = dict(seen.keys._open)  # what they could have written down

    revoke(owned, supervisor.person, NOW)
    later = written(owned, case=owned.case_of(contact))

    with as_seen_by(supervisor, path) as seen:
        seen.keys._open.update(kept)
        assert len(seen.read(contact)) == 5
        with pytest.raises(NoKey):
            seen.read(later)


def test_people_are_found_by_name_or_id(owned, supervisor):
    bring_in(owned, supervisor.person, NOW)
    bring_in(owned, new_person("sam ", "worker").person, NOW)
    bring_in(owned, new_person("Lee", "worker").person, NOW)

    assert person_called(owned, " LEE ").name == "Lee"
    assert person_called(owned, supervisor.person.id) == supervisor.person
    with pytest.raises(CrisisError, match="More than one person is called Sam"):
        person_called(owned, "Sam")
    with pytest.raises(CrisisError, match="Nobody here is called Eve"):
        person_called(owned, "Eve")


def test_a_case_is_found_by_its_id_or_that_of_a_contact(owned, written):
    contact = written(owned)
    case = owned.case_of(contact)

    assert case_called(owned, contact.upper()) == case_called(owned, case) == case
    with pytest.raises(CrisisError, match="There is no case none-such"):
        case_called(owned, "none-such")


def test_nobody_is_brought_in_twice_or_in_the_place_of_another(owned, supervisor):
    bring_in(owned, supervisor.person, NOW)
    with pytest.raises(CrisisError, match="Sam is known already"):
        bring_in(owned, supervisor.person, NOW)

    other = new_person("Sam", "supervisor")
    swapped = type(other.person)(
        supervisor.person.id, "Sam", "supervisor", other.person.box, other.person.sign
    )
    with pytest.raises(CrisisError, match="same id"):
        bring_in(owned, swapped, NOW)


def test_nobody_takes_their_own_keys_away(owned):
    with pytest.raises(CrisisError, match="your own keys"):
        revoke(owned, mine(owned), NOW)


def test_before_setup_there_is_nobody_to_share_with(path, supervisor):
    with open_store(path) as store, pytest.raises(CrisisError, match="Nobody has set up"):
        bring_in(store, supervisor.person, NOW)


def test_a_supervisor_nobody_vouched_for_gets_no_keys(owned, path, written, supervisor):
    person = supervisor.person
    owned.db.execute(
        "INSERT INTO persons (id, name, role, box, sign) VALUES (?, ?, ?, ?, ?)",
        [person.id, person.name, person.role, person.box, person.sign],
    )
    owned.db.execute(
        "INSERT INTO vouchers (person, voucher, vouched) VALUES (?, ?, ?)",
        [person.id, mine(owned).id, b"x" * 64],
    )
    with open_store(path) as locked:
        contact = written(locked)

    with as_seen_by(supervisor, path) as seen:
        assert seen.unreadable(contact) == "not yours"
    assert [one.text for one in verify(owned).findings] == [
        "The public key of Sam is not what was vouched for."
    ]
