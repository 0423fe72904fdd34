"""Whose rows one may fetch, and what one may bring, is decided by the database and not by us."""

import psycopg
import pytest
from psycopg import errors

from crisis_cli.engine.entries import Answered, Opened
from crisis_cli.records.shared.admin import dismiss
from crisis_cli.records.shared.server import connected
from crisis_cli.records.sharing import hand_over

pytestmark = pytest.mark.postgres
TABLES = (
    "persons", "vouchers", "revoked", "protocols", "logs", "case_keys", "wraps", "contacts",
    "contact_keys", "entries", "heads", "removals",
)  # fmt: skip


@pytest.fixture
def as_(agency):
    """Ask the database directly under somebody's login, past the program."""
    opened = []

    def ask(name, statement, *values):
        connection = psycopg.connect(agency.url(name), autocommit=True)
        opened.append(connection)
        found = connection.execute(statement, values)
        return found.fetchall() if found.description else []

    yield ask
    for one in opened:
        one.close()


@pytest.fixture
def shared(agency, written):
    """A contact of Ana's, copied to Sam; Lee has one of his own."""
    contact = written(agency.stores["ana"])
    written(agency.stores["lee"], "Kim")
    agency.sync("ana", "lee", "sam", "ana")
    return contact


ACTS = ("UPDATE crisis.{} SET owner = 'x'", "DELETE FROM crisis.{}", "TRUNCATE crisis.{} CASCADE")


def test_members_can_add_and_read_and_nothing_else(shared, as_):
    for statement in (act.format(table) for table in TABLES for act in ACTS):
        with pytest.raises(errors.InsufficientPrivilege):
            as_("ana", statement)


def test_even_the_administrator_does_not_change_a_record_by_accident(agency, shared):
    full = [table for table in TABLES if table not in ("removals", "heads", "revoked")]
    for statement in (act.format(table) for table in full for act in ACTS):
        with pytest.raises(errors.IntegrityConstraintViolation, match="never changed or deleted"):
            agency.ask(statement)


def test_a_worker_fetches_the_entries_of_their_own_cases_only(agency, shared, as_):
    assert as_("ana", "SELECT count(*) FROM crisis.entries WHERE contact = %s", shared) == [(5,)]
    assert as_("sam", "SELECT count(*) FROM crisis.entries WHERE contact = %s", shared) == [(5,)]
    for table in ("entries", "contacts", "contact_keys"):
        column = "contact" if table == "entries" else "holder" if "keys" in table else "id"
        seen = as_("lee", f"SELECT {column} FROM crisis.{table}")
        assert seen and (shared,) not in seen


def test_a_handed_over_case_can_be_fetched_and_a_worker_who_was_dismissed_fetches_nothing(
    agency, shared, as_
):
    ana = agency.stores["ana"]
    hand_over(ana, ana.case_of(shared), agency.person("lee"), agency.now)
    agency.sync("ana")
    count = "SELECT count(*) FROM crisis.entries WHERE contact = %s AND seq IS NOT NULL"
    assert as_("lee", count, shared) == [(5,)]

    with connected(agency.admin) as server:
        dismiss(server, agency.login("lee"))

    with pytest.raises(errors.InsufficientPrivilege):
        as_("lee", count, shared)


def test_a_login_that_is_nobody_sees_no_row_of_any_table(agency, shared):
    agency.ask(f"CREATE ROLE stranger_{agency.database} LOGIN")
    agency.ask(f"GRANT crisis_member TO stranger_{agency.database}")
    url = agency.postgres.url(login=f"stranger_{agency.database}", database=agency.database)
    with psycopg.connect(url, autocommit=True) as stranger:
        for table in (*TABLES, "members"):
            assert stranger.execute(f"SELECT count(*) FROM crisis.{table}").fetchone() == (0,)
        with pytest.raises(errors.InsufficientPrivilege):
            stranger.execute(
                "INSERT INTO crisis.case_keys (id, case_id, number) VALUES ('a','b',1)"
            )


def test_nobody_writes_in_a_log_of_somebody_else(agency, shared, as_):
    (log, place), *_ = as_("ana", "SELECT log, max(place) FROM crisis.entries GROUP BY log")
    insert = (
        "INSERT INTO crisis.entries (log, place, contact, seq, ends, sealed, link)"
        " VALUES (%s, %s, NULL, NULL, 0, 'x', 'x')"
    )
    with pytest.raises(errors.InsufficientPrivilege):
        as_("sam", insert, log, place + 1)
    with pytest.raises(errors.InsufficientPrivilege):  # nor begins one in somebody else's name
        as_(
            "lee", "INSERT INTO crisis.logs (id, person, author, device) VALUES (%s, %s, 'A', 'd')",
            "new-log", agency.person("ana").id,
        )  # fmt: skip


