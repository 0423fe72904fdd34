"""The documents of a contact, written to a folder."""

from __future__ import annotations

from pathlib import Path

from crisis_cli.boundary import keep_report, tell
from crisis_cli.commands.access import note_opened
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.filing import filing
from crisis_cli.commands.reviewing import seals
from crisis_cli.directory.resources import printed
from crisis_cli.documents.blocks import Page
from crisis_cli.documents.formats import FORMATS, write
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.record.page import contact_record
from crisis_cli.errors import CrisisError
from crisis_cli.records.folder import make
from crisis_cli.records.folder import papers as own_papers

PLAN, RECORD = "safety-plan", "contact-record"


def page(contact: Contact, name: str) -> Page | None:
    """One document of a contact; None where the protocol gives none for these answers."""
    if name == PLAN:
        return safety_plan(contact.state, printed, contact.clock())
    signed = seals(contact) if contact.state.after.countersigns else {}
    return contact_record(
        contact.state, printed, contact.clock(), contact.id, signed, filing(contact)
    )


def papers(contact: Contact, out: Path | None) -> dict[str, Path]:
    """Write plan and record in every format; file name -> path.

    out: the folder; None is one of the contact's own among the
    person's documents. What cannot be made is
    told, and keeps nothing else from being made: the answers are safe in the log.
    """
    told: dict[str, None] = {}  # each sentence once, however many files it is about
    written: dict[str, Path] = {}
    for name in (PLAN, RECORD):
        for kind in FORMATS:
            written |= _one(contact, name, kind, out, told)
    for sentence in told:
        tell(sentence)
    if written:
        folder = "another folder" if out else "the contact's own folder"
        note_opened(contact, ", ".join(written), "printed", folder=folder)
    return written


def folder_of(contact: str) -> Path:
    """Where the documents of a contact go for which no other place was named."""
    return own_papers() / contact


def _one(
    contact: Contact, name: str, kind: str, out: Path | None, told: dict[str, None]
) -> dict[str, Path]:
    again = f"Every answer is safe. Try again: crisis print {contact.id} --out DIR"
    try:
        folder = out or make(folder_of(contact.id))
        made = page(contact, name)
        return write([made], folder, [kind], told.setdefault) if made else {}
    except CrisisError as error:
        told |= dict.fromkeys([error.message, again])
    except Exception as error:
        trouble = f"{name}.{kind} could not be made ({type(error).__name__})."
        told |= dict.fromkeys([trouble, again, keep_report(error)])
    return {}
