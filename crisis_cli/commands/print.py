"""crisis print: write the documents of a contact again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import found
from crisis_cli.commands.options import Json, Language, Out, language_named, say, say_json
from crisis_cli.commands.papers import EVERYTHING, Wanted, papers
from crisis_cli.commands.queued import Paper, put_on_paper
from crisis_cli.documents.forms import CODED, FORMS, PAGE, PHONE, SHORT, USUAL
from crisis_cli.documents.printing import printers as all_printers
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible

ON_A_PHONE = "Whoever holds the phone can read this. Ask first whether that is safe."
NO_SHORT_FORM = "This plan has no short form: nothing that belongs on it was said."

AForm = Annotated[
    str,
    typer.Option(
        "--form", metavar="FORM", help=f"Only the plan, in this form: {', '.join(FORMS)}."
    ),
]
AContact = Annotated[
    str, typer.Argument(metavar="CONTACT", help="The id of a contact, as crisis cases lists it.")
]
OnPrinter = Annotated[
    str,
    typer.Option(
        "--printer",
        metavar="NAME",
        help="Print the plan on this printer, and write no file; 'default' for the usual one.",
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
    form: AForm = "",
    language: Language = "",
    out: Out = None,
    printer: OnPrinter = "",
    printers: Printers = False,
    paper_safe: PaperSafe = False,
    label: Label = "",
    json: Json = False,
) -> None:
    """Write the documents of a contact again, or print its plan.

    Without options the plan in every form, and the record. With --form or --language only the
    plan: page (a page of paper), large (large print), card (to fold, for a wallet), phone (text
    for a phone), short (few words), coded (a card that nobody knows for a plan).

    \b
    crisis print k7m4-2pqx --out papers
    crisis print k7m4-2pqx --form card --language am
    crisis print k7m4-2pqx --form card --printer Front_desk
    crisis print --printers
    """
    if printers:
        _list_printers(json)
        return
    if not contact:
        raise CrisisError("Which contact?", "Its id, as crisis cases lists it.", Exit.USAGE)
    wanted = _wanted(form, language)
    if printer or form == CODED:
        spoken = language_named(language)
        put_on_paper(contact, Paper(form or PAGE, spoken, printer, out, paper_safe, label))
        return
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


def _wanted(form: str, language: str) -> Wanted:
    if form and form not in FORMS:
        told = "; ".join(f"{name}, {one.about}" for name, one in FORMS.items())
        raise CrisisError(f"There is no form '{form}'.", f"There are: {told}.", Exit.USAGE)
    if not (form or language):
        return EVERYTHING
    return Wanted((form,) if form else USUAL, (language_named(language),), record=False)


def _list_printers(json: bool) -> None:
    """Each printer by name, the default one marked, with why nothing comes out of it."""
    there = all_printers()
    if json:
        say_json([asdict(one) for one in there])
        return
    for one in there:
        marks = ["the default"] * one.default + [one.trouble] * bool(one.trouble)
        say(visible(f"{one.name} ({', '.join(marks)})" if marks else one.name))
