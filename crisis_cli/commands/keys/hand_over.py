"""crisis keys hand-over: let a colleague read a case and go on with it."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import Case, say
from crisis_cli.protocol.letters import visible
from crisis_cli.records.sharing import case_called, hand_over, person_called


def run(
    case: Case,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Their name, or their id.")],
) -> None:
    """Let a colleague read a case, and go on with it. You can still read it too.

    \b
    crisis keys hand-over k7m4-2pqx "Sam O."
    crisis keys hand-over k7m4-2pqx wq7d-3nfk
    """
    with owned() as store:
        chosen, whom = case_called(store, case), person_called(store, person)
        hand_over(store, chosen, whom, now())
    say(f"{visible(whom.name)} may read case {chosen} now. It is written down.")
