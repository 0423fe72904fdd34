"""How long a protocol is: the fewest, the most and the likely questions and minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from crisis_cli.protocol.compiled import Block, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.workshop.model.logic import NoSolver
from crisis_cli.workshop.model.replay import calm, replay
from crisis_cli.workshop.reading.answers import TooMany
from crisis_cli.workshop.reading.solved import Solved
from crisis_cli.workshop.reading.walk import BEGINNING, Open, Walk

WHOLE = ""  # stands for the whole protocol where a section is named
# Beyond these the solver is asked: states that are looked at side by side, and conditions that are
# carried along in them from step to step.
MOST = 20_000
CARRIED = 5_000_000
TIME = 10.0  # seconds that the solver may take; what it has not found by then is a bound

# Seconds from the question to the answer in a conversation, by kind of step. They are our own
# estimate and were not measured: docs/reading.md says so, and a test holds the two together.
SECONDS = {
    "yes_no": 20,
    "choose_one": 20,
    "choose_many": 40,
    "scale": 20,
    "number": 15,
    "text": 40,
    "long_text": 120,
    "date_time": 30,
    "phone": 25,
    "person": 40,
    "list": 90,
    "action": 180,
    "guidance": 20,
}
CALM = (
    "A calm contact: a plain no to every danger question, the first ordinary answer elsewhere. "
    "Minutes are our own estimate."
)
DANGER_SECONDS = 30  # a question about danger is followed by a silence


@dataclass(frozen=True, slots=True)
class Length:
    """Questions that wait for an answer, and seconds. A list is one question."""

    questions: int = 0
    seconds: int = 0

    def __add__(self, other: Length) -> Length:
        return Length(self.questions + other.questions, self.seconds + other.seconds)

    def data(self) -> dict[str, int]:
        """As plain JSON, in whole minutes, as they are told."""
        return {"questions": self.questions, "minutes": minutes(self.seconds)}


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long something is, over all ways through the protocol.

    exact: whether some way is as short, and some as long; otherwise none is shorter or longer.
    likely: in a calm contact, in which the answers are those of `calm`.
    """

    fewest: Length
    most: Length
    likely: Length
    exact: bool = True

    def data(self) -> dict[str, Any]:
        """As plain JSON."""
        names = ("fewest", "most", "likely")
        return {**{name: getattr(self, name).data() for name in names}, "exact": self.exact}


def lengths(protocol: Protocol) -> dict[str, Lengths]:
    """The lengths of a protocol by the id of its sections; the whole stands under "".

    Urgent blocks are not in them: they come on top, each as long as `of_block` says.
    """
    likely = _likely(protocol)
    try:
        ranges = _walked(protocol)
    except TooMany:
        found = _solved(protocol)
        return {name: replace(one, likely=likely[name]) for name, one in found.items()}
    return {name: Lengths(low, high, likely[name]) for name, (low, high) in ranges.items()}


def of_block(block: Block) -> Length:
    """All of a block, its conditional steps too."""
    return _sum(map(length_of, block.steps))


def length_of(step: Step) -> Length:
    """One step that is on the path."""
    seconds = DANGER_SECONDS if step.danger else SECONDS[step.kind]
    return Length(int(KINDS[step.kind].asks), seconds)


def told(one: Lengths) -> str:
    """The lengths of something in words."""
    parts = {"Questions": "questions", "Minutes": "minutes"}
    fewest, most, likely = one.fewest.data(), one.most.data(), one.likely.data()
    return " ".join(
        f"{name}: {_from_to(fewest[key], most[key], one.exact)}, {likely[key]} in a calm contact."
        for name, key in parts.items()
    )


def _from_to(low: int, high: int, exact: bool) -> str:
    if not exact:
        return f"never below {low} or above {high}"
    return str(low) if low == high else f"{low} to {high}"


def told_block(block: Block) -> str:
    """How long a block is, in words."""
    length = of_block(block)
    return f"Questions: up to {length.questions}. Minutes: up to {minutes(length.seconds)}."


