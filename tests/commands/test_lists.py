"""Lists from the index: the same as if every contact were read, whatever became of the index."""

import json
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crisis_cli.commands import listed
from crisis_cli.commands.contacts import begin, now, read
from crisis_cli.commands.listed import Lists, cases_of
from crisis_cli.commands.overview import SOON, waits
from crisis_cli.commands.stores import store_of
from crisis_cli.commands.summary import summary
from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Answered, Ended, Ending, Opened, Paused
from crisis_cli.errors import Exit
from crisis_cli.protocol.source import load
from crisis_cli.records.folder import database
from crisis_cli.records.index import Index
from crisis_cli.records.names import cases_called, folded
from crisis_cli.records.refiling import NEW, refile
from crisis_cli.records.sharing import contacts_of

NAMES = ["J.", "j. ", "Kim", "", "Kim", "J.", "Ana María", "", "J."]
PARTS = ("summaries", "names", "stale", "tally")  # the whole index


@pytest.fixture
def many(draft):
    """Contacts of several clients: calm, dangerous, left open, typed in later, of one second."""
    protocol = load(draft)
    cases, start = {}, now()
    with store_of() as store:
        for number, client in enumerate(NAMES):
            at = start - timedelta(hours=40 - 4 * number)
            if number in (6, 7):
                at = start.replace(microsecond=number * 100_000) - timedelta(hours=10)
            late = (at - timedelta(hours=14)).isoformat() if number % 4 == 3 else ""
            opened = Opened(
                protocol.id, "1", protocol.hash, worker="Ana", client=client, happened=late
            )
            case = cases.get(folded(client), "")
            one = begin(store, protocol, opened, lambda at=at: at, case)
            if client:
                cases[folded(client)] = store.case_of(one.id)
            one.write(Answered("name", client or "Nobody"))
            one.write(Answered("thoughts", "yes" if number % 2 else "no"))
            if number in (2, 4):
                one.write(Paused())
            else:
                one.write(Ending("client_left"))
                one.write(Ended())
        return store.contacts()


def change(*statements):
    with closing(sqlite3.connect(database())) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def lost():
    """The index as if it had never been."""
    change(*(f"DELETE FROM {name}" for name in PARTS))


def by_reading():
    """What the lists say where every contact is read: all, the open ones, and those due."""
    with store_of() as store:
        whole = [read(store, one) for one in store.contacts()]
        whole.sort(key=lambda one: one.state.took_place, reverse=True)
        everyone = [summary(one, store.case_of(one.id), []) for one in whole]
    seen, due = [], []
    for one in everyone:
        soonest = min(datetime.fromisoformat(task["due"]) for task in one.tasks)
        if one.ended and one.case not in seen:
            due += [(soonest, one)] if soonest <= now() + SOON else []
        seen += [one.case] if one.ended and one.with_client else []
    return (
        [one.contact for one in everyone],
        [one.contact for one in everyone if not one.ended],
        [one.contact for _, one in sorted(due, key=lambda both: both[0])],
    )


def by_lists(crisis):
    every = json.loads(crisis("cases", "--json").stdout)
    told = json.loads(crisis("--json").stdout)
    return tuple([one["contact"] for one in some] for some in (every, told["open"], told["due"]))


def test_lists_say_the_same_as_if_every_contact_were_read(crisis, many):
    expected = by_reading()
    assert all(len(some) > 1 for some in expected)

    assert by_lists(crisis) == expected  # the index is made on the way
    assert by_lists(crisis) == expected  # and is used
    with store_of() as store:
        assert Index(store).stale() == []


def test_what_they_say_is_the_same_word_for_word(crisis, many):
    said = {}
    for round_ in ("made", "kept", "made again"):
        if round_ == "made again":
            lost()
        said[round_] = [crisis(*words).stdout for words in (["cases"], ["cases", "--json"], [])]

    assert said["made"] == said["kept"] == said["made again"]
    assert json.loads(said["kept"][1]) and "STILL OPEN" in said["kept"][0]
    assert said["kept"][1] == json.dumps(json.loads(said["kept"][1]), indent=2) + "\n"


def test_a_contact_that_goes_on_is_told_as_it_is_now(crisis, many):
    by_lists(crisis)
    with store_of() as store:
        contact = next(one for one in Lists(store).everyone() if one.state == "paused").contact
        one = read(store, contact, "Ana")
        one.write(Ending("client_left"))
        one.write(Ended())
        one.keep(Amended("addendum", "More"))

    assert by_lists(crisis) == by_reading()


