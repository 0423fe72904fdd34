"""The paper form: a protocol to be asked from paper, and to be typed in later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from crisis_cli.documents.blocks import (
    Blanks,
    Block,
    Box,
    Bullets,
    Heading,
    Item,
    Page,
    Paragraph,
    Table,
)
from crisis_cli.documents.paper.items import Items
from crisis_cli.documents.plan import Listing
from crisis_cli.engine.concern import NO_DANGER, UNDETERMINED_LEVEL
from crisis_cli.protocol import compiled
from crisis_cli.protocol.compiled import ENDED_EARLY, LEVELS, Protocol
from crisis_cli.protocol.paper.numbers import boxes, ranged

NAME = "paper-form"
PRINT = 12  # letters of the fingerprint that are printed, and typed in later
FIRST = "Life in danger: call 911.\nSuicide, mental health, drugs or drinking: call or text 988."
SAY = (
    "Get yourself out of danger first. You need nobody's permission to call. Say: I am a peer "
    "worker with a person in danger. We are at (street, building, floor, door). This is what I "
    "see: (what is happening, any weapon, any pills). Stay on the line."
)
HOW = (
    "Ask in the order of the numbers. Every question that you come to gets an answer or a tick.",
    "Not sure, Would rather not say and Could not find out are answers. On this form the three "
    "together are called unclear. Passed by: you came to the question and did not ask it.",
    "An arrow beside an answer says where to go on; without one, go to the next number. Leave "
    "what you do not come to empty, unless you are told to tick something there.",
    "Above some questions stands: Only if ... Look back at your ticks. If it is so, ask; if not, "
    "go to the next number, or where it says.",
    "STOP: put down the form and do that box first, then come back. Once is enough. Where a box "
    "has several reasons, in brackets, it is done once for each; at one question, once for all.",
    "PRIVATE: nobody else may see this answer. Cover it.",
)
EARLY = "It ended early"
HEAD = (
    "Person (the name that your agency uses)",
    "Worker: name and role",
    "Date, and time it began",
    "Place, and a number to call back",
)
ENDED = (
    "Date, and time it ended",
    "How it ended (to the end, enough for now, the person left, cut off, somebody else took over)",
)
SIGNED = ("Worker: signature", "Supervisor called: who, when, what they said")
TYPED = ("Typed in by, and when", "Id of the contact")
ABOUT = (
    "Levels are routing rules that say who to bring in and how soon. They are not a clinical "
    "finding. The questions are this project's own plain words: this is not the C-SSRS, the ASQ, "
    "the PHQ-9, SAFE-T or the Stanley-Brown Safety Plan."
)


def paper_form(protocol: Protocol, listing: Listing) -> Page:
    """The form of a protocol. listing looks up the numbers that it prints."""
    blocks = tuple(_Form(protocol, listing).blocks())
    title = f"{protocol.title}: paper form"
    about = f"{protocol.id}, version {protocol.version}, fingerprint {fingerprint(protocol.hash)}"
    data = {
        "document": "paper_form",
        "protocol": {"id": protocol.id, "version": protocol.version, "hash": protocol.hash},
        "items": [asdict(one) for one in _items(blocks)],
    }
    return Page(NAME, title, "worker", blocks, about, None, data=data, by_hand=True)


def fingerprint(digest: str) -> str:
    """As much of a hash as tells two protocols apart, in groups that can be read out."""
    return " ".join(digest[at : at + 4] for at in range(0, PRINT, 4))


def _items(blocks: Sequence[Block]) -> Iterator[Item]:
    for block in blocks:
        if isinstance(block, Item):
            yield block
        elif isinstance(block, Box):
            yield from _items(block.blocks)


class _Form:
    """One form, block by block."""

    def __init__(self, protocol: Protocol, listing: Listing) -> None:
        self.protocol = protocol
        self.items = Items(protocol, listing)
        self.words = self.items.words

    def blocks(self) -> Iterator[Block]:
        yield Box((Paragraph(FIRST, strong=True), Paragraph(SAY)))
        yield Blanks(HEAD)
        yield Heading("How to use this form")
        yield Bullets(HOW)
        yield from (Paragraph(f"Before question 1: {one}", True) for one in self.items.first())
        yield from self._boxes()
        yield from self._path()
        yield from self._end()

    # -- what comes first

    def _boxes(self) -> Iterator[Block]:
        found = boxes(self.protocol)
        if found:
            yield Heading("Boxes: do one when STOP sends you here")
        for letter, block in found.items():
            yield Box(tuple(self._box(letter, block)))

    def _box(self, letter: str, block: compiled.Block) -> Iterator[Block]:
        title = block.title or (EARLY if block.id == ENDED_EARLY else block.id)
        yield Heading(f"{letter}. {title}", level=3)
        if block.id == ENDED_EARLY:
            yield Paragraph("When the contact ends before the last question.")
        else:
            yield Paragraph("; ".join(rule.means for rule in self.protocol.rules_of(block.id)))
        yield from self.items.boxed(block)

    # -- the questions

    def _path(self) -> Iterator[Block]:
        for one in self.items.flow.items:
            if one.step:
                yield self.items.step(one, one.step)
            elif one.section:
                title = f"Section {self.items.sections[one.section.id]}. {one.section.title}"
                yield Heading(title)
                yield from [Paragraph(one.section.aim)] if one.section.aim else []
                yield from (Paragraph(said, strong=True) for said in self.items.judged(one))

    # -- the end

    def _end(self) -> Iterator[Block]:
        yield Heading("The end of the questions")
        yield Blanks(ENDED)
        yield from self._level()
        yield from self._follow_up()
        yield Heading("Signatures")
        yield Blanks(SIGNED)
        yield from self._typed_in()
        yield Paragraph(ABOUT)

    def _level(self) -> Iterator[Block]:
        yield Heading("Level of concern")
        yield Paragraph(
            "Tick every line that is so, or was so at any time. Where the contact ended early, "
            "questions on your way that you did not come to count as Passed by. The level is the "
            "highest line with a tick. You may set it higher; only a supervisor may set it lower."
        )
        rows = sorted(self._lines(), key=lambda row: LEVELS.index(row[0]), reverse=True)
        yield Table(("Level", "If", "Why"), tuple(rows), tick=True)
        calm = f"That means, if every danger question met a plain no: {NO_DANGER.lower()}."
        yield Paragraph(f"No tick: none. {calm}")
        yield Blanks(("Level",))

    def _lines(self) -> Iterator[tuple[str, str, str]]:
        formulas, numbers = self.items.flow.formulas, self.words.numbers
        for one in self.protocol.concern:
            yield one.level, self.words.say(formulas.formula(one.when)), one.because
        danger = [numbers[step.id] for step in self.protocol.steps if step.danger]
        if danger:
            any_of = f"any of {ranged(danger)} is" if len(danger) > 1 else f"{danger[0]} is"
            words = "Would rather not say, Could not find out or Passed by"
            yield UNDETERMINED_LEVEL, f"{any_of} {words}", "Danger could not be ruled out"

    def _follow_up(self) -> Iterator[Block]:
        yield Heading("What comes next")
        rows = []
        for one in self.protocol.follow_up:
            when = self.words.say(self.items.flow.formulas.formula(one.when))
            rows.append((one.due.capitalize(), when, one.what or "Follow up"))
        if rows:
            yield Paragraph("Counted from when the contact took place. Tick all that are so.")
            yield Table(("When", "If", "What"), tuple(rows), tick=True)
        yield Blanks(("Due", "Who does it"))

    def _typed_in(self) -> Iterator[Block]:
        yield Heading("Typing it in")
        typed = fingerprint(self.protocol.hash).replace(" ", "")
        yield Paragraph(
            "As soon as a computer works again, the same day if it can be:\n"
            f"crisis start {self.protocol.id} --from-paper --paper-hash {typed}\n"
            "It asks in the order of this form, with its numbers. Times are counted from when the "
            "contact took place. Then keep or destroy the paper as your agency says."
        )
        yield Blanks(TYPED)
