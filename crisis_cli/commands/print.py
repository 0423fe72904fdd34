"""crisis print: write the documents of a contact again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import found
from crisis_cli.commands.exports import EXPORTS, export, file_of
from crisis_cli.commands.options import ContactId, Language, Out, language_named, say
from crisis_cli.commands.papers import EVERYTHING, Wanted, papers
from crisis_cli.documents.forms import FORMS, PHONE, SHORT
from crisis_cli.errors import CrisisError, Exit

ON_A_PHONE = "Whoever holds the phone can read this. Ask first whether that is safe."
ONLY_RECORD = "--format is for the contact record, which has one form and no other language."
NO_SHORT_FORM = "This plan has no short form: nothing that belongs on it was said."

AForm = Annotated[
    str,
    typer.Option(
        "--form", metavar="FORM", help=f"Only the plan, in this form: {', '.join(FORMS)}."
    ),
]

AFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"Only the record, for another system: {', '.join(EXPORTS)}.",
    ),
]


def run(
    contact: ContactId,
    form: AForm = "",
    language: Language = "",
    format: AFormat = "",
    out: Out = None,
) -> None:
    """Write the documents of a contact again: the plan in every form, and the record.

    With --form or --language only the plan: page (a page of paper), large (large print), card (to
    fold, for a wallet), phone (text for a phone), short (few words).

    \b
    crisis print k7m4-2pqx --out papers
    crisis print k7m4-2pqx --form card --language am
    crisis print k7m4-2pqx --format fhir --out exported
    """
    if format:
        _export(contact, format, out, bool(form or language))
        return
    wanted = _wanted(form, language)
    with found(contact, what="papers") as one:
        written = papers(one, out, wanted)
    if not written:
        if form == SHORT:
            raise CrisisError(NO_SHORT_FORM, "Print another one: --form page.")
        raise CrisisError("Nothing could be written.", "Choose another folder with --out DIR.")
    if form == PHONE:
        tell(ON_A_PHONE)
    for path in written.values():
        say(f"Written: {path}")


def _export(contact: str, kind: str, out: Path | None, more: bool) -> None:
    """The record for another system; that it was exported is written down first."""
    name = file_of(kind)
    if more:
        raise CrisisError(ONLY_RECORD, "Leave --form and --language out.", Exit.USAGE)
    with found(contact, what=name, act="exported") as one:
        say(f"Written: {export(one, kind, out)}")


def _wanted(form: str, language: str) -> Wanted:
    if form and form not in FORMS:
        told = "; ".join(f"{name}, {one.about}" for name, one in FORMS.items())
        raise CrisisError(f"There is no form '{form}'.", f"There are: {told}.", Exit.USAGE)
    if not (form or language):
        return EVERYTHING
    return Wanted((form,) if form else tuple(FORMS), (language_named(language),), record=False)
