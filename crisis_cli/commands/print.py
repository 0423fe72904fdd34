"""crisis print: write the documents of a contact again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import found
from crisis_cli.commands.document_options import Document, Form, Format
from crisis_cli.commands.exports import EXPORTS, export, file_of
from crisis_cli.commands.options import ContactId, Language, Out, language_named, say
from crisis_cli.commands.papers import Wanted, papers
from crisis_cli.documents.forms import PAGE
from crisis_cli.documents.table import DOCUMENTS, RECORD, Sheet, sheets
from crisis_cli.errors import CrisisError, Exit

ONLY_RECORD = "For another system there is the contact record, in one form and one language."
ONLY_ENGLISH = "The {} is a page for workers, and it is in English."


def run(
    contact: ContactId,
    document: Document = "",
    form: Form = "",
    format: Format = "",
    language: Language = "",
    out: Out = None,
) -> None:
    """Write the documents of a contact again: the pages of the client in every form, and
    the record.

    With options only what they name. The name of a form is enough: --form card is the plan as a
    card to fold, for a wallet.

    \b
    crisis print k7m4-2pqx --out papers
    crisis print k7m4-2pqx --form card --language am
    crisis print k7m4-2pqx --format fhir --out exported
    """
    if format in EXPORTS:
        _export(contact, format, out, bool(document not in ("", RECORD) or form or language))
        return
    wanted = _wanted(sheets(document, form, format), language)
    with found(contact, what="papers") as one:
        written = papers(one, out, wanted)
    if not written:
        _none(wanted.sheets)
    if document or form:
        for told in dict.fromkeys(sheet.about.told for sheet in wanted.sheets if sheet.about.told):
            tell(told.format(contact=contact))
    for path in written.values():
        say(f"Written: {path}")


def _export(contact: str, kind: str, out: Path | None, more: bool) -> None:
    """The record for another system; that it was exported is written down first."""
    name = file_of(kind)
    if more:
        raise CrisisError(ONLY_RECORD, "Leave --document, --form and --language out.", Exit.USAGE)
    with found(contact, what=name, act="exported") as one:
        say(f"Written: {export(one, kind, out)}")


def _wanted(named: list[Sheet], language: str) -> Wanted:
    """These sheets; with a language only those of them that have one."""
    if not language:
        return Wanted(named)
    spoken = [sheet for sheet in named if DOCUMENTS[sheet.document].client]
    if not spoken:
        raise CrisisError(
            ONLY_ENGLISH.format(named[0].document), "Leave --language out.", Exit.USAGE
        )
    return Wanted(spoken, (language_named(language),))


def _none(wanted: Sequence[Sheet]) -> None:
    """CrisisError, with why a contact has none of these where that is known."""
    lacking = next((sheet.about.lacking for sheet in wanted if len(wanted) == 1), "")
    if lacking:
        raise CrisisError(lacking, f"Print another one: --form {PAGE}.")
    raise CrisisError("Nothing could be written.", "Choose another folder with --out DIR.")
