"""A contact under the wrong client, or a client with two cases: refiled, and back again."""

from dataclasses import astuple
from datetime import UTC, datetime

import pytest

from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import to_json
from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import random_key
from crisis_cli.records.keyless import NoKey
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import mine
from crisis_cli.records.people import new_person
from crisis_cli.records.refiling import NEW, merge, refile
from crisis_cli.records.sealed import Log
from crisis_cli.records.sharing import bring_in, contacts_of, erase, hand_over, revoke
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def as_seen_by(private, path):
    store = open_store(path)
    store.keys.private = private
    return store


def write_as(store, private, contact):
    """An entry in a log of another person, as it comes from their machine."""
    with store.writing():
        log = Log("their-log", private.person.id, private.person.name, "their-device")
        store.db.execute(
            "INSERT INTO logs (id, person, author, device) VALUES (?, ?, ?, ?)", list(astuple(log))
        )
        store.keys._open[log.id] = random_key()
        store.keys.give(log.id, log.bound(), [private.person, mine(store)])
        body = {"at": NOW.isoformat(), "event": to_json(Amended("addendum", "Took over."))}
        store.write(log, store.keys.contact(contact), body, contact, 6)


def refiled(store, contact):
    """The refilings of a contact: from where, to where."""
    acts = [act.said for act in store.acts(contact)]
    return [(act["from"], act["to"]) for act in acts if act["act"] == "refiled"]


def pairs(store):
    rows = store.db.execute("SELECT key, holder FROM contact_keys").fetchall()
    gone = store.db.execute(
        "SELECT key, holder FROM removals WHERE what = 'contact_keys'"
    ).fetchall()
    return set(rows), set(gone)


def test_a_contact_that_was_filed_under_the_wrong_client_moves(owned, path, written):
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    wrong, right = written(owned), written(owned, "K.")
    old, case = owned.case_of(wrong), owned.case_of(right)
    hand_over(owned, case, lee.person, NOW)

    refile(owned, wrong, case, NOW, "Ana", "another Jo")

    assert owned.case_of(wrong) == case
    assert len(owned.read(wrong)) == 5
    with as_seen_by(lee, path) as seen:
        assert len(seen.read(wrong)) == 5
        (act,) = (one for one in seen.acts(wrong) if one.said["act"] == "refiled")
    said = {"from": old, "to": case, "reason": "another Jo", "why": "wrong_client"}
    assert (act.at, act.by, act.said) == (NOW, "Ana", {"act": "refiled"} | said)
    assert verify(owned).findings == []
    with pytest.raises(CrisisError, match="in that case already"):
        refile(owned, wrong, case, NOW, "Ana", "again")


def test_who_reads_the_old_case_only_does_not_read_it_any_more(owned, path, written):
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    wrong, right = written(owned), written(owned, "K.")
    hand_over(owned, owned.case_of(wrong), lee.person, NOW)

    refile(owned, wrong, owned.case_of(right), NOW, "Ana", "another Jo")

    with as_seen_by(lee, path) as seen:
        assert seen.unreadable(wrong) == "not yours"


def test_a_contact_goes_back_and_forth_and_what_was_removed_never_comes_back(owned, written):
    contact, other = written(owned), written(owned, "K.")
    home, away = owned.case_of(contact), owned.case_of(other)
    stays = written(owned, case=home)

    for case in (away, home, away, home):
        refile(owned, contact, case, NOW, "Ana", "thought again")
        there, gone = pairs(owned)
        assert not there & gone
        assert len(owned.read(contact)) == 5
        assert verify(owned).findings == []

    assert refiled(owned, contact) == [(home, away), (away, home)] * 2
    assert contacts_of(owned, home) == sorted([contact, stays])
    assert contacts_of(owned, away) == [other]
    later = written(owned, case=home)
    owned.keys.forget()
    assert len(owned.read(contact)) == len(owned.read(later)) == len(owned.read(stays)) == 5


