"""Every way through a protocol, those that go on alike taken together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crisis_cli.engine.path import counts_as
from crisis_cli.protocol.compiled import Condition, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.truth import (
    OTHER,
    Said,
    atoms,
    matches,
    off_path_says,
    questions,
    says,
)
from crisis_cli.workshop.reading.answers import kinds_of_answers, seen
from crisis_cli.workshop.reading.residual import Left, Settled, narrowed, nothing, whole

# The number of each condition of a step to come of which an answer was already looked at, and what
# is left of it. Those that nothing was said of yet are the same in every state.
Open = tuple[tuple[int, Left], ...]
BEGINNING: Open = ()


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """One way in which a step can go: not on the path, or answered so."""

    on_path: bool
    answer: Said | None
    says: str  # what it says of later steps that are off the path because of it


class Walk:
    """The forward paths of a protocol.

    A state is what is left of the conditions of the steps to come. Two beginnings of a path
    with the same state can go on in the same ways, so they are looked at once.
    """

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.whens = _distinct(protocol)
        self.telling = _telling(protocol)
        self._number = {key: number for number, key in enumerate(self.whens)}
        self._numbers = [self._number.get(_key(step.when)) for step in protocol.steps]
        rules = protocol.rules
        self._first = [narrowed(whole(when, rules), nothing) for when in self.whens.values()]
        telling = [step for step in protocol.steps if step.id in self.telling]
        self._reasons = {self._number[_key(step.when)] for step in telling}
        self._atoms = _atoms_by_question(protocol)
        self._over = self._last_used()
        self._readers = self._reading()
        self._seen: dict[Any, Left] = {}
        self._turns: dict[tuple[int, str], list[Turn]] = {}

    def turns(self, state: Open, place: int) -> list[Turn]:
        """The ways in which a step can go. TooMany where they are too many."""
        left = self._of(state, place)
        off = left is not None and not left.holds
        memo = (place, left.why if left and off else "")
        if memo not in self._turns:
            self._turns[memo] = [self._skipped(place, memo[1])] if off else self._asked(place)
        return self._turns[memo]

    def _asked(self, place: int) -> list[Turn]:
        step = self.protocol.steps[place]
        if not KINDS[step.kind].asks:
            return [Turn(True, None, OTHER)]
        given = kinds_of_answers(step, self._atoms.get(step.id, []))
        answers = [seen(step, answer) for answer in given]
        return [Turn(True, answer, says(step.danger, answer.word)) for answer in answers]

    def _skipped(self, place: int, why: str) -> Turn:
        """How a step goes that is off the path."""
        step = self.protocol.steps[place]
        word = counts_as(step, why)
        return Turn(False, Said(word, None) if word else None, off_path_says(step, why))

    def after(self, state: Open, place: int, turn: Turn) -> Open:
        """The state once a step has gone so."""
        question = self.protocol.steps[place].id
        readers, over = self._readers.get(question, ()), self._over[place]
        if not readers and not over:
            return state
        left = dict(state)
        for number in readers:
            before = left.get(number, self._first[number])
            left[number] = self._narrowed(number, before, question, turn)
        for number in over:
            left.pop(number, None)
        return tuple(left.items())

    def _narrowed(self, number: int, left: Left, question: str, turn: Turn) -> Left:
        if isinstance(left, Settled):
            return left
        reasons = number in self._reasons
        memo = (reasons, left, question, turn)
        if memo not in self._seen:

            def settle(atom: Condition) -> Settled | None:
                return _settled(atom, turn) if atom[1] == question else None

            self._seen[memo] = narrowed(left, settle, reasons)
        return self._seen[memo]

    def _of(self, state: Open, place: int) -> Settled | None:
        number = self._numbers[place]
        if number is None:
            return None
        left = dict(state).get(number, self._first[number])
        assert isinstance(left, Settled), "a condition names earlier steps only"
        return left

    def _last_used(self) -> list[list[int]]:
        """For each place, the conditions that no step after it has: they need not be told apart."""
        last = {number: place for place, number in enumerate(self._numbers)}
        found: list[list[int]] = [[] for _ in self.protocol.steps]
        for number, place in last.items():
            found[place] += [] if number is None else [number]
        return found

    def _reading(self) -> dict[str, list[int]]:
        """For each question, the conditions that name it."""
        found: dict[str, list[int]] = {}
        for key, when in self.whens.items():
            for question in questions(when, self.protocol.rules):
                found.setdefault(question, []).append(self._number[key])
        return found


def _settled(atom: Condition, turn: Turn) -> Settled:
    if atom[0] == "on_path":
        return Settled(turn.on_path == atom[2], turn.says)
    return Settled(matches(atom, turn.answer), turn.says)


def _key(when: Condition | None) -> str:
    return "" if when is None else repr(when)


def _distinct(protocol: Protocol) -> dict[str, Condition]:
    """The conditions of steps, each once."""
    return {_key(step.when): step.when for step in protocol.steps if step.when is not None}


def _atoms_by_question(protocol: Protocol) -> dict[str, list[Condition]]:
    found: dict[str, list[Condition]] = {}
    for when in _distinct(protocol).values():
        for atom in atoms(when, protocol.rules):
            if atom not in found.setdefault(atom[1], []):
                found[atom[1]].append(atom)
    return found


def _telling(protocol: Protocol) -> set[str]:
    """The steps of which it matters why they are off the path: a later condition can tell."""
    steps = {step.id: step for step in protocol.steps}
    named = [a for when in _distinct(protocol).values() for a in atoms(when, protocol.rules)]
    waiting = [q for op, q, *values in named if op == "is" and _tells(steps[q], values[0])]
    found: set[str] = set()
    while waiting:
        step = steps[waiting.pop()]
        if step.when is not None and step.id not in found:
            found.add(step.id)
            waiting += questions(step.when, protocol.rules)
    return found


def _tells(step: Step, words: list[str]) -> bool:
    """Whether such a condition sees a difference between the ways of not being asked."""
    return step.danger and ("not_asked" in words or (step.otherwise or "not_asked") in words)
