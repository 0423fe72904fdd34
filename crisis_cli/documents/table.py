"""Which documents a contact has, in which forms and formats: the one table of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crisis_cli.documents.blocks import Page
from crisis_cli.documents.follow_up_card import NAME as FOLLOW_UP
from crisis_cli.documents.follow_up_card import follow_up_card
from crisis_cli.documents.forms import (
    ALL_FORMATS,
    CARD_FORMS,
    FORMS,
    HAND_OFF_FORMS,
    RECORD_FORMS,
    SHEET_FORMS,
    Form,
)
from crisis_cli.documents.hand_off import hand_off
from crisis_cli.documents.plan import NAME, Listing, safety_plan
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.record.reading import Seals
from crisis_cli.documents.resource_sheet import NAME as SHEET
from crisis_cli.documents.resource_sheet import Helping, fitting, of_plan, resource_sheet
from crisis_cli.documents.revision import with_revision
from crisis_cli.documents.tongue import Tongue
from crisis_cli.engine.state import State
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.fixed import ENGLISH, Speech


@dataclass(frozen=True, slots=True)
class Source:
    """What the documents of a contact are made of; what is a function is looked up when it is used.

    now: aware. contact: its id. listing: looks resources up in these words; helping: all that a
    person needs to know of them. told: how a client page speaks. worker: a first name, where it
    is known; call_back: the agency's number, where there is one. seals, filing: what a record
    prints of its signatures, and of where it stands.
    """

    state: State
    now: datetime
    contact: str
    listing: Callable[[Speech], Listing]
    helping: Callable[[Speech], Helping]
    told: Callable[[], Tongue]
    worker: Callable[[], str]
    call_back: Callable[[], str]
    seals: Callable[[], Seals]
    filing: Callable[[], Filing]


Maker = Callable[[Source, str], Page | None]  # of a form; None where the answers ask for none


@dataclass(frozen=True, slots=True)
class Document:
    """One document. client: it may leave with the client, so that it is in their language.

    Its first form is the one that is meant where none is named. resources: the ids of those that
    a page in the client's language may print. headings: it prints those of the protocol.
    """

    about: str
    make: Maker
    forms: Mapping[str, Form]
    client: bool = False
    resources: Callable[[State], Sequence[str]] = lambda state: ()
    headings: bool = False


def _plan(source: Source, form: str) -> Page | None:
    told = source.told()
    return safety_plan(source.state, source.listing(told.words), source.now, form, told)


def _sheet(source: Source, form: str) -> Page | None:
    told = source.told()
    return resource_sheet(source.state, source.helping(told.words), source.now, form, told)


def _card(source: Source, form: str) -> Page | None:
    about = source.told(), source.worker(), source.call_back()
    return follow_up_card(source.state, source.now, *about)


def _record(source: Source, form: str) -> Page:
    seals = source.seals() if source.state.after.countersigns else {}
    given = source.listing(ENGLISH), source.now, source.contact, seals, source.filing(), form
    return with_revision(contact_record(source.state, *given), source.state)


def _hand_off(source: Source, form: str) -> Page:
    given = source.listing(ENGLISH), source.now, source.contact, source.filing()
    return hand_off(source.state, *given)


PLAN, RECORD, HAND_OFF = NAME, "contact-record", "hand-off"
DOCUMENTS = {
    PLAN: Document(
        "the plan that the client can take home", _plan, FORMS, True, of_plan, headings=True
    ),
    SHEET: Document(
        "numbers and places that fit what was said", _sheet, SHEET_FORMS, True, fitting
    ),
    FOLLOW_UP: Document("when the two meet next, for a wallet", _card, CARD_FORMS, client=True),
    RECORD: Document("what a supervisor reads and signs", _record, RECORD_FORMS),
    HAND_OFF: Document("one page for whoever takes over", _hand_off, HAND_OFF_FORMS),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of one document. formats: those it is wanted in."""

    document: str
    form: str
    formats: tuple[str, ...]

    @property
    def about(self) -> Form:
        """What the table says of it."""
        return DOCUMENTS[self.document].forms[self.form]


def sheets(document: str = "", form: str = "", kind: str = "") -> list[Sheet]:
    """The sheets that these names mean, in the order of the table.

    A form alone names its document. What is not named is what is usual: of a document, its usual
    forms, and its first one where none is. CrisisError for a name that there is not, with those
    that there are.
    """
    _known("document", document, {name: one.about for name, one in DOCUMENTS.items()})
    document = document or _document_of(form)
    names = [document] if document else list(DOCUMENTS)
    found = [sheet for name in names for sheet in _sheets(name, form, named=bool(document))]
    if kind:
        known = {one for sheet in found for one in sheet.formats}
        _known("format", kind, {one: "" for one in ALL_FORMATS if one in known})
        found = [Sheet(s.document, s.form, (kind,)) for s in found if kind in s.formats]
    return found


def _document_of(form: str) -> str:
    """The first document with this form; "" for no form."""
    forms = {name: form.about for one in DOCUMENTS.values() for name, form in one.forms.items()}
    _known("form", form, forms)
    return next((name for name, one in DOCUMENTS.items() if form in one.forms), "")


def _sheets(document: str, form: str, named: bool) -> list[Sheet]:
    forms = DOCUMENTS[document].forms
    if form:
        _known("form", form, {name: one.about for name, one in forms.items()}, f" of {document}")
        wanted = [form]
    else:
        wanted = [name for name, one in forms.items() if one.usual] or list(forms)[:named]
    return [Sheet(document, name, forms[name].formats) for name in wanted]


def _known(what: str, name: str, there: Mapping[str, str], of: str = "") -> None:
    """CrisisError for a name that is not there, with all that are and what they are."""
    if name and name not in there:
        told = (f"{one}: {about}" if about else one for one, about in there.items())
        hint = "\n  ".join(["There are:", *told])
        raise CrisisError(f"There is no {what} '{name}'{of}.", hint, Exit.USAGE)
