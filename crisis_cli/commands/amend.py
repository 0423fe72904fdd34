"""crisis amend: add to an ended contact. What was written stays as it was."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Annotated

import typer

from crisis_cli.commands.contacts import Contact, found, now
from crisis_cli.commands.options import ContactId, Worker, say
from crisis_cli.commands.typed import ask
from crisis_cli.engine.entries import Amended
from crisis_cli.engine.times import zone
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import Refused, accept

KINDS = {
    "correction": "something in the record is wrong",
    "addendum": "something is to be added",
    "late_entry": "something happened then and was not written down",
}
WHEN = Step("happened", "date_time", "When did it happen?")


def run(
    contact: ContactId,
    kind: Annotated[str, typer.Option(help=f"One of: {', '.join(KINDS)}.")] = "",
    text: Annotated[str, typer.Option(help="What is added, or what is right.")] = "",
    reason: Annotated[str, typer.Option(help="Why it is added now.")] = "",
    step: Annotated[str, typer.Option(help="The id of the step it is about, if any.")] = "",
    happened: Annotated[
        str, typer.Option(metavar="WHEN", help="When it happened: 2026-11-23 14:05.")
    ] = "",
    worker: Worker = "",
) -> None:
    """Add to an ended contact: a correction, an addendum, a late entry.

    Nothing that was written is changed; both stand in the record, with their times.
    Asks for what the options leave out.

    \b
    crisis amend k7m4-2pqx
    crisis amend k7m4-2pqx --kind addendum --text "Bag of pills is with the sister now."
    """
    with found(contact, worker) as one:
        if not one.state.ended:
            raise CrisisError(
                f"{contact} is still open.", f"Go on with it: crisis resume {contact}"
            )
        if not text:
            kind, text, reason, happened = asked(kind, reason, happened)
        one.write(checked(one, kind, text, reason, step, happened))
    say(f"Added to {contact}. What was written before stays. Read it: crisis show {contact}")


def asked(kind: str, reason: str, happened: str) -> tuple[str, str, str, str]:
    """What the options left out, asked on the terminal."""
    if not sys.stdin.isatty():
        raise CrisisError("What is to be added?", 'Say it with --text "...".', Exit.USAGE)
    for name, means in KINDS.items():
        typer.echo(f"  {name}: {means}", err=True)
    kind = kind or ask("Which of these")
    text = ask("What is added, or what is right")
    reason = reason or ask("Why now (may be empty)", default="")
    happened = happened or ask("When did it happen (may be empty)", default="")
    return kind, text, reason, happened


def checked(
    contact: Contact, kind: str, text: str, reason: str, step: str, happened: str
) -> Amended:
    """The amendment, if it can stand. CrisisError in words if not."""
    if kind not in KINDS:
        raise CrisisError(f"'{kind}' is not a kind of amendment.", f"One of: {', '.join(KINDS)}.")
    if not text.strip():
        raise CrisisError("An amendment without words says nothing.", 'Use --text "...".')
    if kind == "correction" and not reason.strip():
        raise CrisisError("A correction needs a reason.", 'Say it with --reason "...".')
    if kind == "late_entry" and not happened.strip():
        raise CrisisError("When did it happen?", "Say it with --happened 2026-11-23T14:05.")
    known = {one.id for one in contact.state.protocol.steps} | set(_block_steps(contact))
    if step and step not in known:
        raise CrisisError(f"The protocol of {contact.id} has no step '{step}'.")
    return Amended(kind, text, reason, step, moment_of(happened, contact) if happened else "")


def moment_of(happened: str, contact: Contact) -> str:
    """A time as it was typed, on the clock of the contact's place: ISO, with its zone."""
    try:
        given = datetime.fromisoformat(accept(WHEN, happened))
    except Refused as why:
        raise CrisisError(f"'{happened}' is not a time.", str(why)) from None
    at = given.replace(tzinfo=zone(contact.state.opened.zone))
    if at > now():
        raise CrisisError(f"'{happened}' has not happened yet.", "Give the time when it happened.")
    return at.isoformat()


def _block_steps(contact: Contact) -> list[str]:
    return [step.id for block in contact.state.protocol.blocks.values() for step in block.steps]
