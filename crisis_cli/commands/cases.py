"""crisis cases: every contact, with its level and what is due."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Annotated, Any

import typer

from crisis_cli.commands.contacts import Contact, admit, everybody, existing, unread
from crisis_cli.commands.options import Json, Practice, say, say_json
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.engine.follow_up import next_contact
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.protocol.letters import visible
from crisis_cli.records.listing import Listed, listed
from crisis_cli.records.names import folded
from crisis_cli.records.store import Store

NAMELESS = "list without names"
LOCKED = "Names, levels and what is due are locked: give your passphrase to see them."


def run(
    client: Annotated[
        str, typer.Option(metavar="NAME", help="Only those with a client of this name.")
    ] = "",
    practice: Practice = False,
    json: Json = False,
) -> None:
    """List contacts, with their level and what is due.

    An open contact is listed with what it would have if it ended at its last entry. Without the
    passphrase the list has no names, levels and times: those are locked.

    \b
    crisis cases
    crisis cases --client "J."
    crisis cases --json
    """
    with existing(practice) as known:
        if not all(opened(store, bool(client)) for store in known):
            _say_bare(known, json)
            return
        contacts = [one for store in known for one in everybody(store)]
        lost, nothing = unread(known, contacts), "No contacts yet."
        if client:
            nothing = f"Nobody is called {visible(client)} in the records that you can read."
            contacts = [one for one in contacts if _called(one, client)]
        if json:
            say_json([row(one) for one in contacts])
        elif contacts or not lost:
            say("\n".join(line for one in contacts for line in lines(one)) or nothing)
        admit(lost)


def _called(contact: Contact, client: str) -> bool:
    return folded(client) in {folded(name) for name in contact.names or ()}


def opened(store: Store, needed: bool = False) -> bool:
    """Whether a list may tell all; asks for the passphrase, if there is anything to list.

    needed: a list without names will not do: then CrisisError.
    """
    return not store.contacts() or open_keys(store, skip="" if needed else NAMELESS)


def _say_bare(stores: list[Store], json: bool) -> None:
    """The list as far as it goes without any key."""
    every = [one for store in stores for one in listed(store) if not one.erased]
    if json:
        say_json([bare_row(one) for one in every])
    else:
        say("\n".join([*map(bare_line, every), LOCKED if every else "No contacts yet."]))


def bare_row(one: Listed) -> dict[str, Any]:
    """What can be told of a contact without any key, as plain JSON."""
    return {
        "contact": one.contact,
        "case": one.case,
        "state": "ended" if one.ended else "open",
        "began": _iso(one.began, zone(HOME_ZONE)),
        "locked": True,
    }


def bare_line(one: Listed) -> str:
    """The same in words."""
    state = "ended" if one.ended else "open"
    return f"{one.contact}  {state}, begun {moment(one.began, zone(HOME_ZONE))}"


def row(contact: Contact) -> dict[str, Any]:
    """What a list says of a contact, as plain JSON; times are absolute, with their zone."""
    state, level = contact.state, contact.state.if_ended()
    place = zone(state.opened.zone)
    return {
        "contact": contact.id,
        "case": contact.store.case_of(contact.id),
        "client": client_of(contact),
        "names": list(contact.names or ()),
        "protocol": state.opened.protocol,
        "state": "ended" if state.ended else "paused" if state.paused else "open",
        "happened": _iso(state.happened, place) if state.happened else None,
        "began": _iso(state.entries[0].at, place),
        "last": _iso(contact.last, place),
        "level": level.highest,
        "recorded": recorded(contact),
        "undetermined": level.undetermined,
        "due": next_contact(state.tasks(contact.last)).isoformat(timespec="seconds"),
        "alerts": [alert.means for alert in state.alerts() if alert.status == "open"],
        "supervisor": said_by_supervisor(contact),
    }


def client_of(contact: Contact) -> str:
    """By which name a list tells a contact: the one that it was begun under, unless that turned
    out to be another client's."""
    written = contact.state.opened.client
    if contact.names is None or folded(written) in map(folded, contact.names):
        return written
    return "".join(contact.names[:1])


def recorded(contact: Contact) -> str | None:
    """The level that a supervisor recorded last, where it is not the highest."""
    found = contact.state.after.recorded
    return found[1].level if found and found[1].level != contact.state.if_ended().highest else None


def said_by_supervisor(contact: Contact) -> dict[str, Any] | None:
    """What the last countersign wants of the worker, until something was added since."""
    waits = contact.state.after.waits()
    if waits is None:
        return None
    entry, event = waits
    return {"by": entry.by, "agree": event.agree, "instruction": event.instruction}


def lines(contact: Contact) -> list[str]:
    """What a list says of a contact, in words."""
    state, told = contact.state, row(contact)
    place = zone(state.opened.zone)
    due = next_contact(state.tasks(contact.last))
    client = f"  {visible(told['client'])}" if told["client"] else ""
    others = [
        visible(name) for name in contact.names or () if folded(name) != folded(told["client"])
    ]
    also = [f"           also called {', '.join(others)}"] if others else []
    unsure = " (danger questions unanswered)" if told["undetermined"] else ""
    lower = f" (a supervisor recorded: {told['recorded']})" if told["recorded"] else ""
    written = moment(state.entries[0].at, place)
    when, late = f"begun {written}", []
    if state.happened:
        when = f"took place {moment(state.happened, place)}"
        late = [f"           late entry, written {written}"]
    return [
        f"{contact.id}  {told['state']}, {when}{client}",
        *also,
        *late,
        f"           level {told['level']}{unsure}{lower}",
        f"           due {moment(due, place)}",
        *(f"           STILL OPEN: {visible(alert)}" for alert in told["alerts"]),
        *(f"           {line}" for line in _supervised(told["supervisor"])),
    ]


def in_brief(contact: Contact) -> list[str]:
    """What a supervisor wants, with the contact that it is about."""
    return [f"{contact.id}  {line}" for line in _supervised(said_by_supervisor(contact))]


def _supervised(said: dict[str, Any] | None) -> list[str]:
    if said is None:
        return []
    agreed = "agrees" if said["agree"] else "DISAGREES"
    return [f"{visible(said['by'])} {agreed}: {visible(said['instruction'])}"]


def _iso(at: datetime, place: tzinfo) -> str:
    return at.astimezone(place).isoformat(timespec="seconds")
