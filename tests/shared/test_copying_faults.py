"""Copying is killed, cut, starved and hung at every point, while an interview goes on beside it.

CRISIS_KILLS says how often it is killed (250; .ci/run says 1000), CRISIS_SEED which moments
these are.
"""

import os
import random
import signal
import time
from collections import Counter
from contextlib import contextmanager

import psycopg
import pytest
from wires import Proxy, Silent

from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Answered
from crisis_cli.errors import CrisisError
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import unlock
from crisis_cli.records.shared import server as servers
from crisis_cli.records.shared.place import join, status
from crisis_cli.records.shared.pull import Pull
from crisis_cli.records.shared.server import Away
from crisis_cli.records.shared.sync import sync
from crisis_cli.records.shared.tables import AFTER_ENTRIES, BEFORE_ENTRIES, ENTRIES
from crisis_cli.records.verify import verify

pytestmark = pytest.mark.postgres
KILLS = int(os.environ.get("CRISIS_KILLS", "250"))
SEED = int(os.environ.get("CRISIS_SEED", "1"))
WORDS = "four warm words here"
TABLES = (*BEFORE_ENTRIES, ENTRIES, *AFTER_ENTRIES)
DONE, TOLD, FAILED = 0, 1, 2
MUCH_LESS = 15  # seconds: than the thirty that an impatient one does not wait


@pytest.fixture
def impatient(monkeypatch):
    """A second or two where people wait for five and thirty."""
    monkeypatch.setattr(servers, "CONNECTING", 2)
    monkeypatch.setattr(servers, "ANSWERING", 1.0)


def forked(work):
    """Do something in a process of its own; its number. How it ended: DONE, TOLD or FAILED."""
    pid = os.fork()
    if pid:
        return pid
    ended = FAILED
    try:
        work()
        ended = DONE
    except CrisisError:
        ended = TOLD
    finally:
        os._exit(ended)


