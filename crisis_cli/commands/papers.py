"""The documents of a contact, written to a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from crisis_cli.boundary import keep_report, tell
from crisis_cli.commands.access import note_opened
from crisis_cli.commands.contacts import Contact
from crisis_cli.directory.resources import helps, printed, standing
from crisis_cli.documents.blocks import Page
from crisis_cli.documents.formats import write
from crisis_cli.documents.forms import PAGE
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.record.reading import Seals
from crisis_cli.documents.table import DOCUMENTS, PLAN, Sheet, Source, sheets
from crisis_cli.documents.tongue import Tongue, in_english, tongue
from crisis_cli.engine.times import zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.catalogue import catalogue, places
from crisis_cli.protocol.reader import HERE
from crisis_cli.records.folder import home, make
from crisis_cli.records.folder import papers as own_papers
from crisis_cli.records.known_settings import CALL_BACK
from crisis_cli.records.persons import everyone
from crisis_cli.records.settings import value


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents. sheets: empty for the usual ones. languages: of client pages, short names;
    "" for the one that the interview is in. named: the options that name the same for
    `crisis print`, or ""."""

    sheets: Sequence[Sheet] = ()
    languages: Sequence[str] = ("",)
    named: str = ""


EVERYTHING = Selection()
AGAIN = "Every answer is safe. Try again: crisis print {id}{named} --out DIR"


def page(contact: Contact, name: str, form: str = PAGE, language: str = "") -> Page | None:
    """One document of a contact; None where the protocol gives none for these answers.

    language: of a client page.
    """
    today = contact.clock().astimezone(zone(contact.state.opened.zone)).date()
    source = Source(
        state=contact.state,
        now=contact.clock(),
        contact=contact.id,
        listing=lambda words: partial(printed, words=words, own=home()),
        helping=lambda words: partial(helps, today=today, words=words, own=home()),
        told=lambda: speaking(contact, language, name),
        worker=lambda: _first_name(contact),
        call_back=lambda: _call_back(contact),
        seals=lambda: _seals(contact),
        filing=lambda: _filing(contact),
    )
    return DOCUMENTS[name].make(source, form)


def _seals(contact: Contact) -> Seals:
    from crisis_cli.commands.review.signing import seals  # what a record needs, no plan waits for

    return seals(contact)


def _filing(contact: Contact) -> Filing:
    from crisis_cli.commands.filing import filing

    return filing(contact)


def speaking(contact: Contact, language: str = "", name: str = PLAN) -> Tongue:
    """How a client page speaks in a language, or why it cannot; "" for that of the interview, with
    a note where that is not the person's."""
    state, document = contact.state, DOCUMENTS[name]
    wanted = language or state.protocol.languages[0]
    found = None if wanted == HERE else catalogue(wanted, places(home()))
    known = standing(document.resources(state), wanted, home())
    told = tongue(state, wanted, found, known, document.headings)
    return told if language else in_english(told, state)


def _first_name(contact: Contact) -> str:
    """The first name of the worker of a contact, where it is one that somebody is known by here: a
    name that the computer gave says nothing to a client."""
    worker = contact.state.opened.worker
    known = any(person.name == worker for person in everyone(contact.store.db))
    return worker.split()[0] if known and worker.strip() else ""


def _call_back(contact: Contact) -> str:
    """The agency's number; "" for none, and for one that somebody changed from outside."""
    try:
        return value(contact.store, CALL_BACK)
    except CrisisError:
        return ""


def papers(
    contact: Contact, out: Path | None, selection: Selection = EVERYTHING
) -> dict[str, Path]:
    """Write the documents that are wanted; file name -> path.

    out: the folder; None is one of the contact's own among the person's documents. What cannot be
    made is told, and keeps nothing else from being made: the answers are safe in the log.
    """
    told: dict[str, None] = {}  # each sentence once, however many files it is about
    written: dict[str, Path] = {}
    again = AGAIN.format(id=contact.id, named=f" {selection.named}" if selection.named else "")
    for one in _ones(selection):
        written |= one.write(contact, out, told, again)
    for sentence in told:
        tell(sentence)
    if written:
        folder = "another folder" if out else "the contact's own folder"
        note_opened(contact, ", ".join(written), "printed", folder=folder)
    return written


def _ones(selection: Selection) -> Iterator[_One]:
    """Every file that is wanted: each document in one language after the other."""
    every = selection.sheets or sheets()
    for name in dict.fromkeys(sheet.document for sheet in every):
        for language in selection.languages if DOCUMENTS[name].client else ("",):
            for sheet in every:
                if sheet.document == name:
                    yield from (_One(name, kind, sheet.form, language) for kind in sheet.formats)


def folder_of(contact: str) -> Path:
    """Where the documents of a contact go for which no other place was named."""
    return own_papers() / contact


@dataclass(frozen=True, slots=True)
class _One:
    """One file of one document."""

    name: str
    kind: str
    form: str = PAGE
    language: str = ""

    def write(
        self, contact: Contact, out: Path | None, told: dict[str, None], again: str
    ) -> dict[str, Path]:
        """The file, written; nothing where there is none, or where it cannot be: then that is told.

        told: gets the sentences for the worker. again: how it is tried again.
        """
        try:
            folder = out or make(folder_of(contact.id))
            made = page(contact, self.name, self.form, self.language)
            if made is None:
                return {}
            if DOCUMENTS[self.name].client and (
                why := speaking(contact, self.language, self.name).why
            ):
                told.setdefault(why)
            return write([made], folder, [self.kind], told.setdefault)
        except CrisisError as error:
            told |= dict.fromkeys([error.message, again])
        except Exception as error:
            form = "" if self.form == PAGE else f"-{self.form}"
            trouble = f"{self.name}{form}.{self.kind} could not be made ({type(error).__name__})."
            told |= dict.fromkeys([trouble, again, keep_report(error)])
        return {}
