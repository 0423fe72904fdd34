"""A follow-up as a contact: begun from the one before it, and settling it when it ends."""

from __future__ import annotations

from crisis_cli.boundary import tell
from crisis_cli.commands.chosen import choose
from crisis_cli.commands.contacts import Clock, Contact, begin, brought, read
from crisis_cli.commands.summary import with_client
from crisis_cli.documents.plan import Piece, plan_of
from crisis_cli.engine.additions import Settled
from crisis_cli.engine.entries import Opened
from crisis_cli.engine.follow_up import FOLLOW_UP
from crisis_cli.engine.times import home_day
from crisis_cli.errors import CrisisError
from crisis_cli.records.sharing import contacts_of

FOLLOWS, TASK = "follows", "task"  # in what a follow-up brings along; see `Opened`
DONE = "Contact {contact}: settled by this one: {tasks}."
NOT_ASKED = (
    "It was not with them, or danger was not asked to the end: the follow-up of {contact} waits.",
    "If they were reached: crisis follow-up {contact} --settle reached --became {this}",
)
STILL = "The follow-up of {contact} could not be settled. Say it with: crisis follow-up {contact}"


def ended_of_case(contact: Contact) -> list[Contact]:
    """The contacts of the case that have ended and can be read, the last first, by when they took
    place."""
    known = [contact]
    for other in contacts_of(contact.store, contact.store.case_of(contact.id)):
        if other == contact.id:
            continue
        try:
            one = read(contact.store, other, contact.worker, contact.clock)
        except CrisisError as error:
            tell(error.message, error.hint)
        else:
            known += [one] if one.state.ended else []
    return sorted(known, key=lambda one: one.state.took_place, reverse=True)


def begun(contact: Contact, task: str, protocol: str, clock: Clock) -> tuple[Contact, str]:
    """A new contact of the same case that is the follow-up of this one, with what its last contact
    gives; and what the worker is told of its questions. protocol: a name, or a path."""
    practice = contact.store.practice
    chosen = choose(protocol, practice, home_day(clock()))
    given = brought(ended_of_case(contact)[0]) | {FOLLOWS: contact.id, TASK: task}
    made = chosen.protocol
    opened = Opened(
        made.id,
        made.version,
        made.hash,
        worker=contact.worker,
        client=contact.state.opened.client,
        practice=practice,
        brought=given,
        approved=chosen.approved,
    )
    case = contact.store.case_of(contact.id)
    return begin(contact.store, made, opened, clock, case), chosen.said


def settle(contact: Contact) -> None:
    """Settle the follow-up that a contact is, once it has ended with the person; and, of the same
    contact, whatever else was to be asked of them by now. A caring contact stays: it asks nothing.
    """
    before = str(contact.state.opened.brought.get(FOLLOWS, ""))
    if not before:
        return
    if not with_client(contact.state):
        said, hint = (text.format(contact=before, this=contact.id) for text in NOT_ASKED)
        tell(said, hint)
        return
    try:
        _settle(read(contact.store, before, contact.worker, contact.clock), contact)
    except CrisisError as error:  # the contact itself is whole
        tell(error.message, error.hint)
        tell(STILL.format(contact=before))


def _settle(before: Contact, contact: Contact) -> None:
    named = contact.state.opened.brought[TASK]
    left = [one for one in before.state.tasks(before.clock()) if one.kind == FOLLOW_UP]
    tasks = [one for one in left if one.id == named or not one.caring]
    for task in tasks:
        before.write(Settled(task.id, "reached", contact.id))
    if tasks:
        told = "; ".join(task.what for task in tasks)
        tell(DONE.format(contact=before.id, tasks=told))


def in_brief(contact: Contact) -> list[str]:
    """The last plan of the case in few words, and what was left unclear since."""
    every = ended_of_case(contact)
    plans = (plan_of(one.state, _no_numbers, contact.clock(), anyway=True) for one in every)
    pieces = next((plan.pieces for plan in plans if plan and any(map(_said, plan.pieces))), ())
    told = [f"{one.heading}: {'; '.join(_said(one))}" for one in pieces if _said(one)]
    names = {step.id: step.name for one in every for step in one.state.protocol.steps}
    unclear = brought(every[0])["unclear"]
    assert isinstance(unclear, list)
    if unclear:
        asked = "; ".join(names.get(str(step), str(step)) for step in unclear)
        told.append(f"Left unclear, and asked again: {asked}")
    return told


def _no_numbers(ids: object) -> list[tuple[str, str, str]]:
    return []


def _said(piece: Piece) -> list[str]:
    lines = (line for answer in piece.answers for line in answer.lines)
    return [", ".join(part for part in (line.name, line.phone) if part) for line in lines]
