"""The items of a form in words: each step with what to judge before it and the way on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from crisis_cli.documents import blocks
from crisis_cli.documents.paper.flow import Flow, Item, Tick, Way
from crisis_cli.documents.paper.stops import Stop
from crisis_cli.documents.paper.writing import room, unknowns
from crisis_cli.documents.plan import Listing
from crisis_cli.protocol.compiled import ENDED_EARLY, UNKNOWN, Block, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.paper.formula import ALWAYS, GIVEN, NEVER, All, Formula, Formulas, Some
from crisis_cli.protocol.paper.numbers import ranged
from crisis_cli.protocol.paper.words import ANSWERED, PASSED_BY, UNCLEAR, Words, label

END = "the end of the questions"
DANGER, PRIVATE = "DANGER", "PRIVATE"
LONG = 100  # letters of a condition that is set out point by point


class Items:
    """The items of one form."""

    def __init__(self, protocol: Protocol, listing: Listing) -> None:
        self.protocol, self.listing = protocol, listing
        self.flow, self.words = Flow(protocol), Words(protocol)
        self._boxes = Formulas(protocol, to_come=True)
        self._early = Formulas(protocol, to_come=True, ended=True)
        self.sections = {one.id: str(n) for n, one in enumerate(protocol.sections, 1)}
        self._shared = self.flow.stops.shared

    def step(self, one: Item, step: Step) -> blocks.Item:
        """A step of the path."""
        then, below = self._sorted({word: self._to(way) for word, way in one.ways.items()})
        return replace(
            self._item(step, then),
            above=self.judged(one),
            row=unknowns(step, then) if one.asks else (),
            stops=tuple(self._stops(step, one.ways)),
            below=(*self._ticked(step, one.ways), *below),
        )

    def boxed(self, block: Block) -> Iterator[blocks.Item]:
        """The steps of a block."""
        formulas = self._early if block.id == ENDED_EARLY else self._boxes
        for step in block.steps:
            gate = formulas.formula(step.when)
            asked = KINDS[step.kind].asks and step.kind != "action"
            above = () if gate == ALWAYS else self._only(gate)
            row = unknowns(step, {}) if asked else ()
            yield replace(self._item(step, {}), above=above, row=row)

    def judged(self, one: Item) -> tuple[str, ...]:
        """What to judge before an item, and the way of those whom it does not concern."""
        if one.gate == ALWAYS:
            return ()
        return (*self._only(one.gate), *self._otherwise(one))

    def first(self) -> tuple[str, ...]:
        """The boxes to do before anything is asked."""
        return tuple(f"STOP, {self._do(stop)}" for stop in self.flow.stops.first())

    def _item(self, step: Step, then: Mapping[str, str]) -> blocks.Item:
        marks = (DANGER,) * step.danger + (PRIVATE,) * step.private
        say = f"How: {step.say}" if step.say else ""
        number = self.words.numbers[step.id]
        calls = tuple(map(_call, self.listing(step.call))) if step.call else ()
        made = room(step, then)
        return replace(made, number=number, text=step.text, marks=marks, calls=calls, say=say)

    # -- before an item

    def _only(self, gate: Formula) -> tuple[str, ...]:
        if gate == NEVER:
            return ("For nobody: it can never be so. Go on.",)
        said = f"Only if {self.words.say(gate)}."
        if len(said) < LONG or not isinstance(gate, All | Some):
            return (said,)
        parts = self.words.parts(gate)
        if len(parts) == 1:
            return (said,)
        how = "all of these are so" if isinstance(gate, All) else "at least one of these is so"
        return (f"Only if {how}:", *(f"- {part}" for part in parts))

    def _otherwise(self, one: Item) -> Iterator[str]:
        way = one.otherwise
        for tick in way.ticks:
            here = one.step is not None and tick.steps == (one.step.id,)
            yield self._tick("Otherwise", tick, "here" if here else "")
        for stop in way.stops:
            said = [] if stop.when == ALWAYS else [self.words.say(stop.when)]
            said += [f"box {stop.box} was done"] if stop.step else []
            when = f", if {', and '.join(said)}" if said else ""
            yield f"Otherwise{when}: STOP, {self._do(stop)}"
        if way.to is not None:
            yield f"Otherwise {self._to(way)}."

    def _tick(self, lead: str, tick: Tick, where: str = "") -> str:
        first = tick.steps[0]
        word = label(self.words.formulas.steps[first], tick.word)
        when = "" if tick.when == ALWAYS else f", if {self.words.say(tick.when)},"
        place = where or f"at {ranged([self.words.numbers[one] for one in tick.steps])}"
        return f"{lead}{when} tick {word} {place}."

    # -- after an answer

    def _to(self, way: Way) -> str:
        if way.to is None:
            return ""
        if way.to == len(self.flow.items):
            return f"go to {END}"
        there = self.flow.items[way.to]
        if there.step:
            return f"go to {self.words.numbers[there.step.id]}"
        return f"go to section {self.sections[there.section.id]}" if there.section else ""

    def _stops(self, step: Step, ways: Mapping[str, Way]) -> Iterator[str]:
        found: dict[Stop, list[str]] = {}
        for word, way in ways.items():
            for stop in dict.fromkeys(way.stops):
                found.setdefault(stop, []).append(word)
        for stop, answered in sorted(found.items(), key=lambda one: one[0].order):
            every = len(answered) == len(ways)
            given = [] if every else [self.words.marks(step.id, answered)]
            more = [] if stop.when == ALWAYS else [self.words.say(stop.when)]
            more += [f"box {stop.box} was done"] if stop.step else []
            lead = f"If {', and '.join([*given, *more])}: " if given or more else ""
            said = lead + self._do(stop)
            yield said[0].upper() + said[1:]

    def _do(self, stop: Stop) -> str:
        if stop.step:
            return f"do {self.words.numbers[stop.step]} now."
        again = ", even if it was done before" * stop.again
        why = f" ({self.protocol.rules[stop.rule].means})" if stop.box in self._shared else ""
        return f"do box {stop.box} now{again}{why}."

    def _ticked(self, step: Step, ways: Mapping[str, Way]) -> Iterator[str]:
        for tick, answered in _ticks(ways).items():
            every = len(answered) == len(ways)
            lead = "Then" if every else f"If {self.words.marks(step.id, answered)}:"
            yield self._tick(lead, tick)

    def _sorted(self, then: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
        """Where answers lead: beside their boxes, and in sentences for several of them."""
        if len(set(then.values())) == 1:
            (there,) = set(then.values())
            return {}, (f"Then {there}.",) if there else ()
        beside, below = dict(then), []
        unclear = {then.get(word, "") for word in UNKNOWN}
        if len(unclear) == 1 and unclear != {""}:
            beside = {word: to for word, to in then.items() if word not in UNKNOWN}
            below.append(f"If {UNCLEAR} or {PASSED_BY}: {unclear.pop()}.")
        if then.get(GIVEN):
            below.append(f"If {ANSWERED}: {then[GIVEN]}.")
        return beside, tuple(below)


def _call(line: tuple[str, str, str]) -> str:
    name, reach, note = line
    more = "; ".join(one for one in (name if name != reach else "", note) if one)
    return f"{reach} ({more})" if more else reach


def _ticks(ways: Mapping[str, Way]) -> dict[Tick, list[str]]:
    """What to tick at questions that are passed over -> after which answers."""
    found: dict[Tick, list[str]] = {}
    for word, way in ways.items():
        for tick in way.ticks:
            found.setdefault(tick, []).append(word)
    return found