def ended(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def path_of(agency, name):
    return agency.folder / name / "records.db"


def copying(agency, name):
    """What a process does that syncs the store of somebody."""

    def work():
        with open_store(path_of(agency, name)) as store:
            unlock(store, WORDS)
            sync(store, agency.now)

    return work


def closed(agency):
    """Let go of all stores: no process may share an open one with another that it forks."""
    for store in agency.stores.values():
        store.close()


def opened(agency):
    for name in agency.stores:
        agency.again(name)


@contextmanager
def interview(agency, contact, acknowledged):
    """Ana goes on answering meanwhile. acknowledged: a file with the steps that were on disk."""

    def work():
        with open_store(path_of(agency, "ana")) as store, acknowledged.open("a") as told:
            unlock(store, WORDS)
            number = 0
            while True:
                start = time.monotonic()
                store.append(contact, Answered(f"more_{number}", "yes"), agency.now, "Ana")
                told.write(f"more_{number} {time.monotonic() - start:.4f}\n")
                told.flush()
                number += 1
                time.sleep(0.02)

    pid = forked(work)
    try:
        yield
        assert os.waitpid(pid, os.WNOHANG) == (0, 0), "the interview ended by itself"
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def answers_in(acknowledged):
    """The steps that were acknowledged, and how long each took, in seconds."""
    lines = [line.split() for line in acknowledged.read_text().splitlines()]
    return {step: float(took) for step, took in lines}


def everything_is_on_both_sides_once(agency, *contacts):
    """Sync until nothing is new; then compare every row, byte for byte, and walk every chain."""
    agency.sync("ana", "sam", "ana", "sam")
    last = [agency.sync(name) for name in ("ana", "sam")]
    assert [(one.sent, one.came.entries, one.came.refused) for one in last] == [(0, 0, [])] * 2
    for table in TABLES:
        there = Counter(agency.ask(f"SELECT {table.listed} FROM crisis.{table.name}"))
        known = Counter(table.told_apart(row) for row in there)
        assert set(there.values()) <= {1} and set(known.values()) <= {1}, table.name
        for name in ("ana", "sam"):
            here = rows_of(agency.stores[name], table)
            assert not here - set(there), f"{table.name}: not copied up by {name}"
    for contact in contacts:
        assert agency.stores["sam"].read(contact) == agency.stores["ana"].read(contact)
    for name in ("ana", "sam"):
        assert verify(agency.stores[name]).findings == []


def rows_of(store, table):
    """What a store has of a table and may send; keys of others and what never leaves are not."""
    return set(
        store.db.execute(
            f"SELECT {table.listed} FROM {table.name} WHERE {table.sent or 'TRUE'}",
            {"me": store.keys.holder().person.id, "machine": store.device},
        ).fetchall()
    )


def killed_at_moments_by_chance(agency, written, tmp_path, times, capsys):
    chance = random.Random(SEED)
    going_on, acknowledged = written(agency.stores["ana"]), tmp_path / "acknowledged"
    acknowledged.touch()
    agency.sync("ana", "sam")
    contacts, amended = [going_on], 0
    how = Counter()
    lasts = {name: timed(lambda name=name: agency.sync(name)) for name in ("ana", "sam")}
    closed(agency)
    with interview(agency, going_on, acknowledged):
        for number in range(times):
            name = chance.choice(["ana", "sam"])
            if number % 5 == 0:
                with open_store(path_of(agency, name)) as store:
                    unlock(store, WORDS)
                    if name == "ana":
                        contacts.append(written(store, f"Client {number}"))
                    elif contacts[-1] in store:
                        store.append(contacts[-1], Amended("addendum", "Read."), agency.now, "Sam")
                        amended += 1
            pid = forked(copying(agency, name))
            time.sleep(chance.uniform(0, 2.5 * lasts[name]))
            os.kill(pid, signal.SIGKILL)
            how[ended(pid)] += 1
    opened(agency)

    everything_is_on_both_sides_once(agency, *contacts)
    read = {getattr(one.event, "step", "") for one in agency.stores["sam"].read(going_on)}
    answers = answers_in(acknowledged)
    assert answers and not answers.keys() - read
    assert not how[FAILED]
    with capsys.disabled():
        print(
            f"\nkilled {how[-signal.SIGKILL]} of {times} syncs (seed {SEED}; {how[DONE]} were"
            f" through before, {how[TOLD]} told something); {len(contacts)} contacts, {amended}"
            f" addenda, {len(answers)} answers acknowledged meanwhile, 0 lost; the longest answer"
            f" took {max(answers.values()) * 1000:.0f} ms"
        )
    return how


def timed(work):
    start = time.monotonic()
    work()
    return time.monotonic() - start


def test_a_sync_that_is_killed_at_some_moment_loses_nothing(agency, written, tmp_path, capsys):
    how = killed_at_moments_by_chance(agency, written, tmp_path, 25, capsys)
    assert how[-signal.SIGKILL] >= 5


@pytest.mark.slow
def test_hundreds_of_syncs_that_are_killed_lose_nothing(agency, written, tmp_path, capsys):
    how = killed_at_moments_by_chance(agency, written, tmp_path, KILLS, capsys)
    assert how[-signal.SIGKILL] > KILLS / 3


def test_a_contact_that_was_not_taken_whole_is_not_there_at_all(agency, written, monkeypatch):
    """The copying ends between what a contact refers to and the contact."""
    agency.sync("ana", "sam")
    contact = written(agency.stores["ana"])
    agency.sync("ana")

    def killed(*of):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Pull, "_contact", killed)
        agency.sync("sam")

    assert contact not in agency.stores["sam"]
    assert verify(agency.stores["sam"]).findings == []
    everything_is_on_both_sides_once(agency, contact)


# -- connections that are cut


