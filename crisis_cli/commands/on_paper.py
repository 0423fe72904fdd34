"""One page of a person on its way to paper: to a printer, or as the file of a coded card."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from crisis_cli.boundary import tell
from crisis_cli.commands.access import note_opened
from crisis_cli.commands.asked import fitting, show
from crisis_cli.commands.carried import SAID, form_to_carry, said_of_paper
from crisis_cli.commands.contacts import Contact, found
from crisis_cli.commands.options import say
from crisis_cli.commands.papers import folder_of, page, speaking
from crisis_cli.directory.resources import printed
from crisis_cli.documents.blocks import Contacts, Page
from crisis_cli.documents.coded import LABEL, agreed
from crisis_cli.documents.formats import FORMATS, write
from crisis_cli.documents.forms import CODED, PAGE
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.printing import Queued, by_shell, chosen, hand_over, has_shell
from crisis_cli.documents.table import DOCUMENTS, PLAN
from crisis_cli.errors import CrisisError
from crisis_cli.records.folder import make

NOT_THERE = "There is nothing to print: these answers ask for none, or not in this form."
OTHER = "Print another one: --form page, or --form coded."
NOTHING = "Nothing was printed."
QUEUED = "Queued on {printer}{job}. Queued is not printed: stay beside the printer until it is out."
TAKE_BACK = "Nothing came out? Take it back, so that nobody else finds it: cancel {job}"
SPOOL = "The printing system keeps a copy of this page for a while, and so may the printer."
BY_SHELL = "Handed to Windows to print. That is not printed yet: stay beside the printer."
UNPRINTED = "Take it as not printed."
SAFE = "Every answer is safe. The page lies in {path}: print it from there, then delete it."
READ = (
    "Read the card with them. Whoever finds it sees these numbers; who calls one hears who answers."
)
NEVER = "No number on this card answers day and night. Find one with them: crisis resources find"
BY_HEART = "988 and 911 are not on it: say them together until they know them by heart."
NAMELESS = "What shall stand beside {number}? Some everyday word of theirs (Enter: Office)"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be printed.

    document, form: as the table of documents names them. printer: "" for a file alone. out: the
    folder of the file; None for the contact's own, and for no file where a printer takes it. safe:
    the worker asked whether it is safe to carry. label: of the coded card.
    """

    document: str = PLAN
    form: str = PAGE
    language: str = ""
    printer: str = ""
    out: Path | None = None
    safe: bool = False
    label: str = ""


def put_on_paper(contact: str, wanted: Paper) -> None:
    """Print one form of the plan of a contact, or write its coded card to a file."""
    with found(contact, what="papers") as one:
        form = wanted.form
        if wanted.printer and DOCUMENTS[wanted.document].client:
            form = form_to_carry(one, form, wanted.safe)
        if not form:
            tell(NOTHING)
            return
        page = _page(one, form, wanted)
        document = FORMATS["pdf"](page, tell)
        if wanted.printer:
            _print(one, page, document, wanted)
        else:
            say(f"Written: {_file(one, page, wanted)}")


def _page(contact: Contact, form: str, wanted: Paper) -> Page:
    if form != CODED:
        return _sheet(contact, form, wanted)
    told = speaking(contact, wanted.language)
    listing, now = partial(printed, words=told.words), contact.clock()

    def made(label: str) -> Page:
        page = safety_plan(contact.state, listing, now, form, told, label)
        if page is None:
            raise CrisisError(NOT_THERE, OTHER)
        return page

    if told.why and wanted.language:  # else a card without a sentence is as good in any language
        tell(told.why)
    return _card(contact, made, wanted.label)


def _sheet(contact: Contact, form: str, wanted: Paper) -> Page:
    """Any document in any form that stands on paper."""
    about = DOCUMENTS[wanted.document]
    if "pdf" not in about.forms[form].formats:
        raise CrisisError(f"{about.forms[form].about.capitalize()} is not for paper.", OTHER)
    made = page(contact, wanted.document, form, wanted.language)
    if made is None:
        raise CrisisError(NOT_THERE, OTHER)
    if about.client and (why := speaking(contact, wanted.language, wanted.document).why):
        tell(why)
    return made


def _card(contact: Contact, made: Callable[[str], Page], label: str) -> Page:
    """The coded card, with the label that the two of them agreed on."""
    shown = agreed(label) if label else LABEL
    page = made(shown)
    people = [one for block in page.blocks if isinstance(block, Contacts) for one in block.people]
    number = next((one.reach for one in people if one.name == shown), "")
    if not number:
        tell(NEVER)
    if sys.stdin.isatty():
        for one in people:
            show(f"  {one.name}  {one.reach}")
        if number and not label:
            page = made(fitting(NAMELESS.format(number=number), agreed, needed=False) or LABEL)
    if said_of_paper(contact) == "no":
        tell(SAID["no"])
    tell(READ)
    tell(BY_HEART)
    return page


def _file(contact: Contact, page: Page, wanted: Paper) -> Path:
    """The page as a file, for its owner only, and that it was written is written down."""
    where = "another folder" if wanted.out else "the contact's own folder"
    note_opened(contact, f"{page.name}.pdf", "printed", folder=where)
    folder = wanted.out or make(folder_of(contact.id))
    return write([page], folder, ["pdf"])[f"{page.name}.pdf"]


def _print(contact: Contact, page: Page, document: bytes, wanted: Paper) -> None:
    """Hand it to the printer; where that does not take it, the file is there instead."""
    path = _file(contact, page, wanted) if wanted.out or has_shell() else None
    try:
        printer = chosen(wanted.printer)
        note_opened(contact, f"{page.name}.pdf", "printed", folder=f"the list of {printer.name}")
        if path and has_shell():
            by_shell(path)
            say(BY_SHELL)
            tell(SPOOL, f"Then delete {path}: it is not locked.")
        else:
            _say_queued(hand_over(document, printer))
    except CrisisError as error:
        tell(error.message, error.hint)
        where = path or _file(contact, page, wanted)
        raise CrisisError(UNPRINTED, SAFE.format(path=where)) from error


def _say_queued(taken: Queued) -> None:
    say(QUEUED.format(printer=taken.printer, job=f" as {taken.job}" if taken.job else ""))
    if taken.job:
        tell(TAKE_BACK.format(job=taken.job))
    tell(SPOOL)
