"""A follow-up as a contact: begun from the one before it, and settling it when it ends."""

from __future__ import annotations

from crisis_cli.boundary import tell
from crisis_cli.commands.chosen import choose
from crisis_cli.commands.contacts import Clock, Contact, begin, brought, read
from crisis_cli.engine.additions import Settled
from crisis_cli.engine.entries import Opened
from crisis_cli.engine.follow_up import FOLLOW_UP
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.records.sharing import contacts_of

FOLLOWS, TASK = "follows", "task"  # in what a follow-up brings along; see `Opened`
DONE = "Contact {contact}: settled by this one: {tasks}."
NOT_ASKED = (
    "Danger questions went unanswered in this one, so the follow-up of {contact} still waits.",
    "If they were reached: crisis follow-up {contact} --settle reached --became {this}",
)
STILL = "The follow-up of {contact} could not be settled. Say it with: crisis follow-up {contact}"


def last_of_case(contact: Contact) -> Contact:
    """The contact of the case that took place last, of those that have ended and can be read."""
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
    return max(known, key=lambda one: one.state.took_place)


def begun(contact: Contact, task: str, protocol: str, clock: Clock) -> tuple[Contact, str]:
    """A new contact of the same case that is the follow-up of this one, with what its last contact
    gives; and what the worker is told of its questions. protocol: a name, or a path."""
    practice = contact.store.practice
    chosen = choose(protocol, practice, clock().astimezone().date())
    given = brought(last_of_case(contact)) | {FOLLOWS: contact.id, TASK: task}
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
    if contact.state.if_ended().undetermined:
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


def plan_in_brief(contact: Contact) -> list[str]:
    """What the last plan of the case says, and what was left unclear, in few words."""
    last = last_of_case(contact)
    given, steps = brought(last), {step.id: step for step in last.state.protocol.steps}
    values, unclear = given["values"], given["unclear"]
    assert isinstance(values, dict) and isinstance(unclear, list)
    told = []
    for name, value in values.items():
        if name in steps and not steps[name].private:
            said = (KINDS[steps[name].kind].say(steps[name], value)).replace("\n", "; ")
            told.append(f"{steps[name].name}: {said}")
    if unclear:
        names = [steps[one].name if one in steps else one for one in unclear]
        told.append(f"Left unclear, and asked again: {'; '.join(names)}")
    return told
