"""What is known of a form at one place of it, and what a condition comes to there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from crisis_cli.protocol.paper.formula import GIVEN, All, Formula, Formulas, In, Marks, Some, Test
from crisis_cli.protocol.truth import every, negated


@dataclass(frozen=True, slots=True)
class Known:
    """What stands on the form for certain, whichever way the reader came.

    marks: question -> the marks that may stand there; a question that is missing may have any.
    held, failed: formulas that were judged on the way here.
    """

    marks: Mapping[str, Marks] = field(default_factory=dict)
    held: frozenset[Formula] = frozenset()
    failed: frozenset[Formula] = frozenset()

    def told(self, formula: Formula) -> bool | None:
        """True, False, or None where it is still open."""
        if formula in self.held:
            return True
        if formula in self.failed:
            return False
        match formula:
            case In(question, marks):
                return _compared(self.marks.get(question), marks)
            case Test(question, _, holds):
                found = self.marks.get(question)
                return not holds if found is not None and GIVEN not in found else None
            case All(parts):
                return every(self.told(part) for part in parts)
            case Some(parts):
                return negated(every(negated(self.told(part)) for part in parts))

    def left(self, formula: Formula, formulas: Formulas) -> Formula:
        """What of a formula is still to be judged."""
        truth = self.told(formula)
        if truth is not None:
            return All(()) if truth else Some(())
        match formula:
            case In(question, marks):
                found = self.marks.get(question)
                return In(question, marks & found) if found is not None else formula
            case All(parts):
                return formulas.both(self.left(part, formulas) for part in parts)
            case Some(parts):
                return formulas.either(self.left(part, formulas) for part in parts)
        return formula

    def given(self, question: str, marks: Collection[str]) -> Known:
        """As this, with one of these marks for a question."""
        return Known({**self.marks, question: frozenset(marks)}, self.held, self.failed)

    def when(self, formula: Formula, holds: bool, formulas: Formulas) -> Known:
        """As this, where a formula was judged, and holds or does not."""
        marks = dict(self.marks)
        _narrow(formula, holds, marks, formulas)
        if not holds:
            return Known(marks, self.held, self.failed | {formula})
        parts = formula.parts if isinstance(formula, All) else ()
        return Known(marks, self.held | {formula, *parts}, self.failed)

    def only(self, wanted: Collection[str]) -> Known:
        """As this, without the questions that nobody will ask about again."""
        return Known({q: m for q, m in self.marks.items() if q in wanted}, self.held, self.failed)


def met(ways: list[Known]) -> Known:
    """What is known where several ways meet."""
    first, *others = ways
    marks = {
        question: found.union(*(way.marks[question] for way in others))
        for question, found in first.marks.items()
        if all(question in way.marks for way in others)
    }
    held = first.held.intersection(*(way.held for way in others))
    failed = first.failed.intersection(*(way.failed for way in others))
    return Known(marks, held, failed)


def _compared(found: Marks | None, marks: Marks) -> bool | None:
    if found is None:
        return None
    if found <= marks:
        return True
    return None if found & marks else False


def _narrow(formula: Formula, holds: bool, marks: dict[str, Marks], formulas: Formulas) -> None:
    """What a judged formula says of single questions."""
    match formula:
        case In(question, found):
            every = marks.get(question, formulas.marks(question))
            marks[question] = every & found if holds else every - found
        case All(parts) if holds:
            for part in parts:
                _narrow(part, True, marks, formulas)
        case Some(parts) if not holds:
            for part in parts:
                _narrow(part, False, marks, formulas)