@pytest.mark.slow
@pytest.mark.parametrize("way", ["sent", "answered"])
@pytest.mark.parametrize("name", ["ana", "sam"])
def test_a_connection_that_is_cut_anywhere_loses_nothing(agency, written, way, name, capsys):
    """Cut within what was answered, among other places between a commit and its being told."""
    agency.sync("ana", "sam")
    with Proxy(agency.postgres.port) as wire:
        through(agency, name, wire)
        contacts = [new_to(agency, written, name)]
        before = getattr(wire, way)
        agency.sync(name)
        whole = getattr(wire, way) - before
        places = range(1, whole, max(1, whole // 40))
        told = 0
        for place in places:
            contacts.append(new_to(agency, written, name))
            wire.counted, wire.cut_after = way, place
            try:
                agency.sync(name)
            except Away:
                told += 1
            wire.cut_after = None
    with capsys.disabled():
        print(f"\n{name}, {way}: cut at {len(places)} places of {whole} bytes, {told} told")
    assert told >= 0.8 * len(places)
    join(agency.stores[name], agency.url(name), agency.now)
    everything_is_on_both_sides_once(agency, *contacts)


def through(agency, name, wire):
    """Let somebody's copying go through a wire."""
    login = agency.login(name)
    url = agency.postgres.url(login=login, database=agency.database, port=wire.port)
    join(agency.stores[name], url, agency.now)


def new_to(agency, written, name):
    """A contact that is new to the copying of this person: to go up, or to come down."""
    contact = written(agency.stores["ana"])
    if name != "ana":
        agency.sync("ana")
    return contact


def test_what_was_committed_and_never_told_is_not_brought_twice(agency, written, impatient):
    agency.sync("ana", "sam")
    contact = written(agency.stores["ana"])
    with Proxy(agency.postgres.port) as wire:
        through(agency, "ana", wire)
        put = servers.Server.put

        def deaf(self, statement, rows):
            wire.mute = "crisis.entries" in statement
            return put(self, statement, rows)

        with pytest.MonkeyPatch.context() as patch, pytest.raises(Away):
            patch.setattr(servers.Server, "put", deaf)
            agency.sync("ana")
    join(agency.stores["ana"], agency.url("ana"), agency.now)
    everything_is_on_both_sides_once(agency, contact)


# -- a server that ends, is paused, or never answers


@pytest.mark.slow
@pytest.mark.parametrize("how", ["fast", "immediate", "killed", "paused"])
def test_a_server_that_ends_in_the_middle_of_a_sync_loses_nothing(
    agency, written, tmp_path, how, capsys
):
    chance = random.Random(SEED)
    going_on, acknowledged = written(agency.stores["ana"]), tmp_path / "acknowledged"
    acknowledged.touch()
    took = timed(lambda: agency.sync("ana", "sam"))
    ways, contacts = Counter(), [going_on]
    for _ in range(10):
        contacts += [written(agency.stores["ana"]) for _ in range(10)]
        closed(agency)
        with interview(agency, going_on, acknowledged):
            pids = [forked(copying(agency, name)) for name in ("ana", "sam")]
            time.sleep(chance.uniform(0, took))
            ending(agency.postgres, how)
            ways.update(ended(pid) for pid in pids)
        agency.postgres.start()
        opened(agency)
    assert not ways[FAILED]
    everything_is_on_both_sides_once(agency, *contacts)
    answers = answers_in(acknowledged)
    read = {getattr(one.event, "step", "") for one in agency.stores["sam"].read(going_on)}
    assert not answers.keys() - read
    with capsys.disabled():
        print(
            f"\n{how}: 10 times beside 20 syncs, {ways[TOLD]} told, {ways[DONE]} through; the"
            f" longest of {len(answers)} answers took {max(answers.values()) * 1000:.0f} ms"
        )


def ending(server, how):
    if how == "killed":
        server.kill()
    elif how == "paused":
        server.pause()
        time.sleep(1)
        server.resume()
    else:
        server.stop(how)


@pytest.mark.parametrize("after", ["the first byte", "the tables before the entries"])
def test_a_connection_that_hangs_ends_with_a_sentence_within_the_seconds_that_it_may(
    agency, written, impatient, after
):
    contact = written(agency.stores["ana"])
    wire = Silent() if after == "the first byte" else Proxy(agency.postgres.port)
    with wire, pytest.MonkeyPatch.context() as patch:
        through(agency, "ana", wire)
        if after != "the first byte":
            rows = servers.Server.rows

            def deaf(self, statement, *values):
                wire.mute = "crisis.entries" in statement
                return rows(self, statement, *values)

            patch.setattr(servers.Server, "rows", deaf)
        start = time.monotonic()
        with pytest.raises(Away, match="cannot be reached, or does not answer") as told:
            agency.sync("ana")
        assert time.monotonic() - start < MUCH_LESS
    assert "Nothing is lost" in told.value.hint
    assert "does not answer" in status(agency.stores["ana"]).trouble
    join(agency.stores["ana"], agency.url("ana"), agency.now)
    everything_is_on_both_sides_once(agency, contact)
    assert status(agency.stores["ana"]).trouble == ""


def test_the_longest_anybody_waits_for_a_server_is_said_in_seconds(agency):
    assert (servers.CONNECTING, servers.ANSWERING) == (5, 30.0)
    with psycopg.connect(agency.url("ana"), options=servers._options()) as one:
        said = [one.execute(f"SHOW {name}").fetchone()[0] for name in TIMEOUTS]
    assert said == ["30s", "15s", "30s"]


TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


# -- a server that takes nothing in


def test_a_full_server_disk_is_told_and_what_waited_goes_up_after_room_was_made(
    small_agency, written
):
    agency, ana = small_agency, small_agency.stores["ana"]
    agency.sync("ana", "sam")
    agency.postgres.fill()
    contacts = [written(ana, f"Client {number}") for number in range(300)]
    with pytest.raises(CrisisError) as told:
        for _ in range(20):
            agency.sync("ana")
            contacts += [written(ana) for _ in range(100)]
    assert "disk is full" in told.value.message or "does not answer" in told.value.message
    assert all(len(ana.read(one)) == 5 for one in contacts)

    agency.postgres.make_room()
    agency.postgres.start()
    everything_is_on_both_sides_once(agency, *contacts)


def test_a_lock_that_another_holds_for_long_is_told_and_waited_for_no_longer(
    agency, written, impatient
):
    contact = written(agency.stores["ana"])
    with psycopg.connect(agency.url("lee")) as lee:
        lee.execute("INSERT INTO crisis.case_keys (id, case_id, number) VALUES ('k', 'c', 1)")
        start = time.monotonic()
        with pytest.raises(Away):
            agency.sync("ana")
        assert time.monotonic() - start < MUCH_LESS
        lee.rollback()
    everything_is_on_both_sides_once(agency, contact)


def test_nobody_can_hold_the_others_up_with_a_lock_alone(agency, written, impatient):
    """Only by bringing something: then it is seen who it was."""
    contact = written(agency.stores["ana"])
    with psycopg.connect(agency.url("lee"), autocommit=True) as lee:
        for number in (911988, 1, 0):
            lee.execute("SELECT pg_advisory_lock(%s)", [number])
        for table in ("turn", *(table.name for table in TABLES)):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), lee.transaction():
                lee.execute(f"LOCK TABLE crisis.{table} IN EXCLUSIVE MODE")
        with lee.transaction():
            lee.execute("LOCK TABLE crisis.entries IN ACCESS SHARE MODE")
            agency.sync("ana")
    everything_is_on_both_sides_once(agency, contact)


def test_a_server_that_is_read_only_is_told_and_what_waited_goes_up_later(agency, written):
    contact = written(agency.stores["ana"])
    only = "ALTER DATABASE {} SET default_transaction_read_only = {}"
    agency.ask(only.format(agency.database, "on"))
    with pytest.raises(CrisisError, match="it is read-only"):
        agency.sync("ana")
    with psycopg.connect(agency.admin, autocommit=True) as admin:
        admin.execute("SET default_transaction_read_only = off")
        admin.execute(only.format(agency.database, "off"))
    everything_is_on_both_sides_once(agency, contact)


# -- an interview beside it


@pytest.mark.parametrize("beside", ["a sync", "a hanging server"])
def test_no_answer_waits_for_the_copying_beside_it(agency, written, tmp_path, beside, capsys):
    contact, acknowledged = written(agency.stores["ana"]), tmp_path / "acknowledged"
    acknowledged.touch()
    agency.sync("ana")
    for number in range(100):
        written(agency.stores["ana"], f"Client {number}")
    with Silent() as silent:
        if beside != "a sync":
            through(agency, "ana", silent)
        closed(agency)
        with interview(agency, contact, acknowledged):
            copied = ended(forked(copying(agency, "ana")))
    opened(agency)

    answers = answers_in(acknowledged)
    longest = max(answers.values())
    with capsys.disabled():
        print(
            f"\nbeside {beside}: the longest of {len(answers)} answers took {longest * 1000:.0f} ms"
        )
    assert copied == (DONE if beside == "a sync" else TOLD)
    assert len(answers) >= 3
    assert longest < 2  # seconds, on a busy machine; the figure above is what counts
