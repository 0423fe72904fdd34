"""crisis amend: add to an ended contact. What was written stays as it was."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from crisis_cli.commands.amending import Draft, event_of, guidance
from crisis_cli.commands.contacts import Contact, found
from crisis_cli.commands.options import ContactId, Worker, say
from crisis_cli.engine.entries import AMENDMENTS, DECISIONS
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible

KINDS = (*AMENDMENTS, "outcome")


def run(
    contact: ContactId,
    kind: Annotated[str, typer.Option(help=f"One of: {', '.join(KINDS)}.")] = "",
    text: Annotated[str, typer.Option(help="What is added, or what is right, in words.")] = "",
    reason: Annotated[str, typer.Option(help="Why it is written now.")] = "",
    step: Annotated[str, typer.Option(help="The id of the step it is about, if any.")] = "",
    value: Annotated[
        str, typer.Option(metavar="ANSWER", help="The right answer to that step: no, 42, declined.")
    ] = "",
    happened: Annotated[
        str, typer.Option(metavar="WHEN", help="When it happened: 2026-11-23T14:05.")
    ] = "",
    danger: Annotated[
        bool, typer.Option("--danger", help="It says that somebody may be in danger.")
    ] = False,
    request: Annotated[
        str, typer.Option(metavar="AMENDMENT", help="The client's request that this decides on.")
    ] = "",
    decision: Annotated[str, typer.Option(help=f"One of: {', '.join(DECISIONS)}.")] = "",
    alert: Annotated[
        str, typer.Option(metavar="RULE", help="With --kind outcome: of which open alert.")
    ] = "",
    worker: Worker = "",
) -> None:
    """Add to an ended contact: a correction, an addition, a late entry, what the client asks for.

    Nothing that was written is changed; both stand in the record, with their times. Asks step by
    step where neither --text nor --value is given. With --kind outcome: what came of an alert.

    \b
    crisis amend k7m4-2pqx
    crisis amend k7m4-2pqx --kind correction --step gun --value yes --reason "I forgot to note it"
    crisis amend k7m4-2pqx --kind addendum --text "The bag of pills is with the sister now."
    """
    draft = Draft(kind, text, reason, step, value, happened, danger, request, decision, alert)
    with found(contact, worker) as one:
        if not one.state.ended:
            raise CrisisError(f"{one.id} is still open.", f"Go on with it: crisis resume {one.id}")
        if not (text or value):
            draft = _asked(one, draft)
        one.write(event_of(one, draft))
        added = one.state.entries[-1]
        told = guidance(one, added)
    if told:
        say("\n".join(visible(line) for line in told))
    say(f"Added to {one.id}: {added.name}. What was written before stays.")
    say(f"Read it: crisis show {one.id}")


def _asked(contact: Contact, draft: Draft) -> Draft:
    """What the options left out, asked on the terminal."""
    if not sys.stdin.isatty():
        raise CrisisError("What is to be added?", 'Say it with --text "...".', Exit.USAGE)
    from crisis_cli.commands.amend_asking import ask

    return ask(contact, draft)
