"""The safety plan: the one page that may leave with the client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from itertools import groupby
from typing import Any

from crisis_cli.documents.blocks import (
    Block,
    Box,
    Bullets,
    Contact,
    Contacts,
    Fields,
    Heading,
    Page,
    Paragraph,
)
from crisis_cli.engine.answers import Given
from crisis_cli.engine.follow_up import next_contact
from crisis_cli.engine.state import State
from crisis_cli.engine.times import clock, day, zone
from crisis_cli.protocol.compiled import SAFETY_PLAN, Part, Step
from crisis_cli.protocol.kinds import KINDS, Line

# Resource ids -> for each its name, how to reach it, and its hours. Looked up when printed: a
# number is never pinned to a contact.
Listing = Callable[[Sequence[str]], list[tuple[str, str, str]]]

TITLE = "My safety plan"
FIRST = "In danger right now? Call 911.\nNeed to talk to someone, day or night? Call or text 988."
NOT_ENOUGH = "If this plan does not help"
NO_WAIT = "You do not have to try every step first. You do not have to wait."
# On every plan whose protocol forgets to say what to do when it does not help.
ALWAYS = (
    Contact("988 Lifeline, day or night", "Call or text 988"),
    Contact("Your life is in danger", "Call 911"),
)
OR_ELSE = (
    "You can also go to the nearest emergency room.",
    "No phone? Ask someone near you to call for you.",
)
FOOTER = (
    "The words are our own. This is not the Stanley-Brown Safety Plan or any other official form, "
    "and it has not been tested in a study."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said, as it is printed: lines, under a few words where it needs them."""

    step: str
    label: str
    value: Any
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading of the plan with everything under it; never empty."""

    heading: str
    text: str
    answers: tuple[Answer, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the plan says.

    made: when the contact ended. again: when to look at it again. always: numbers that answer day
    and night, where the protocol forgot to say what to do when the plan does not help.
    """

    made: datetime
    again: datetime
    practice: bool
    protocol: str
    version: str
    pieces: tuple[Piece, ...]
    always: tuple[Contact, ...]


def safety_plan(state: State, listing: Listing, now: datetime) -> Page | None:
    """The plan as a page, or None where the protocol gives none for these answers.

    listing looks resources up; now is aware, and dates a plan whose contact is still open.
    """
    plan = plan_of(state, listing, now)
    if plan is None:
        return None
    blocks = tuple(_blocks(plan, zone(state.opened.zone)))
    data = {"document": SAFETY_PLAN, **asdict(plan)}
    return Page("safety-plan", TITLE, "client", blocks, FOOTER, now, plan.practice, "en", data)


def plan_of(state: State, listing: Listing, now: datetime) -> Plan | None:
    """What the plan says: answers in force on the path, and nothing private."""
    document = state.protocol.documents.get(SAFETY_PLAN)
    if document is None or not state.holds(document.when):
        return None
    steps = {step.id: step for step in state.path() if not step.private}
    held = [part for part in document.parts if state.holds(part.when)]
    pieces = tuple(p for part in held if (p := _piece(state, part, steps, listing)))
    opened = state.opened
    return Plan(
        state.happened or state.ending_at or now,
        next_contact(state.tasks(now)),
        opened.practice,
        opened.protocol,
        opened.version,
        pieces,
        () if _says_what_then(pieces) else ALWAYS,
    )


def _piece(state: State, part: Part, steps: dict[str, Step], listing: Listing) -> Piece | None:
    """One part of the plan; None where there is nothing to print under its heading."""
    given = [(steps[name], _right(state, name)) for name in part.steps if name in steps]
    answers = tuple(
        Answer(step.id, _label(step, part), answer.value, tuple(lines))
        for step, answer in given
        if answer and not answer.unknown and (lines := KINDS[step.kind].lines(step, answer.value))
    )
    contacts = tuple(Contact(*one) for one in listing(part.resources)) if part.resources else ()
    words_alone = part.text and not part.steps and not part.resources
    if not (answers or contacts or words_alone):
        return None
    return Piece(part.heading, part.text, answers, contacts)


def _right(state: State, step: str) -> Given | None:
    """The answer in force, as a correction puts it right: no plan prints a wrong number again."""
    given = state.answer(step)
    return state.after.right(given) if given else None


def _label(step: Step, part: Part) -> str:
    """What stands before an answer: nothing where the heading, or the person's words, say it."""
    if len(part.steps) == 1:
        return ""
    own_words = not step.choices and step.least is None and step.kind != "action"
    label = step.label or ("" if own_words else step.text)
    return "" if label.lower() in part.heading.lower() else label


def _says_what_then(pieces: tuple[Piece, ...]) -> bool:
    """Whether the protocol's own words say what to do when the plan does not help."""
    return any("988" in piece.text and "911" in piece.text for piece in pieces)


def _blocks(plan: Plan, place: tzinfo) -> Iterator[Block]:
    yield Box((Paragraph(FIRST, strong=True),))
    for piece in plan.pieces:
        yield from _joined(_drawn(piece))
    if plan.always:
        inner = Heading(NOT_ENOUGH), Paragraph(NO_WAIT), Contacts(plan.always), Bullets(OR_ELSE)
        yield Box(inner)
    yield Fields(tuple(_dates(plan, place)))


def _drawn(piece: Piece) -> Iterator[Block]:
    yield Heading(piece.heading)
    if piece.text:
        yield Paragraph(piece.text)
    for answer in piece.answers:
        yield from _answer(answer)
    if piece.contacts:
        yield Contacts(piece.contacts)


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """The same, with bullets that follow one another as one list."""
    for kind, group in groupby(blocks, type):
        if kind is Bullets:
            yield Bullets(tuple(i for one in group if isinstance(one, Bullets) for i in one.items))
        else:
            yield from group


def _answer(answer: Answer) -> Iterator[Block]:
    people = any(line.phone or line.more for line in answer.lines)
    if answer.label and not people and len(answer.lines) == 1:
        yield Bullets((f"{answer.label}: {answer.lines[0].name}",))
        return
    if answer.label:
        yield Heading(answer.label, level=3)
    if people:
        yield Contacts(tuple(Contact(one.name, one.phone, one.more) for one in answer.lines))
    else:
        yield Bullets(tuple(line.name for line in answer.lines))


def _dates(plan: Plan, place: tzinfo) -> Iterator[tuple[str, str]]:
    yield "Made on", day(plan.made, place)
    yield "Look at it again", f"by {day(plan.again, place)}, {clock(plan.again, place)}"
