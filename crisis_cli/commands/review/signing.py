"""What waits for a supervisor, who may countersign it, and the signing itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crisis_cli.boundary import tell
from crisis_cli.commands.consulting import policy
from crisis_cli.commands.contacts import Contact, admit, now, read
from crisis_cli.commands.follow_up.open import OpenFollowUp
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.review.queue import Waiting, waits
from crisis_cli.commands.stores import existing
from crisis_cli.commands.summary import Summary
from crisis_cli.commands.to_do import to_do
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.documents.record.data import Signed
from crisis_cli.engine.additions import Countersigned
from crisis_cli.engine.entries import Entry
from crisis_cli.errors import CrisisError
from crisis_cli.records.heads import Head, interviewers, sign_logs, signed_with
from crisis_cli.records.listing import anything
from crisis_cli.records.names import folded
from crisis_cli.records.owning import mine
from crisis_cli.records.people import Person
from crisis_cli.records.store import Store
from crisis_cli.records.tiers import tier_of
from crisis_cli.team.policy import Policy

SUPERVISORS = "Only a supervisor may countersign."
SET_UP = "These records belong to a supervisor once they are set up so: crisis setup"
THEIRS = "They are {}'s, a {}. Do this on a supervisor's computer."
OWN = "You led this contact yourself: another supervisor has to read it."
READ = "Read it: crisis show {}"
NEVER = "Nobody countersigns their own contact. Ask another supervisor."

Row = tuple[dict[str, Any], list[str]]  # what is told of a contact: as JSON, and in lines


def supervisor(store: Store, only: str = SUPERVISORS) -> Person:
    """Whose records these are, where that is a supervisor. CrisisError for anybody else, which
    says that it is `only` for supervisors."""
    owner = mine(store)
    if owner is None or owner.role != "supervisor":
        hint = THEIRS.format(owner.name, owner.role) if owner else SET_UP
        raise CrisisError(only, hint)
    return owner


def others(contact: Contact) -> None:
    """CrisisError unless this is an ended contact that a supervisor here may countersign."""
    if contact.store.practice:
        raise CrisisError("This is practice: nobody countersigns it.", READ.format(contact.id))
    owner = supervisor(contact.store)
    if own(contact, owner):
        raise CrisisError(OWN, NEVER)
    if not contact.state.ended:
        raise CrisisError(f"{contact.id} is still open.", READ.format(contact.id))


def own(contact: Contact, person: Person) -> bool:
    """Whether a person led a contact, or a part of it: by their key, or by their name."""
    before = contact.state.entries[: len(contact.state.entries) - len(contact.state.after.entries)]
    named = {contact.state.opened.worker, *(entry.by for entry in before)}
    by_key = person.id in interviewers(contact.store, contact.id)
    return by_key or folded(person.name) in map(folded, named)


def meanwhile(contact: Contact) -> list[Entry]:
    """What somebody else wrote to a contact since it was read; it is there from now on."""
    seen = {entry.name for entry in contact.state.entries}
    contact.state = read(contact.store, contact.id, contact.worker).state
    return [entry for entry in contact.state.entries if entry.name not in seen]


def sign(contact: Contact, given: Countersigned) -> list[tuple[Head, Person]]:
    """Write a countersign of what it says was read, and sign the contact's logs. The signed
    heads."""
    contact.write(given)
    entry = contact.state.entries[-1]
    sign_logs(contact.store, entry.at, contact.id)
    return signed_with(contact.store, contact.id, entry)


def seals(contact: Contact) -> dict[str, tuple[Signed, ...]]:
    """What was signed at each countersign, for the record."""
    return {
        entry.name: tuple(
            Signed(head.log, head.place, head.fingerprint, f"{signer.name} ({signer.role})")
            for head, signer in signed_with(contact.store, contact.id, entry)
        )
        for entry, _ in contact.state.after.countersigns
    }


def as_json(contact: Contact, signed: list[tuple[Head, Person]]) -> dict[str, Any]:
    """The last countersign of a contact, with what was signed."""
    entry, event = contact.state.after.countersigns[-1]
    return {
        "contact": contact.id,
        "countersign": entry.name,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "agree": event.agree,
        "instruction": event.instruction,
        "level": event.level,
        "reason": event.reason,
        "read": event.read,
        "heads": [head.to_json() | {"fingerprint": head.fingerprint} for head, _ in signed],
    }


def waiting() -> list[Row]:
    """The ended contacts that no supervisor has read whole, or two at once: the most urgent
    first."""
    held, broken = policy()
    if broken:
        tell(broken)
    with existing() as known:
        for store in known:
            supervisor(store)
            open_keys(store)
        lists = [Lists(store) for store in known if anything(store)]
        queue = [one for each in lists for one in _queue(each, held)]
        admit(sum(each.lost for each in lists))
        return [(one.row(), one.lines()) for one in sorted(queue, key=lambda one: one.urgency)]


def _queue(lists: Lists, held: Policy) -> Iterator[Waiting]:
    """What waits in one store, in no order."""
    at = now()
    for found in to_do(lists.everyone()):
        every = (OpenFollowUp(found.said, task, held, at) for task in found.tasks)
        unreached = tuple(one for one in every if one.stand.tell)
        if waits(found.said, unreached):
            yield _waiting(lists.store, found.left(), held, unreached)


def _waiting(
    store: Store, one: Summary, held: Policy, unreached: tuple[OpenFollowUp, ...]
) -> Waiting:
    contact = read(store, one.contact)
    return Waiting(contact, one, held, own(contact, supervisor(store)), now(), unreached)


def on_no_list() -> bool:
    """Whether these are a supervisor's records whose own tier nobody has recorded."""
    with existing() as known:
        owners = ((store, mine(store)) for store in known)
        return any(who and not tier_of(store, who.id) for store, who in owners)
