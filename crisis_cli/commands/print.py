"""crisis print: write the documents of a contact again, or print one on paper."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.carried import INSTEAD, refused_on_paper
from crisis_cli.commands.contacts import found
from crisis_cli.commands.document_options import Document, Form, Format
from crisis_cli.commands.exports import EXPORTS, export, file_of
from crisis_cli.commands.on_paper import Paper, put_on_paper
from crisis_cli.commands.options import Language, Out, language_named, say, say_json
from crisis_cli.commands.papers import Selection, papers
from crisis_cli.documents.forms import CODED, PAGE
from crisis_cli.documents.printing import printers as all_printers
from crisis_cli.documents.table import DOCUMENTS, PLAN, RECORD, Sheet, sheets
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible

ONLY_RECORD = "For another system there is the contact record, in one form and one language."
NONE = "The reason stands above; where none does, these answers ask for no such page."
ONLY_ENGLISH = "The {} is a page for workers, and it is in English."

AContact = Annotated[
    str, typer.Argument(metavar="CONTACT", help="The id of a contact, as crisis cases lists it.")
]
OnPrinter = Annotated[
    str,
    typer.Option(
        "--printer",
        metavar="NAME",
        help="Print one document on this printer, and write no file; 'default' for the usual one.",
    ),
]
Printers = Annotated[bool, typer.Option("--printers", help="List the printers, and stop.")]
PaperSafe = Annotated[
    bool, typer.Option("--paper-safe", help="You asked them: this paper is safe for them to carry.")
]
Label = Annotated[
    str,
    typer.Option(
        "--label", metavar="WORDS", help="On the coded card, beside the number that always answers."
    ),
]


def run(
    contact: AContact = "",
    document: Document = "",
    form: Form = "",
    format: Format = "",
    language: Language = "",
    out: Out = None,
    printer: OnPrinter = "",
    printers: Printers = False,
    paper_safe: PaperSafe = False,
    label: Label = "",
    json: Annotated[bool, typer.Option("--json", help="The printers as JSON.")] = False,
) -> None:
    """Write the documents of a contact again, or print one on paper.

    Without options the pages of the client in every form, and the record; with options only what
    they name. The name of a form is enough: --form card is the plan as a card for a wallet.

    \b
    crisis print k7m4-2pqx --form card --language am --out papers
    crisis print k7m4-2pqx --format fhir --out exported
    crisis print k7m4-2pqx --form card --printer Front_desk
    crisis print --printers
    """
    if printers:
        _list_printers(json)
        return
    if not contact:
        raise CrisisError("Which contact?", "Its id, as crisis cases lists it.", Exit.USAGE)
    _fitting(printer, form, format, paper_safe, label)
    if format in EXPORTS:
        _export(contact, format, out, bool(document not in ("", RECORD) or form or language))
        return
    typed = {"document": document, "form": form, "format": format, "language": language}
    selection = _selection(sheets(document, form, format), language, _again(typed))
    if printer or form == CODED:
        one = selection.sheets[0] if document or form else Sheet(PLAN, PAGE, ())
        spoken = language_named(language)
        put_on_paper(
            contact, Paper(one.document, one.form, spoken, printer, out, paper_safe, label)
        )
        return
    _write(contact, selection, out, bool(document or form))


def _fitting(printer: str, form: str, format: str, paper_safe: bool, label: str) -> None:
    """CrisisError for options of which one would do nothing."""
    if printer and format:
        raise CrisisError("A printer takes no format.", "Leave --format out.", Exit.USAGE)
    if paper_safe and not printer:
        raise CrisisError("--paper-safe is for --printer.", "Leave it out.", Exit.USAGE)
    if label and form != CODED:
        raise CrisisError("--label is for the coded card.", f"Add --form {CODED}.", Exit.USAGE)


def _write(contact: str, selection: Selection, out: Path | None, named: bool) -> None:
    """Write the files. named: a document or a form was, so that what there is to say is told."""
    with found(contact, what="papers") as one:
        written = papers(one, out, selection)
        refused = refused_on_paper(one)
    if not written:
        _none(selection.sheets, refused)
    if named:
        for told in dict.fromkeys(
            sheet.about.told for sheet in selection.sheets if sheet.about.told
        ):
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


def _again(typed: dict[str, str]) -> str:
    """These options as they are typed once more, without those that were left out."""
    return shlex.join(word for name, one in typed.items() if one for word in (f"--{name}", one))


def _selection(named: list[Sheet], language: str, again: str) -> Selection:
    """These sheets; with a language only those of them that have one. again: the options that
    named them."""
    if not language:
        return Selection(named, named=again)
    spoken = [sheet for sheet in named if DOCUMENTS[sheet.document].client]
    if not spoken:
        raise CrisisError(
            ONLY_ENGLISH.format(named[0].document), "Leave --language out.", Exit.USAGE
        )
    return Selection(spoken, (language_named(language),), again)


def _none(wanted: Sequence[Sheet], refused: str) -> None:
    """CrisisError, with why a contact has none of these where that is known. refused: that paper is
    not safe for the person, in words, or ""."""
    if refused and wanted and all(DOCUMENTS[sheet.document].client for sheet in wanted):
        raise CrisisError(refused, INSTEAD)
    lacking = next((sheet.about.lacking for sheet in wanted if len(wanted) == 1), "")
    if lacking:
        raise CrisisError(lacking, f"Print another one: --form {PAGE}.")
    raise CrisisError("Nothing was written.", NONE)


def _list_printers(json: bool) -> None:
    """Each printer by name, the default one marked, with why nothing comes out of it."""
    there = all_printers()
    if json:
        say_json([asdict(one) for one in there])
        return
    for one in there:
        marks = ["the default"] * one.default + [one.trouble] * bool(one.trouble)
        say(visible(f"{one.name} ({', '.join(marks)})" if marks else one.name))
