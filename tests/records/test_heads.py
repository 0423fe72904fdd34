"""What is signed when a contact is countersigned, and by whom a contact was led."""

from datetime import UTC, datetime, timedelta

import pytest

from crisis_cli.engine.additions import Amended, Countersigned
from crisis_cli.records.heads import Head, interviewers, sign_logs, signed_with
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import mine, set_up

NOON = "2026-11-24T12:00:00+00:00"
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def kims(path, written):
    """A store that was written by Ana, with one contact, and is Kim's since."""
    with open_store(path) as store:
        contact = written(store)
        set_up(store, "Kim", "supervisor", "four warm words here", "", AT)
        yield store, contact


def countersign(store, contact, at):
    entry = store.append(contact, Countersigned(True), at, "Kim")
    sign_logs(store, at, contact)
    return entry


def test_all_logs_of_the_contact_are_signed_with_a_countersign(kims):
    store, contact = kims
    entry = countersign(store, contact, AT)

    signed = signed_with(store, contact, entry)

    assert {signer.name for _, signer in signed} == {"Kim"}
    assert len({head.log for head, _ in signed}) == 2  # Ana's, and Kim's own


def test_what_comes_later_is_covered_by_a_later_signature_only(kims):
    store, contact = kims
    first = countersign(store, contact, AT)
    before = signed_with(store, contact, first)
    store.append(contact, Amended("addendum", "more"), AT, "Kim")
    second = countersign(store, contact, AT + timedelta(hours=1))

    assert signed_with(store, contact, first) == before
    (new,) = {head for head, _ in signed_with(store, contact, second)} - {h for h, _ in before}
    (old,) = [head for head, _ in before if head.log == new.log]
    assert new.place == old.place + 2


def test_a_log_that_was_signed_already_covers_the_next_contact_too(kims, written):
    store, contact = kims
    countersign(store, contact, AT)
    entry = countersign(store, contact, AT + timedelta(hours=1))

    assert len(signed_with(store, contact, entry)) == 2


def test_a_countersign_that_nobody_signed_has_no_head(kims):
    store, contact = kims
    entry = store.append(contact, Countersigned(True), AT, "Kim")

    assert signed_with(store, contact, entry) == []


def test_a_later_signature_is_none_of_an_earlier_countersign(kims):
    store, contact = kims
    unsigned = store.append(contact, Countersigned(True), AT, "Kim")
    countersign(store, contact, AT + timedelta(hours=1))

    assert signed_with(store, contact, unsigned) == []


def test_a_signature_that_is_not_genuine_is_none(kims):
    store, contact = kims
    entry = store.append(contact, Countersigned(True), AT, "Kim")
    person = mine(store).id
    for log, place in store.db.execute("SELECT log, max(place) FROM entries GROUP BY log"):
        row = [log, place, b"x" * 32, person, AT.isoformat(), b"y" * 64]
        store.db.execute(
            "INSERT INTO heads (log, place, link, person, at, signature) VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )

    assert signed_with(store, contact, entry) == []


def test_who_led_a_contact_is_told_by_their_keys_until_its_end(kims):
    store, contact = kims
    before = interviewers(store, contact)
    countersign(store, contact, AT)

    assert interviewers(store, contact) == before
    assert mine(store).id not in before


def test_another_head_has_another_fingerprint():
    one = Head("log", 1, b"a" * 32, "p", NOON, b"s" * 64)
    prints = {
        one.fingerprint,
        Head("log", 1, b"b" * 32, "p", NOON, b"s" * 64).fingerprint,
        Head("log", 1, b"a" * 32, "p", NOON, b"t" * 64).fingerprint,
    }

    assert len(prints) == 3
    assert [len(part) for part in one.fingerprint.split()] == [4, 4, 4, 4]