def minutes(seconds: int) -> int:
    """Whole minutes, rounded up: nobody is helped by a time that is too short."""
    return -(-seconds // 60)


Range = tuple[Length, Length]
NOTHING: Range = (Length(), Length())


def _walked(protocol: Protocol) -> dict[str, Range]:
    """The exact range of each section and of the whole. TooMany where it takes too long."""
    walk = Walk(protocol)
    states: dict[Open, Range] = {BEGINNING: NOTHING}
    ranges = {section.id: NOTHING for section in protocol.sections}
    places = iter(range(len(protocol.steps)))
    carried = 0
    for section, steps in groupby(protocol.steps, key=lambda step: step.section):
        inside = dict.fromkeys(states, NOTHING)
        for _ in steps:
            place = next(places)
            states, inside = _one_step(walk, place, states, inside)
            carried += len(states) * len(next(iter(states)))
            if carried > CARRIED:
                raise TooMany
        ranges[section] = _widest(inside.values())
    return {WHOLE: _widest(states.values())} | ranges


def _one_step(
    walk: Walk, place: int, states: dict[Open, Range], inside: dict[Open, Range]
) -> tuple[dict[Open, Range], dict[Open, Range]]:
    """The states after one more step, with their ranges in the whole and in its section."""
    whole_after: dict[Open, Range] = {}
    inside_after: dict[Open, Range] = {}
    here = length_of(walk.protocol.steps[place])
    for state in states:
        for turn in walk.turns(state, place):
            after = walk.after(state, place, turn)
            more = here if turn.on_path else Length()
            _add(whole_after, after, states[state], more)
            _add(inside_after, after, inside[state], more)
    if len(whole_after) > MOST:
        raise TooMany
    return whole_after, inside_after


def _add(ranges: dict[Open, Range], state: Open, before: Range, more: Length) -> None:
    mine = (before[0] + more, before[1] + more)
    ranges[state] = _widest([mine, ranges[state]]) if state in ranges else mine


def _widest(ranges: Iterable[Range]) -> Range:
    """The least and the most of some; questions and seconds each for themselves."""
    lows, highs = zip(*ranges, strict=True)
    return _each(min, lows), _each(max, highs)


def _each(choose: Any, some: Iterable[Length]) -> Length:
    found = list(some)
    return Length(choose(x.questions for x in found), choose(x.seconds for x in found))


def _solved(protocol: Protocol) -> dict[str, Lengths]:
    """Each range by the solver, as far as its time goes; the others are bounds."""
    every = by_section(protocol, protocol.steps)
    found = {name: _bounds(steps) for name, steps in every.items()}
    try:
        solved = Solved(protocol, TIME)
    except NoSolver:
        return found
    return {name: _closer(solved, every[name], one) for name, one in found.items()}


def _closer(solved: Solved, here: list[Step], bounds: Lengths) -> Lengths:
    """The exact range of these steps; their bounds where the time is over."""
    asked = {step.id: length_of(step).questions for step in here}
    lasting = {step.id: length_of(step).seconds for step in here}
    low = [solved.least(weights) for weights in (asked, lasting)]
    high = [solved.most(weights) for weights in (asked, lasting)]
    known = [number for number in (*low, *high) if number is not None]
    if len(known) < 4:
        return bounds
    return replace(bounds, fewest=Length(*known[:2]), most=Length(*known[2:]), exact=True)


def _bounds(steps: Iterable[Step]) -> Lengths:
    """Bounds that hold for every way: what is always asked, and everything together."""
    every = list(steps)
    always = _sum(length_of(step) for step in every if step.when is None)
    return Lengths(always, _sum(map(length_of, every)), Length(), exact=False)


def _likely(protocol: Protocol) -> dict[str, Length]:
    """The lengths of a calm contact, played in the engine."""
    said = {step.id: calm(step) for step in protocol.steps if KINDS[step.kind].asks}
    path = replay(protocol, said).state.path()
    return {n: _sum(map(length_of, steps)) for n, steps in by_section(protocol, path).items()}


def by_section(protocol: Protocol, steps: Iterable[Step]) -> dict[str, list[Step]]:
    """Steps of the path by their sections, each of which is there; all of them under WHOLE."""
    names = [WHOLE, *(section.id for section in protocol.sections)]
    found: dict[str, list[Step]] = {name: [] for name in names}
    for step in steps:
        found[WHOLE].append(step)
        found[step.section].append(step)
    return found


def _sum(some: Iterable[Length]) -> Length:
    return sum(some, Length())


def as_data(protocol: Protocol) -> dict[str, Any]:
    """Lengths as plain JSON: of the whole, and of each section and block."""
    found = lengths(protocol)
    blocks = {name: of_block(block) for name, block in protocol.blocks.items()}
    return {
        **found[WHOLE].data(),
        "sections": {name: one.data() for name, one in found.items() if name != WHOLE},
        "blocks": {name: {"most": one.data()} for name, one in blocks.items()},
        "seconds_by_kind": SECONDS | {"danger": DANGER_SECONDS},
    }
