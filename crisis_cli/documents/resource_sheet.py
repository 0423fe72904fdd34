"""The resource sheet: the numbers and places that fit what was said, for the person to take home.

It follows the plan: where the person may not carry paper, there is none. What only private answers
brought up stands on no page that somebody else may find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from crisis_cli.documents.blocks import (
    Block,
    Box,
    Code,
    Contact,
    Contacts,
    Fields,
    Heading,
    Page,
    Paragraph,
)
from crisis_cli.documents.forms import PAGE
from crisis_cli.documents.plan import CALLS, holds_now, may_carry
from crisis_cli.documents.tongue import INTERPRETER, Tongue
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.protocol.compiled import SAFETY_PLAN, Step
from crisis_cli.protocol.fixed import ENGLISH
from crisis_cli.protocol.truth import questions

# Resource ids -> for each its name, whether it answers day and night, how to reach it, and what
# else to know, line by line. Looked up when printed, as for a plan.
Helping = Callable[[Sequence[str]], list[tuple[str, bool, str, str]]]

NAME = "resource-sheet"
LIFELINE, IN_THE_BOX = "lifeline", "nine_one_one"  # they come first, whatever was said


@dataclass(frozen=True, slots=True)
class ResourceSheet:
    """All that the sheet says. made: aware, when its numbers were looked up."""

    made: datetime
    practice: bool
    always: tuple[Contact, ...]
    hours: tuple[Contact, ...]


def resource_sheet(
    state: State,
    helping: Helping,
    now: datetime,
    form: str = PAGE,
    told: Tongue | None = None,
) -> Page | None:
    """The sheet as a page; None where the person may carry no paper.

    helping looks resources up, in the language of the page; now is aware. told: how the page
    speaks; English if left out.
    """
    if not may_carry(state):
        return None
    told = told or Tongue(ENGLISH, state.protocol)
    words, found = told.words, helping(fitting(state))
    people = [(always, Contact(name, reach, note)) for name, always, reach, note in found]
    sheet = ResourceSheet(
        now.astimezone(zone(state.opened.zone)),
        state.opened.practice,
        tuple(one for always, one in people if always),
        tuple(one for always, one in people if not always),
    )
    ending = "" if form == PAGE else f"-{form}"
    return Page(
        f"{NAME}{ending}{told.ending}",
        words("sheet_title"),
        "client",
        tuple(_blocks(sheet, told)),
        words("sheet_footer"),
        now,
        sheet.practice,
        words.language,
        {"document": "resource_sheet", "language": words.language, **asdict(sheet)},
        form,
        words=words,
    )


def fitting(state: State) -> tuple[str, ...]:
    """The ids of the resources that fit what was said, each once: those of the plan, then of what
    was urgent, then of the rest of the path."""
    named = (LIFELINE, *of_plan(state), *_of_urgent(state), *_calls(state, state.path()))
    return tuple(one for one in dict.fromkeys(named) if one != IN_THE_BOX)


def of_plan(state: State) -> tuple[str, ...]:
    """The ids of the resources on the plan of these answers."""
    document = state.protocol.documents.get(SAFETY_PLAN)
    held = (part for part in document.parts if holds_now(state, part.when)) if document else ()
    return tuple(one for part in held for one in part.resources)


def _of_urgent(state: State) -> Iterator[str]:
    private = _private(state)
    for alert in state.alerts():
        block = state.protocol.blocks.get(alert.block)
        if block and not alert.mistake and not private & set(alert.answers):
            yield from _calls(state, state.shown(block))


def _calls(state: State, steps: Iterable[Step]) -> Iterator[str]:
    """The numbers of steps, but of those that are private or hang on something private."""
    private = _private(state)
    for step in steps:
        if not step.private and not private & questions(step.when, state.protocol.rules):
            yield from step.call


def _private(state: State) -> set[str]:
    return {step.id for step in state.protocol.all_steps if step.private}


def _blocks(sheet: ResourceSheet, told: Tongue) -> Iterator[Block]:
    words = told.words
    code = Code(CALLS, words("scan"), words("scan_means"))
    yield Box((Paragraph(words("first"), strong=True), Paragraph(words("no_phone")), code))
    if told.why:
        yield Paragraph(INTERPRETER)
    groups = (words("sheet_always"), sheet.always), (words("sheet_hours"), sheet.hours)
    for heading, people in groups:
        if people:
            yield Heading(heading)
            yield from (Contacts((one,)) for one in people)  # a page may end between any two
    yield Fields(((words("made_on"), words.day(sheet.made)),))
