"""SIGKILL at random moments: nothing that was acknowledged is lost, and it goes on from there."""

import os
import shutil
import sys
import traceback
from collections import Counter
from functools import partial
from random import Random

import pytest
from interview import NOW, PASSPHRASE, all_is_well, begun, lead, unlocked, whole
from killed import chance, fork, killed, timed

from crisis_cli.errors import CrisisError
from crisis_cli.records.aside import bring_back, open_aside, sweep
from crisis_cli.records.device import place
from crisis_cli.records.heads import sign_logs
from crisis_cli.records.listing import listed
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import (
    WrongKey,
    change_passphrase,
    change_recovery,
    set_up,
    settle_keys,
    unlock,
)
from crisis_cli.records.people import new_person
from crisis_cli.records.recovery import new_recovery
from crisis_cli.records.refiling import refile
from crisis_cli.records.sharing import bring_in, erase, hand_over, revoke
from crisis_cli.records.verify import verify

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork and signals"),
]
KILLS = int(os.environ.get("CRISIS_KILLS", "250"))  # of interviews; .ci/run has 1000
OF_EACH = 40  # of everything else that writes
WORKERS = 2
RETIMED = 25  # kills
OTHER = "five other warm words"


def some_interviews(told, *given):
    """What `interviews` counted, or what it stumbled over."""
    try:
        told.send(interviews(*given))
    except BaseException:
        told.send(traceback.format_exc())


def interviews(fresh, folder, protocol, usual, kills, random):
    """Kill so many interviews at moments by chance, and look at what is left of each."""
    counts = Counter()
    while counts["killed"] < kills:
        path = fresh(folder / str(counts.total()))
        run = partial(whole, path, protocol)
        if counts["killed"] % RETIMED == 0:  # other programs make this one slower and faster
            takes = timed(partial(whole, fresh(folder / f"timed-{counts.total()}"), protocol))
        last = killed(run, random.uniform(0, takes))
        counts["over by itself" if last.finished else "killed"] += 1
        counts["of them while it began"] += not (last.kept or last.finished)
        with unlocked(path) as store:
            judge(store, last, usual, counts)
            all_is_well(store, usual, last.kept)
        shutil.rmtree(path.parent)
    return counts


def judge(store, last, usual, counts):
    """What was said before the end, and what is there."""
    if last.asked:  # the question that was on the screen when it was killed
        assert usual.wanted[last.kept] == last.asked
        counts["of them with a question drawn"] += not last.finished
    there = [len(store.read(one)) for one in store.contacts()]
    counts["entries lost"] += max(0, last.kept - sum(there))
    counts["with one entry more than was acknowledged"] += sum(there) == last.kept + 1
    counts["entries acknowledged"] += last.kept
    counts[f"at {last.kept}"] += 1


