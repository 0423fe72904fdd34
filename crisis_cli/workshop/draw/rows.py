"""The rows of a drawing: headings, one box for each step, the urgent blocks, the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crisis_cli.protocol.compiled import ENDED_EARLY, Block, Protocol, Step
from crisis_cli.protocol.paper.formula import ALWAYS, Formula, Formulas, questions
from crisis_cli.protocol.paper.numbers import box_letters, boxes, lettered, listed, numbered
from crisis_cli.protocol.paper.words import Words as Saying
from crisis_cli.workshop.draw.shapes import Frame, Group, Shape, Words
from crisis_cli.workshop.draw.text import lines, wide

LEFT, BOX, RIGHT, EDGE = 30.0, 58.0, 402.0, 582.0  # of numbers, of boxes, of the sheet
SIZE, SMALL = 9.0, 7.5
HIGH = 1.28  # from one line to the next, to its size
PAD = 4.0
DOES = {
    "yes_no": "yes or no",
    "choose_one": "choose one",
    "choose_many": "choose any",
    "scale": "a scale",
    "number": "a number",
    "text": "words",
    "long_text": "words, as many as it takes",
    "date_time": "a day or a time",
    "phone": "a telephone number",
    "person": "a person",
    "list": "a list",
    "action": "something to do",
    "guidance": "words for the worker",
}
FRAMES = {"guidance": "dashed", "action": "thick"}
LEGEND = (
    "Read from top to bottom. Black bar: a danger question. White letter on black: an answer here "
    "can bring up that urgent block. Thick frame: something to do. Dashed frame: words for the "
    "worker.",
    "Solid line at the right: the step at the arrow hangs on the question at the dot. Dashed line: "
    "it hangs on a rule, which looks at the questions at its open dots. 'Unclear' is Not sure, "
    "Would rather not say or Could not find out; Passed by: not asked.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row. place: of a step of the path. heads: it stays with the row below.

    title: all of its text. at: its shapes with its top at a height.
    """

    height: float
    at: Callable[[float], list[Shape]]
    title: str = ""
    place: int | None = None
    heads: bool = False