def test_a_contact_becomes_a_case_of_its_own(owned, path, written, supervisor):
    bring_in(owned, supervisor.person, NOW)
    contact, stays = written(owned), written(owned)

    case = refile(owned, contact, NEW, NOW, "Ana", "nobody that we know")

    assert contacts_of(owned, case) == [contact]
    assert owned.case_of(stays) != case
    with as_seen_by(supervisor, path) as seen:
        assert len(seen.read(contact)) == 5
    assert verify(owned).findings == []


@pytest.mark.parametrize("left", [False, True])
def test_who_wrote_in_a_contact_reads_it_in_its_new_case_unless_they_left(
    owned, path, written, left
):
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    contact = written(owned)
    hand_over(owned, owned.case_of(contact), lee.person, NOW)
    write_as(owned, lee, contact)
    if left:
        revoke(owned, lee.person, NOW)

    refile(owned, contact, NEW, NOW, "Ana", "nobody that we know")

    with as_seen_by(lee, path) as seen:
        assert seen.unreadable(contact) == ("not yours" if left else "")
    owned.keys.forget()
    assert len(owned.read(contact)) == 6


def test_a_client_with_two_cases_has_one(owned, written):
    one, two, other = written(owned), written(owned), written(owned, "K.")
    old, case = owned.case_of(one), owned.case_of(other)
    refile(owned, two, old, NOW, "Ana", "the same Jo")

    assert merge(owned, old, case, NOW, "Ana", "K. is Jo") == sorted([one, two])

    assert contacts_of(owned, case) == sorted([one, two, other])
    assert contacts_of(owned, old) == []
    assert refiled(owned, one) == [(old, case)]
    assert {act.said["why"] for act in owned.acts(one)} == {"duplicate"}
    assert verify(owned).findings == []
    with pytest.raises(CrisisError, match="has no contacts"):
        merge(owned, old, case, NOW, "Ana", "again")


def test_a_mistaken_merge_is_undone_contact_by_contact(owned, written):
    one, other = written(owned), written(owned, "K.")
    old, case = owned.case_of(one), owned.case_of(other)
    merge(owned, old, case, NOW, "Ana", "K. is Jo")

    refile(owned, one, old, NOW, "Ana", "they are two")

    assert owned.case_of(one) == old
    owned.keys.forget()
    assert len(owned.read(one)) == 5
    assert verify(owned).findings == []


def test_nobody_refiles_what_they_cannot_read_or_to_where_they_cannot(owned, path, written):
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    closed, open_one = written(owned), written(owned, "K.")
    hand_over(owned, owned.case_of(open_one), lee.person, NOW)
    before = pairs(owned)

    with as_seen_by(lee, path) as seen:
        for contact, case in [(closed, open_one), (open_one, closed), (closed, None)]:
            to = seen.case_of(case) if case else NEW
            with pytest.raises(NoKey):
                refile(seen, contact, to, NOW, "Lee", "malice")
        with pytest.raises(NoKey):
            merge(seen, seen.case_of(closed), seen.case_of(open_one), NOW, "Lee", "malice")

    assert pairs(owned) == before
    assert verify(owned).findings == []


def test_nothing_is_refiled_into_an_erased_or_an_unknown_case(owned, written):
    contact, gone = written(owned), written(owned, "K.")
    case = owned.case_of(gone)
    erase(owned, case, NOW, "asked for")

    for to in (case, "none-such"):
        with pytest.raises(CrisisError, match=r"was erased|no case none-such"):
            refile(owned, contact, to, NOW, "Ana", "x")
    assert len(owned.read(contact)) == 5
    assert owned.acts(contact) == []


def test_before_setup_too(path, written):
    with open_store(path) as store:
        contact, other = written(store), written(store, "K.")
        home = store.case_of(contact)
        refile(store, contact, store.case_of(other), NOW, "Ana", "x")
        refile(store, contact, home, NOW, "Ana", "y")
        refile(store, contact, NEW, NOW, "Ana", "z")

    with open_store(path) as store:
        assert len(store.read(contact)) == 5
        assert len(refiled(store, contact)) == 3
        assert verify(store).findings == []
