"""crisis review: a supervisor reads a record and countersigns it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import Contact, found
from crisis_cli.commands.options import Json, give, room, say, say_json
from crisis_cli.commands.papers import page
from crisis_cli.commands.review.signing import (
    as_json,
    meanwhile,
    on_no_list,
    others,
    sign,
    waiting,
)
from crisis_cli.commands.suggesting import suggest_for
from crisis_cli.documents.table import RECORD
from crisis_cli.documents.text import WIDTH, text
from crisis_cli.engine.additions import Countersigned
from crisis_cli.engine.entries import Entry
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.protocol.letters import visible

BOTH = "Both stay. Talk to them, then sign once more: that settles it."
AGAIN = "Read the record again: crisis review"
NO_LIST = (
    "You are on no list: nobody has recorded your tier, so in contacts that you lead yourself you"
    " are asked as at entry. Another supervisor records it: crisis keys tier"
)

Instruction = Annotated[str, typer.Option(metavar="WORDS", help="What the worker is to do.")]
Level = Annotated[
    str, typer.Option(metavar="LEVEL", help=f"Another level: {', '.join(LEVELS)}. Both stay.")
]
Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why that level.")]


def run(
    contact: Annotated[
        str, typer.Argument(metavar="CONTACT", help="The id of a contact; without it, the list.")
    ] = "",
    agree: Annotated[bool, typer.Option("--agree", help="You agree with the record.")] = False,
    disagree: Annotated[bool, typer.Option("--disagree", help="You do not.")] = False,
    instruction: Instruction = "",
    level: Level = "",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Read a record and countersign it. For supervisors, and never for a contact of your own.

    Without CONTACT: what waits to be read, overdue ones first, then by danger and level. What you
    ask of the worker comes back to them. A countersign adds to the record and changes nothing in
    it; it is signed with your key.

    \b
    crisis review
    crisis review k7m4-2pqx
    crisis review k7m4-2pqx --disagree --instruction "See them again today."
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
            give(text(made, room(WIDTH)).rstrip("\n") if made else "")
        read = [entry.name for entry in one.state.after.entries]
        given = Countersigned(agree, instruction, level, reason, read)
        asked = given if agree or disagree else _asked(one, given)
        new = meanwhile(one)
        signed = sign(one, asked)
        _tell_unseen(new)
        if asked is given:  # who was asked was told before
            suggest_for(given.instruction, given.reason)
        if json:
            say_json(as_json(one, signed))
        else:
            said = "You agree" if asked.agree else "You disagree"
            say(f"\n{said}. It stands in the record of {one.id}, with your signature:")
            for head, _ in signed:
                say(f"  {head.fingerprint}  log {head.log} up to place {head.place}")


def _tell_unseen(new: list[Entry]) -> None:
    """What somebody else wrote while the record was read: both stay, and neither saw the other."""
    for entry in new:
        match entry.event:
            case Countersigned(agree, instruction):
                said = "agrees" if agree else f"disagrees: {instruction}"
                told = f"{entry.by} signed too, and {said}".rstrip(".")
                tell(f"Meanwhile {visible(told)}.", BOTH)
            case _:
                tell(f"Meanwhile {visible(entry.by)} wrote to it: it waits to be read.", AGAIN)


def _listed(json: bool) -> None:
    rows = waiting()
    if on_no_list():
        tell(NO_LIST)
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
    from crisis_cli.commands.review.asking import ask

    return ask(contact, given)
