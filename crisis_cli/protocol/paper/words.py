"""Formulas in words: `any of 8, 9 and 15 is Yes or unclear`.

"Unclear" stands for the first three unknowns together; the form says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crisis_cli.protocol.compiled import UNKNOWN, Protocol, Step
from crisis_cli.protocol.kinds import OUTCOMES, SPECIAL
from crisis_cli.protocol.paper.formula import (
    ALWAYS,
    BLANK,
    GIVEN,
    All,
    Formula,
    Formulas,
    In,
    Marks,
    Some,
    Test,
)
from crisis_cli.protocol.paper.numbers import lettered, listed, numbered, ranged

UNCLEAR = "unclear"
ANSWERED = "answered"
PASSED_BY = "Passed by"
COMPARED = {
    "at_least": "at least",
    "at_most": "at most",
    "above": "more than",
    "below": "less than",
}


class Words:
    """The formulas of one protocol in the numbers of its form."""

    def __init__(self, protocol: Protocol) -> None:
        self.formulas = Formulas(protocol)
        self.numbers = numbered(protocol)
        self._letters: dict[str, dict[str, str]] = {}

    def say(self, formula: Formula) -> str:
        """A formula in words."""
        match formula:
            case In(question, marks):
                return f"{self.numbers[question]} {self._stands(question, marks)}"
            case Test():
                return self._test(formula)
            case All(parts) if parts:
                return ", and ".join(self.parts(formula))
            case Some(parts) if parts:
                return ", or ".join(self.parts(formula))
        return "always" if formula == ALWAYS else "never"

    def parts(self, formula: All | Some) -> list[str]:
        """The parts of a formula in words; what is said of several questions is said once."""
        return self._grouped(formula.parts, "all" if isinstance(formula, All) else "any")

    def mark(self, question: str, word: str) -> str:
        """What is ticked for an answer, by its word: its letter, or its own words."""
        step = self.formulas.steps[question]
        if question not in self._letters:
            self._letters[question] = lettered(step)
        return self._letters[question].get(word) or label(step, word)

    def marks(self, question: str, words: Iterable[str]) -> str:
        """Several answers in words: Yes or unclear."""
        given = list(words)
        left = [word for word in given if word not in UNKNOWN[:3]]
        if len(given) - len(left) < 3:
            left = given
        order = {word: place for place, word in enumerate(self._order(question))}
        said = [self.mark(question, word) for word in sorted(left, key=order.__getitem__)]
        if left != given:
            said.insert(len(said) - ("not_asked" in left), UNCLEAR)
        return listed(said, "or")

    def _order(self, question: str) -> list[str]:
        """The answers of a question as they stand on the form."""
        step = self.formulas.steps[question]
        listed_first = [choice.id for choice in step.choices]
        return [*dict.fromkeys([*listed_first, GIVEN, *OUTCOMES, *UNKNOWN])]

    def _stands(self, question: str, marks: Marks) -> str:
        every = self.formulas.marks(question)
        if marks == {BLANK}:
            return "was left out"
        if marks == every - {BLANK}:
            return "was asked"
        if BLANK in marks:  # "not Yes" is also where nothing stands
            return f"is not {self.marks(question, every - marks - {BLANK})}"
        return f"is {self.marks(question, marks)}"

    def _grouped(self, parts: Iterable[Formula], quantity: str) -> list[str]:
        """The parts in words; questions of which the same is said are said together."""
        same: dict[str, list[str]] = {}
        said: list[str] = []
        for part in parts:
            if isinstance(part, In):
                same.setdefault(self._stands(part.question, part.marks), []).append(part.question)
            else:
                said.append(self.say(part) if isinstance(part, Test) else f"({self.say(part)})")
        return [self._together(stands, qs, quantity) for stands, qs in same.items()] + said

    def _together(self, stands: str, questions: list[str], quantity: str) -> str:
        numbers = [
            self.numbers[one] for one in sorted(questions, key=self.formulas.place.__getitem__)
        ]
        if len(numbers) == 1:
            return f"{numbers[0]} {stands}"
        if stands.startswith("is not "):
            none = f"none of {ranged(numbers)} {stands.replace('is not', 'is', 1)}"
            return none if quantity == "all" else f"not all of {ranged(numbers)} {_plural(stands)}"
        return f"{quantity} of {ranged(numbers)} {_plural(stands) if quantity == 'all' else stands}"

    def _test(self, test: Test) -> str:
        if test.atom[0] == "concern":
            said = f"the level is {listed(list(test.atom[1]), 'or')}"
            return said if test.holds else f"it is not so that {said}"
        step = self.formulas.steps[test.question]
        said = f"{self.numbers[step.id]} {self._tested(step, test.atom)}"
        return said if test.holds else f"it is not so that {said}"

    def _tested(self, step: Step, atom: tuple[Any, ...]) -> str:
        match atom:
            case ("number", _, op, limit):
                return f"is {COMPARED[op]} {limit:.15g}"
            case ("count", _, op, limit):
                return f"has {COMPARED[op]} {limit:.15g} on its list"
        _, _, mode, ids = atom
        named = [lettered(step).get(one) or label(step, one) for one in ids]
        joint = "and" if mode == "all" else "or"
        return f"has {'no ' * (mode == 'none')}tick at {listed(named, joint)}"


def label(step: Step, word: str) -> str:
    """The words of one answer as they stand on the form."""
    chosen = {choice.id: choice.label for choice in step.choices}
    every = SPECIAL | {"not_asked": PASSED_BY} | OUTCOMES | {GIVEN: ANSWERED} | chosen
    said = every.get(word, word)
    return f'"{said}"' if "," in said or " or " in said else said


def _plural(stands: str) -> str:
    swap = {"is not": "are", "is": "are", "was": "were"}
    first = next(one for one in swap if stands.startswith(f"{one} "))
    return stands.replace(first, swap[first], 1)
