"""The safety plan: the one page that may leave with the client, in each of its forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from crisis_cli.documents.blocks import (
    Block,
    Box,
    Bullets,
    Code,
    Contact,
    Contacts,
    Fields,
    Heading,
    Page,
    Paragraph,
)
from crisis_cli.documents.coded import LABEL, coded_card
from crisis_cli.documents.forms import CODED, PAGE, SHORT
from crisis_cli.documents.tongue import INTERPRETER, Tongue, label
from crisis_cli.engine.answers import Given
from crisis_cli.engine.follow_up import first_contact
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.protocol.compiled import SAFETY_PLAN, Condition, Part, Step
from crisis_cli.protocol.fixed import ENGLISH, Speech
from crisis_cli.protocol.kinds import KINDS, Line

# Resource ids -> for each its name, how to reach it, and its hours. Looked up when printed: a
# number is never pinned to a contact.
Listing = Callable[[Sequence[str]], list[tuple[str, str, str]]]

NAME = "safety-plan"
CALLS = "tel:988"  # what a phone does that reads the code


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said, as it is printed: lines, under a few words where it needs them."""

    step: str
    label: str
    value: Any
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading of the plan with everything under it; never empty.

    short: how many of its lines stand on the short form.
    """

    heading: str
    text: str
    answers: tuple[Answer, ...]
    contacts: tuple[Contact, ...]
    short: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the plan says. Times are aware, on the clock of the place of the contact.

    made: when the contact ended. again: when to look at it again. replaces: when the plan was
    made that this one started from, if any. always: numbers that answer day and night, where the
    protocol forgot to say what to do when the plan does not help.
    """

    made: datetime
    again: datetime
    replaces: datetime | None
    practice: bool
    protocol: str
    version: str
    pieces: tuple[Piece, ...]
    always: tuple[Contact, ...]


Holds = Callable[[State, Condition | None], bool]


def holds_now(state: State, condition: Condition | None) -> bool:
    """Whether a condition of a page for the client holds, with what corrections put right since:
    after "no, paper is not safe" or "keep my name off" the wrong page would be printed again."""
    return state.after.holds(condition, state.if_ended().highest)


def safety_plan(
    state: State,
    listing: Listing,
    now: datetime,
    form: str = PAGE,
    told: Tongue | None = None,
    label: str = LABEL,
) -> Page | None:
    """The plan as a page; None where the protocol gives none for these answers, or no such form.

    listing looks resources up, in the language of the page; now is aware, and dates a plan whose
    contact is still open. form: a name in FORMS. told: how the page speaks; English if left out.
    label: of the coded card, what stands there in place of what must not be read.
    """
    told = told or Tongue(ENGLISH, state.protocol)
    plan, words = plan_of(state, listing, now, told, anyway=form == CODED), told.words
    if plan and form == CODED:
        return coded_card(*_people(plan, words), words, now, plan.practice, label)
    if plan and form == SHORT:
        plan = _shortened(plan, words)
    if plan is None:
        return None
    ending = "" if form == PAGE else f"-{form}"
    return Page(
        f"{NAME}{ending}{told.ending}",
        _title(told, form),
        "client",
        tuple(_blocks(plan, told)),
        words("footer"),
        now,
        plan.practice,
        words.language,
        {"document": SAFETY_PLAN, "language": words.language, **asdict(plan)},
        form,
        words=words,
    )


def _title(told: Tongue, form: str) -> str:
    own = told.protocol.documents[SAFETY_PLAN].title
    return own or told.words("short_title" if form == SHORT else "title")


def plan_of(
    state: State,
    listing: Listing,
    now: datetime,
    told: Tongue | None = None,
    anyway: bool = False,
    holds: Holds = holds_now,
) -> Plan | None:
    """What the plan says: answers in force on the path, and nothing private.

    anyway: also where these answers ask for none. holds: by which answers it is judged.
    """
    told = told or Tongue(ENGLISH, state.protocol)
    document = state.protocol.documents.get(SAFETY_PLAN)
    if document is None or not (anyway or holds(state, document.when)):
        return None
    parts = zip(document.parts, told.protocol.documents[SAFETY_PLAN].parts, strict=True)
    reader = _Reader(state, listing, told)
    held = [(part, said) for part, said in parts if holds(state, part.when)]
    pieces = tuple(piece for part, said in held if (piece := reader.piece(part, said)))
    opened, place = state.opened, zone(state.opened.zone)
    before = opened.brought.get("made", "")
    return Plan(
        (state.happened or state.ending_at or now).astimezone(place),
        first_contact(state.every_task(now)).astimezone(place),
        datetime.fromisoformat(before).astimezone(place) if before else None,
        opened.practice,
        opened.protocol,
        opened.version,
        pieces,
        () if _says_what_then(pieces) else _always(told.words),
    )


def may_carry(state: State) -> bool:
    """Whether these answers let the person carry paper: what the protocol says of its plan."""
    document = state.protocol.documents.get(SAFETY_PLAN)
    return document is not None and holds_now(state, document.when)


