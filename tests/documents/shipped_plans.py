"""The plans of the shipped scenarios, in every form and language, without a store."""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from pathlib import Path

from crisis_cli.directory.lines import lines
from crisis_cli.directory.resources import known
from crisis_cli.documents.blocks import Page
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.tongue import Tongue, tongue
from crisis_cli.engine.state import State
from crisis_cli.protocol.catalogue import catalogue, places
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.fixed import ENGLISH
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.scenarios.play import play
from crisis_cli.workshop.scenarios.reading import Scenario, read_file

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
    return tongue(state(number), language, catalogue(language, places()))


def plan(number: str, form: str = "page", language: str = "en") -> Page | None:
    """The plan of a scenario as a page."""
    return page_of(state(number), form, spoken(number, language))


def page_of(ended: State, form: str, told: Tongue | None = None) -> Page | None:
    """The plan of a contact that has ended."""
    words = told.words if told else ENGLISH
    listing = partial(lines, known(), client=True, today=TODAY, words=words)
    assert ended.ending_at
    return safety_plan(ended, listing, ended.ending_at, form, told)
