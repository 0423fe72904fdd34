"""A member who means ill, with a login and psql: nothing of the others' is spoilt or let out.

And rows that others have to bring first, or that a backup lacks: each is fetched in the end.
"""

import shutil

import psycopg
import pytest

from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Opened, to_json
from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import about, random_key, wrap
from crisis_cli.records.macs import removal_mac, wrap_mac
from crisis_cli.records.owning import people
from crisis_cli.records.people import new_person
from crisis_cli.records.persons import revoked
from crisis_cli.records.renewing import made
from crisis_cli.records.sealed import begun, head_text
from crisis_cli.records.shared import push as pushing
from crisis_cli.records.shared.admin import create
from crisis_cli.records.shared.server import connected
from crisis_cli.records.sharing import (
    bring_in,
    erase,
    hand_over,
    keys_of,
    person_called,
    readers_of,
    revoke,
)
from crisis_cli.records.verify import verify

pytestmark = pytest.mark.postgres
KEY = "INSERT INTO crisis.case_keys (id, case_id, number) VALUES (%s, %s, %s)"
SIGNED = (
    "INSERT INTO crisis.case_keys (id, case_id, number, maker, signature)"
    " VALUES (%s, %s, %s, %s, %s)"
)
WRAP = "INSERT INTO crisis.wraps (key, holder, sealed, mac) VALUES (%s, %s, %s, %s)"
FILED = "INSERT INTO crisis.contact_keys (key, holder, sealed) VALUES (%s, %s, %s)"
HEAD = (
    "INSERT INTO crisis.heads (log, place, link, person, at, signature)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)
REMOVAL = (
    "INSERT INTO crisis.removals (what, key, holder, at, mac) VALUES ('wraps', %s, %s, 'now', %s)"
)


@pytest.fixture
def as_(agency):
    """Bring rows under somebody's login, past the program."""

    def bring(name, *statements):
        with psycopg.connect(agency.url(name)) as one:
            for statement, *values in statements:
                one.execute(statement, values)

    return bring


def planted(agency, case, number, *names, maker=""):
    """Statements that bring a key of one's own for a case of somebody else; the key too."""
    key, secret = "plan-ted-keys", random_key()
    sealed = {
        name: wrap(agency.person(name).box, secret, about("case key", key, case)) for name in names
    }
    statements = [(KEY, key, case, number)]
    if maker:
        private = agency.stores[maker].keys.private
        signature = private.sign(made(key, case, number, secret))
        statements = [(SIGNED, key, case, number, private.person.id, signature)]
    for name, bytes_ in sealed.items():
        holder = agency.person(name).id
        statements.append((WRAP, key, holder, bytes_, wrap_mac(secret, key, holder, bytes_)))
    return key, statements


def given_to_lee(agency, contact):
    """Ana hands a case over to Lee, whose key Sam has compared."""
    agency.sync("sam", "lee", "sam", "ana")
    ana = agency.stores["ana"]
    hand_over(ana, ana.case_of(contact), agency.person("lee"), agency.now)


def key_of(agency, contact, name="ana"):
    found = agency.stores[name].db.execute(
        "SELECT key FROM contact_keys WHERE holder = ?", [contact]
    )
    return found.fetchone()[0]


@pytest.mark.parametrize("maker", ["", "lee"], ids=["unsigned", "signed by a stranger to the case"])
def test_nothing_is_filed_under_a_key_that_somebody_planted_in_a_case(agency, written, as_, maker):
    ana = agency.stores["ana"]
    contact = written(ana)
    agency.sync("ana", "lee", "sam", "ana")
    case = ana.case_of(contact)
    key, statements = planted(agency, case, 99, "lee", "ana", "sam", maker=maker)
    as_("lee", *statements)

    agency.sync("sam", "ana")
    new = [written(ana, case=case), written(agency.stores["sam"], case=case)]
    agency.sync("ana", "sam", "lee", "ana")

    assert key in keys_of(ana, case)  # it is here, and opens: that alone must not be enough
    assert key_of(agency, new[0]) != key
    assert not set(new) & set(agency.stores["lee"].contacts())
    assert ana.read(new[1]) == agency.stores["sam"].read(new[1])


def test_a_key_that_does_not_open_keeps_nobody_from_going_on_with_a_case(agency, written, as_):
    ana = agency.stores["ana"]
    contact = written(ana)
    agency.sync("ana", "lee", "sam", "ana")
    case = ana.case_of(contact)
    as_(
        "lee", (KEY, "gar-bage", case, 2147483647),
        (WRAP, "gar-bage", agency.person("ana").id, b"x", b"x"),
    )  # fmt: skip

    assert any("gar-bage" in one for one in agency.sync("ana").came.refused)

    assert len(ana.read(written(ana, case=case))) == 5
    with ana.writing():
        ana.keys.renew(case)
    assert agency.sync("ana").sent == 5  # and no number ran over


def test_a_contact_cannot_be_spoilt_by_filing_it_under_another_key(agency, written, as_):
    """By somebody who reads it: the key that they file would open, and not be the contact's."""
    ana, lee = agency.stores["ana"], agency.stores["lee"]
    contact = written(ana)
    agency.sync("ana", "lee", "sam", "ana")
    given_to_lee(agency, contact)
    agency.sync("ana", "lee")
    key, statements = planted(agency, "an-other", 1, "lee", "ana", "sam")
    as_("lee", *statements, (FILED, key, contact, b"x"))

    for name in ("ana", "sam"):
        assert any(contact in one for one in agency.sync(name).came.refused)
        assert len(agency.stores[name].read(contact)) == 5
    assert lee.read(contact)


def test_a_row_that_is_not_genuine_keeps_the_genuine_one_out_of_nothing(agency, written, as_):
    """Whoever comes first with a wrap, a removal or a revocation must not be the only one."""
    ana, lee, sam = (agency.stores[name] for name in ("ana", "lee", "sam"))
    agency.hire("max")
    max_ = agency.person("max")
    contact = written(ana)
    bring_in(ana, max_, agency.now)
    given_to_lee(agency, contact)
    agency.sync("ana", "max", "lee", "sam", "ana")
    key = key_of(agency, contact)
    as_(
        "lee", (WRAP, key, max_.id, b"x", b"x"),
        (
            "INSERT INTO crisis.revoked (person, at, voucher, vouched) VALUES (%s, 'now', %s, 'x')",
            agency.person("lee").id, agency.person("lee").id,
        ),
    )  # fmt: skip

    hand_over(ana, ana.case_of(contact), max_, agency.now)
    revoke(sam, agency.person("lee"), agency.now, "left")
    agency.sync("ana", "sam", "max", "ana")

    assert len(agency.stores["max"].read(contact)) == 5
    assert revoked(ana.db) == revoked(sam.db) == {agency.person("lee").id}
    assert lee is agency.stores["lee"]


def test_a_removal_that_is_not_genuine_does_not_hide_that_a_case_was_erased(agency, written, as_):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    contact = written(ana)
    given_to_lee(agency, contact)
    agency.sync("ana", "sam", "lee", "ana")
    key = key_of(agency, contact)
    as_("lee", (REMOVAL, key, agency.person("ana").id, b"x"))
    assert agency.sync("ana").came.taken_away == 0

    erase(sam, sam.case_of(contact), agency.now, "asked for")
    agency.sync("sam", "ana")

    assert ana.unreadable(contact) == "erased"


def test_nobody_makes_the_log_of_another_look_cut_off(agency, written, as_):
    agency.sync("ana", "lee", "sam")
    contact = written(agency.stores["ana"])
    agency.sync("ana", "sam")
    (log,) = (
        agency.stores["ana"]
        .db.execute("SELECT log FROM entries WHERE contact = ?", [contact])
        .fetchone()
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_("lee", (HEAD, log, 99, b"x", agency.person("lee").id, "now", b"x"))


def test_nobody_is_brought_in_in_the_place_of_another_by_an_id_that_is_their_name(agency, as_):
    agency.hire("max")
    puppet = new_person("Dr. Grey", "supervisor").person
    as_(
        "lee",
        (
            "INSERT INTO crisis.persons (id, name, role, box, sign) VALUES ('max', %s, %s, %s, %s)",
            puppet.name, puppet.role, puppet.box, puppet.sign,
        ),
    )  # fmt: skip
    agency.sync("max", "ana")

    with pytest.raises(CrisisError, match="More than one person is called Max"):
        person_called(agency.stores["ana"], "Max")
    assert person_called(agency.stores["ana"], agency.person("max").id) == agency.person("max")


def test_a_signed_head_of_a_log_that_does_not_open_stops_no_copying(agency, as_):
    agency.sync("ana", "lee", "sam")
    lee, sam = agency.stores["lee"].keys.private, agency.person("sam")
    signature = lee.sign(head_text("no-log", 9, b"x", "now"))
    as_(
        "lee",
        (
            "INSERT INTO crisis.logs (id, person, author, device) VALUES (%s, %s, 'Lee', 'psql')",
            "no-log", lee.person.id,
        ),
        (WRAP, "no-log", sam.id, b"x", b"x"),
        (HEAD, "no-log", 9, b"x", lee.person.id, "now", signature),
    )  # fmt: skip

    assert any("no-log" in one for one in agency.sync("sam").came.refused)


@pytest.mark.parametrize("body", [{"at": "soon"}, {}], ids=["no time that can be", "no time"])
def test_a_contact_that_is_sealed_rightly_and_says_nothing_stops_no_copying(agency, written, body):
    lee, sam = agency.stores["lee"], agency.stores["sam"]
    with lee.writing():
        digest = lee.keep_protocol('{"id": "short"}')
        lee.db.execute("INSERT INTO contacts VALUES ('no-thing', ?, '2026', NULL)", [digest])
        lee.keys.new_contact("no-thing", "")
        log, key = lee.keys.log("Lee", lee.device), lee.keys.contact("no-thing")
        lee.write(log, key, body | {"protocol": digest}, "no-thing", 1)
    contact = written(lee)

    assert any("no-thing" in one for one in agency.sync("lee", "sam").came.refused)
    assert len(sam.read(contact)) == 5


@pytest.mark.parametrize("name", ["..", "../../home", "a\x1b[2J", "A-B"])
def test_a_contact_whose_id_is_no_id_is_not_taken(agency, written, name):
    """Papers lie in a folder of that name, and erasing takes the folder away."""
    lee, sam = agency.stores["lee"], agency.stores["sam"]
    opened = Opened("short", "1", "abc", worker="Lee")
    with lee.writing():
        digest = lee.keep_protocol('{"id": "short"}')
        row = [name, digest, begun(agency.now)]
        lee.db.execute("INSERT INTO contacts VALUES (?, ?, ?, NULL)", row)
        lee.keys.new_contact(name, "")
        log, key = lee.keys.log("Lee", lee.device), lee.keys.contact(name)
        body = {"at": agency.now.isoformat(), "event": to_json(opened), "protocol": digest}
        lee.write(log, key, body, name, 1)
    contact = written(lee)

    assert any(name in one for one in agency.sync("lee", "sam").came.refused)
    assert sam.contacts() == [contact]


def test_a_stranger_whom_somebody_brought_in_who_left_goes_with_them(agency, written, as_):
    """Lee wraps what he may read to a puppet, whom nobody else ever heard of, and is revoked."""
    ana, lee, sam = (agency.stores[name] for name in ("ana", "lee", "sam"))
    contact = written(ana)
    case = ana.case_of(contact)
    given_to_lee(agency, contact)
    agency.sync("ana", "lee", "sam", "ana")
    puppet = new_person("Dr. Grey", "worker").person
    bring_in(lee, puppet, agency.now)
    hand_over(lee, case, puppet, agency.now)
    agency.sync("lee", "sam", "ana")
    assert "Dr. Grey" in {one.name for one in readers_of(sam, contact)}

    revoke(sam, agency.person("lee"), agency.now, "left")
    agency.sync("sam", "ana")
    new = written(ana, case=case)

    assert {one.name for one in readers_of(ana, new)} == {"Ana", "Sam"}


def test_a_colleague_whom_a_worker_brought_in_goes_on_reading_after_somebody_left(agency, written):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    agency.hire("max")
    contact = written(ana)
    case = ana.case_of(contact)
    bring_in(ana, agency.person("max"), agency.now)
    hand_over(ana, case, agency.person("max"), agency.now)
    given_to_lee(agency, contact)
    agency.sync("ana", "lee", "max", "sam")

    revoke(sam, agency.person("lee"), agency.now, "left")
    agency.sync("sam", "ana")
    new = written(ana, case=case)
    agency.sync("ana", "max")

    assert len(agency.stores["max"].read(new)) == 5


def test_who_was_revoked_while_somebody_handed_them_a_case_loses_that_too(agency, written):
    ana, lee, sam = (agency.stores[name] for name in ("ana", "lee", "sam"))
    contact = written(ana)
    given_to_lee(agency, contact)
    agency.sync("ana", "lee")  # and Sam has not heard of it
    revoke(sam, agency.person("lee"), agency.now, "left")

    agency.sync("sam", "lee", "ana")
    new = written(ana, case=ana.case_of(contact))
    agency.sync("ana", "sam", "lee")

    assert lee.unreadable(contact) and new not in lee
    assert sam.read(new) == ana.read(new)
    assert agency.sync("sam").sent == 0


# -- erasing reaches everywhere


@pytest.fixture
def small_pages(monkeypatch):
    """Two rows at a time: every batch ends somewhere in the middle."""
    monkeypatch.setattr(pushing, "MOST", 2)


def test_erasing_many_cases_at_once_takes_every_key_away(agency, written, small_pages):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    gone = [written(ana, f"Client {number}") for number in range(5)]
    agency.sync("ana", "sam", "ana")
    for contact in gone:
        erase(ana, ana.case_of(contact), agency.now, "kept long enough")
    agency.sync("ana", "sam")

    left = agency.ask("SELECT count(*) FROM crisis.wraps JOIN crisis.case_keys ON id = key")
    assert left == [(0,)]
    assert {sam.unreadable(one) for one in gone} == {"erased"}
    assert sam.db.execute("SELECT count(*) FROM wraps JOIN case_keys ON id = key").fetchone() == (
        0,
    )


def test_erasing_that_is_cut_between_two_keys_goes_on_and_reaches_every_computer(
    agency, written, monkeypatch
):
    """A computer that has lost its own wrap still takes the others away when they come."""
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    contact = written(ana)
    agency.sync("ana", "sam", "ana")
    (key,) = keys_of(ana, ana.case_of(contact))
    erase(ana, ana.case_of(contact), agency.now, "kept long enough")
    removals = ana.db.execute("SELECT key, holder, at, mac FROM removals WHERE key = ?", [key])
    both = sorted(removals.fetchall(), key=lambda row: row[1] != agency.person("sam").id)
    bring = "INSERT INTO crisis.removals (what, key, holder, at, mac) VALUES ('wraps',%s,%s,%s,%s)"
    with psycopg.connect(agency.url("ana"), autocommit=True) as one:
        one.execute(bring, both[0])  # Sam's first; then the wire is cut
    agency.sync("sam")
    assert sam.unreadable(contact) == "not yours"

    agency.sync("ana", "sam")

    assert sam.unreadable(contact) == "erased"


def test_who_is_revoked_takes_nothing_away_from_others_afterwards(agency, written, as_):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    contact = written(ana)
    given_to_lee(agency, contact)
    agency.sync("ana", "lee", "sam")
    lees = agency.stores["lee"]
    key = key_of(agency, contact)
    case = about("case key", key, lees.case_of(contact))
    secret = lees.keys.open(key, case)
    revoke(sam, agency.person("lee"), agency.now, "left")
    agency.sync("sam")

    check = removal_mac(secret, "wraps", key, agency.person("ana").id, "now")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_("lee", (REMOVAL, key, agency.person("ana").id, check))


def test_a_case_that_was_erased_is_erased_in_a_copy_that_never_synced_too(
    agency, written, tmp_path
):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    contact = written(ana)
    ana.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = shutil.copytree(agency.folder / "ana", tmp_path / "old")
    agency.sync("ana", "sam")
    erase(sam, sam.case_of(contact), agency.now, "asked for")
    agency.sync("sam", "ana")
    ana.close()
    shutil.rmtree(agency.folder / "ana")
    shutil.copytree(old, agency.folder / "ana")
    ana = agency.again("ana")
    assert ana.unreadable(contact) == ""

    agency.sync("ana")

    assert ana.unreadable(contact) == "erased"


# -- nothing waits for ever, and nothing is passed over


def test_what_came_before_the_shared_store_got_a_new_id_is_fetched(agency, written):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    contact = written(ana)
    agency.sync("ana", "sam", "ana")
    new = written(ana, case=ana.case_of(contact))
    ana.append(contact, Amended("addendum", "Later."), agency.now, "Ana")
    agency.sync("ana")
    with connected(agency.admin) as server:
        create(server)

    agency.sync("sam")

    assert sam.read(new) == ana.read(new)
    assert sam.read(contact) == ana.read(contact)


def test_a_shared_store_that_was_put_back_is_noticed_where_nobody_said_so(agency, written):
    """The administrator forgot to run crisis store create again."""
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    written(ana)
    agency.sync("ana", "sam", "ana")
    ((upto, last),) = agency.ask("SELECT crisis.newest(), last_value FROM crisis.arrivals")
    later = written(ana, "Kim")
    agency.sync("ana")
    with connected(agency.admin) as server:
        server.run("SET session_replication_role = replica")
        for table in ("contact_keys", "wraps", "entries", "contacts", "case_keys"):
            server.rows(f"DELETE FROM crisis.{table} WHERE arrived > %s", upto)
        server.rows("SELECT setval('crisis.arrivals', %s)", last)

    agency.sync("ana", "sam")

    assert sam.read(later) == ana.read(later)


def test_what_others_have_to_bring_first_is_waited_for(agency, written):
    """A backup of before a case was handed over: whoever took it over comes back first."""
    ana, lee = agency.stores["ana"], agency.stores["lee"]
    contact = written(ana)
    case = ana.case_of(contact)
    agency.sync("ana", "lee", "sam")
    ((upto,),) = agency.ask("SELECT crisis.newest()")
    given_to_lee(agency, contact)
    agency.sync("ana", "lee")
    new = written(lee, case=case)
    lee.append(contact, Amended("addendum", "Took over."), agency.now, "Lee")
    agency.sync("lee")
    with connected(agency.admin) as server:
        server.run("SET session_replication_role = replica")
        tables = ("heads", "entries", "contact_keys", "contacts", "wraps", "case_keys", "logs")
        for table in tables:
            server.rows(f"DELETE FROM crisis.{table} WHERE arrived > %s", upto)
        server.run("SET session_replication_role = origin")
        assert not create(server)

    agency.sync("lee")  # nothing fails, though the server does not let Lee file there yet
    agency.sync("ana", "lee", "ana", "sam")

    assert ana.read(new) == lee.read(new) == agency.stores["sam"].read(new)
    assert ana.read(contact)[-1].by == "Lee"
    assert [verify(agency.stores[name]).findings for name in ("ana", "lee", "sam")] == [[], [], []]


def test_what_somebody_wrote_who_was_revoked_meanwhile_is_read_by_the_others(agency, written):
    ana, lee, sam = (agency.stores[name] for name in ("ana", "lee", "sam"))
    contact = written(ana)
    case = ana.case_of(contact)
    given_to_lee(agency, contact)
    agency.sync("ana", "lee", "sam")
    new = written(lee, case=case)  # on the road, without the server
    revoke(sam, agency.person("lee"), agency.now, "left")
    agency.sync("sam", "ana")

    agency.sync("lee", "sam", "ana")

    assert len(sam.read(new)) == len(ana.read(new)) == 5
    assert lee.unreadable(new)


def test_two_who_have_the_same_name_are_two_and_a_second_computer_is_another_person(
    agency, written
):
    """Ana sets up a second computer: it has keys of its own, and reads what is handed over."""
    ana = agency.stores["ana"]
    contact = written(ana)
    agency.hire("ana2")
    agency.sync("ana2", "ana")
    other = agency.person("ana2")
    assert other in people(ana)
    bring_in(ana, other, agency.now)
    hand_over(ana, ana.case_of(contact), other, agency.now)

    agency.sync("ana", "ana2")

    assert len(agency.stores["ana2"].read(contact)) == 5


def test_a_fork_begins_one_new_log_and_not_another_at_every_sync(agency, written, tmp_path):
    ana = agency.stores["ana"]
    written(ana)
    agency.sync("ana")
    ana.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = shutil.copytree(agency.folder / "ana", tmp_path / "old")
    written(ana, "Kim")
    agency.sync("ana")
    ana.close()
    shutil.rmtree(agency.folder / "ana")
    shutil.copytree(old, agency.folder / "ana")
    ana = agency.again("ana")
    written(ana, "Max")

    for _ in range(3):
        agency.sync("ana")
        new = written(ana, "Zoë")

    agency.sync("ana", "sam")
    assert len(agency.stores["sam"].read(new)) == 5
    assert ana.db.execute("SELECT count(*) FROM logs WHERE author = 'Ana'").fetchone() == (2,)
