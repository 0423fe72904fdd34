"""The arrangements of a contact record: the same pieces, each once, in the order of each form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from crisis_cli.documents.blocks import Block, Heading
from crisis_cli.documents.forms import BIRP, DAP, PAGE, PASTE
from crisis_cli.documents.record import consult_page, parts
from crisis_cli.documents.record.data import Question, Record
from crisis_cli.documents.record.words import Words

Piece = Callable[[Record, Words], Iterator[Block]]
PIECES: Mapping[str, tuple[str, Piece]] = {  # with what stands above it among others
    "danger questions": ("Danger questions", parts.danger),
    "accounts": ("Where there is more than one account, all of them stand", parts.accounts),
    "by section": ("", parts.by_section),
    "level": ("", parts.level),
    "alerts": ("", parts.closed),
    "aside": ("What else was urgent", parts.aside),
    "consult": (consult_page.TITLE, consult_page.consult),
    "ending": ("How it ended", parts.ending),
    "follow-up": ("Safety plan and follow-up", parts.follow_up),
}
# What stands above the answers that a step, or its section, gives this word under `record:`.
ANSWERS = {
    "purpose": "Why there was a contact",
    "said": "What was said",
    "seen": "What the worker saw and heard",
    "place": "Where they were",
    "reach": "How to reach them",
    "who": "Who it is, and their language",
    "why": "Strengths, supports, and what else could be done",
    "done": "What was done",
    "agreed": "What they agreed to, or did not",
    "goal": "What they need, and want to change",
    "barrier": "What stands in the way",
    "plan": "In the plan",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of an arrangement. holds: names in PIECES and ANSWERS, in their order."""

    heading: str
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One order of the pieces. name: after the title; "" for the usual one. titled: each piece has
    its own heading. by_hand: with lines to sign on."""

    name: str
    parts: tuple[Part, ...]
    titled: bool = True
    by_hand: bool = True


SAID = ("said", "seen", "place", "who")
UNDERSTOOD = "What I understood and why I acted"
ARRANGEMENTS = {
    PAGE: Arrangement(
        "",
        (
            Part(UNDERSTOOD, ("level",)),
            Part("Danger questions", ("danger questions",)),
            Part("What was said", ("by section",)),
            Part("Urgent: what came up, and what was done", ("alerts", "aside")),
            Part(consult_page.TITLE, ("consult",)),
            Part("How it ended", ("ending",)),
            Part("Safety plan and follow-up", ("follow-up",)),
        ),
        titled=False,
    ),
    DAP: Arrangement(
        "DAP",
        (
            Part(
                "Data: what was said and seen",
                ("purpose", "danger questions", "accounts", *SAID, "ending"),
            ),
            Part(UNDERSTOOD, ("level", "why", "alerts", "aside", "consult", "done")),
            Part("Plan", ("goal", "barrier", "plan", "agreed", "reach", "follow-up")),
        ),
    ),
    BIRP: Arrangement(
        "BIRP",
        (
            Part(
                "Behavior: what was said and seen",
                ("purpose", "danger questions", "accounts", *SAID),
            ),
            Part(
                "Intervention: what I understood, and what I did",
                ("level", "why", "alerts", "aside", "consult", "done"),
            ),
            Part("Response: what came of it", ("agreed", "ending")),
            Part("Plan", ("goal", "barrier", "plan", "reach", "follow-up")),
        ),
    ),
    PASTE: Arrangement(
        "case note",
        (
            Part("Purpose", ("purpose",)),
            Part("Goals", ("goal",)),
            Part("Services", ("done", "alerts", "aside", "consult")),
            Part("Barriers", ("barrier",)),
            Part(UNDERSTOOD, ("level", "why")),
            Part("Danger questions", ("danger questions", "accounts")),
            Part("What was said and seen", SAID),
            Part("Plan and follow-up", ("plan", "agreed", "reach", "follow-up")),
            Part("How it ended", ("ending",)),
        ),
        by_hand=False,
    ),
}


def arranged(record: Record, words: Words, arrangement: Arrangement) -> Iterator[Block]:
    """The record in an arrangement: a heading over each part that has something in it."""
    for part in arrangement.parts:
        held = [(name, list(_piece(name, record, words))) for name in part.holds]
        found = [(name, blocks) for name, blocks in held if blocks]
        if found:
            yield Heading(part.heading)
        for name, blocks in found:
            title = PIECES[name][0] if name in PIECES else ANSWERS[name]
            if arrangement.titled and title and len(found) > 1 and title != part.heading:
                yield Heading(title, level=3)
            yield from blocks


def _piece(name: str, record: Record, words: Words) -> Iterator[Block]:
    if name in PIECES:
        yield from PIECES[name][1](record, words)
    else:
        yield from (words.asked(one) for one in _questions(record) if one.record == name)


def _questions(record: Record) -> Iterator[Question]:
    """What was asked in the sections; danger questions, blocks and endings stand on their own."""
    for section in record.sections:
        yield from section.questions
