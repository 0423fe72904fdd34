"""The client pages of the shipped scenarios, in every form and language, without a store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

from crisis_cli.directory.lines import helping, lines
from crisis_cli.directory.resources import known_in, standing
from crisis_cli.documents.blocks import Page
from crisis_cli.documents.follow_up_card import follow_up_card
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.resource_sheet import fitting, resource_sheet
from crisis_cli.documents.table import DOCUMENTS, Source
from crisis_cli.documents.tongue import Tongue, tongue
from crisis_cli.engine.state import State
from crisis_cli.protocol.catalogue import catalogue, places
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.fixed import ENGLISH
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.scenarios.lines import read_file
from crisis_cli.workshop.scenarios.play import play
from crisis_cli.workshop.scenarios.reading import Scenario

FOLDER = Path(__file__).parents[2] / "protocols" / "scenarios"
SCENARIOS = {path.stem[:2]: path for path in sorted(FOLDER.glob("[0-9]*.yaml"))}
TODAY = date(2026, 11, 28)  # by which numbers are old, whenever the tests run
FULL = "03"  # the scenario with the most to print
LANGUAGES = ("es", "am", "zh", "fr", "ko", "vi")


@cache
def shipped() -> Protocol:
    return load(find("crisis-intervention"))


@cache
def told(number: str) -> Scenario:
    """What is said in a scenario."""
    scenarios, found = read_file(SCENARIOS[number], shipped())
    assert not found.problems
    return scenarios[0]


@cache
def state(number: str) -> State:
    """How a scenario ends."""
    return play(shipped(), told(number)).state


@cache
def spoken(number: str, language: str) -> Tongue:
    known = standing(fitting(state(number)), language)
    return tongue(state(number), language, catalogue(language, places()), known)


def plan(number: str, form: str = "page", language: str = "en") -> Page | None:
    """The plan of a scenario as a page."""
    return page_of(state(number), form, spoken(number, language))


def page_of(ended: State, form: str, told: Tongue | None = None) -> Page | None:
    """The plan of a contact that has ended."""
    words = told.words if told else ENGLISH
    listing = partial(lines, known_in(words.language), client=True, today=TODAY, words=words)
    assert ended.ending_at
    return safety_plan(ended, listing, ended.ending_at, form, told)


def help_sheet(number: str, form: str = "page", language: str = "en") -> Page | None:
    """The resource sheet of a scenario."""
    told = spoken(number, language)
    look_up = partial(helping, known_in(language), today=TODAY, words=told.words)
    return resource_sheet(state(number), look_up, ended(number), form, told)


def card(number: str, form: str = "card", language: str = "en") -> Page | None:
    """The follow-up card of a scenario, of an agency that has a number."""
    told = spoken(number, language)
    return follow_up_card(state(number), ended(number), told, "Kim", "202-555-0100")


def ended(number: str) -> datetime:
    at = state(number).ending_at
    assert at
    return at


def sheet(number: str, document: str, form: str, language: str = "en") -> Page | None:
    """Any document of a scenario, as the table of documents makes it."""
    return paper(state(number), document, form, partial(spoken, number, language), language)


def paper(
    state: State, document: str, form: str, told: Callable[[], Tongue], language: str = "en"
) -> Page | None:
    """Any document of a contact that has ended."""
    there = known_in(language)
    assert state.ending_at
    source = Source(
        state=state,
        now=state.ending_at,
        contact="k7m4-2pqx",
        listing=lambda words: partial(lines, there, client=True, today=TODAY, words=words),
        helping=lambda words: partial(helping, there, today=TODAY, words=words),
        told=told,
        worker=lambda: "Kim",
        call_back=lambda: "202-555-0100",
        seals=dict,
        filing=Filing,
    )
    return DOCUMENTS[document].make(source, form)
