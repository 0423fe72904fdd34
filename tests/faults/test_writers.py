"""Four writers at once: nothing is lost, nothing is interleaved, and who came second is told."""

import multiprocessing
import sys

import pytest
from interview import NOW, PASSPHRASE, begun, lead, unlocked

from crisis_cli.commands.contacts import read
from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Answered, Ended
from crisis_cli.errors import CrisisError
from crisis_cli.records.listing import listed
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import unlock
from crisis_cli.records.verify import verify

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
fork = multiprocessing.get_context("fork" if sys.platform != "win32" else "spawn")
WRITERS, EACH = 4, 60


def at_once(works):
    """Run these in processes of their own, all from one moment on; what each returned."""

    def run(work, told):
        go.wait()
        try:
            told.send(work())
        except BaseException as error:
            told.send(f"{type(error).__name__}: {error}")

    go, children = fork.Barrier(len(works)), []
    for work in works:
        mine, theirs = fork.Pipe()
        child = fork.Process(target=run, args=(work, theirs))
        child.start()
        children.append((child, mine))
    said = [mine.recv() for _, mine in children]
    for child, _ in children:
        child.join()
    return said


def test_four_writers_on_one_case_lose_none_of_240_entries(fresh, tmp_path, every_kind):
    """Each amends the one ended contact, in a log of their own."""
    path = fresh(tmp_path / "shared")
    with unlocked(path) as store:
        contact = begun(store, every_kind)
        lead(contact)
        before = len(contact.state.entries)

    def write(name):
        with unlocked(path) as store:
            for number in range(EACH):
                store.append(contact.id, Amended("addendum", f"{name} {number}"), NOW, name)
        return "done"

    names = [f"writer {n}" for n in range(WRITERS)]
    assert at_once([lambda name=name: write(name) for name in names]) == ["done"] * WRITERS

    with unlocked(path) as store:
        entries = store.read(contact.id)[before:]
        assert len(entries) == WRITERS * EACH == 240
        for name in names:
            said = [entry.event.text for entry in entries if entry.by.partition(" (")[0] == name]
            assert said == [f"{name} {number}" for number in range(EACH)]
        logs = store.db.execute(
            "SELECT count(*), count(DISTINCT author) FROM logs WHERE author LIKE 'w%'"
        )
        assert logs.fetchone() == (WRITERS, WRITERS)
        assert verify(store).findings == []
        assert read(store, contact.id).state.ended


def test_four_interviews_at_once_in_one_store_are_four_whole_interviews(
    fresh, tmp_path, every_kind, usual
):
    path = fresh(tmp_path / "shared")

    def whole():
        with open_store(path) as store:  # locked, as `crisis start` finds it
            contact = begun(store, every_kind)
            lead(contact)
            return contact.id

    ids = at_once([whole] * WRITERS)

    with unlocked(path) as store:
        assert sorted(ids) == sorted(store.contacts())
        for one in ids:
            assert [entry.event for entry in store.read(one)][1:] == usual.events[1:]
        assert len({one.case for one in listed(store)}) == WRITERS
        assert verify(store).findings == []


def test_one_contact_led_by_two_is_kept_whole_for_one_and_the_other_is_told(
    fresh, tmp_path, every_kind, usual
):
    path = fresh(tmp_path / "shared")
    with unlocked(path) as store:
        contact = begun(store, every_kind).id

    def go_on():
        with open_store(path) as store:
            unlock(store, PASSPHRASE)
            mine = read(store, contact, "Ana", lambda: NOW)
            try:
                lead(mine)
                return "led it"
            except CrisisError as error:
                return f"{error.message} {error.hint}"

    said = at_once([go_on] * 2)

    told = [one for one in said if one != "led it"]
    assert told, "neither was told"
    assert all("gone on somewhere else" in one and "crisis resume" in one for one in told)
    with unlocked(path) as store:
        mine = read(store, contact, "Ana", lambda: NOW)
        usual.holds(mine)  # one course, whoever wrote which entry
        assert verify(store).findings == []
        lead(mine)
        assert [entry.event for entry in store.read(contact)][1:] == usual.events[1:]


def test_an_answer_to_a_contact_that_ended_meanwhile_is_refused_and_told(
    fresh, tmp_path, every_kind
):
    path = fresh(tmp_path / "shared")
    with unlocked(path) as store, unlocked(path) as other:
        mine = begun(store, every_kind)
        theirs = read(other, mine.id, "Lee", lambda: NOW)
        lead(mine)

        with pytest.raises(CrisisError, match="gone on somewhere else: 19 new entries"):
            theirs.keep(Answered("thoughts", "no"))

        assert [entry.by for entry in store.read(mine.id)] == ["Ana"] * 20
        assert isinstance(store.read(mine.id)[-1].event, Ended)
