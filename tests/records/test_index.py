"""The index: what it keeps says nothing without the key, and is never believed wrongly."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from crisis_cli.engine.entries import Answered
from crisis_cli.errors import CrisisError
from crisis_cli.records.index import Index
from crisis_cli.records.keyless import Locked
from crisis_cli.records.names import folded
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up
from crisis_cli.records.people import new_person
from crisis_cli.records.refiling import refile
from crisis_cli.records.sharing import bring_in, erase, hand_over

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SAYS = {"level": "high", "client": "Jo Quillfeather"}


def keep(store, contact, waiting=True, name="Jo Quillfeather", says=SAYS):
    """Keep something of a contact; its row as it is then."""
    index = Index(store)
    (row,) = index.of(contact)
    with index.writing():
        index.keep(row, says, [name], waiting)
    return index.of(contact)[0]


def stale(store):
    return set(Index(store).stale())


def bytes_of(path):
    with open_store(path) as store:
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def change(path, statement, *values):
    """What somebody does to the index who holds the file and no key."""
    with sqlite3.connect(path) as db:
        assert db.execute(statement, values).rowcount
    db.close()


def test_what_is_kept_is_found_again_and_shows_nothing_in_the_file(owned, path, written):
    contact = written(owned)
    row = keep(owned, contact)

    assert (row.says, row.waiting) == (SAYS, True)
    assert stale(owned) == set()
    assert [one.contact for one in Index(owned).called("quillfeather")] == [contact]
    assert not [word for word in (b"uillf", b"high", b"level") if word in bytes_of(path)]


def test_two_summaries_of_other_lengths_cannot_be_told_apart_by_size(owned, written):
    for level in ("none", "emergency"):
        keep(owned, written(owned), says={"level": level})

    sizes = owned.db.execute("SELECT DISTINCT length(sealed) FROM summaries").fetchall()
    assert len(sizes) == 1


def test_tokens_of_one_name_differ_between_stores(owned, tmp_path, written):
    keep(owned, written(owned))
    with open_store(tmp_path / "other" / "records.db") as other:
        keep(other, written(other))
        tokens = [
            {token for (token,) in store.db.execute("SELECT token FROM names")}
            for store in (owned, other)
        ]

    assert len(tokens[0]) == len(tokens[1]) == 3  # the name, and its two words
    assert tokens[0].isdisjoint(tokens[1])


@pytest.mark.parametrize(
    ("name", "wanted", "is_found"),
    [
        ("José  Ñandú", "jose", True),
        ("José  Ñandú", "NANDU josé", True),
        ("Jo Quillfeather", "Jo Q", False),
        ("Jo", "", False),
    ],
)
def test_a_name_is_found_by_its_words_however_they_are_typed(
    owned, written, name, wanted, is_found
):
    contact = written(owned)
    keep(owned, contact, name=name)

    assert [one.contact for one in Index(owned).called(wanted)] == [contact] * is_found
    assert folded("José") == folded("JOSE") == "jose"


def test_an_entry_or_a_key_makes_a_contact_stale_and_what_was_kept_of_it_is_not_believed(
    owned, written
):
    contact, other = written(owned), written(owned, "K.")
    keep(owned, contact)
    keep(owned, other)

    owned.append(contact, Answered("later", "yes"), NOW, "Ana")

    assert stale(owned) == {contact}
    assert Index(owned).of(contact)[0].says is None
    assert Index(owned).of(other)[0].says == SAYS


def test_an_entry_about_a_contact_that_is_none_of_its_own_counts_too(owned, written):
    contact = written(owned)
    keep(owned, contact)

    with owned.writing():
        log, key = owned.keys.log("Ana", owned.device), owned.keys.contact(contact)
        owned.write(log, key, {"at": NOW.isoformat(), "act": {"act": "named"}}, contact)

    assert stale(owned) == {contact}
    assert Index(owned).of(contact)[0].says is None


def test_what_was_made_of_a_contact_that_has_gone_on_is_not_kept(owned, written):
    contact, index = written(owned), Index(owned)
    (row,) = index.of(contact)
    owned.append(contact, Answered("later", "yes"), NOW, "Ana")

    with index.writing():
        index.keep(row, SAYS, [], False)

    assert stale(owned) == {contact}
    assert index.of(contact)[0].says is None


def test_an_older_summary_that_is_put_back_is_not_believed(owned, path, written):
    contact = written(owned)
    keep(owned, contact, says={"level": "none"})
    (old,) = owned.db.execute("SELECT sealed FROM summaries").fetchone()
    owned.append(contact, Answered("later", "yes"), NOW, "Ana")
    keep(owned, contact)

    change(path, "UPDATE summaries SET sealed = ?", old)

    assert Index(owned).of(contact)[0].says is None


def test_a_summary_in_the_place_of_another_is_not_believed(owned, path, written):
    one, other = written(owned), written(owned, "K.")
    keep(owned, one, says={"level": "none"})
    keep(owned, other)

    calm = "(SELECT sealed FROM summaries WHERE contact = ?)"
    change(path, f"UPDATE summaries SET sealed = {calm} WHERE contact = ?", one, other)

    assert Index(owned).of(other)[0].says is None


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE summaries SET waiting = 0",
        "DELETE FROM summaries",
        "DELETE FROM tally",
        "UPDATE tally SET sealed = zeroblob(60)",
        "UPDATE summaries SET waiting = 1 WHERE NOT waiting",
    ],
)
def test_whoever_hides_one_that_waits_is_noticed_and_everything_is_looked_at_again(
    owned, path, written, attack
):
    waits, rests = written(owned), written(owned, "K.")
    keep(owned, waits)
    keep(owned, rests, waiting=False)
    assert [row.contact for row in Index(owned).waiting()] == [waits]

    change(path, attack)

    assert Index(owned).waiting() is None
    Index(owned).mistrust()
    assert stale(owned) == {waits, rests}


def test_a_contact_is_stale_though_nothing_says_so(owned, path, written):
    keep(owned, written(owned))
    new = written(owned, "K.")
    change(path, "DELETE FROM stale")

    assert stale(owned) == {new}


def test_which_contacts_wait_is_kept_account_of(owned, written):
    contacts = [written(owned, f"{n}") for n in range(6)]
    for contact in contacts:
        keep(owned, contact)
    index = Index(owned)
    with index.writing():
        index.lower(contacts[0])
        index.lower(contacts[0])
        index.drop(contacts[1])
        index.drop("none-such")
    keep(owned, contacts[2], waiting=False)
    keep(owned, contacts[3])

    assert sorted(row.contact for row in index.waiting()) == sorted(contacts[3:])


def test_the_contacts_of_a_case_are_told_the_latest_begun_first(owned, written):
    first = written(owned)
    second, other = written(owned, case=owned.case_of(first)), written(owned)

    rows = Index(owned).in_case(owned.case_of(first))

    assert [row.contact for row in rows] == sorted([first, second])  # of one second: by their ids
    assert other not in {row.contact for row in rows}


def test_an_erased_case_leaves_no_summary_and_no_token_in_the_file(owned, path, written):
    gone, stays = written(owned), written(owned, "K.")
    keep(owned, gone)
    keep(owned, stays, name="K.")
    (sealed,) = owned.db.execute(
        "SELECT sealed FROM summaries WHERE contact = ?", [gone]
    ).fetchone()
    tokens = owned.db.execute("SELECT token FROM names WHERE contact = ?", [gone]).fetchall()
    assert len(tokens) == 3 and sealed in bytes_of(path)

    erase(owned, owned.case_of(gone), NOW, "asked for")

    left = bytes_of(path)
    pieces = [sealed[at : at + 16] for at in range(0, len(sealed) - 16, 16)]
    assert not [one for one in [*pieces, *(token for (token,) in tokens)] if one in left]
    assert Index(owned).of(stays)[0].says == SAYS


def test_a_contact_that_is_filed_elsewhere_is_made_anew_and_so_are_those_it_leaves(owned, written):
    one, left, other = written(owned, ""), written(owned, ""), written(owned, "")
    case = owned.case_of(one)
    refile(owned, left, case, NOW, "Ana", "slip")
    for contact in (one, left, other):
        keep(owned, contact, name="")

    refile(owned, left, owned.case_of(other), NOW, "Ana", "slip")

    assert stale(owned) == {one, left}
    assert Index(owned).of(left)[0].says is None


def test_taking_over_a_store_leaves_nothing_under_the_key_of_the_machine(path, written):
    with open_store(path) as store:
        contact = written(store)
        keep(store, contact)
        before = store.db.execute("SELECT token FROM names").fetchall()
        set_up(store, "Ana", "worker", "four warm words here", "", NOW)

        assert stale(store) == {contact}
        assert Index(store).of(contact)[0].says is None
        assert Index(store).waiting() is None
        assert store.db.execute("SELECT * FROM names").fetchall() == []
    left = bytes_of(path)
    assert before and not [token for (token,) in before if token in left]


def test_a_case_that_is_handed_over_later_is_looked_at_by_whoever_gets_it(owned, path, written):
    contact = written(owned)
    keep(owned, contact)
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    hand_over(owned, owned.case_of(contact), lee.person, NOW)
    keep(owned, contact)  # that it was handed over is written beside it

    owned.db.execute("DELETE FROM privates WHERE 0")
    me = owned.keys.holder().person
    key = owned.db.execute("SELECT key FROM contact_keys").fetchone()[0]
    owned.keys.remove("wraps", key, me.id, NOW)
    index = Index(owned)
    with index.writing():
        index.drop(contact)
    owned.keys._open[key] = bytes(32)
    owned.keys.give(key, b"", [me])

    assert stale(owned) == {contact}


def test_without_the_passphrase_there_is_no_index(owned, path, written):
    keep(owned, written(owned))

    with open_store(path) as locked, pytest.raises(Locked):
        Index(locked)


def test_pages_go_through_all_contacts_the_latest_begun_first(owned, written, monkeypatch):
    monkeypatch.setattr("crisis_cli.records.index.PAGE", 3)
    from crisis_cli.engine.entries import Opened

    at = [NOW + timedelta(hours=hours) for hours in (3, 1, 2, 2, 2, 2, 2, 5)]
    made = {
        owned.begin(Opened("short", "1", "abc", worker="Ana"), '{"id": "short"}', one, "Ana"): one
        for one in at
    }
    seen, page = [], Index(owned).page()
    while page:
        seen += [row.contact for row in page]
        page = Index(owned).page(page[-1])

    assert sorted(seen) == sorted(made)
    assert [made[one] for one in seen] == sorted(at, reverse=True)


def test_an_index_that_cannot_be_written_says_so_and_is_as_it_was(owned, written):
    contact = written(owned)
    owned.db.execute("PRAGMA query_only = ON")

    with pytest.raises(CrisisError, match="cannot be written"):
        keep(owned, contact)
    assert stale(owned) == {contact}