def test_an_interview_killed_at_a_random_moment_goes_on_at_the_same_question(
    fresh, tmp_path, every_kind, usual
):
    random, children = chance(1), []
    for worker in range(WORKERS):
        mine, theirs = fork.Pipe()
        given = (fresh, tmp_path / f"w{worker}", every_kind, usual, KILLS // WORKERS)
        mind = Random(random.random())
        child = fork.Process(target=some_interviews, args=(theirs, *given, mind))
        child.start()
        theirs.close()
        children.append((child, mine))
    said = [mine.recv() for _, mine in children]
    assert all(isinstance(one, Counter) for one in said), said
    counts = sum(said, Counter())
    for child, _ in children:
        child.join()

    places = [key for key in counts if key.startswith("at ")]
    print({key: count for key, count in counts.items() if key not in places})
    assert counts["killed"] == KILLS
    assert counts["entries lost"] == 0
    assert len(places) > len(usual.events) * 0.9  # the moments are spread over the interview


# What is done to the keys and the heads of a store in which a contact lies. Each is handed the
# unlocked store, its contact, and two people; returns nothing.
ACTS = {
    "change_passphrase": lambda store, contact, people: change_passphrase(store, OTHER, NOW),
    "change_recovery": lambda store, contact, people: change_recovery(store, new_recovery(), NOW),
    "sign": lambda store, contact, people: sign_logs(store, NOW),
    "checkpoint": lambda store, contact, people: settle_keys(store),
    "bring_in": lambda store, contact, people: bring_in(store, people[1], NOW),
    "hand_over": lambda store, contact, people: hand_over(
        store, store.case_of(contact), people[0], NOW
    ),
    "revoke": lambda store, contact, people: revoke(store, people[2], NOW),
    "refile": lambda store, contact, people: refile(
        store,
        contact,
        next(c.case for c in listed(store) if c.contact != contact),
        NOW,
        "Ana",
        "it was another",
    ),
}


@pytest.fixture
def people():
    """A colleague who is known, a supervisor who is not, and one who is."""
    roles = ("worker", "supervisor", "supervisor")
    return [new_person(one, role).person for one, role in zip("LSM", roles, strict=True)]


@pytest.fixture
def led(fresh, tmp_path, every_kind, people):
    """Copy a store with two ended contacts to a new folder; the id of one of them."""
    path = fresh(tmp_path / "led")
    with unlocked(path) as store:
        bring_in(store, people[0], NOW)
        bring_in(store, people[2], NOW)
        for _ in range(2):
            contact = begun(store, every_kind)
            lead(contact)

    def copy(folder):
        return shutil.copytree(path.parent, folder) / "records.db"

    return copy, contact.id


def any_way_in(path):
    """The store, opened with the old passphrase or the new one."""
    try:
        return unlocked(path)
    except WrongKey:
        store = open_store(path)
        unlock(store, OTHER)
        return store


@pytest.mark.parametrize("act", ACTS)
def test_what_changes_keys_is_done_whole_or_not_at_all(act, led, tmp_path, usual, people):
    copy, contact = led

    def run(told, path):
        with unlocked(path) as store:
            ACTS[act](store, contact, people)
            told("kept 1")

    takes = timed(lambda told: run(told, copy(tmp_path / "timed")))
    random, done = chance(2), 0
    for number in range(OF_EACH):
        path = copy(tmp_path / str(number))
        last = killed(lambda told, path=path: run(told, path), random.uniform(0, takes))
        with any_way_in(path) as store:
            assert verify(store).findings == []
            assert len(store.contacts()) == 2
            for one in store.contacts():
                assert [entry.event for entry in store.read(one)][1:] == usual.events[1:]
            if not last.kept:
                repeated(act, store, contact, people)
            assert verify(store).findings == []
        done += bool(last.kept)
        shutil.rmtree(path.parent)
    print(f"{act}: {OF_EACH} kills, {OF_EACH - done} before it was told that it is done")


def repeated(act, store, contact, people):
    """Done again, as somebody would who does not know whether it was: done, or said that it is."""
    try:
        ACTS[act](store, contact, people)
    except (CrisisError, StopIteration) as error:
        assert "already" in str(error) or isinstance(error, StopIteration)


def test_a_setup_that_is_killed_leaves_records_that_open(tmp_path, every_kind, usual, recovery):
    model = tmp_path / "model-not-set-up"
    with open_store(model / "records.db") as store:
        contact = begun(store, every_kind)
        lead(contact)

    def run(told, path):
        with open_store(path) as store:
            set_up(store, "Ana", "worker", PASSPHRASE, recovery, NOW)
            told("kept 1")

    takes = timed(lambda told: run(told, shutil.copytree(model, tmp_path / "timed") / "records.db"))
    random, counts = chance(3), Counter()
    for number in range(OF_EACH * 2):
        path = shutil.copytree(model, tmp_path / str(number)) / "records.db"
        last = killed(lambda told, path=path: run(told, path), random.uniform(0, takes))
        with open_store(path) as store:
            mine = store.locked
            assert mine or not last.kept
            unlock(store, PASSPHRASE)
            assert verify(store).findings == []
            assert [entry.event for entry in store.read(contact.id)][1:] == usual.events[1:]
            assert place(path.parent, store.device).exists() == (not mine)
        counts["set up" if mine else "not set up"] += 1
        shutil.rmtree(path.parent)
    print(OF_EACH * 2, "kills of a setup:", dict(counts))
    assert len(counts) == 2


def test_an_erasure_that_is_killed_is_whole_or_not_done(led, tmp_path):
    copy, contact = led

    def run(told, path):
        with unlocked(path) as store:
            erase(store, store.case_of(contact), NOW, "kept long enough")
            told("kept 1")

    takes = timed(lambda told: run(told, copy(tmp_path / "timed")))
    random, counts = chance(4), Counter()
    for number in range(OF_EACH):
        path = copy(tmp_path / str(number))
        last = killed(lambda told, path=path: run(told, path), random.uniform(0, takes))
        with unlocked(path) as store:
            erased = store.unreadable(contact) == "erased"
            assert erased or not last.kept
            assert verify(store).findings == []
            for one in store.contacts():
                if one != contact or not erased:
                    assert len(store.read(one)) > 10
        counts[erased] += 1
        shutil.rmtree(path.parent)
    print(OF_EACH, "kills of an erasure:", dict(counts))


def test_bringing_back_what_began_beside_the_records_is_finished_after_a_kill(
    fresh, tmp_path, every_kind, usual
):
    home = fresh(tmp_path / "with-aside").parent
    with open_aside(home / "records-aside" / "records.db", False, 1) as store:
        for _ in range(3):
            lead(begun(store, every_kind))

    def run(told, path):
        with open_store(path) as store:
            bring_back(store, path.parent / "records-aside" / path.name, NOW)
            told("kept 1")

    def copy(name):
        return shutil.copytree(home, tmp_path / name) / "records.db"

    path = copy("timed")
    takes, random, counts = timed(lambda told: run(told, path)), chance(5), Counter()
    for number in range(OF_EACH):
        path = copy(str(number))
        aside = path.parent / "records-aside" / path.name
        last = killed(lambda told, path=path: run(told, path), random.uniform(0, takes))
        counts["there" if aside.exists() else "swept" if last.kept else "being swept"] += 1
        with unlocked(path) as store:
            if aside.exists():
                bring_back(store, aside, NOW)
            sweep(aside.parent)
            assert verify(store).findings == []
            assert len(store.contacts()) == 3
            for one in store.contacts():
                assert [entry.event for entry in store.read(one)][1:] == usual.events[1:]
        assert [file.name for file in path.parent.iterdir()] == ["records.db"]
        shutil.rmtree(path.parent)
    print(OF_EACH, "kills of bringing back:", dict(counts))
    assert len(counts) > 1
