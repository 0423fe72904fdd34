"""A whole contact, led by a script through the real session into a real store."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from every_kind import EVERY_KIND

from crisis_cli.commands.contacts import Contact, begin, read
from crisis_cli.directory.resources import numbers
from crisis_cli.engine.entries import Answered, Entry, Event, Opened
from crisis_cli.engine.interview import Ask, Wanted, wanted
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import load
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import unlock
from crisis_cli.records.store import Store
from crisis_cli.records.verify import verify
from crisis_cli.terminal.scripted import Scripted
from crisis_cli.terminal.session import run

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
PASSPHRASE = "four warm words here"
SCRIPT = {
    "answers": {
        "thoughts": "yes",
        "plan": "unsure",
        "where": "Room 4",
        "phoned": {"outcome": "done", "note": "2:20"},
        "needs": ["bed", "warm"],
        "pain": 7,
        "age": 34,
        "called": "declined",
        "story": "It began\nat work.",
        "again": "11/27/2026 14:00",
        "number": "2025550100",
        "friend": {"name": "Ann"},
        "people": [{"name": "Bo", "phone": "555"}, {"name": "Cy"}],
        "desk": "done",
    },
    "later": [{"step": "pain", "answer": 5}],
}
Told = Callable[[str], object]


def protocol_in(folder: Path) -> Protocol:
    """A protocol with every kind of question, and an urgent block."""
    path = folder / "every-kind.yaml"
    path.write_text(EVERY_KIND, encoding="utf-8")
    return load(path)


def opened_by(protocol: Protocol) -> Opened:
    """The first entry of a contact."""
    return Opened(protocol.id, protocol.version, protocol.hash, worker="Ana", client="Jo")


def begun(store: Store, protocol: Protocol) -> Contact:
    """A new contact, as `crisis start` begins one."""
    return begin(store, protocol, opened_by(protocol), lambda: NOW)


def lead(contact: Contact, told: Told = lambda word: None) -> None:
    """Lead a contact to its end. told: each question when it is drawn, each entry when it is
    on the disk."""

    def keep(event: Event) -> Entry:
        entry = contact.keep(event)
        told(f"kept {entry.seq}")
        return entry

    run(contact.state, keep, Watched(told), numbers, contact.clock)


def whole(path: Path, protocol: Protocol, told: Told) -> None:
    """Everything that `crisis start` does with the store, from opening it to the last entry."""
    with open_store(path) as store:
        contact = begun(store, protocol)
        told(f"kept {contact.state.entries[-1].seq}")
        lead(contact, told)


class Enough(Exception):
    """Raised where a contact is to be broken off."""


class Watched(Scripted):
    """A script that tells which question of the protocol is drawn before it answers."""

    def __init__(self, told: Told) -> None:
        super().__init__(SCRIPT)
        self._told_of = told

    def ask(self, question: Any, host: Any) -> Any:
        if not question.own:
            self._told_of(f"asked {question.name}")
        return super().ask(question, host)


@dataclass(frozen=True)
class Course:
    """How the interview goes when nothing is in its way: its events, and what is wanted after
    each number of entries."""

    events: list[Event]
    wanted: list[str]

    def holds(self, contact: Contact) -> None:
        """Fail unless the contact is as far on this course as its entries say."""
        kept = [entry.event for entry in contact.state.entries]
        assert kept[1:] == self.events[1 : len(kept)]
        assert name(wanted(contact.state)) == self.wanted[len(kept)]


def course(path: Path, protocol: Protocol) -> Course:
    """The undisturbed interview."""
    wants = ["nothing"]
    with open_store(path) as store:
        contact = begun(store, protocol)
        wants.append(name(wanted(contact.state)))
        keep = contact.keep

        def watched(event: Event) -> Entry:
            entry = keep(event)
            ahead = read(store, contact.id)
            wants.append(name(wanted(ahead.state)))
            return entry

        run(contact.state, watched, Scripted(SCRIPT), numbers, contact.clock)
        assert contact.state.ended
        return Course([entry.event for entry in contact.state.entries], wants)


def name(now: Wanted) -> str:
    """What is wanted, in a word: the id of the step that is asked, or else what it is."""
    return now.step.id if isinstance(now, Ask) else type(now).__name__.lower()


def answers(contact: Contact) -> dict[str, Any]:
    """The last answer to each step."""
    events = [entry.event for entry in contact.state.entries]
    return {e.step: e.unknown or e.value for e in events if isinstance(e, Answered)}


def unlocked(path: Path) -> Any:
    """The store with its keys; closes itself at the end of a `with`."""
    store = open_store(path)
    try:
        unlock(store, PASSPHRASE)
    except CrisisError:
        store.close()
        raise
    return closing(store)


def all_is_well(store: Store, course: Course, acknowledged: int) -> None:
    """Nothing that was acknowledged is lost, the chain holds, the contact goes on at the same
    question, and to the same end."""
    assert verify(store).findings == []
    contacts = store.contacts()
    assert len(contacts) >= (acknowledged > 0)
    for one in contacts:
        contact = read(store, one, "Ana", lambda: NOW)
        assert acknowledged <= len(contact.state.entries) <= acknowledged + 1
        course.holds(contact)
        lead(contact)
        assert contact.state.ended
        assert answers(contact) == SAID


SAID = SCRIPT["answers"] | {"pain": 5, "again": "2026-11-27T14:00", "desk": {"outcome": "done"}}
