"""Who had to do with a contact: written down at each opening, and read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from crisis_cli.boundary import tell
from crisis_cli.engine.times import moment, zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible
from crisis_cli.records.owning import people
from crisis_cli.records.people import DEVICE, Person
from crisis_cli.records.sealed import Act

if TYPE_CHECKING:
    from crisis_cli.commands.contacts import Contact
    from crisis_cli.records.store import Store

UNWRITTEN = "That you opened this could not be written down."
WHAT_NOW = "Read what you need. Then tell your supervisor when you read it, and why."
# What was done, in words; the braces name what else the act says.
SAID = {
    "opened": "Opened: {what}",
    "printed": "Written: {what} (in {folder})",
    "exported": "Exported for a program: {what}",
    "disclosed": "Given to {to}{when}: {what}. Why: {reason}",
    "named": "Another name of the client was added",
    "refiled": "Refiled from case {from} to case {to}: {reason}",
    "handed_over": "Handed over to {person}",
    "held": "Held, so that nobody may erase it: {reason}",
    "released": "The hold was released: {reason}",
    "brought_back": "Brought into the records: it had begun beside them",
}


def note_opened(contact: Contact, what: str, act: str = "opened", **more: str) -> None:
    """Write down that a contact was opened, before anything of it is shown.

    Where it cannot be written, that is told, and nobody is kept from reading: somebody may be in
    danger, and a full disk must not decide that.
    """
    try:
        keep(contact, {"act": act, "what": what} | more)
    except CrisisError as error:
        tell(f"{UNWRITTEN} {error.message}", WHAT_NOW)


def keep(contact: Contact, act: dict[str, str]) -> None:
    """Write down an act about a contact. CrisisError where that cannot be done."""
    with contact.store.writing():
        contact.store.note(act, contact.clock(), contact.worker, contact.id)


def listing(contact: Contact) -> dict[str, Any]:
    """Everything that is known of who opened a contact, as plain JSON; times with their zone."""
    store, place = contact.store, zone(contact.state.opened.zone)
    return {
        "contact": contact.id,
        "case": store.case_of(contact.id),
        "may_read": [
            {"id": one.id, "name": one.name, "role": one.role} for one in _readers(contact)
        ],
        "acts": [
            {"at": one.at.astimezone(place).isoformat(timespec="seconds"), "by": one.by, **one.said}
            for one in store.acts(contact.id)
        ],
    }


def lines(contact: Contact) -> Iterator[str]:
    """The same in words."""
    store, place = contact.store, zone(contact.state.opened.zone)
    yield f"Contact {contact.id}, case {store.case_of(contact.id)}"
    began = contact.state.entries[0]
    yield f"Begun {moment(began.at, place)} by {visible(began.by)}"
    who = ", ".join(map(_person, _readers(contact)))
    yield f"May read it now: {who}"
    for act in store.acts(contact.id):
        yield f"\n{moment(act.at, place)}, by {visible(act.by) or 'nobody named'}"
        yield f"  {visible(said(act, store, place))}"


def said(act: Act, store: Store, place: tzinfo) -> str:
    """What was done, in words."""
    more = {"when": ""} | act.said
    if happened := more.get("happened"):
        more["when"] = f" on {moment(datetime.fromisoformat(happened), place)}"
    if "person" in act.said:
        names = {one.id: one.name for one in people(store)}
        more["person"] = names.get(act.said["person"], act.said["person"])
    return told(SAID, more)


def told(words: dict[str, str], said: dict[str, Any]) -> str:
    """What an act says, in these words: by the name of the act, braces for what else it says."""
    try:
        return words[said["act"]].format_map(said)
    except KeyError:  # of a newer version of crisis
        return ", ".join(f"{name}: {value}" for name, value in said.items() if value)


def _readers(contact: Contact) -> list[Person]:
    # Imported only here: whoever begins a contact does not wait for it.
    from crisis_cli.records.sharing import readers_of

    return readers_of(contact.store, contact.id)


def _person(one: Person) -> str:
    if one.role == DEVICE:
        return "whoever uses this computer (not locked yet: crisis setup)"
    return f"{visible(one.name)} ({one.role})"
