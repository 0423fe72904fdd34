"""Somebody who follows a paper form by hand: knows the numbers and the sentences, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from crisis_cli.documents.blocks import Box, Heading, Item, Page, Paragraph, Table

UNCLEAR = {"Not sure", "Would rather not say", "Could not find out"}
LIST = re.compile(r", | or | and ")
Answer = Callable[[str], object]  # a number -> a label, a set of labels, a number or a text


@dataclass
class Place:
    """Where a finger can point: the head of a section, or an item."""

    name: str
    above: list[str]
    item: Item | None = None


@dataclass
class Reader:
    """One reader with one form. trace: numbers asked and boxes done, in order."""

    page: Page
    answer: Answer
    marks: dict[str, object] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    boxed: dict[str, set[str]] = field(default_factory=dict)
    here: set[str] = field(default_factory=set)
    last: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.boxes: dict[str, list[Item]] = {}
        self.places: list[Place] = []
        self.first: list[str] = []
        for block in self.page.blocks:
            self._lay_out(block)

    def _lay_out(self, block: object) -> None:
        match block:
            case Box(blocks) if isinstance(blocks[0], Heading):
                items = [one for one in blocks if isinstance(one, Item)]
                self.boxes[blocks[0].text.split(".")[0]] = items
            case Heading(text) if text.startswith("Section "):
                self.places.append(Place(text.split(".")[0].lower(), []))
            case Heading("The end of the questions"):
                self.places.append(Place("the end of the questions", []))
            case Paragraph(text) if text.startswith("Before question 1: "):
                self.first.append(text.removeprefix("Before question 1: "))
            case Paragraph(text, True) if self.places and not self.places[-1].item:
                self.places[-1].above.append(text)
            case Item():
                self.places.append(Place(block.number, list(block.above), block))

    # -- following it

    def follow(self, until: str = "") -> Reader:
        """From the first question to the end, or until the number of a question is reached."""
        for said in self.first:
            self._stop(said)
        at = 0
        while self.places[at].name != "the end of the questions":
            place = self.places[at]
            if place.name == until:
                break
            to = self._one(place)
            at = self._find(to) if to else at + 1
        return self

    def leave(self, letter: str) -> None:
        """The contact ends here: the box of an early ending."""
        before = len(self.trace)
        self._do(letter)
        self.last = self.trace[before:]

    def _one(self, place: Place) -> str:
        self.here = set()
        if not self._judged(place.above):
            return self._otherwise(place)
        if place.item is None:
            return ""
        if not asks(place.item):
            self.read.append(place.name)
            return ""
        return self._ask(place.item)

    def _ask(self, item: Item) -> str:
        self.trace.append(item.number)
        self.marks[item.number] = self.answer(item.number)
        stops = [said for said in item.stops if self._concerns(item, said)]
        to = next(
            (one.then for one in (*item.ticks, *item.row) if self._ticked(item, one.label)), ""
        )
        ticks = [one for one in item.below if " tick " in one and self._concerns(item, one)]
        to = to or self._below(item)
        for one in ticks:
            self._tick(one, item.number)
        for one in stops:
            self._stop(one)
        return to.removeprefix("go to ")

    def _ticked(self, item: Item, label: str) -> bool:
        mark = self.marks[item.number]
        if not isinstance(mark, str):
            return False
        return label in (mark.strip('"'), f"{mark}  {label[3:]}")  # a letter stands before words

    def _below(self, item: Item) -> str:
        for said in item.below:
            if " tick " in said:
                continue
            if said.startswith("Then ") or self._concerns(item, said):
                return "go to " + said.rstrip(".").split("go to ")[1]
        return ""

    def _concerns(self, item: Item, said: str) -> bool:
        """Whether a sentence that begins with `If ...:` is about the answer just given."""
        if not said.startswith("If "):
            return True
        condition = re.sub(
            r"(, and )?box \w+ was done$", "", said.removeprefix("If ").split(": ")[0]
        )
        if not condition:
            return True
        first, _, more = condition.partition(", and ")
        if re.match(r"\(?(any |all |none |not all |it |\d)", condition) and self._is_statement(
            condition
        ):
            return self.judge(condition)
        return self._is(item.number, first) and (not more or self.judge(more))

    @staticmethod
    def _is_statement(text: str) -> bool:
        return bool(re.search(r"\d[^:]*? (is|are|was|were|has) ", text)) and not re.match(
            r"[A-Za-z][a-z]*( |,)(?!of |is )", text
        )

    def _stop(self, said: str) -> None:
        if late := re.search(r"do ([A-Z]+)(\d+) now\.", said):
            if late[1] in self.boxed and late[1] + late[2] not in self.boxed[late[1]]:
                self.boxed[late[1]].add(late[1] + late[2])
                self.trace.append(late[1] + late[2])
            return
        found = re.search(r"[Dd]o box (\w+) now(, even if it was done before)?( \(.*\))?", said)
        assert found, said
        box, again, why = found.groups()
        if box + (why or "") in self.done and not again:
            return
        self.done.add(box + (why or ""))
        if box in self.here:
            return  # two reasons at one place
        self.here.add(box)
        self.trace.append(f"!{box}")
        self._do(box)

    def _do(self, box: str) -> None:
        self.boxed[box] = set()
        for item in self.boxes[box]:
            if self._judged(list(item.above)):
                (self.trace if asks(item) else self.read).append(item.number)
                self.boxed[box].add(item.number)

    def _otherwise(self, place: Place) -> str:
        to = ""
        for said in (one for one in place.above if one.startswith("Otherwise")):
            if found := re.fullmatch(r"Otherwise go to (.*)\.", said):
                to = found[1]
            elif found := re.fullmatch(r"Otherwise(?:, if (.*))?: STOP, (.*)", said):
                when = re.sub(r"(, and )?box \w+ was done$", "", found[1] or "")
                if not when or self.judge(when):
                    self._stop(found[2])
            else:
                self._tick(said, place.name)
        return to

    def _tick(self, said: str, here: str) -> None:
        found = re.fullmatch(
            r"(?:Then|If .*?:|Otherwise(?:, if (.*),)?) tick (.*?) (?:here|at (.*))\.", said
        )
        assert found, said
        if found[1] and not self.judge(found[1]):
            return
        for number in numbers(found[3]) if found[3] else [here]:
            self.marks[number] = found[2]

    def _find(self, name: str) -> int:
        return next(n for n, place in enumerate(self.places) if place.name == name)

    # -- judging

    def _judged(self, above: list[str]) -> bool:
        gates = [one for one in above if one.startswith("Only if")]
        if not gates:
            return not any(one.startswith("For nobody") for one in above)
        points = [one.removeprefix("- ") for one in above if one.startswith("- ")]
        if not points:
            return self.judge(gates[0].removeprefix("Only if ").rstrip("."))
        quantity = all if "all of these" in gates[0] else any
        return quantity([self.judge(one) for one in points])

    def judge(self, text: str) -> bool:
        """Whether a condition is so, by what stands on the form."""
        for word, quantity in ((", and ", all), (", or ", any)):
            parts = list(outside(text, word))
            if len(parts) > 1:
                return quantity([self.judge(one) for one in parts])
        if text.startswith("("):
            return self.judge(text[1:-1])
        if text.startswith("it is not so that "):
            return not self.judge(text.removeprefix("it is not so that "))
        if text in ("always", "never"):
            return text == "always"
        found = re.fullmatch(
            r"((?:not all|any|all|none) of )?([\dA-Z, to and]+?) (is|are|was|were|has) (.*)", text
        )
        assert found, text
        which = [self._stands(one, found[3], found[4]) for one in numbers(found[2])]
        how = (found[1] or "all of ").removesuffix(" of ")
        return {
            "all": all(which),
            "any": any(which),
            "none": not any(which),
            "not all": not all(which),
        }[how]

    def _stands(self, number: str, verb: str, said: str) -> bool:
        if verb in ("was", "were"):
            return (number in self.marks) == (said == "asked")
        if verb == "has":
            return self._has(number, said)
        if found := re.fullmatch(r"(at least|at most|more than|less than) (.*)", said):
            return compared(self.marks.get(number), found[1], float(found[2]))
        if said.startswith("not "):
            return not self._is(number, said.removeprefix("not "))
        return self._is(number, said)

    def _has(self, number: str, said: str) -> bool:
        mark = self.marks.get(number)
        if found := re.fullmatch(r"(at least|at most|more than|less than) (.*) on its list", said):
            count = len(mark) if isinstance(mark, list) else None
            return compared(count, found[1], float(found[2]))
        if not isinstance(mark, set):
            return False
        wanted = set(LIST.split(said.removeprefix("no ").removeprefix("tick at ")))
        if said.startswith("no "):
            return not mark & wanted
        return wanted <= mark if " and " in said else bool(mark & wanted)

    def _is(self, number: str, said: str) -> bool:
        wanted = set(LIST.split(said))
        mark = self.marks.get(number)
        if "unclear" in wanted:
            wanted |= UNCLEAR
        if isinstance(mark, str):
            return mark in wanted
        return mark is not None and "answered" in wanted

    # -- the end

    def level(self) -> str:
        """The highest level of the table of which a line is so."""
        levels = ["none", "low", "moderate", "high", "emergency"]
        table = next(b for b in self.page.blocks if isinstance(b, Table) and b.head[0] == "Level")
        held = [level for level, when, _ in table.rows if self.judge(when)]
        return max(held, key=levels.index, default="none")


def asks(item: Item) -> bool:
    """Whether something is to be written at an item."""
    return bool(item.ticks or item.row or item.blanks or item.columns)


def numbers(text: str) -> list[str]:
    """The numbers of a list such as 8 to 10, 14 and 15."""
    found = []
    for one in re.split(", | and ", text):
        first, _, last = one.partition(" to ")
        found += [str(n) for n in range(int(first), int(last) + 1)] if last else [first]
    return found


def outside(text: str, word: str) -> Iterator[str]:
    """The text split at a word, but not inside brackets."""
    depth = start = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0 and text.startswith(word, place):
            yield text[start:place]
            start = place + len(word)
    yield text[start:]


def compared(value: object, how: str, limit: float) -> bool:
    """Whether a written number is as it is asked for; nothing written is not."""
    if not isinstance(value, int | float):
        return False
    return {
        "at least": value >= limit,
        "at most": value <= limit,
        "more than": value > limit,
        "less than": value < limit,
    }[how]
