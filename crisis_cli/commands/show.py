"""crisis show: the record of a contact, or its plan, on the terminal."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.access import lines, listing
from crisis_cli.commands.carried import refused_on_paper
from crisis_cli.commands.contacts import Contact, found
from crisis_cli.commands.document_options import Document, Form
from crisis_cli.commands.options import (
    ContactId,
    Json,
    Language,
    give,
    language_named,
    room,
    say,
    say_json,
)
from crisis_cli.commands.papers import page, speaking
from crisis_cli.documents.formats import as_json, as_text
from crisis_cli.documents.table import DOCUMENTS, RECORD, Sheet, sheets
from crisis_cli.documents.text import WIDTH
from crisis_cli.errors import CrisisError

ACCESS = "access list"


def run(
    contact: ContactId,
    document: Document = "",
    form: Form = "",
    language: Language = "",
    access: Annotated[
        bool, typer.Option("--access", help="Who opened it, printed it or was given it, and when.")
    ] = False,
    json: Json = False,
) -> None:
    """Show a document of a contact as it prints, its record if none is named; or who had to do
    with it.

    Each look is written down, this one too.

    \b
    crisis show k7m4-2pqx
    crisis show k7m4-2pqx --document safety-plan --language es
    crisis show k7m4-2pqx --access
    """
    sheet = sheets(document or ("" if form else RECORD), form)[0]
    what, act = ACCESS if access else sheet.document, "exported" if json else "opened"
    spoken = language_named(language)
    with found(contact, what=what, act=act) as one:
        if not access:
            give(_document(one, sheet, json, spoken))
        elif json:
            say_json(listing(one))
        else:
            say("\n".join(lines(one)))


def _document(contact: Contact, sheet: Sheet, json: bool, language: str) -> str:
    made = page(contact, sheet.document, sheet.form, language)
    if made is None:
        name = sheet.document
        refused = refused_on_paper(contact) if DOCUMENTS[sheet.document].client else ""
        none = f"{contact.id} has no {name}: its answers ask for none."
        raise CrisisError(refused or sheet.about.lacking or none)
    if DOCUMENTS[sheet.document].client and (
        why := speaking(contact, language, sheet.document).why
    ):
        tell(why)
    width = room(WIDTH)
    return (as_json(made) if json else as_text(made, tell, width)).rstrip("\n")
