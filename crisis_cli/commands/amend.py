"""crisis amend: add to a contact. What was written stays as it was."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Annotated

import typer

from crisis_cli.commands import acts
from crisis_cli.commands.contacts import Contact, found, now
from crisis_cli.commands.options import ContactId, Worker, say
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
    kind: Annotated[str, typer.Option(help=f"One of: {', '.join([*KINDS, *acts.KINDS])}.")] = "",
    text: Annotated[str, typer.Option(help="What is added, or what is right.")] = "",
    reason: Annotated[str, typer.Option(help="Why it is added now.")] = "",
    step: Annotated[str, typer.Option(help="The id of the step it is about, if any.")] = "",
    happened: Annotated[
        str, typer.Option(metavar="WHEN", help="When it happened: 2026-11-23 14:05.")
    ] = "",
    to: Annotated[
        str,
        typer.Option(
            help="Who was given something; or the case (or a contact of it) to refile to."
        ),
    ] = "",
    emergency: Annotated[
        bool, typer.Option("--emergency", help="It was disclosed in an emergency.")
    ] = False,
    whole_case: Annotated[
        bool, typer.Option("--whole-case", help="Refile all contacts of a client with two cases.")
    ] = False,
    worker: Worker = "",
) -> None:
    """Add to an ended contact: a correction, an addendum, a late entry.

    Or, of any contact: a disclosure, another name of the client; or refile it to where it belongs.
    Nothing that was written is changed; both stand in the record, with their times.
    Asks for what the options leave out.

    \b
    crisis amend k7m4-2pqx
    crisis amend k7m4-2pqx --kind addendum --text "Bag of pills is with the sister now."
    crisis amend k7m4-2pqx --kind disclosure --to "ER, Hospital" --text "the plan" --reason "asked"
    crisis amend k7m4-2pqx --kind name --text "Jimmy"
    crisis amend k7m4-2pqx --kind refile --to wq7d-3nfk --reason "another J."
    """
    with found(contact, worker, "to add to it") as one:
        kind = kind or ("" if text else chosen())
        if kind in acts.KINDS:
            given = acts.Given(to, text, reason, happened, emergency, whole_case)
            say(acts.KINDS[kind].write(one, given))
            return
        if not one.state.ended:
            raise CrisisError(
                f"{contact} is still open.", f"Go on with it: crisis resume {contact}"
            )
        if not text:
            text, reason, happened = asked(reason, happened)
        one.write(checked(one, kind, text, reason, step, happened))
    say(f"Added to {contact}. What was written before stays. Read it: crisis show {contact}")


def chosen() -> str:
    """Which kind it is, asked on the terminal."""
    _need_terminal()
    for name, means in (KINDS | {name: one.means for name, one in acts.KINDS.items()}).items():
        typer.echo(f"  {name}: {means}", err=True)
    return str(typer.prompt("Which of these", err=True)).strip()


def asked(reason: str, happened: str) -> tuple[str, str, str]:
    """What the options left out, asked on the terminal."""
    _need_terminal()
    text = typer.prompt("What is added, or what is right", err=True)
    reason = reason or typer.prompt("Why now (may be empty)", default="", err=True)
    happened = happened or typer.prompt("When did it happen (may be empty)", default="", err=True)
    return text, reason, happened


def _need_terminal() -> None:
    if not sys.stdin.isatty():
        raise CrisisError("What is to be added?", 'Say it with --text "...".', Exit.USAGE)


def checked(
    contact: Contact, kind: str, text: str, reason: str, step: str, happened: str
) -> Amended:
    """The amendment, if it can stand. CrisisError in words if not."""
    if kind not in KINDS:
        raise CrisisError(
            f"'{kind}' is not a kind of amendment.", f"One of: {', '.join([*KINDS, *acts.KINDS])}."
        )
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