def test_only_those_that_wait_are_read_from_the_index_and_no_entry_at_all(
    crisis, many, monkeypatch
):
    expected = by_reading()
    by_lists(crisis)
    monkeypatch.setattr(listed, "read", None)  # no contact can be read any more

    assert by_lists(crisis) == expected
    with store_of() as store:
        waiting = {row.contact for row in Index(store).waiting()}
    assert {*expected[1], *expected[2]} <= waiting < set(many)


def test_a_client_whose_last_contact_is_filed_elsewhere_is_due_for_the_one_before(crisis, many):
    by_lists(crisis)
    with store_of() as store:
        ours = [one for one in Lists(store).everyone() if folded(one.client) == "j."]
        refile(store, ours[0].contact, NEW, now(), "Ana", "another J.")
    every, left, due = by_lists(crisis)

    assert (every, left, due) == by_reading()
    with store_of() as store:
        waiting = {row.contact for row in Index(store).waiting()}
    assert {ours[0].contact, ours[1].contact} <= waiting and ours[2].contact not in waiting


def test_an_erased_contact_is_in_no_list_and_hides_no_other_of_its_client(crisis, many):
    by_lists(crisis)
    with store_of() as store:
        last = next(one for one in Lists(store).everyone() if folded(one.client) == "kim")
        (key,) = store.db.execute(
            "SELECT id FROM case_keys WHERE case_id = ?", [last.case]
        ).fetchone()
        store.keys.key_of_case(key, last.case)
        with store.writing():
            store.keys.remove("wraps", key, store.keys.holder().person.id, now())
        gone = set(contacts_of(store, last.case))
    every, left, due = by_lists(crisis)

    assert set(every) == set(many) - gone and not gone & {*left, *due}
    with store_of() as store:
        assert store.db.execute("SELECT count(*) FROM summaries").fetchone() == (len(every),)
    assert crisis("cases").exit_code == 0


def test_names_that_are_added_are_told_with_every_contact_of_the_case(crisis, many):
    by_lists(crisis)
    with store_of() as store:
        ours = [one for one in Lists(store).everyone() if folded(one.client) == "j."]
        with store.writing():
            store.note({"act": "named", "name": "Jimmy Zoë"}, now(), "Ana", ours[-1].contact)
    rows = json.loads(crisis("cases", "--client", "zoe", "--json").stdout)

    assert [row["contact"] for row in rows] == [one.contact for one in ours]
    assert all("Jimmy Zoë" in row["names"] for row in rows)
    assert crisis("cases", "--client", "jimmy").stdout.count("also called Jimmy Zoë") == len(ours)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE summaries SET waiting = 0",
        "UPDATE summaries SET waiting = 1",
        "DELETE FROM summaries WHERE waiting",
        "DELETE FROM summaries",
        "DELETE FROM names",
        "DELETE FROM tally",
        "UPDATE summaries SET sealed = zeroblob(length(sealed))",
        "UPDATE summaries SET sealed = (SELECT sealed FROM summaries WHERE NOT waiting LIMIT 1)",
        "INSERT INTO stale VALUES ('none-such')",
    ],
)
def test_a_changed_index_is_noticed_and_made_anew(crisis, many, attack):
    by_lists(crisis)
    change(attack)

    told = json.loads(crisis("--json").stdout)
    assert [one["contact"] for one in told["open"]] == by_reading()[1]
    assert [one["contact"] for one in told["due"]] == by_reading()[2]
    assert by_lists(crisis) == by_reading()


def test_making_the_index_may_be_stopped_and_goes_on_where_it_was(crisis, many, monkeypatch):
    monkeypatch.setattr(listed, "TOGETHER", 2)
    lost()
    count = iter(range(100))

    def stopped(store, contact):
        if next(count) == 5:
            raise KeyboardInterrupt
        return read(store, contact)

    monkeypatch.setattr(listed, "read", stopped)
    with store_of() as store, pytest.raises(KeyboardInterrupt):
        Lists(store).freshen()
    with store_of() as store:
        assert len(Index(store).stale()) == len(many) - 4
    monkeypatch.setattr(listed, "read", read)

    assert by_lists(crisis) == by_reading()


