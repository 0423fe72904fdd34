"""Conditions as a reader of paper can judge them: by what stands on the form for each question.

A condition of a protocol becomes a formula on marks. What the engine keeps in its head (which
steps are on the path, what counts for a danger question that was left out) stands on the form
too, or is said by earlier marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Protocol, Step
from crisis_cli.protocol.kinds import KINDS, OUTCOMES, SPECIAL

BLANK = " "  # nothing stands there; no id has a space
GIVEN = ""  # something was written, and it is none of the words that are ticked

Marks = frozenset[str]


@dataclass(frozen=True, slots=True)
class In:
    """What stands for a question is one of these marks."""

    question: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class Test:
    """A test of a number, of a list, or of several choices; or that it does not hold.

    question: "" for the level of concern.
    """

    question: str
    atom: tuple[Any, ...]
    holds: bool = True


@dataclass(frozen=True, slots=True)
class All:
    """All of these hold; none of them is always so."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of these holds; none of them is never so."""

    parts: tuple[Formula, ...]


Formula = In | Test | All | Some
ALWAYS, NEVER = All(()), Some(())


class Formulas:
    """The marks that each question of one protocol may have, and its conditions as formulas.

    to_come: conditions are read although questions that they name may still be to come: nothing
    stands for those yet, and whether a step is on the path is told before anybody gets there.
    Otherwise as by a reader who has come to a step: what its condition names lies behind them.
    passed_by: whether a question that was passed by counts; in urgent rules it does not.
    ended: nothing more is asked: what nobody came to on the path counts as passed by.
    """

    def __init__(
        self,
        protocol: Protocol,
        to_come: bool = False,
        passed_by: bool = True,
        ended: bool = False,
    ) -> None:
        self.protocol = protocol
        self.to_come, self.passed_by, self.ended = to_come, passed_by, ended
        self.steps = {step.id: step for step in protocol.steps}
        self.place = {step.id: place for place, step in enumerate(protocol.steps)}
        self._marks: dict[str, Marks] = {}
        self._gates: dict[str, Formula] = {}

    def marks(self, question: str) -> Marks:
        """Everything that may stand for a question, nothing at all among it."""
        if question not in self._marks:
            step = self.steps[question]
            may_lack = self.to_come or step.when is not None or not KINDS[step.kind].asks
            blank = [BLANK] if may_lack else []
            self._marks[question] = frozenset([*answers(step), *blank])
        return self._marks[question]

    def gate(self, step: Step) -> Formula:
        """When a step is on the path, for a reader who has come to it."""
        if step.id not in self._gates:
            self._gates[step.id] = self.formula(step.when)
        return self._gates[step.id]

    def formula(self, condition: Condition | None, holds: bool = True) -> Formula:
        """The condition, or that it does not hold."""
        if condition is None:
            return ALWAYS if holds else NEVER
        match condition:
            case ["all" | "any" as op, parts]:
                made = [self.formula(part, holds) for part in parts]
                return self.both(made) if (op == "all") == holds else self.either(made)
            case ["not", part]:
                return self.formula(part, not holds)
            case ["rule", name]:
                return self.formula(self.protocol.rules[name].when, holds)
            case ["on_path", question, wanted]:
                return self._on_path(self.steps[question], wanted == holds)
            case ["concern", levels]:
                return Test("", ("concern", tuple(levels)), holds)
            case ["is", question, words]:
                found = self._is(self.steps[question], frozenset(words))
                return found if holds else self.opposite(found)
        return Test(condition[1], _frozen(condition), holds)

    def _is(self, step: Step, words: Marks) -> Formula:
        if not self.passed_by:
            return self.one_of(step.id, words - {"not_asked"})
        found = self.one_of(step.id, words)
        if not self.ended or "not_asked" not in words:
            return found
        blank = self.one_of(step.id, {BLANK})
        return self.either([found, self.both([blank, self.formula(step.when)])])

    def _on_path(self, step: Step, wanted: bool) -> Formula:
        """Whether a step was come to: something stands there. A danger question that was left
        out may have a mark too, so that for it the condition itself is told."""
        if step.when is None:
            return ALWAYS if wanted else NEVER
        if step.danger or self.to_come or not KINDS[step.kind].asks:
            return self._of_steps().formula(step.when, wanted)
        blank = frozenset([BLANK])
        return self.one_of(step.id, self.marks(step.id) - blank if wanted else blank)

    def _of_steps(self) -> Formulas:
        """How conditions of steps are read: what was passed by counts there."""
        return self if self.passed_by else Formulas(self.protocol, self.to_come)

    def one_of(self, question: str, marks: Iterable[str]) -> Formula:
        """One of these marks stands for a question."""
        every = self.marks(question)
        found = frozenset(marks) & every
        if not found:
            return NEVER
        return ALWAYS if found == every else In(question, found)

    def both(self, parts: Iterable[Formula]) -> Formula:
        """All of these, as short as can be."""
        return self._joined(parts, All, NEVER, frozenset.intersection)

    def either(self, parts: Iterable[Formula]) -> Formula:
        """One of these, as short as can be."""
        return self._joined(parts, Some, ALWAYS, frozenset.union)

    def opposite(self, formula: Formula) -> Formula:
        """That a formula does not hold."""
        match formula:
            case In(question, marks):
                return self.one_of(question, self.marks(question) - marks)
            case Test(question, atom, holds):
                return Test(question, atom, not holds)
            case All(parts):
                return self.either(self.opposite(part) for part in parts)
            case Some(parts):
                return self.both(self.opposite(part) for part in parts)

    def _joined(
        self, parts: Iterable[Formula], kind: type[All | Some], end: Formula, join: Any
    ) -> Formula:
        """Joined by `kind`; `end` settles the whole."""
        found: dict[Formula | str, Formula] = {}
        for part in _flat(parts, kind):
            if part == end:
                return end
            key = part.question if isinstance(part, In) else part
            before = found.get(key)
            if isinstance(part, In) and isinstance(before, In):
                part = self.one_of(part.question, join(before.marks, part.marks))
            if part == end:
                return end
            found[key] = part
        rest = tuple(part for part in found.values() if part != kind(()))
        return rest[0] if len(rest) == 1 else kind(rest)


def answers(step: Step) -> list[str]:
    """The marks that a step may get when it is asked."""
    if not KINDS[step.kind].asks:
        return []
    if step.kind == "action":
        words = list(OUTCOMES)
    elif step.kind in ("yes_no", "choose_one"):
        words = [choice.id for choice in step.choices if choice.id not in SPECIAL]
    else:
        words = [GIVEN]
    return [*words, *UNKNOWN]


def questions(formula: Formula) -> Iterator[str]:
    """The questions that a formula looks at, some of them more than once."""
    if isinstance(formula, In | Test):
        yield formula.question
    else:
        for part in formula.parts:
            yield from questions(part)


def _flat(parts: Iterable[Formula], kind: type[All | Some]) -> Iterator[Formula]:
    for part in parts:
        if isinstance(part, kind):
            yield from part.parts
        else:
            yield part


def _frozen(condition: Condition) -> tuple[Any, ...]:
    return tuple(tuple(one) if isinstance(one, list) else one for one in condition)
