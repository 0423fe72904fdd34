"""A shared store in somebody else's hands: what was changed there is told, and never believed."""

from datetime import UTC, datetime

import pytest

from crisis_cli.records.crypto import about
from crisis_cli.records.people import new_person
from crisis_cli.records.persons import known, readers, revoked
from crisis_cli.records.shared.server import connected
from crisis_cli.records.verify import verify

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture
def tamper(agency):
    """Change the shared store past its guards, as its administrator can."""

    def run(statement, *values):
        with connected(agency.admin) as server:
            server.run("SET session_replication_role = replica")
            server.rows(statement, *values)

    return run


@pytest.fixture
def on_its_way(agency, written):
    """A contact of Ana's that is in the shared store, and that Sam did not fetch yet."""
    agency.sync("ana", "sam")
    contact = written(agency.stores["ana"])
    agency.sync("ana")
    return contact


def refused(agency, name="sam"):
    return agency.sync(name).came.refused


def test_an_entry_that_was_changed_is_refused_and_asked_for_again(agency, on_its_way, tamper):
    ((sealed,),) = agency.ask(
        "SELECT sealed FROM crisis.entries WHERE contact = %s AND seq = 3", on_its_way
    )
    change = "UPDATE crisis.entries SET sealed = %s WHERE contact = %s AND seq = 3"
    tamper(change, bytes(sealed[:-1]) + bytes([sealed[-1] ^ 1]), on_its_way)

    assert any(f"{on_its_way}" in one or "Entry" in one for one in refused(agency))

    tamper(change, sealed, on_its_way)
    assert refused(agency) == []
    assert len(agency.stores["sam"].read(on_its_way)) == 5
    assert verify(agency.stores["sam"]).findings == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE crisis.entries SET ends = 1 WHERE contact = %s AND seq = 3",
        "UPDATE crisis.entries SET seq = 9 WHERE contact = %s AND seq = 3",
        "UPDATE crisis.entries SET place = place + 100 WHERE contact = %s AND seq = 5",
        "UPDATE crisis.entries SET link = 'x' WHERE contact = %s AND seq = 3",
    ],
)
def test_an_entry_that_was_moved_is_refused(agency, on_its_way, tamper, change):
    tamper(change, on_its_way)

    assert refused(agency)


def test_an_entry_that_was_moved_to_another_contact_is_refused(agency, on_its_way, written, tamper):
    other = written(agency.stores["ana"], "Kim")
    agency.sync("ana")
    tamper(
        "UPDATE crisis.entries SET contact = %s, seq = 6 WHERE contact = %s AND seq = 5",
        on_its_way, other,
    )  # fmt: skip

    assert refused(agency)
    assert len(agency.stores["sam"].read(on_its_way)) <= 5


CONTACTS = {
    "withheld": ("id = 'gone' WHERE id = %s", "id = %s WHERE id = 'gone'"),
    "without its questions": ("protocol = 'gone' WHERE id = %s", "protocol = '{}' WHERE id = %s"),
    "put back in time": ("began = '1999' WHERE id = %s", "began = '{}' WHERE id = %s"),
}


@pytest.mark.parametrize("how", CONTACTS)
def test_a_contact_that_is_not_as_it_began_is_not_written_and_comes_when_it_is(
    agency, on_its_way, tamper, how
):
    """Once it were here it could never be put right: nothing in the records is changed."""
    ((protocol, began),) = agency.ask(
        "SELECT protocol, began FROM crisis.contacts WHERE id = %s", on_its_way
    )
    change, back = CONTACTS[how]
    tamper(f"UPDATE crisis.contacts SET {change}", on_its_way)
    told = refused(agency)
    assert told == sorted(set(told), key=told.index) and any(on_its_way in one for one in told)
    assert on_its_way not in agency.stores["sam"]

    right = protocol if "protocol" in back else began
    tamper(f"UPDATE crisis.contacts SET {back.format(right)}", on_its_way)

    assert refused(agency) == []
    assert len(agency.stores["sam"].read(on_its_way)) == 5


def test_an_entry_that_does_not_open_is_not_written_behind_one_that_was_refused(
    agency, on_its_way, tamper
):
    """Nothing tells of it then but the chain, and that ends before it."""
    tamper("UPDATE crisis.entries SET seq = NULL WHERE contact = %s", on_its_way)

    assert len(refused(agency)) == 5
    assert on_its_way not in agency.stores["sam"]