def test_a_long_making_says_so_and_how_to_stop_it(crisis, many, monkeypatch):
    monkeypatch.setattr(listed, "MANY", len(many))
    lost()

    said = crisis().stderr

    assert f"{len(many)} contacts are looked through once" in said
    assert "Ctrl-C" in said
    assert crisis().stderr == ""


@pytest.mark.parametrize("guard", ["PRAGMA query_only = ON", "PRAGMA max_page_count = 1"])
def test_where_nothing_can_be_written_the_lists_are_told_all_the_same(
    crisis, many, monkeypatch, guard
):
    expected = by_reading()
    lost()

    def unwritable(*args, **more):
        store = store_of(*args, **more)
        store.db.execute(guard)
        return store

    monkeypatch.setattr("crisis_cli.commands.stores.store_of", unwritable)
    every, left, due = by_lists(crisis)

    assert (every, left, due) == expected
    assert crisis("cases", "--client", "Kim").stdout.count("Kim") == 2


def test_a_contact_that_cannot_be_read_is_told_each_time_until_it_can(crisis, many):
    with store_of() as store, store.writing():
        log, key = store.keys.log("worker", store.device), store.keys.contact(many[4])
        store.write(log, key, {"at": "2026-11-23T00:00:00+00:00", "event": {}}, many[4], 99)

    for words in (["cases"], [], ["cases"], ["--json"], ["cases", "--client", "Kim"]):
        done = crisis(*words)
        assert done.exit_code == Exit.TOLD
        assert done.stderr.count(many[4]) == 1
        assert "1 of the contacts could not be read" in done.stderr
        assert many[4] not in done.stdout


def test_a_locked_list_needs_nothing_of_the_index(crisis, many, monkeypatch):
    from crisis_cli.commands.cases import LOCKED
    from crisis_cli.records.owning import set_up

    with store_of() as store:
        set_up(store, "Dana", "worker", "four warm words here", "", now())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("crisis_cli.commands.unlocking._asked", lambda store, skip: False)
    lost()
    said, left = crisis("cases").stdout, crisis().stdout

    assert said.count("begun") == len(many) and said.endswith(f"{LOCKED}\n")
    assert left.count("open, begun") == len(by_names(said, "open"))


def by_names(said, state):
    return [line for line in said.splitlines() if f"  {state}," in line]


def test_clients_are_found_by_any_word_of_their_name(crisis, many):
    def found(name):
        rows = json.loads(crisis("cases", "--client", name, "--json").stdout)
        return [row["client"] for row in rows]

    assert found("maria") == found("Ana") == found("MARÍA ana") == ["Ana María"]
    assert found("J") == []
    assert sorted(found("j.")) == ["J.", "J.", "J.", "j. "]
    assert "Nobody is called Zed" in crisis("cases", "--client", "Zed").stdout


def test_the_cases_of_a_name_are_looked_up_as_if_every_contact_were_read(many):
    with store_of() as store:
        for name in ("Kim", " j. ", "ana maria", "Ana", "Zed", " "):
            assert cases_of(store, name) == cases_called(store, name)
        assert [len(one.contacts) for one in cases_of(store, "J.")] == [4]


def test_a_contact_that_begins_does_not_wait_for_a_long_list(many, monkeypatch, capsys):
    lost()
    waited = []

    def slow(store, contact):
        waited.append(contact)
        time.sleep(0.2)
        return read(store, contact)

    monkeypatch.setattr(listed, "read", slow)
    monkeypatch.setattr(listed, "TOGETHER", 1)
    with store_of() as store:
        assert cases_of(store, "Nobody Known", 0.3) == []

    assert len(waited) <= 2
    assert "an earlier one of this client may be missed" in capsys.readouterr().err


def test_what_is_not_of_the_last_contact_of_its_case_is_not_due_but_for_danger_noted_since(many):
    ended = sorted((one for one in _summaries() if one.ended), key=lambda one: one.place)
    due = waits(ended)["due"]
    assert len({one.case for one in due}) == len(due) < len(ended)

    noted = waits([replace(one, danger_since=True, since=0.0) for one in ended])["due"]
    assert len(noted) == len(ended)


def _summaries():
    with store_of() as store:
        return list(Lists(store).everyone())


def test_times_are_those_of_the_contact_and_to_the_second(many):
    for one in _summaries():
        assert datetime.fromisoformat(one.due).tzinfo is not None
        assert datetime.fromisoformat(one.began) <= datetime.now(UTC)
