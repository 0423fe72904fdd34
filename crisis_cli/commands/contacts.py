"""Contacts as the commands work with them: found, folded and written to."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from crisis_cli.commands.access import note_opened
from crisis_cli.commands.copying import copy_later
from crisis_cli.commands.stores import openable
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.engine.answers import Given
from crisis_cli.engine.entries import Entry, Event, Opened
from crisis_cli.engine.interview import refuse
from crisis_cli.engine.state import State, fold
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import SAFETY_PLAN, Protocol, Step
from crisis_cli.protocol.saved import from_json, to_json
from crisis_cli.records.owning import mine
from crisis_cli.records.store import Store

Clock = Callable[[], datetime]  # aware times


def now() -> datetime:
    """The clock of this machine."""
    return datetime.now(UTC)


@dataclass
class Contact:
    """One contact, its store, who writes to it now, and by which clock."""

    id: str
    store: Store
    state: State
    worker: str
    clock: Clock

    def keep(self, event: Event) -> Entry:
        """Write an event as the next entry, on disk when this returns. The state is left alone.

        CrisisError if somebody else has written to the contact since it was read.
        """
        seen = self.state.entries[-1].seq
        return self.store.append(self.id, event, self.clock(), self.worker, after=seen)

    def write(self, event: Event) -> None:
        """Keep an event that can happen now, and take the state further."""
        refuse(self.state, event)
        self.state.add(self.keep(event))

    @property
    def last(self) -> datetime:
        """When the last entry was written."""
        return self.state.entries[-1].at


def name_of(worker: str, store: Store | None = None) -> str:
    """Who writes: as it was given, else whose records these are, else as the system calls them;
    always fit to be stored."""
    owner = mine(store) if store and not worker else None
    login = os.environ.get("USER") or os.environ.get("USERNAME") or "worker"
    name = worker or (owner.name if owner else login)
    return name.encode("utf-8", "backslashreplace").decode()


def begin(
    store: Store, protocol: Protocol, opened: Opened, clock: Clock = now, case: str = ""
) -> Contact:
    """A new contact, of this case or of a new one; its first entry is on disk."""
    contact = store.begin(opened, json.dumps(to_json(protocol)), clock(), opened.worker, case)
    return read(store, contact, opened.worker, clock)


def read(store: Store, contact: str, worker: str = "", clock: Clock = now) -> Contact:
    """The contact as it stands, under the protocol that it began with."""
    state = fold(compiled(store, contact), store.read(contact))
    return Contact(contact, store, state, worker, clock)


def compiled(store: Store, contact: str) -> Protocol:
    """The protocol that a contact began with. No key is needed to see it."""
    return _compiled(store.protocol(contact))


@lru_cache(maxsize=8)
def _compiled(body: str) -> Protocol:
    """The stored protocol; most contacts of a list share one."""
    try:
        return from_json(json.loads(body))
    except ValueError as error:
        raise CrisisError(
            "The protocol that is stored with this contact cannot be read.",
            "It may come from another version of crisis. Nothing was changed.",
        ) from error


@contextmanager
def found(
    contact: str, worker: str = "", what: str = "contact", act: str = "opened"
) -> Iterator[Contact]:
    """The contact of this id, in large or small letters; asks for the passphrase where it has to.

    That it was opened is written down first. what: what will be seen of it; act: opened or
    exported. CrisisError if there is none.
    """
    contact = contact.strip().lower()
    trouble = []
    for practice in (False, True):
        with openable(practice) as (stores, others):
            trouble += others
            for store in stores:
                if contact in store:
                    open_keys(store)
                    one = read(store, contact, name_of(worker, store))
                    note_opened(one, what, act)
                    yield one
                    copy_later(store)
                    return
    if trouble:  # it may be in there
        raise trouble[0]
    raise CrisisError(f"There is no contact {contact}.", "See them all: crisis cases")


def admit(count: int) -> None:
    """CrisisError if there are contacts that could not be read: a list without them is no list."""
    if count:
        raise CrisisError(
            f"{count} of the contacts could not be read, and may be open or due.",
            "Ask your supervisor what is due for them. Keep the file as it is.",
        )


def brought(before: Contact | None) -> dict[str, object]:
    """What the last contact of a case gives to a new one; see `Opened`."""
    if before is None:
        return {}
    state = before.state
    values = dict(state.opened.brought.get("values", {}))
    for step in state.protocol.steps:
        given = _right(state, step)
        if step.start_from and not step.danger and given and not given.unknown:
            values[step.id] = given.value
    made = _plan_made(state)
    level = state.if_ended().highest
    told: dict[str, object] = {"values": values, **_unclear(state), "level": level}
    return told | ({"made": made} if made else {})


def _right(state: State, step: Step) -> Given | None:
    given = state.answer(step.id)
    return state.after.right(given) if given else None


def _unclear(state: State) -> dict[str, list[str]]:
    """The danger questions that stayed unclear, and those of them that are asked again in any case:
    somebody came as far as asking them, now or in a contact before, and heard no clear answer.
    A contact that was never ended counts as if it had been."""
    danger = [step for step in state.protocol.steps if step.danger]
    here = {step.id for step in danger}
    old = state.opened.brought
    unclear = [one for one in old.get("unclear", ()) if one not in here]
    again = [one for one in old.get("again", ()) if one not in here]
    for step in danger:
        given = _right(state, step)
        if given.unknown if given else state.standing_in(step.id, if_ended=True):
            unclear.append(step.id)
            if state.on_path(step.id) or step.id in old.get("again", ()):
                again.append(step.id)
    return {"unclear": unclear, "again": again}


def _plan_made(state: State) -> str:
    """When the last plan of a case was made, an ISO time with zone; "" where there is none."""
    before = str(state.opened.brought.get("made", ""))
    document = state.protocol.documents.get(SAFETY_PLAN)
    if document is None or document.title or not state.holds(document.when):
        return before  # a page with a title of its own is no safety plan
    return (state.happened or state.ending_at or state.entries[-1].at).isoformat()
