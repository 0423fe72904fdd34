"""What is written in one store is read in another, by those who may: once, in order, and whole."""

import shutil
from datetime import UTC, datetime

import pytest

from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Answered, Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records.heads import sign_logs
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import people, set_up, unlock
from crisis_cli.records.refiling import refile
from crisis_cli.records.shared.admin import admit, create
from crisis_cli.records.shared.place import NUMBER, join, reached
from crisis_cli.records.shared.pull import DOWN, pull
from crisis_cli.records.shared.server import Server, connected
from crisis_cli.records.shared.sync import copy_up
from crisis_cli.records.sharing import bring_in, erase, hand_over, revoke
from crisis_cli.records.verify import verify

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WORDS = "four warm words here"
ENTRIES = "SELECT log, place, contact, seq, ends, sealed, link FROM entries ORDER BY log, place"
THERE = (
    "SELECT log, place, contact, seq, ends, sealed, link FROM crisis.entries ORDER BY log, place"
)


def in_server(agency):
    return [tuple(row) for row in agency.ask(THERE)]


def findings(agency):
    return [one for store in agency.stores.values() for one in verify(store).findings]


def test_a_supervisor_reads_what_a_worker_wrote_and_nobody_else_does(agency, written):
    contact = written(agency.stores["ana"])

    agency.sync("ana", "sam", "lee")

    sam, lee = agency.stores["sam"], agency.stores["lee"]
    assert sam.read(contact) == agency.stores["ana"].read(contact)
    assert sam.protocol(contact) == '{"id": "short"}'
    assert contact not in lee
    assert findings(agency) == []


def test_every_entry_is_there_once_and_as_it_lies_here_however_often_it_is_copied(agency, written):
    for number in range(4):
        written(agency.stores["ana"], f"Client {number}")
        agency.sync("ana", "ana", "sam", "sam")

    here = agency.stores["ana"].db.execute(ENTRIES).fetchall()
    ana = agency.person("ana").id
    with_log = {row[0] for row in agency.ask("SELECT id FROM crisis.logs WHERE person = %s", ana)}
    assert [row for row in in_server(agency) if row[0] in with_log] == here
    last = agency.sync("ana", "sam")
    assert (last.sent, last.came.entries) == (0, 0)


def test_what_a_supervisor_adds_comes_back_to_the_worker(agency, written):
    contact = written(agency.stores["ana"])
    agency.sync("ana", "sam")
    agency.stores["sam"].append(contact, Amended("addendum", "Read."), NOW, "Sam")
    sign_logs(agency.stores["sam"], NOW, contact)

    agency.sync("sam", "ana")

    assert agency.stores["ana"].read(contact)[-1].event == Amended("addendum", "Read.")
    assert verify(agency.stores["ana"]).signed
    assert findings(agency) == []


def test_two_supervisors_who_were_away_never_collide(agency, written):
    agency.hire("kim", "supervisor")
    agency.supervise("ana", "kim")
    contact = written(agency.stores["ana"])
    agency.sync("ana", "sam", "kim")
    for name in ("sam", "kim"):  # neither sees what the other writes
        agency.stores[name].append(contact, Amended("addendum", name), NOW, name)

    agency.sync("kim", "sam", "kim", "ana")

    read = [agency.stores[name].read(contact) for name in ("ana", "sam", "kim")]
    assert read[0] == read[1] == read[2]
    assert [entry.seq for entry in read[0]] == [1, 2, 3, 4, 5, 6, 6]
    assert findings(agency) == []


def test_a_case_that_was_handed_over_is_read_and_gone_on_with(agency, written):
    ana, lee = agency.stores["ana"], agency.stores["lee"]
    one, other = written(ana), written(ana, "Kim")
    agency.sync("ana", "sam", "lee", "ana")

    hand_over(ana, ana.case_of(one), agency.person("lee"), NOW)  # their supervisor compared it
    agency.sync("ana", "lee", "sam")

    assert len(lee.read(one)) == 5
    assert other not in lee
    again = written(lee, case=lee.case_of(one))
    lee.append(one, Amended("addendum", "Took over."), NOW, "Lee")
    agency.sync("lee", "ana", "sam")
    assert ana.read(again) == agency.stores["sam"].read(again) == lee.read(again)
    assert ana.read(one)[-1].by == "Lee"
    assert findings(agency) == []


def test_nobody_gets_a_key_whom_only_the_shared_store_knows(agency, written):
    ana = agency.stores["ana"]
    agency.hire("max")
    case = ana.case_of(written(ana))
    agency.sync("max", "ana")
    max_ = next(one for one in people(ana) if one.name == "Max")
    with pytest.raises(CrisisError, match="Nobody whom you trust has compared Max's key"):
        hand_over(ana, case, max_, NOW)

    bring_in(ana, max_, NOW)
    hand_over(ana, case, max_, NOW)


