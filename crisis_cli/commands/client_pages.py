"""The client pages: for each how it is made, in which forms and formats, and how it speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from crisis_cli.commands.contacts import Contact
from crisis_cli.directory.resources import helps, printed, standing
from crisis_cli.documents import follow_up_card as follow_up
from crisis_cli.documents import plan as plans
from crisis_cli.documents import resource_sheet as sheets
from crisis_cli.documents.blocks import Page
from crisis_cli.documents.formats import CALENDAR
from crisis_cli.documents.forms import CARD, FORMS, LARGE, PAGE
from crisis_cli.documents.tongue import Tongue, tongue
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.catalogue import catalogue, places
from crisis_cli.protocol.reader import HERE
from crisis_cli.records.folder import home
from crisis_cli.records.known_settings import CALL_BACK
from crisis_cli.records.persons import everyone
from crisis_cli.records.settings import value

PLAN, SHEET, FOLLOW_UP = plans.NAME, sheets.NAME, follow_up.NAME


def speaking(contact: Contact, language: str = "", name: str = PLAN) -> Tongue:
    """How a client page speaks in a language, or why it cannot; "" for the interview's."""
    state = contact.state
    wanted = language or state.protocol.languages[0]
    found = None if wanted == HERE else catalogue(wanted, places(home()))
    known = standing(CLIENT_PAGES[name].resources(state), wanted, home())
    return tongue(state, wanted, found, known, plan=name == PLAN)


def _plan(contact: Contact, now: datetime, form: str, told: Tongue) -> Page | None:
    look_up = partial(printed, words=told.words, own=home())
    return plans.safety_plan(contact.state, look_up, now, form, told)


def _sheet(contact: Contact, now: datetime, form: str, told: Tongue) -> Page | None:
    today = now.astimezone(zone(contact.state.opened.zone)).date()
    look_up = partial(helps, today=today, words=told.words, own=home())
    return sheets.resource_sheet(contact.state, look_up, now, form, told)


def _card(contact: Contact, now: datetime, form: str, told: Tongue) -> Page | None:
    call_back = ""
    with suppress(CrisisError):  # a number that somebody changed from outside is not handed out
        call_back = value(contact.store, CALL_BACK)
    return follow_up.follow_up_card(contact.state, now, told, _first_name(contact), call_back)


def _first_name(contact: Contact) -> str:
    """The first name of the worker of a contact, where it is one that somebody is known by here: a
    name that the computer gave says nothing to a client."""
    worker = contact.state.opened.worker
    known = any(person.name == worker for person in everyone(contact.store.db))
    return worker.split()[0] if known and worker.strip() else ""


@dataclass(frozen=True, slots=True)
class ClientPage:
    """One document for the client. forms: each with its formats. resources: the ids of those that
    it may print."""

    make: Callable[[Contact, datetime, str, Tongue], Page | None]
    forms: Mapping[str, Sequence[str]]
    resources: Callable[[State], Sequence[str]]


PLAN_FORMS = {name: one.formats for name, one in FORMS.items()}
SHEET_FORMS = {PAGE: ("txt", "html", "pdf", "json"), LARGE: ("pdf",)}
CARD_FORMS = {CARD: ("txt", "pdf", CALENDAR)}
CLIENT_PAGES = {
    PLAN: ClientPage(_plan, PLAN_FORMS, sheets.of_plan),
    SHEET: ClientPage(_sheet, SHEET_FORMS, sheets.fitting),
    FOLLOW_UP: ClientPage(_card, CARD_FORMS, lambda state: ()),
}
