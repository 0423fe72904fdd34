"""Contacts as the commands work with them: found, folded and written to."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from crisis_cli.boundary import tell
from crisis_cli.commands.access import opening
from crisis_cli.commands.carrying import carry
from crisis_cli.commands.stores import existing as existing
from crisis_cli.commands.stores import openable
from crisis_cli.commands.stores import store_of as store_of
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.engine.entries import Entry, Event, Opened
from crisis_cli.engine.interview import refuse
from crisis_cli.engine.state import State, fold
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.saved import from_json, to_json
from crisis_cli.records.names import distinct, holding
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
    names: tuple[str, ...] | None = None  # all names of the client, where they were looked up

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
                    opening(one, what, act)
                    yield one
                    carry(store)
                    return
    if trouble:  # it may be in there
        raise trouble[0]
    raise CrisisError(f"There is no contact {contact}.", "See them all: crisis cases")


def everybody(store: Store) -> list[Contact]:
    """All contacts that are there to be read, the latest first, by when they took place. One that
    cannot be read is named, and hides no other."""
    contacts = []
    for contact in readable(store):
        try:
            contacts.append(read(store, contact))
        except CrisisError as error:
            tell(error.message, error.hint)
    _name(contacts)
    # As they were written, but for late entries: those go where they took place.
    return sorted(contacts, key=lambda one: one.state.took_place, reverse=True)


def _name(contacts: list[Contact]) -> None:
    """Look up by which names the client of each is known."""
    cases = {one.id: one.store.case_of(one.id) for one in contacts}
    names: dict[str, list[str]] = {case: [] for case in cases.values()}
    for one in contacts:
        case, client = cases[one.id], one.state.opened.client
        try:
            names[case] += holding(client, one.store.acts(one.id), case)
        except CrisisError as error:
            tell(error.message, error.hint)
            names[case].append(client)
    for one in contacts:
        one.names = tuple(distinct(names[cases[one.id]]))


def unread(stores: list[Store], contacts: list[Contact]) -> int:
    """How many contacts of these stores are not among those that could be read."""
    return sum(len(readable(store)) for store in stores) - len(contacts)


def readable(store: Store) -> list[str]:
    """The ids of all contacts but those that were erased, or are sealed to others."""
    return [contact for contact in store.contacts() if not _closed(store, contact)]


def _closed(store: Store, contact: str) -> bool:
    try:
        return bool(store.unreadable(contact))
    except CrisisError:  # a key that was damaged: told where the contact is read
        return False


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
    unclear = []
    for step in state.protocol.steps:
        given = state.answer(step.id)
        given = state.after.right(given) if given else None
        if step.start_from and not step.danger and given and not given.unknown:
            values[step.id] = given.value
        if step.danger and (given.unknown if given else state.standing_in(step.id)):
            unclear.append(step.id)
    return {"values": values, "unclear": unclear, "level": state.if_ended().highest}