def test_nobody_files_a_contact_that_they_cannot_read_under_a_key_of_their_own(agency, shared, as_):
    lees = agency.stores["lee"]
    (key,) = lees.db.execute("SELECT key FROM contact_keys").fetchone()
    with pytest.raises(errors.InsufficientPrivilege):
        as_(
            "lee", "INSERT INTO crisis.contact_keys (key, holder, sealed) VALUES (%s, %s, 'x')",
            key, shared,
        )  # fmt: skip


def test_nobody_wraps_takes_away_or_vouches_for_what_is_not_theirs(agency, shared, as_):
    (key,) = agency.stores["ana"].db.execute("SELECT key FROM contact_keys").fetchone()
    lee, ana, sam = (agency.person(name).id for name in ("lee", "ana", "sam"))
    for statement, *values in (
        ("INSERT INTO crisis.wraps (key, holder, sealed, mac) VALUES (%s, %s, 'x', 'x')", key, lee),
        (
            "INSERT INTO crisis.removals (what, key, holder, at, mac)"
            " VALUES ('wraps', %s, %s, 'now', 'x')", key, ana,
        ),
        ("INSERT INTO crisis.vouchers (person, voucher, vouched) VALUES (%s, %s, 'x')", lee, sam),
        (
            "INSERT INTO crisis.revoked (person, at, voucher, vouched) VALUES (%s, 'now', %s, 'x')",
            ana, sam,
        ),
        (
            "INSERT INTO crisis.heads (log, place, link, person, at, signature) SELECT id, 1, 'x',"
            " %s, 'now', 'x' FROM crisis.logs LIMIT 1", ana,
        ),
    ):  # fmt: skip
        with pytest.raises(errors.InsufficientPrivilege):
            as_("lee", statement, *values)
    assert as_("ana", "SELECT count(*) FROM crisis.wraps WHERE key = %s", key) == [(2,)]


def test_who_brought_a_row_and_when_is_stamped_by_the_database(agency, shared, as_):
    as_(
        "lee", "INSERT INTO crisis.case_keys (id, case_id, number, owner, arrived)"
        " VALUES ('mine', 'case', 1, %s, 1)", agency.person("ana").id,
    )  # fmt: skip
    ((owner, arrived),) = agency.ask(
        "SELECT owner, arrived FROM crisis.case_keys WHERE id = 'mine'"
    )
    assert owner == agency.person("lee").id
    assert arrived > 1


def test_the_shared_store_holds_no_answer_no_name_of_a_client_and_no_text(agency):
    ana = agency.stores["ana"]
    said = ["Quillfeather", "their sister has the pills", "nobody_asked_this"]
    opened = Opened("short", "1", "abc", worker="Ana", client=said[0])
    contact = ana.begin(opened, '{"id": "short"}', agency.now, "Ana")
    ana.append(contact, Answered(said[2], said[1]), agency.now, "Ana")
    agency.sync("ana")

    for table in (*TABLES, "members", "store"):
        rows = agency.ask(f"SELECT * FROM crisis.{table}")
        whole = b"".join(v if isinstance(v, bytes) else str(v).encode() for r in rows for v in r)
        assert not [word for word in said if word.encode() in whole], table
    assert agency.ask("SELECT count(*) FROM crisis.entries WHERE contact = %s", contact) == [(2,)]


def test_rows_arrive_in_the_order_in_which_they_are_committed(agency):
    """A row that waits for another's transaction gets a higher number, and is never missed."""
    one, two = (psycopg.connect(agency.url(name)) for name in ("ana", "lee"))
    insert = "INSERT INTO crisis.case_keys (id, case_id, number) VALUES (%s, 'c', 1)"
    one.execute(insert, ["first"])
    two.execute("SET lock_timeout = '300ms'")
    with pytest.raises(errors.LockNotAvailable):
        two.execute(insert, ["second"])
    one.commit()
    two.rollback()
    two.execute(insert, ["second"])
    two.commit()
    rows = agency.ask("SELECT id FROM crisis.case_keys WHERE case_id = 'c' ORDER BY arrived")
    assert rows == [("first",), ("second",)]
    one.close()
    two.close()
