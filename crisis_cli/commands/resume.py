"""crisis resume: go on with a contact that was left open."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.cases import lines
from crisis_cli.commands.contacts import everybody, existing, found, name_of
from crisis_cli.commands.leading import lead
from crisis_cli.commands.options import Out, Plain, Practice, Worker, say
from crisis_cli.errors import CrisisError
from crisis_cli.terminal.opening import interactive


def run(
    contact: Annotated[
        str,
        typer.Argument(
            metavar="CONTACT", help="The id of a contact; without it, the only one that is open."
        ),
    ] = "",
    practice: Practice = False,
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
    with found(contact or the_open_one(practice), name_of(worker)) as one:
        if one.state.ended:
            raise CrisisError(
                f"{one.id} has ended.",
                f"Read it: crisis show {one.id}\nAdd to it: crisis amend {one.id}",
            )
        lead(one, interactive(plain), out)


def the_open_one(practice: bool) -> str:
    """The id of the only open contact. CrisisError if there are none or several."""
    with existing(practice) as known:
        waiting = [one for store in known for one in everybody(store) if not one.state.ended]
        if not waiting:
            raise CrisisError("No contact is open.", "Begin one: crisis start")
        if len(waiting) > 1:
            say("\n".join(line for one in waiting for line in lines(one)))
            raise CrisisError("More than one contact is open.", "Say which: crisis resume CONTACT")
        return waiting[0].id