def test_a_wrap_that_nobody_made_who_holds_the_key_is_not_taken(agency, on_its_way, tamper):
    """Else the next key of the case would be wrapped to whoever put it there."""
    eve = new_person("Eve", "worker")
    key = agency.stores["ana"].db.execute("SELECT key FROM contact_keys").fetchone()[0]
    tamper(
        "INSERT INTO crisis.persons VALUES (%s, 'Eve', 'worker', %s, %s, NULL, 1000001)",
        eve.person.id, eve.person.box, eve.person.sign,
    )  # fmt: skip
    tamper("INSERT INTO crisis.wraps VALUES (%s, %s, 'x', 'x', NULL, 1000002)", key, eve.person.id)

    agency.sync("sam")

    holders = agency.stores["sam"].db.execute("SELECT holder FROM wraps WHERE key = ?", [key])
    assert eve.person.id not in {holder for (holder,) in holders}


def test_a_supervisor_whom_only_the_shared_store_knows_gets_no_key(agency, written, tamper):
    eve = new_person("Eve", "supervisor")
    tamper(
        "INSERT INTO crisis.persons VALUES (%s, 'Eve', 'supervisor', %s, %s, NULL, 1000001)",
        eve.person.id, eve.person.box, eve.person.sign,
    )  # fmt: skip
    tamper(
        "INSERT INTO crisis.vouchers VALUES (%s, %s, %s, NULL, 1000002)",
        eve.person.id, eve.person.id, eve.sign(eve.person.said()),
    )  # fmt: skip
    agency.sync("ana")

    assert known(agency.stores["ana"].db, eve.person.id)
    assert eve.person not in readers(agency.stores["ana"].db)


def test_other_keys_under_the_id_of_somebody_known_are_told(agency, tamper):
    agency.sync("ana", "sam", "ana")
    before = agency.person("sam")
    tamper(
        "UPDATE crisis.persons SET box = %s, arrived = 1000001 WHERE id = %s",
        b"\x01" * 32, before.id,
    )  # fmt: skip

    assert any("persons" in one for one in refused(agency, "ana"))
    assert known(agency.stores["ana"].db, before.id) == before


def test_a_removal_that_nobody_wrote_who_holds_the_key_takes_nothing_away(
    agency, on_its_way, tamper
):
    agency.sync("sam")
    (key,) = agency.stores["ana"].db.execute("SELECT key FROM contact_keys").fetchone()
    for place, name in enumerate(("ana", "sam")):
        tamper(
            "INSERT INTO crisis.removals VALUES ('wraps', %s, %s, 'now', 'x', NULL, %s)",
            key, agency.person(name).id, 1000001 + place,
        )  # fmt: skip

    assert agency.sync("ana").came.taken_away == agency.sync("sam").came.taken_away == 0
    assert len(agency.stores["sam"].read(on_its_way)) == 5


def test_a_revocation_counts_only_from_a_supervisor_whom_one_trusts(agency, written, tamper):
    agency.sync("ana", "lee", "sam", "ana")
    lee, sam = agency.stores["lee"].keys.private, agency.person("sam")
    said = about("revoked", sam.id, "2026-11-24")
    tamper(
        "INSERT INTO crisis.revoked VALUES (%s, '2026-11-24', %s, %s, NULL, 1000001)",
        sam.id, lee.person.id, lee.sign(said),
    )  # fmt: skip

    agency.sync("ana")

    assert revoked(agency.stores["ana"].db) == set()
    assert sam in readers(agency.stores["ana"].db)


def test_a_changed_protocol_cannot_even_be_brought(agency, on_its_way):
    from psycopg.errors import CheckViolation

    with pytest.raises(CheckViolation):
        agency.ask("INSERT INTO crisis.protocols (digest, body) VALUES ('abc', 'other')")


def test_a_head_that_nobody_signed_is_refused(agency, on_its_way, tamper):
    log = agency.stores["ana"].db.execute("SELECT log FROM entries").fetchone()[0]
    tamper(
        "INSERT INTO crisis.heads VALUES (%s, 1, 'x', %s, 'now', 'x', NULL, 1000001)",
        log, agency.person("ana").id,
    )  # fmt: skip

    assert any("heads" in one for one in refused(agency))


def test_a_tail_that_was_withheld_is_seen_by_the_signed_head(agency, written, tamper):
    """What is missing cannot be believed or refused: only a signed head shows it."""
    from crisis_cli.records.heads import sign_logs

    agency.sync("ana", "sam")
    contact = written(agency.stores["ana"])
    sign_logs(agency.stores["ana"], NOW)
    agency.sync("ana")
    tamper("DELETE FROM crisis.entries WHERE contact = %s AND seq > 3", contact)

    agency.sync("sam")

    texts = [one.text for one in verify(agency.stores["sam"]).findings]
    assert any("is gone: 2 entries after this one" in one for one in texts)
