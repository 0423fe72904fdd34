"""Every document of every shipped scenario, in every form and arrangement.

Scenarios are found by listing their folder, documents and forms by the table: a new one is here
by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from shipped_plans import FOLDER, paper

from crisis_cli.documents.blocks import Page
from crisis_cli.documents.formats import FORMATS, OF_SOME, as_text, has
from crisis_cli.documents.forms import CALENDAR
from crisis_cli.documents.table import DOCUMENTS
from crisis_cli.documents.to_say import to_say
from crisis_cli.documents.tongue import tongue
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import TO_SAY, Protocol
from crisis_cli.protocol.fixed import ENGLISH
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.scenarios.belonging import NAMED, STANDARD
from crisis_cli.workshop.scenarios.lines import read_file
from crisis_cli.workshop.scenarios.play import play

EVERY = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


@dataclass(frozen=True, slots=True)
class Paper:
    """One document in one form, and the formats that it is given in."""

    document: str
    form: str
    formats: tuple[str, ...]
    page: Page

    @property
    def name(self) -> str:
        return f"{self.document} {self.form}"


@cache
def loaded(protocol: str) -> Protocol:
    """A shipped protocol; its fingerprint is zeros, so that a new comment moves no page."""
    return replace(load(find(protocol)), hash="0" * 64)


@cache
def ended(scenario: str) -> State:
    """How a scenario ends: the first of its file."""
    path = EVERY[scenario]
    named = NAMED.search(path.read_bytes())
    protocol = loaded(named[1].decode() if named else STANDARD)
    scenarios, found = read_file(path, protocol)
    assert not found.problems, found.problems
    return play(protocol, scenarios[0]).state


@cache
def papers(scenario: str) -> tuple[Paper, ...]:
    """What can be printed of a scenario, in the order of the table.

    Of a worker's debrief nothing is: only what they chose to say is shown to them.
    """
    state = ended(scenario)
    if TO_SAY in state.protocol.documents:
        return ()
    told = tongue(state, ENGLISH.language, None)
    return tuple(
        Paper(document, form, about.formats, page)
        for document, one in DOCUMENTS.items()
        for form, about in one.forms.items()
        if (page := paper(state, document, form, lambda: told))
    )


def texts(scenario: str) -> Iterator[tuple[str, str]]:
    """The name and the words of each; a calendar file as it is."""
    for one in papers(scenario):
        yield one.name, as_text(one.page, lambda sentence: None)
        if CALENDAR in one.formats and has(one.page, CALENDAR):
            lines = OF_SOME[CALENDAR](one.page, print).decode().splitlines()
            yield f"{one.name} {CALENDAR}", "\n".join(lines) + "\n"
    said = to_say(ended(scenario))
    if said:
        yield "to say", "".join(f"{whom}: {words}\n" for whom, words in said)


def on_paper(scenario: str) -> Iterator[tuple[Paper, bytes]]:
    """Each that is drawn on sheets, and its PDF."""
    for one in papers(scenario):
        if "pdf" in one.formats:
            yield one, FORMATS["pdf"](one.page, print)
