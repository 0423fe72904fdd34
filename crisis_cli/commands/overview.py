"""crisis, without a command: what is open, what is due, and how to begin."""

from __future__ import annotations

from datetime import timedelta

from crisis_cli.boundary import tell
from crisis_cli.commands.cases import LOCKED, bare_line, bare_row, in_brief, lines, opened, row
from crisis_cli.commands.contacts import Contact, admit, everybody, existing, now, unread
from crisis_cli.commands.options import say, say_json
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.records.listing import listed
from crisis_cli.records.sealed import when
from crisis_cli.records.shared.place import status
from crisis_cli.records.store import Store

SOON = timedelta(hours=24)
TITLES = {
    "open": "OPEN: go on with crisis resume CONTACT",
    "due": "DUE",
    "supervisor": "FROM A SUPERVISOR: read it with crisis show CONTACT, answer with crisis amend",
}
HOW = """\
Begin a contact:       crisis start
Try it out:            crisis practice
Emergency, at once:    crisis now
Everything else:       crisis --help"""


def run(json: bool = False) -> None:
    """What waits for the worker."""
    with existing() as known:
        for store in known:
            _tell_copying(store)
        if not all(opened(store) for store in known):
            _say_bare(known, json)
            return
        contacts = [one for store in known for one in everybody(store)]
        waiting = [one for one in contacts if not one.state.ended]
        told = [one for one in contacts if one.state.after.waits()]
        soon, lost = due(contacts), unread(known, contacts)
        shown = {"open": waiting, "due": soon, "supervisor": told}
        if json:
            say_json({name: [row(one) for one in found] for name, found in shown.items()})
        else:
            _say(shown, bool(lost))
        admit(lost)


def _say_bare(stores: list[Store], json: bool) -> None:
    """What is open, as far as that can be told without the passphrase."""
    every = [one for store in stores for one in listed(store)]
    waiting = [one for one in every if not (one.ended or one.erased)]
    if json:
        say_json({"open": [bare_row(one) for one in waiting], "due": None, "locked": True})
        return
    title = ["OPEN: go on with crisis resume CONTACT"] if waiting else []
    say("\n".join([*title, *map(bare_line, waiting), LOCKED, "", HOW]))


def _say(shown: dict[str, list[Contact]], lost: bool) -> None:
    for name, found in shown.items():
        if found:
            told = lines if name != "supervisor" else in_brief
            say("\n".join([TITLES[name], *(line for one in found for line in told(one)), ""]))
    quiet = not (any(shown.values()) or lost)
    say(f"Nothing is open, and nothing is due.\n\n{HOW}" if quiet else HOW)


def _tell_copying(store: Store) -> None:
    """What keeps the records from being copied to the shared store, if anything does."""
    told = status(store)
    if told.trouble:
        since = f" since {moment(when(told.copied), zone(HOME_ZONE))}" if told.copied else ""
        tell(f"NOT COPIED to the shared store{since}. {told.trouble}", "Try: crisis store sync")


def due(contacts: list[Contact]) -> list[Contact]:
    """Ended contacts whose follow-up, or an outcome, is due soon or overdue, soonest first.

    A later contact of the same case is its follow-up, but not of danger that was noted since.
    contacts: the latest first.
    """
    seen: set[str] = set()
    found = []
    for one in contacts:
        case = one.store.case_of(one.id)
        followed = case in seen
        seen.add(case)
        waits = not followed or any(a.late and a.status == "open" for a in one.state.alerts())
        if one.state.ended and waits and soonest(one) <= (now() + SOON).timestamp():
            found.append(one)
    return sorted(found, key=soonest)


def soonest(contact: Contact) -> float:
    """When the first task of a contact is due, in seconds since 1970."""
    return min(task.due.timestamp() for task in contact.state.tasks(contact.last))