def test_a_new_contact_of_a_known_case_and_new_entries_of_a_known_contact_come_too(agency, written):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    one = written(ana)
    agency.sync("ana", "sam")
    two = written(ana, case=ana.case_of(one))
    ana.append(one, Amended("addendum", "Later."), NOW, "Ana")

    agency.sync("ana", "sam")

    assert sam.read(two) == ana.read(two)
    assert sam.read(one) == ana.read(one)


def test_what_a_locked_store_wrote_is_carried_up_without_a_passphrase(agency, written):
    agency.stores["ana"].close()
    with open_store(agency.folder / "ana" / "records.db") as locked:
        contact = written(locked)
        assert copy_up(locked, NOW).sent == 7  # and two notes, of setting up and of the supervisor
        assert locked.locked

    agency.again("ana")
    agency.sync("sam")
    assert len(agency.stores["sam"].read(contact)) == 5


def test_a_contact_that_is_not_for_a_supervisor_is_no_hole_in_what_they_verify(agency, written):
    """They walk the log of a worker of theirs, who added to a case of somebody else's worker."""
    agency.hire("kim", "supervisor")
    agency.hire("max")
    agency.supervise("max", "kim")
    lee, max_ = agency.stores["lee"], agency.stores["max"]
    contact = written(max_)
    bring_in(max_, agency.person("lee"), NOW)
    hand_over(max_, max_.case_of(contact), agency.person("lee"), NOW)
    agency.sync("max", "kim", "lee")
    lee.append(contact, Amended("addendum", "Seen."), NOW, "Lee")

    agency.sync("lee", "sam", "max", "kim")

    assert agency.stores["kim"].read(contact)[-1].by == "Lee"
    assert findings(agency) == []


def test_an_erased_case_is_erased_in_every_store_and_in_the_shared_one(agency, written):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    gone, stays = written(ana), written(ana, "Kim")
    agency.sync("ana", "sam")
    sealed = [
        bytes(row[0])
        for row in agency.ask(
            "SELECT sealed FROM crisis.wraps JOIN crisis.case_keys ON id = key WHERE case_id = %s",
            ana.case_of(gone),
        )
    ]
    assert len(sealed) == 2

    erase(sam, sam.case_of(gone), NOW, "the client's request")
    last = agency.sync("sam", "ana", "lee", "sam", "ana")

    assert ana.unreadable(gone) == sam.unreadable(gone) == "erased"
    assert len(ana.read(stays)) == len(sam.read(stays)) == 5
    assert last.came.taken_away == 0
    left = [bytes(row[0]) for row in agency.ask("SELECT sealed FROM crisis.wraps")]
    assert not set(sealed) & set(left)
    for name in ("ana", "sam"):
        files = b"".join(f.read_bytes() for f in (agency.folder / name).iterdir())
        assert not [one for one in sealed if one in files]
    assert findings(agency) == []


def test_a_worker_who_was_revoked_fetches_nothing_new_and_the_rest_go_on(agency, written):
    ana, lee, sam = (agency.stores[name] for name in ("ana", "lee", "sam"))
    one = written(ana)
    agency.sync("ana", "lee", "sam")
    hand_over(sam, sam.case_of(one), agency.person("lee"), NOW)
    agency.sync("sam", "lee", "ana")

    revoke(sam, agency.person("lee"), NOW, "left")
    agency.sync("sam", "ana")
    new = written(ana, case=ana.case_of(one))
    agency.sync("ana", "lee", "sam")

    assert new not in lee
    assert sam.read(new) == ana.read(new)
    assert lee.unreadable(one)  # the keys that it still had were taken away, as far as that reaches


def test_a_refiled_contact_is_in_its_new_case_everywhere(agency, written):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    wrong, right = written(ana), written(ana, "Kim")
    agency.sync("ana", "sam")

    refile(ana, wrong, ana.case_of(right), NOW, "Ana", "It was Kim.")
    agency.sync("ana", "sam")

    assert sam.case_of(wrong) == sam.case_of(right) == ana.case_of(right)
    assert sam.read(wrong) == ana.read(wrong)
    assert findings(agency) == []


def test_a_store_that_was_put_back_from_an_older_copy_is_filled_up_again(agency, written, tmp_path):
    ana = agency.stores["ana"]
    written(ana)
    agency.sync("ana")
    ana.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = shutil.copytree(agency.folder / "ana", tmp_path / "old")
    later = written(ana, "Kim")
    agency.sync("ana")
    agency.stores["ana"].close()
    shutil.rmtree(agency.folder / "ana")
    shutil.copytree(old, agency.folder / "ana")

    ana = agency.again("ana")
    done = agency.sync("ana")

    assert len(ana.read(later)) == 5
    assert done.came.refused == []
    assert findings(agency) == []


