"""The plans of the shipped scenarios, in every form and language, without a store."""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from pathlib import Path

from crisis_cli.directory.lines import lines
from crisis_cli.directory.resources import known
from crisis_cli.documents.blocks import Page
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.table import DOCUMENTS, Source
from crisis_cli.documents.tongue import Tongue, tongue
from crisis_cli.engine.state import State
from crisis_cli.protocol.catalogue import catalogue, places
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.scenarios.play import play
from crisis_cli.workshop.scenarios.reading import read_file

SCENARIOS = {
    path.stem[:2]: path
    for path in sorted((Path(__file__).parents[2] / "protocols" / "scenarios").glob("[0-9]*.yaml"))
}
TODAY = date(2026, 11, 28)  # by which numbers are old, whenever the tests run
FULL = "03"  # the scenario with the most to print
LANGUAGES = ("es", "am", "zh", "fr", "ko", "vi")


@cache
def shipped() -> Protocol:
    return load(find("crisis-intervention"))


@cache
def state(number: str) -> State:
    """How a scenario ends."""
    told, found = read_file(SCENARIOS[number], shipped())
    assert not found.problems
    return play(shipped(), told[0]).state


@cache
def spoken(number: str, language: str) -> Tongue:
    return tongue(state(number), language, catalogue(language, places()))


def plan(number: str, form: str = "page", language: str = "en") -> Page | None:
    """The plan of a scenario as a page."""
    told = spoken(number, language)
    listing = partial(lines, known(), client=True, today=TODAY, words=told.words)
    ended = state(number).ending_at
    assert ended
    return safety_plan(state(number), listing, ended, form, told)


def unmarked(page: Page, shown: str) -> str:
    """What a record shows, whichever words its protocol has: its fingerprint as zeros."""
    return shown.replace(page.data["hash"], "0" * len(page.data["hash"]))


def sheet(number: str, document: str, form: str, language: str = "en") -> Page | None:
    """Any document of a scenario, as the table of documents makes it."""
    ended = state(number).ending_at
    assert ended
    source = Source(
        state=state(number),
        now=ended,
        contact="k7m4-2pqx",
        listing=lambda words: partial(lines, known(), client=True, today=TODAY, words=words),
        told=lambda: spoken(number, language),
        seals=dict,
        filing=Filing,
    )
    return DOCUMENTS[document].make(source, form)
