"""Whose contact a new one is: the case that a client's name leads to, or none."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.access import note_opened
from crisis_cli.commands.contacts import Contact, read
from crisis_cli.commands.listed import PATIENCE, cases_of
from crisis_cli.commands.typed import LetGo, ask
from crisis_cli.commands.unlocking import looked_up
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible
from crisis_cli.records.listing import began
from crisis_cli.records.names import Called, folded
from crisis_cli.records.store import Store

SEVERAL = "{count} people here are called {client}:"
WHICH = "Which one (Enter alone: none of them, begin at once)"
UNASKED = (
    "{count} people here are called {client}, so this contact is a case of its own. If it is with"
    " one of them: crisis amend CONTACT --kind refile --whole-case --to THEIRS"
)
GOES_ON = (
    "With the plan of contact {contact}, {day}. Not the same person? Go on, and afterwards:"
    " crisis amend CONTACT --kind refile --to new"
)


@dataclass(frozen=True, slots=True)
class Whose:
    """The case that a new contact belongs to, or "", and the last contact of it that opens.

    said: what the worker is told of it before the first question, or "".
    """

    case: str = ""
    before: Contact | None = None
    said: str = ""


def whose(store: Store, client: str, worker: str, ask: bool) -> Whose:
    """The case of the client of this name. Never a guess: where several have the name, the worker
    says which one, or it is nobody's.

    ask: whether there is somebody to ask; if not, what there is to say is told at once. A contact
    begins whatever goes wrong here.
    """
    known = _whose(store, client, worker, ask)
    if known.said and not ask:
        tell(known.said)
    return known


def _whose(store: Store, client: str, worker: str, ask: bool) -> Whose:
    if not looked_up(store, client):
        return Whose()
    called = cases_of(store, client, PATIENCE)
    if len(called) > 1:
        told = {"count": len(called), "client": visible(client.strip())}
        if not ask:
            return Whose(said=UNASKED.format(**told))
        tell(SEVERAL.format(**told))
        called = _picked(store, called, client)
    last = _last(store, called[0], worker) if called else None
    if last is None:
        return Whose()
    note_opened(last, "plan, for the next contact")
    day = moment(last.state.took_place, zone(last.state.opened.zone))
    return Whose(called[0].case, last, GOES_ON.format(contact=last.id, day=day))


def _picked(store: Store, called: list[Called], client: str) -> list[Called]:
    """The one that the worker says it is, or none; none where nobody says: a contact begins."""
    for number, one in enumerate(called, 1):
        tell(f"  {number}  {_line(store, one, client)}")
    while True:
        try:
            typed = ask(WHICH, default="").strip()
        except LetGo:
            return []
        except typer.Abort:
            raise KeyboardInterrupt from None
        if not typed:
            return []
        if typed.isdecimal() and 1 <= int(typed) <= len(called):
            return [called[int(typed) - 1]]
        tell(f"'{typed}' is none of the numbers above.")


def _line(store: Store, one: Called, client: str) -> str:
    day = moment(began(store, one.contacts[0]), zone(HOME_ZONE))
    others = [visible(name) for name in one.names if folded(name) != folded(client)]
    also = f"; also called {', '.join(others)}" if others else ""
    return f"contact {one.contacts[0]}, begun {day}{also}"


def _last(store: Store, called: Called, worker: str) -> Contact | None:
    """The contact of a case that took place last, of those that can be read."""
    known = []
    for contact in called.contacts:
        try:
            known.append(read(store, contact, worker))
        except CrisisError as error:
            tell(error.message, error.hint)
    return max(known, key=lambda one: one.state.took_place, default=None)
