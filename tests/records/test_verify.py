"""A store that was changed is found out, and the place is named."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Answered
from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import seal
from crisis_cli.records.heads import heads, sign_logs
from crisis_cli.records.keyless import Locked
from crisis_cli.records.opening import open_store
from crisis_cli.records.people import new_person
from crisis_cli.records.sealed import Clear
from crisis_cli.records.sharing import bring_in
from crisis_cli.records.upgrades.third import INDEX, KEYS, RECORDS
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture
def two(owned, written):
    """Two contacts of an unlocked store."""
    return written(owned), written(owned, "K.")


@pytest.fixture
def attack(owned, path):
    """Change the file from outside, past its guards, as somebody who holds no key."""

    def run(statement, *values):
        db = sqlite3.connect(path)
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        done = db.execute(statement, values)
        assert done.rowcount
        for _, sql in guards:
            db.execute(sql)
        db.commit()
        db.close()

    return run


def found(store, **elsewhere):
    return [(one.contact, one.entry, one.text) for one in verify(store, **elsewhere).findings]


def test_a_store_that_nobody_changed_has_no_findings(owned, two):
    sign_logs(owned, NOW)
    report = verify(owned)

    assert report.findings == []
    assert (report.logs, report.contacts, report.entries) == (1, 2, 11)
    assert len(report.signed) == 1
    assert report.erased == report.sealed_to_others == 0


def test_a_locked_store_is_not_verified(owned, path):
    with open_store(path) as store, pytest.raises(Locked):
        verify(store)


def test_a_changed_entry_is_named(owned, two, attack):
    attack(
        "UPDATE entries SET sealed = zeroblob(length(sealed)) WHERE contact = ? AND seq = 3",
        two[1],
    )

    texts = found(owned)

    assert {(contact, entry) for contact, entry, _ in texts} == {(two[1], 3)}
    assert any("The chain of log" in text for _, _, text in texts)
    with pytest.raises(CrisisError, match=f"Entry 3 of contact {two[1]} was changed"):
        owned.read(two[1])


def test_a_sealed_entry_in_the_place_of_another_is_named(owned, two, attack):
    attack(
        "UPDATE entries SET sealed = (SELECT sealed FROM entries WHERE contact = ?1 AND seq = 2)"
        " WHERE contact = ?1 AND seq = 4",
        two[0],
    )

    assert {(contact, entry) for contact, entry, _ in found(owned)} == {(two[0], 4)}


def test_entries_that_changed_places_are_named(owned, two, attack):
    attack("UPDATE entries SET place = place + 100 WHERE contact = ? AND seq IN (2, 3)", two[0])
    attack("UPDATE entries SET place = CASE seq WHEN 2 THEN 4 ELSE 3 END WHERE place > 100")

    assert {(two[0], 2), (two[0], 3)} <= {(contact, entry) for contact, entry, _ in found(owned)}


def test_an_entry_that_was_taken_out_is_told_at_the_next_one(owned, two, attack):
    attack("DELETE FROM entries WHERE contact = ? AND seq = 3", two[0])

    texts = found(owned)

    assert (two[0], 4) in {(contact, entry) for contact, entry, _ in texts}
    assert (two[0], 0, "Entries of this contact are missing.") in texts


def test_a_contact_that_says_it_ended_and_did_not_is_told(owned, written, attack, two):
    attack("UPDATE entries SET ends = 1 WHERE contact = ? AND seq = 3", two[0])

    assert (two[0], 3) in {(contact, entry) for contact, entry, _ in found(owned)}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE contacts SET began = '2020-01-01T00:00:00+00:00'", "in clear was changed"),
        ("UPDATE protocols SET body = '{}'", "The protocol of contact"),
        ("UPDATE logs SET author = 'eve'", "The key of log"),
        ("UPDATE persons SET name = 'Eve'", "The public key of Eve"),
        ("UPDATE wraps SET sealed = zeroblob(80)", "was changed from outside"),
        ("UPDATE wraps SET mac = zeroblob(32)", "was changed for Ana"),
        ("DELETE FROM wraps", "Your key to log"),
        ("UPDATE contact_keys SET sealed = zeroblob(60)", "The key of contact"),
        ("UPDATE slots SET sealed = zeroblob(60) WHERE kind = 'recovery'", "slot of your recovery"),
        ("UPDATE heads SET signature = zeroblob(64)", "is not genuine"),
        ("UPDATE heads SET place = place - 1", "is not genuine"),
        ("DELETE FROM contacts", "belongs to nothing"),
    ],
)
def test_what_stands_beside_the_entries_is_looked_at_too(owned, path, two, attack, statement, said):
    sign_logs(owned, NOW)
    unlocked = owned.keys.private, owned.keys.unlock

    attack(statement)

    with open_store(path) as store:
        store.keys.private, store.keys.unlock = unlocked
        assert [text for _, _, text in found(store) if said in text]


def test_a_wrap_that_is_missing_for_a_supervisor_is_told(owned, two, attack, supervisor):
    bring_in(owned, supervisor.person, NOW)
    attack("DELETE FROM wraps WHERE holder = ?", supervisor.person.id)

    assert all("is missing for Sam" in text for _, _, text in found(owned))


def test_a_wrap_for_a_supervisor_that_was_changed_is_told(owned, two, attack, supervisor):
    bring_in(owned, supervisor.person, NOW)
    attack("UPDATE wraps SET sealed = zeroblob(80) WHERE holder = ?", supervisor.person.id)

    assert all("was changed for Sam" in text for _, _, text in found(owned))


def test_guards_that_were_taken_away_are_told(owned, path):
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER entries_delete")
    db.close()

    assert ["guards of the file" in text for _, _, text in found(owned)] == [True]


def test_a_cut_off_end_is_not_seen_without_a_signed_head_and_seen_with_one(owned, two, attack):
    cut = "DELETE FROM entries WHERE contact = ?1 AND seq > 3"
    sign_logs(owned, NOW)
    kept = heads(owned)
    last = two[1]
    attack(cut, last)

    ((contact, entry, text),) = found(owned)
    assert (contact, entry) == (last, 3)
    assert "The end of log" in text and "2 entries after this one" in text

    attack("DELETE FROM heads")
    assert found(owned) == []  # nobody within the file knows any more
    ((contact, entry, text),) = found(owned, elsewhere=kept)
    assert (contact, entry) == (last, 3)


def test_a_log_that_was_written_anew_by_who_holds_its_key_is_not_what_was_signed(
    owned, two, attack
):
    sign_logs(owned, NOW)
    (head,) = heads(owned)
    attack("DELETE FROM entries WHERE contact = ? AND seq = 5", two[1])
    owned.append(two[1], Answered("q", "no"), NOW, "Ana")

    ((contact, entry, text),) = found(owned)
    assert (contact, entry) == (two[1], 5)
    assert f"Log {head.log} is not what Ana signed" in text


def test_a_head_that_nobody_here_signed_is_told(owned, two):
    eve = new_person("Eve", "supervisor")
    (head,) = sign_logs(owned, NOW)
    forged = replace(head, person=eve.person.id, signature=eve.sign(b""))

    assert ["is not genuine" in text for *_, text in found(owned, elsewhere=[forged])] == [True]


def test_logs_are_signed_once_and_again_when_they_have_grown(owned, two):
    assert len(sign_logs(owned, NOW)) == 1
    assert sign_logs(owned, NOW) == []
    owned.append(two[0], Amended("addendum", "more"), NOW, "Ana")
    assert len(sign_logs(owned, NOW, contact=two[0])) == 1
    assert verify(owned).findings == []


def test_whoever_is_handed_a_case_cannot_write_in_anothers_name(owned, path, two, attack):
    """They hold the contact's key, and not that of the log."""
    where = "SELECT log, place FROM entries WHERE contact = ? AND seq = 2"
    log, place = owned.db.execute(where, [two[0]]).fetchone()
    bound = Clear(owned.log(log), place, two[0], 2).bound()
    forged = seal(owned.keys.contact(two[0]), b'{"at": "2026-11-23T14:00:00+00:00"}', bound)
    attack("UPDATE entries SET sealed = ? WHERE log = ? AND place = ?", forged, log, place)

    ((contact, entry, text),) = found(owned)
    assert (contact, entry) == (two[0], 2)
    assert "The chain of log" in text


def test_every_table_is_guarded(owned):
    tables = owned.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    rest = set(INDEX) | {"sqlite_sequence"}  # what can be made again

    assert {name for (name,) in tables} - rest == set(RECORDS | KEYS)
