"""crisis resume: go on with a contact that was left open."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.cases import bare_line, lines, opened
from crisis_cli.commands.contacts import found
from crisis_cli.commands.leading import lead
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.options import Out, Plain, Practised, Worker, say
from crisis_cli.commands.stores import existing
from crisis_cli.errors import CrisisError
from crisis_cli.records.listing import unended
from crisis_cli.records.store import Store
from crisis_cli.terminal.interactive import interactive


def run(
    contact: Annotated[
        str,
        typer.Argument(
            metavar="CONTACT", help="The id of a contact; without it, the only one that is open."
        ),
    ] = "",
    practice: Practised = False,
    out: Out = None,
    worker: Worker = "",
    plain: Plain = False,
) -> None:
    """Go on with a contact that was left open, at the question where it was left.

    It goes on under the very protocol that it began with.

    \b
    crisis resume
    crisis resume k7m4-2pqx
    """
    with found(contact or the_open_one(practice), worker, "interview") as one:
        if one.state.ended:
            raise CrisisError(
                f"{one.id} has ended.",
                f"Read it: crisis show {one.id}\nAdd to it: crisis amend {one.id}",
            )
        practice = one.store.practice
        front = interactive(plain, practice=practice)
        if practice:
            from crisis_cli.commands.practice.role_play import go_on

            go_on(one, front, out)
        else:
            lead(one, front, out)


def the_open_one(practice: bool) -> str:
    """The id of the only open contact. CrisisError if there are none or several."""
    with existing(practice) as known:
        waiting = [one.contact for store in known for one in unended(store)]
        if not waiting:
            raise CrisisError("No contact is open.", "Begin one: crisis start")
        if len(waiting) > 1:
            say("\n".join(_lines(known)))
            raise CrisisError("More than one contact is open.", "Say which: crisis resume CONTACT")
        return waiting[0]


def _lines(stores: list[Store]) -> list[str]:
    """What the list says of the contacts that are open: all of it only with the passphrase."""
    said = []
    for store in stores:
        if opened(store):
            left = (one for one in Lists(store).waiting() if not one.ended)
            said += [line for one in left for line in lines(one)]
        else:
            said += map(bare_line, unended(store))
    return said