class _Reader:
    """What stands under each heading: answers as one reads them, and whom to call."""

    def __init__(self, state: State, listing: Listing, told: Tongue) -> None:
        self.state, self.listing, self.words = state, listing, told.words
        self.steps = {step.id: step for step in state.path() if not step.private}
        self.said = {step.id: step for step in told.protocol.all_steps}

    def piece(self, part: Part, said: Part) -> Piece | None:
        """One part of the plan; None where there is nothing to print under its heading.

        said: the same in the language of the page.
        """
        steps = [self.steps[name] for name in part.steps if name in self.steps]
        answers = tuple(answer for step in steps if (answer := self._answer(step, part)))
        contacts = tuple(Contact(*one) for one in self.listing(part.resources))
        words_alone = part.text and not part.steps and not part.resources
        if not (answers or contacts or words_alone):
            return None
        return Piece(said.heading, said.text, answers, contacts, part.short)

    def _answer(self, step: Step, part: Part) -> Answer | None:
        given, said = right(self.state, step.id), self.said[step.id]
        if given is None or given.unknown:
            return None
        lines = tuple(KINDS[step.kind].lines(said, given.value, self.words))
        above = said.name if label(step, part) else ""
        return Answer(step.id, above, given.value, lines) if lines else None


def right(state: State, step: str) -> Given | None:
    """The answer in force, as a correction puts it right: no plan prints a wrong number again."""
    given = state.answer(step)
    return state.after.right(given) if given else None


def _always(words: Speech) -> tuple[Contact, ...]:
    """On every plan whose protocol forgets to say what to do when it does not help."""
    return (
        Contact(words("lifeline"), words("lifeline_how")),
        Contact(words("danger"), words("danger_how")),
    )


def _says_what_then(pieces: tuple[Piece, ...]) -> bool:
    """Whether the protocol's own words say what to do when the plan does not help."""
    return any("988" in piece.text and "911" in piece.text for piece in pieces)


def _people(plan: Plan, words: Speech) -> tuple[list[Line], list[str]]:
    """For the coded card: whom the person named, and how to reach who answers day and night."""
    said = [line for piece in plan.pieces for one in piece.answers for line in one.lines]
    listed = [one for piece in plan.pieces for one in piece.contacts]
    always = [one.reach for one in listed if one.note.startswith(words("always"))]
    return [line for line in said if line.phone], always


# -- the short form


def _shortened(plan: Plan, words: Speech) -> Plan | None:
    """The few lines for somebody who cannot read much now; None where the protocol names none."""
    pieces = tuple(_few(piece) for piece in plan.pieces if piece.short)
    if not any(piece.answers for piece in pieces):
        return None
    return replace(plan, pieces=pieces, always=() if _says_what_then(pieces) else _always(words))


def _few(piece: Piece) -> Piece:
    """The first lines of a piece, as many as the short form has."""
    left, answers = piece.short, []
    for answer in piece.answers:
        if left > 0:
            answers.append(replace(answer, lines=answer.lines[:left]))
            left -= len(answer.lines)
    return replace(piece, answers=tuple(answers), contacts=piece.contacts[: piece.short])


# -- as blocks


def _blocks(plan: Plan, told: Tongue) -> Iterator[Block]:
    words = told.words
    code = Code(CALLS, words("scan"), words("scan_means"))
    yield Box((Paragraph(words("first"), strong=True), code))
    if told.why:
        yield Paragraph(INTERPRETER)
    for piece in plan.pieces:
        yield from _joined(_drawn(piece, words))
    if plan.always:
        inner = Heading(words("not_enough")), Paragraph(words("no_wait")), Contacts(plan.always)
        yield Box((*inner, Bullets((words("emergency_room"), words("no_phone")))))
    yield Fields(tuple(_dates(plan, words)))


def _drawn(piece: Piece, words: Speech) -> Iterator[Block]:
    yield Heading(piece.heading)
    if piece.text:
        yield Paragraph(piece.text)
    for answer in piece.answers:
        yield from _answer(answer, words)
    if piece.contacts:
        yield Contacts(piece.contacts)


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """The same, with bullets that follow one another as one list."""
    for kind, group in groupby(blocks, type):
        if kind is Bullets:
            yield Bullets(tuple(i for one in group if isinstance(one, Bullets) for i in one.items))
        else:
            yield from group


def _answer(answer: Answer, words: Speech) -> Iterator[Block]:
    people = any(line.phone or line.more for line in answer.lines)
    if answer.label and not people and len(answer.lines) == 1:
        yield Bullets((f"{answer.label}{words.colon}{answer.lines[0].name}",))
        return
    if answer.label:
        yield Heading(answer.label, level=3)
    if people:
        yield Contacts(tuple(Contact(one.name, one.phone, one.more) for one in answer.lines))
    else:
        yield Bullets(tuple(line.name for line in answer.lines))


def _dates(plan: Plan, words: Speech) -> Iterator[tuple[str, str]]:
    yield words("made_on"), words.day(plan.made)
    again = words("again_by", day=words.day(plan.again), time=words.clock(plan.again))
    yield words("again"), again
    if plan.replaces:
        yield words("replaces"), words("replaces_plan", day=words.day(plan.replaces))