def test_a_log_that_was_gone_on_with_from_an_older_copy_is_told_and_nothing_is_lost(
    agency, written, tmp_path
):
    ana = agency.stores["ana"]
    written(ana)
    agency.sync("ana")
    ana.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = shutil.copytree(agency.folder / "ana", tmp_path / "old")
    later = written(ana, "Kim")
    agency.sync("ana")
    agency.stores["ana"].close()
    shutil.rmtree(agency.folder / "ana")
    shutil.copytree(old, agency.folder / "ana")
    ana = agency.again("ana")
    forked = written(ana, "Max")  # before anybody synced

    done = agency.sync("ana")
    assert "an older copy of its records was gone on with" in done.forked
    new = written(ana, "Zoë")
    agency.sync("ana", "sam")

    assert len(ana.read(forked)) == 5
    assert len(agency.stores["sam"].read(new)) == len(agency.stores["sam"].read(later)) == 5


def test_a_shared_store_that_was_put_back_from_an_older_copy_is_filled_up_again(agency, written):
    ana, sam = agency.stores["ana"], agency.stores["sam"]
    one = written(ana)
    agency.sync("ana", "sam")
    gone = written(ana, "Kim")
    agency.sync("ana", "sam", "lee")
    before = in_server(agency)
    with connected(agency.admin) as server:  # as a backup of before everything would leave it
        server.run("SET session_replication_role = replica")
        for table in (
            "removals", "heads", "entries", "contact_keys", "contacts", "wraps", "case_keys",
            "logs", "vouchers",
        ):  # fmt: skip
            server.run(f"DELETE FROM crisis.{table}")
        server.run("SET session_replication_role = origin")
        assert not create(server)  # the administrator runs it again

    agency.sync("ana", "sam", "lee", "ana")

    assert in_server(agency) == before
    assert ana.read(one) == sam.read(one)
    assert ana.read(gone) == sam.read(gone)
    assert findings(agency) == []


def test_a_second_computer_with_the_passphrase_is_not_needed_to_read(agency, written):
    """A supervisor who begins with an empty store gets all that was wrapped to them."""
    contacts = [written(agency.stores["ana"], f"Client {n}") for n in range(120)]
    agency.sync("ana")

    done = agency.sync("sam")

    assert done.came.contacts == 120
    assert all(len(agency.stores["sam"].read(one)) == 5 for one in contacts)


def test_answers_go_on_while_a_copying_runs(agency, written):
    """The writer never waits: what is copied is read beside it."""
    ana = agency.stores["ana"]
    contact = written(ana)
    with open_store(ana.path) as other:
        unlock(other, WORDS)
        for number in range(20):
            other.append(contact, Answered(f"more_{number}", "yes"), NOW, "Ana")
            agency.sync("ana")

    agency.sync("sam")
    assert len(agency.stores["sam"].read(contact)) == 25


def test_what_a_machine_wrote_before_setup_goes_up_to_a_new_server_whoever_comes_first(
    agency, written
):
    """The shared store is gone, and its administrator makes another: Sam syncs before Zoe."""
    (agency.folder / "zoe").mkdir()
    zoe = open_store(agency.folder / "zoe" / "records.db")
    opened = Opened("short", "1", "abc", worker="Zoe", client="Kim")
    contact = zoe.begin(opened, '{"id": "short"}', NOW, "Zoe")
    set_up(zoe, "Zoe", "worker", WORDS, "", NOW)
    agency.stores["zoe"] = zoe
    agency.supervise("zoe", "sam")
    for database in (agency.database, agency.postgres.new_database()):
        agency.database = database
        with connected(agency.admin) as server:
            create(server)
            for name in ("sam", "zoe"):
                admit(server, agency.person(name), agency.login(name))
        for name in ("sam", "zoe"):
            join(agency.stores[name], agency.url(name), NOW)
        agency.sync("sam", "zoe", "sam")
    assert agency.stores["sam"].read(contact) == zoe.read(contact)
    assert agency.ask("SELECT count(*) FROM crisis.entries WHERE contact = %s", contact) == [(1,)]


@pytest.mark.parametrize("asked", [NUMBER, "SELECT crisis.me()"])
def test_two_that_copy_at_once_do_not_take_the_shared_store_for_one_that_was_put_back(
    agency, written, asked
):
    """Else everything would be looked at again: the other has seen rows that this one did not."""
    ana = agency.stores["ana"]
    agency.sync("ana")

    class Overtaken(Server):
        def rows(self, statement, *values):
            found = super().rows(statement, *values)
            if statement == asked:
                written(agency.stores["lee"])
                agency.sync("lee")
                with open_store(ana.path) as other:
                    copy_up(other, NOW)
            return found

    with connected(agency.url("ana")) as server:
        pull(ana, Overtaken(server.connection))
    assert reached(ana, reached_place(ana), DOWN) and reached(ana, reached_place(ana), "persons")


def reached_place(store):
    """The number of the shared store that was copied to."""
    return store.db.execute("SELECT place FROM copied WHERE what = 'seen'").fetchone()[0]
