"""crisis show: the record of a contact, or its plan, on the terminal."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.access import lines, listing
from crisis_cli.commands.client_pages import CLIENT_PAGES, speaking
from crisis_cli.commands.contacts import Contact, found
from crisis_cli.commands.options import (
    ContactId,
    Json,
    Language,
    language_named,
    say,
    say_json,
)
from crisis_cli.commands.papers import RECORD, page
from crisis_cli.commands.wrapped import say_wrapped
from crisis_cli.documents.formats import as_json
from crisis_cli.documents.text import WIDTH, text
from crisis_cli.errors import CrisisError, Exit

ACCESS = "access list"
DOCUMENTS = (RECORD, *CLIENT_PAGES)


def run(
    contact: ContactId,
    document: Annotated[
        str, typer.Option(metavar="NAME", help=f"One of: {', '.join(DOCUMENTS)}.")
    ] = RECORD,
    language: Language = "",
    access: Annotated[
        bool, typer.Option("--access", help="Who opened it, printed it or was given it, and when.")
    ] = False,
    json: Json = False,
) -> None:
    """Show the record of a contact, or a client page, or who had to do with it.

    Each look is written down, this one too.

    \b
    crisis show k7m4-2pqx
    crisis show k7m4-2pqx --document safety-plan --language es
    crisis show k7m4-2pqx --access
    """
    if document not in DOCUMENTS:
        one_of = f"One of: {', '.join(DOCUMENTS)}."
        raise CrisisError(f"There is no document '{document}'.", one_of, Exit.USAGE)
    what, act = ACCESS if access else document, "exported" if json else "opened"
    spoken = language_named(language)
    with found(contact, what=what, act=act) as one:
        if not access:
            say(_document(one, document, json, spoken))
        elif json:
            say_json(listing(one))
        else:
            say_wrapped("\n".join(lines(one)))


def _document(contact: Contact, document: str, json: bool, language: str) -> str:
    made = page(contact, document, language=language)
    if made is None:
        raise CrisisError(f"{contact.id} has no {document}: its answers ask for none.")
    if document != RECORD and (why := speaking(contact, language, document).why):
        tell(why)
    width = min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH)
    return (as_json(made) if json else text(made, width)).rstrip("\n")
