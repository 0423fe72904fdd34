"""crisis keys revoke: a person gets no keys any more."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import say
from crisis_cli.protocol.letters import visible
from crisis_cli.records.sharing import person_called, revoke

DONE = """\
{name} gets no keys to these records any more, and those that were here are gone.
What they copied before stays with them: nobody can take that back."""


def run(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Their name, or their id.")],
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why, for the log.")] = "",
) -> None:
    """Take away the keys of somebody who left, or lost them.

    \b
    crisis keys revoke "Sam O." --reason "left the agency"
    crisis keys revoke wq7d-3nfk
    """
    with owned() as store:
        whom = person_called(store, person)
        revoke(store, whom, now(), reason)
    say(DONE.format(name=visible(whom.name)))
