"""Acts: what was done with a contact is sealed and linked as an entry is, and in nobody's way."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Ended, Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records.keyless import NoKey
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import unlock
from crisis_cli.records.people import new_person
from crisis_cli.records.sharing import bring_in, erase, hand_over, readers_of
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
ACT = {"act": "disclosed", "to": "Quillfeather Clinic", "reason": "asked for by phone"}


def note(store, contact, act=ACT, at=NOW, by="Ana"):
    with store.writing():
        store.note(act, at, by, contact)


def attack(path, *statements):
    """Change the file from outside, without the triggers that would refuse."""
    db = sqlite3.connect(path)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        assert db.execute(statement).rowcount > 0
    db.commit()
    db.close()


def test_an_act_is_read_apart_from_the_interview(owned, written):
    contact = written(owned)
    before = owned.read(contact)

    note(owned, contact)

    assert owned.read(contact) == before
    assert [(act.at, act.by, act.said) for act in owned.acts(contact)] == [(NOW, "Ana", ACT)]
    assert verify(owned).findings == []


def test_an_act_in_between_never_refuses_an_answer(owned, path, passphrase):
    contact = owned.begin(Opened("short", "1", "abc"), "{}", NOW, "Ana")
    with open_store(path) as other:  # a second terminal looks at it
        unlock(other, passphrase)
        note(other, contact, by="Sam")
        note(other, contact)

    entry = owned.append(contact, Ended(), NOW, "Ana", after=1)

    assert entry.seq == 2
    assert verify(owned).findings == []


def test_acts_come_by_time_and_never_out_of_order_within_a_log(owned, written):
    contact = written(owned)
    for act, minutes, by in [("a", 0, "Ana"), ("b", 5, "Sam"), ("c", 9, "Ana"), ("d", 7, "Ana")]:
        note(owned, contact, {"act": act}, NOW + timedelta(minutes=minutes), by)

    assert [one.said["act"] for one in owned.acts(contact)] == ["a", "b", "c", "d"]


def test_an_act_is_read_by_whoever_reads_the_contact_and_by_nobody_else(
    owned, path, written, supervisor
):
    contact, other = written(owned), written(owned, "K.")
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    note(owned, contact)
    hand_over(owned, owned.case_of(contact), lee.person, NOW)

    with open_store(path) as seen:
        seen.keys.private = lee
        assert [one.said["act"] for one in seen.acts(contact)] == ["disclosed", "handed_over"]
        with pytest.raises(NoKey):
            seen.acts(other)
    assert [one.name for one in readers_of(owned, contact)] == ["Ana", "Lee"]
    assert [one.name for one in readers_of(owned, other)] == ["Ana"]


def test_acts_of_an_erased_case_are_gone_with_it(owned, written):
    contact = written(owned)
    note(owned, contact)

    erase(owned, owned.case_of(contact), NOW, "asked for")

    with pytest.raises(NoKey, match="was erased"):
        owned.acts(contact)
    assert verify(owned).findings == []
    assert readers_of(owned, contact) == []


def test_nothing_of_an_act_stands_in_clear(owned, path, written):
    contact = written(owned)
    note(owned, contact)
    note(owned, contact, {"act": "named", "name": "Marrowby"})

    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for word in ("Quillfeather", "asked for by phone", "disclosed", "Marrowby", "named"):
        assert word.encode() not in content, word
    assert contact.encode() in content


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET sealed = zeroblob(284) WHERE contact IS NOT NULL AND seq IS NULL",
        "UPDATE entries SET contact = (SELECT max(id) FROM contacts WHERE id <> contact)"
        " WHERE contact IS NOT NULL AND seq IS NULL",
        "UPDATE entries SET seq = 6 WHERE contact IS NOT NULL AND seq IS NULL",
        "UPDATE entries SET ends = 1 WHERE contact IS NOT NULL AND seq IS NULL",
        "DELETE FROM entries WHERE contact IS NOT NULL AND seq IS NULL",
    ],
)
def test_an_act_that_was_changed_moved_or_taken_out_is_found(owned, path, written, statement):
    contact, _ = written(owned), written(owned, "K.")
    note(owned, contact)
    owned.append(contact, Amended("addendum", "Later."), NOW, "Ana")  # it is not at the log's end
    attack(path, statement)

    assert [one for one in verify(owned).findings if "guards" not in one.text]


def test_an_act_that_was_changed_is_not_believed(owned, path, written):
    contact = written(owned)
    note(owned, contact)
    attack(path, "UPDATE entries SET sealed = zeroblob(284) WHERE seq IS NULL AND contact > ''")

    with pytest.raises(CrisisError, match=f"Something that was done with contact {contact}"):
        owned.acts(contact)
    assert len(owned.read(contact)) == 5  # the interview can be read all the same


def test_an_act_of_a_later_program_is_told(owned, written):
    contact = written(owned)
    with owned.writing():
        log = owned.keys.log("Ana", owned.device)
        owned.write(log, owned.keys.contact(contact), {"at": "never", "act": []}, contact)

    with pytest.raises(CrisisError, match="cannot be read") as told:
        owned.acts(contact)
    assert contact in told.value.message and "newer version" in told.value.hint


def test_without_the_passphrase_no_act_is_read(owned, path, written):
    contact = written(owned)
    note(owned, contact)

    with open_store(path) as store, pytest.raises(CrisisError, match="are locked"):
        store.acts(contact)


def test_a_damaged_contact_does_not_keep_a_case_from_being_handed_over(owned, path, written):
    bad = written(owned)
    good = written(owned, case=owned.case_of(bad))
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    owned.keys.forget()
    attack(path, f"UPDATE contact_keys SET sealed = zeroblob(60) WHERE holder = '{bad}'")

    hand_over(owned, owned.case_of(bad), lee.person, NOW)

    with open_store(path) as seen:
        seen.keys.private = lee
        assert [one.said["act"] for one in seen.acts(good)] == ["handed_over"]
