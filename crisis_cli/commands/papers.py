"""The documents of a contact, written to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from crisis_cli.boundary import keep_report, tell
from crisis_cli.commands.access import note_opened
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.filing import filing
from crisis_cli.commands.reviewing import seals
from crisis_cli.directory.resources import printed
from crisis_cli.documents.blocks import Page
from crisis_cli.documents.formats import FORMATS, write
from crisis_cli.documents.forms import FORMS, PAGE, USUAL
from crisis_cli.documents.plan import NAME, safety_plan
from crisis_cli.documents.tongue import Tongue, tongue
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.catalogue import catalogue, places
from crisis_cli.protocol.reader import HERE
from crisis_cli.records.folder import home, make
from crisis_cli.records.folder import papers as own_papers

PLAN, RECORD = NAME, "contact-record"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents. forms: of the plan. languages: of the plan, short names; "" for the one that
    the interview is in. record: the contact record too."""

    forms: Sequence[str] = USUAL
    languages: Sequence[str] = ("",)
    record: bool = True


EVERYTHING = Wanted()


def page(contact: Contact, name: str, form: str = PAGE, language: str = "") -> Page | None:
    """One document of a contact; None where the protocol gives none for these answers.

    form, language: of the plan.
    """
    state, now = contact.state, contact.clock()
    if name == PLAN:
        told = speaking(contact, language)
        return safety_plan(state, partial(printed, words=told.words), now, form, told)
    from crisis_cli.documents.record.page import contact_record
    from crisis_cli.documents.revision import with_revision

    signed = seals(contact) if state.after.countersigns else {}
    record = contact_record(state, printed, now, contact.id, signed, filing(contact))
    return with_revision(record, state)


def speaking(contact: Contact, language: str = "") -> Tongue:
    """How the plan of a contact speaks in a language, or why it cannot; "" for the interview's."""
    wanted = language or contact.state.protocol.languages[0]
    found = None if wanted == HERE else catalogue(wanted, places(home()))
    return tongue(contact.state, wanted, found)


def papers(contact: Contact, out: Path | None, wanted: Wanted = EVERYTHING) -> dict[str, Path]:
    """Write plan and record; file name -> path.

    out: the folder; None is one of the contact's own among the person's documents. What cannot be
    made is told, and keeps nothing else from being made: the answers are safe in the log.
    """
    told: dict[str, None] = {}  # each sentence once, however many files it is about
    written: dict[str, Path] = {}
    for language in wanted.languages:
        for form in wanted.forms:
            for kind in FORMS[form].formats:
                written |= _One(PLAN, kind, form, language).write(contact, out, told)
    for kind in FORMATS if wanted.record else ():
        written |= _One(RECORD, kind).write(contact, out, told)
    for sentence in told:
        tell(sentence)
    if written:
        folder = "another folder" if out else "the contact's own folder"
        note_opened(contact, ", ".join(written), "printed", folder=folder)
    return written


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

    def write(self, contact: Contact, out: Path | None, told: dict[str, None]) -> dict[str, Path]:
        """The file, written; nothing where there is none, or where it cannot be: then that is told.

        told: gets the sentences for the worker.
        """
        again = f"Every answer is safe. Try again: crisis print {contact.id} --out DIR"
        try:
            folder = out or make(folder_of(contact.id))
            made = page(contact, self.name, self.form, self.language)
            if made is None:
                return {}
            if self.name == PLAN and (why := speaking(contact, self.language).why):
                told.setdefault(why)
            return write([made], folder, [self.kind], told.setdefault)
        except CrisisError as error:
            told |= dict.fromkeys([error.message, again])
        except Exception as error:
            form = "" if self.form == PAGE else f"-{self.form}"
            trouble = f"{self.name}{form}.{self.kind} could not be made ({type(error).__name__})."
            told |= dict.fromkeys([trouble, again, keep_report(error)])
        return {}
