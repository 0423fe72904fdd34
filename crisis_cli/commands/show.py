"""crisis show: the record of a contact, or its plan, on the terminal."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.access import lines, listing
from crisis_cli.commands.contacts import Contact, found
from crisis_cli.commands.options import (
    ContactId,
    Json,
    Language,
    give,
    language_named,
    say,
    say_json,
)
from crisis_cli.commands.papers import PLAN, RECORD, page, speaking
from crisis_cli.documents.formats import as_json
from crisis_cli.documents.text import WIDTH, text
from crisis_cli.errors import CrisisError, Exit

ACCESS = "access list"


def run(
    contact: ContactId,
    document: Annotated[str, typer.Option(metavar="NAME", help=f"{RECORD} or {PLAN}.")] = RECORD,
    language: Language = "",
    access: Annotated[
        bool, typer.Option("--access", help="Who opened it, printed it or was given it, and when.")
    ] = False,
    json: Json = False,
) -> None:
    """Show the record of a contact, or its plan, or who had to do with it.

    Each look is written down, this one too.

    \b
    crisis show k7m4-2pqx
    crisis show k7m4-2pqx --document safety-plan --language es
    crisis show k7m4-2pqx --access
    """
    if document not in (RECORD, PLAN):
        raise CrisisError(
            f"There is no document '{document}'.", f"One of: {RECORD}, {PLAN}.", Exit.USAGE
        )
    what, act = ACCESS if access else document, "exported" if json else "opened"
    spoken = language_named(language)
    with found(contact, what=what, act=act) as one:
        if not access:
            give(_document(one, document, json, spoken))
        elif json:
            say_json(listing(one))
        else:
            say("\n".join(lines(one)))


def _document(contact: Contact, document: str, json: bool, language: str) -> str:
    made = page(contact, document, language=language)
    if made is None:
        raise CrisisError(f"{contact.id} has no {document}: its answers ask for none.")
    if document == PLAN and (why := speaking(contact, language).why):
        tell(why)
    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH)
    return (as_json(made) if json else text(made, width)).rstrip("\n")
