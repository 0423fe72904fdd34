"""Lanes beside the boxes: from what is asked, or from a rule, to the steps that hang on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from crisis_cli.protocol.compiled import Condition, Protocol
from crisis_cli.protocol.truth import JOINTS, parts, questions

MOST = 14  # lanes side by side; what has none is still said in words beside its step


@dataclass(frozen=True, slots=True)
class Lane:
    """One question or rule that steps hang on. Places are those of the steps, from 0.

    name: the id. rule: whether it is one. comes: the questions that it looks at; goes: the steps
    that hang on it. column: 0 is next to the boxes.
    """

    name: str
    rule: bool
    comes: tuple[int, ...]
    goes: tuple[int, ...]
    column: int = 0

    @property
    def first(self) -> int:
        """The place where it begins."""
        return min(self.comes)

    @property
    def last(self) -> int:
        """The place where it ends."""
        return max(self.goes)


def lanes(protocol: Protocol) -> tuple[list[Lane], list[Lane]]:
    """The lanes that there is room for, each with its column; and the others."""
    drawn, left, free = list[Lane](), list[Lane](), list(range(MOST))
    open_until: list[tuple[int, int]] = []  # a heap: the place where a lane ends, its column
    for lane in sorted(all_lanes(protocol), key=lambda one: (one.first, one.last, one.name)):
        while open_until and open_until[0][0] < lane.first:
            heappush(free, heappop(open_until)[1])
        if free:
            column = heappop(free)
            drawn.append(Lane(lane.name, lane.rule, lane.comes, lane.goes, column))
            heappush(open_until, (lane.last, column))
        else:
            left.append(lane)
    return drawn, left


def all_lanes(protocol: Protocol) -> Iterator[Lane]:
    """Every lane of a protocol, without a column."""
    place = {step.id: at for at, step in enumerate(protocol.steps)}
    goes: dict[tuple[str, bool], dict[int, None]] = {}
    for at, step in enumerate(protocol.steps):
        for named in _named(step.when):
            goes.setdefault(named, {})[at] = None
    for (name, rule), steps in goes.items():
        read = questions(protocol.rules[name].when, protocol.rules) if rule else {name}
        comes = tuple(sorted(place[one] for one in read))
        yield Lane(name, rule, comes, tuple(steps))


def _named(condition: Condition | None) -> Iterator[tuple[str, bool]]:
    """What a condition names itself: questions, and rules without what is in them."""
    for part in parts(condition):
        if part[0] == "rule" or part[0] not in JOINTS:
            yield part[1], part[0] == "rule"