class Rows:
    """The rows of one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.formulas, self.words = Formulas(protocol), Saying(protocol)
        self.numbers, self.letters = numbered(protocol), box_letters(protocol)
        self.leads = self._leads()

    def all(self) -> Iterator[Row]:
        """Every row, from top to bottom."""
        protocol = self.protocol
        yield _text(protocol.title, 16, "strong", heads=True)
        yield from (_text(said, SMALL + 0.5) for said in LEGEND)
        named, last = {one.id: one for one in protocol.sections}, ""
        for place, step in enumerate(protocol.steps):
            if step.section != last and step.section in named:
                yield _heading(named[step.section].title, named[step.section].aim)
            last = step.section
            yield self._step(step, self.formulas.gate(step), place)
        for letter, block in boxes(protocol).items():
            yield from self._block(letter, block)
        yield from self._rules()

    def _leads(self) -> dict[str, list[str]]:
        """Question -> the letters of the blocks that an answer to it can bring up."""
        found: dict[str, list[str]] = {}
        for one in self.protocol.urgent:
            rule = self.protocol.rules[one.rule].when
            for question in dict.fromkeys(questions(self.formulas.formula(rule))):
                found.setdefault(question, []).append(self.letters.get(one.block, ""))
        return {q: [x for x in dict.fromkeys(sorted(names)) if x] for q, names in found.items()}

    def _step(self, step: Step, gate: Formula, place: int | None) -> Row:
        """A box with the words of a step, what it takes, and when it is asked."""
        letters = [] if step.block else self.leads.get(step.id, [])
        tags = [(name, "black") for name in letters] + [("PRIVATE", "plain")] * step.private
        room = RIGHT - BOX - 2 * PAD - sum(_tag_width(name) for name, _ in tags) - 6
        said = [(line, SIZE, "plain") for line in lines(step.text, room, SIZE, 3)]
        takes, only = self._takes(step), f"Only if {self.words.say(gate)}"
        small = RIGHT - BOX - 2 * PAD - 4
        said += [(line, SMALL, "plain") for line in lines(takes, small, SMALL, 1)]
        if gate != ALWAYS:
            said += [(line, SMALL, "slanted") for line in lines(only, small, SMALL, 2)]
        height = sum(size * HIGH for _, size, _ in said) + 2 * PAD
        title = f"{self.numbers[step.id]}. {step.text} ({takes})"
        title += f" {only}." if gate != ALWAYS else ""
        title += " Danger question." if step.danger else ""

        def draw(y: float) -> list[Shape]:
            shapes: list[Shape] = [
                Frame(BOX, y, RIGHT - BOX, height, FRAMES.get(step.kind, "plain")),
                Words(LEFT, y + PAD + SIZE, self.numbers[step.id], SIZE, "strong"),
            ]
            if step.danger:
                shapes.append(Frame(BOX, y, 6, height, "black"))
            return [Group(title, (*shapes, *_lines(said, BOX + PAD + 6, y), *_tags(tags, y)))]

        return Row(height, draw, title, place)

    def _takes(self, step: Step) -> str:
        letters = lettered(step)
        labels = [f"{letters.get(one.id, '')} {one.label}".strip() for one in step.choices]
        fields = [field.name for field in step.each]
        listed = " / ".join(labels or fields)
        does = listed if step.kind == "yes_no" else f"{DOES[step.kind]}: {listed}".rstrip(": ")
        return f"{step.id}: {does}"

    def _block(self, letter: str, block: Block) -> Iterator[Row]:
        means = [rule.means for rule in self.protocol.rules_of(block.id)]
        when = "When it ended early" if block.id == ENDED_EARLY else "; ".join(means)
        yield _heading(f"{letter}   {block.title or block.id}", f"{when} ({block.id})", letter)
        ahead = Formulas(self.protocol, to_come=True, ended=block.id == ENDED_EARLY)
        for step in block.steps:
            yield self._step(step, ahead.formula(step.when), None)

    def _rules(self) -> Iterator[Row]:
        if self.protocol.rules:
            yield _heading("Rules", "")
        for rule in self.protocol.rules.values():
            blocks = [one.block for one in self.protocol.urgent if one.rule == rule.id]
            up = [self.letters[one] for one in dict.fromkeys(blocks) if one in self.letters]
            mark = f" (brings up {listed(up)})" if up else ""
            yield _text(f"{rule.id}{mark}: {rule.means}", SIZE, "strong", heads=True)
            yield _text(self.words.say(self.formulas.formula(rule.when)), SMALL + 0.5, most=6)


def _heading(title: str, aim: str, letter: str = "") -> Row:
    """A band with a title, and a line under it."""
    said = [(line, SIZE + 2, "strong") for line in lines(title, EDGE - LEFT - 12, SIZE + 2, 2)]
    said += [(line, SMALL, "plain") for line in lines(aim, EDGE - LEFT - 12, SMALL, 2) if aim]
    height = sum(size * HIGH for _, size, _ in said) + 2 * PAD + 6
    whole = f"{title}. {aim}".rstrip(". ")

    def draw(y: float) -> list[Shape]:
        band = Frame(LEFT, y + 6, EDGE - LEFT, height - 6, "grey")
        shapes: list[Shape] = [band, *_lines(said, LEFT + 6, y + 6)]
        if letter:
            shapes[1:1] = _tags([(letter, "black")], y + 6, EDGE)
        return [Group(whole, tuple(shapes))]

    return Row(height, draw, whole, heads=True)


def _text(text: str, size: float, style: str = "plain", heads: bool = False, most: int = 5) -> Row:
    """Words across the sheet."""
    said = [(line, size, style) for line in lines(text, EDGE - LEFT, size, most)]
    height = sum(one * HIGH for _, one, _ in said)

    def draw(y: float) -> list[Shape]:
        return [Group(text, tuple(_lines(said, LEFT, y - PAD)))]

    return Row(height, draw, text, heads=heads)


def _lines(said: list[tuple[str, float, str]], x: float, y: float) -> Iterator[Shape]:
    y += PAD
    for text, size, style in said:
        yield Words(x, y + size, text, size, style)
        y += size * HIGH


def _tag_width(name: str) -> float:
    return wide(name, SMALL) + 9


def _tags(tags: list[tuple[str, str]], y: float, right: float = RIGHT) -> Iterator[Shape]:
    """Short words in frames at the upper right corner."""
    x = right - 4.0
    for name, style in reversed(tags):
        width = _tag_width(name) - 3
        x -= width
        yield Frame(x, y + 4, width, SMALL + 4, style)
        letters = "white" if style == "black" else "strong"
        yield Words(x + 3, y + 4 + SMALL + 0.6, name, SMALL, letters)
        x -= 3
