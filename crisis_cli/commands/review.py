"""crisis review: a supervisor reads a record and countersigns it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from crisis_cli.commands.contacts import Contact, found
from crisis_cli.commands.options import Json, give, say, say_json
from crisis_cli.commands.papers import page
from crisis_cli.commands.reviewing import as_json, others, sign, waiting
from crisis_cli.documents.table import RECORD
from crisis_cli.documents.text import text
from crisis_cli.engine.entries import Countersigned
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible


def run(
    contact: Annotated[
        str, typer.Argument(metavar="CONTACT", help="The id of a contact; without it, the list.")
    ] = "",
    agree: Annotated[bool, typer.Option("--agree", help="You agree with the record.")] = False,
    disagree: Annotated[bool, typer.Option("--disagree", help="You do not.")] = False,
    instruction: Annotated[str, typer.Option(help="What the worker is to do.")] = "",
    level: Annotated[str, typer.Option(help="Another level of concern. Both stay.")] = "",
    reason: Annotated[str, typer.Option(help="Why that level.")] = "",
    json: Json = False,
) -> None:
    """Read a record and countersign it. For supervisors, and never for a contact of your own.

    Without CONTACT: what waits to be read, the most urgent first. A countersign adds to the
    record and changes nothing in it; it is signed with your key.

    \b
    crisis review
    crisis review k7m4-2pqx
    crisis review k7m4-2pqx --disagree --instruction "See them again today, with me."
    """
    if agree and disagree:
        raise CrisisError("You cannot agree and disagree.", "Leave one out.", Exit.USAGE)
    if not contact:
        _listed(json)
        return
    with found(contact, what="review") as one:
        others(one)
        if not json:
            made = page(one, RECORD)
            give(text(made).rstrip("\n") if made else "")
        given = Countersigned(agree, instruction, level, reason)
        asked = given if agree or disagree else _asked(one, given)
        signed = sign(one, asked)
        if json:
            say_json(as_json(one, signed))
        else:
            said = "You agree" if asked.agree else "You disagree"
            say(f"\n{said}. It stands in the record of {one.id}, with your signature:")
            for head, _ in signed:
                say(f"  {head.fingerprint}  log {head.log} up to place {head.place}")


def _listed(json: bool) -> None:
    rows = waiting()
    if json:
        say_json([row for row, _ in rows])
    elif not rows:
        say("Nothing waits to be read.")
    else:
        say("\n".join(visible(line) for _, lines in rows for line in lines))
        say("\nRead one, and sign it: crisis review CONTACT")


def _asked(contact: Contact, given: Countersigned) -> Countersigned:
    """What the options left out, asked on the terminal."""
    if not sys.stdin.isatty():
        raise CrisisError("Do you agree?", "Say --agree or --disagree.", Exit.USAGE)
    from crisis_cli.commands.review_asking import ask

    return ask(contact, given)
