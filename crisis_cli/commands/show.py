"""crisis show: the record of a contact, or its plan, on the terminal."""

from __future__ import annotations

import shutil
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import found
from crisis_cli.commands.options import ContactId, Json, Language, language_named, say
from crisis_cli.commands.papers import PLAN, RECORD, page, speaking
from crisis_cli.documents.formats import as_json
from crisis_cli.documents.text import WIDTH, text
from crisis_cli.errors import CrisisError, Exit


def run(
    contact: ContactId,
    document: Annotated[str, typer.Option(metavar="NAME", help=f"{RECORD} or {PLAN}.")] = RECORD,
    language: Language = "",
    json: Json = False,
) -> None:
    """Show the record of a contact, or its plan.

    \b
    crisis show k7m4-2pqx
    crisis show k7m4-2pqx --document safety-plan --language es
    """
    if document not in (RECORD, PLAN):
        raise CrisisError(
            f"There is no document '{document}'.", f"One of: {RECORD}, {PLAN}.", Exit.USAGE
        )
    spoken = language_named(language)
    with found(contact) as one:
        made = page(one, document, language=spoken)
        if made is None:
            raise CrisisError(f"{contact} has no {document}: its answers ask for none.")
        if document == PLAN and (why := speaking(one, spoken).why):
            tell(why)
        width = min(shutil.get_terminal_size((WIDTH, 24)).columns, WIDTH)
        say((as_json(made) if json else text(made, width)).rstrip("\n"))
