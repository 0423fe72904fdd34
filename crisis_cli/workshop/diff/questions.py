"""The questions of two protocols side by side, and what people say to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.compiled import Step
from crisis_cli.workshop.diff.asking import Asking
from crisis_cli.workshop.model.answers import VALUE, Given, Many, Measured
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.replay import calm

WIDER = 6  # lower and higher limits of a number that are tried


@dataclass(frozen=True, slots=True)
class Reply:
    """What people say to one question: any of some words, or a value between two limits.

    formula: that it is asked, in either protocol, and answered so. ticked, unticked: of a
    choose-many.
    """

    step: Step
    formula: Formula
    words: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


def plain(said: Reply) -> tuple[Any, ...]:
    """What is said, to be compared with another answer to the same question."""
    return said.words, said.ticked, said.unticked, said.least, said.most


class Question:
    """A question of either protocol, with the one answer that it gets in both."""

    def __init__(self, name: str, step: Step, given: Given, asked: Formula) -> None:
        self.name, self.step, self.given, self.asked = name, step, given, asked
        for word in given.words:
            given.word(word)  # from here on the solver knows that it is just one of them

    def word(self, word: str) -> Formula:
        """That it is asked and answered with this word."""
        return both((self.asked, self.given.word(word)))

    def calmly(self) -> Reply:
        """That it is asked and answered calmly."""
        calmly = both((self.asked, self.given.calm()))
        if isinstance(self.given, Many):
            return Reply(self.step, calmly, unticked=self.given.asked)
        if isinstance(self.given, Measured):
            value = calm(self.step)
            amount = len(value) if isinstance(value, list) else value
            return Reply(self.step, calmly, least=amount, most=amount)
        return Reply(self.step, calmly, (self.given.calmest,))

    def said(self, asking: Asking) -> Reply:
        """What was answered in the interview that was found last."""
        word = next(w for w in self.given.words if asking.truth(self.given.word(w)))
        if word != VALUE:
            return Reply(self.step, self.word(word), (word,))
        if isinstance(self.given, Many):
            return self._ticked(asking, self.given)
        if isinstance(self.given, Measured):
            return self._between(asking, self.given)
        return Reply(self.step, self.word(VALUE), (VALUE,))

    def _ticked(self, asking: Asking, given: Many) -> Reply:
        ticked = tuple(given.value(asking.truth))
        some = [given.includes("all", [one]) for one in ticked]
        return Reply(self.step, both([self.asked, *some]), ticked=ticked)

    def lower(self, one: Reply) -> list[Reply]:
        """A number or a length with lower limits below, the lowest first; else nothing."""
        given = self.given
        if one.least is None or not isinstance(given, Measured):
            return []
        low, high = _parts(one.least, given), _parts(one.most, given)
        below = [limit for limit in given.amount.limits if low is not None and limit < low]
        return [self._limited(given, least, high) for least in (None, *below[-WIDER:])]

    def higher(self, one: Reply) -> list[Reply]:
        """A number or a length with higher limits above, the highest first; else nothing."""
        given = self.given
        if one.most is None or not isinstance(given, Measured):
            return []
        low, high = _parts(one.least, given), _parts(one.most, given)
        above = [
            limit - 1 for limit in given.amount.limits if high is not None and limit > high + 1
        ]
        return [self._limited(given, low, most) for most in (None, *reversed(above[:WIDER]))]

    def _limited(self, given: Measured, low: int | None, high: int | None) -> Reply:
        """That the answer is a number, or a length, between two limits that were asked about."""
        reaches = given.amount.reaches
        least = True if low is None else reaches(low)
        most = True if high is None else no(reaches(high + 1))
        formula = both((self.word(VALUE), least, most))
        sides = [None if side is None else side / given.unit for side in (low, high)]
        words = (VALUE,) if sides == [None, None] else ()
        return Reply(self.step, formula, words, least=sides[0], most=sides[1])

    def _between(self, asking: Asking, given: Measured) -> Reply:
        low, high = given.amount.chosen(asking.truth)
        least = None if low == given.amount.least else low
        return self._limited(given, least, None if high == given.amount.most else high)


def _parts(limit: float | None, given: Measured) -> int | None:
    return None if limit is None else round(limit * given.unit)


def questions(old: Model, new: Model) -> Iterable[Question]:
    """The questions of both protocols; one that is in both stands once."""
    found: dict[int, list[tuple[Model, Step]]] = {}
    for model in (old, new):
        for step in model.asking:
            found.setdefault(id(model.answers.to(step)), []).append((model, step))
    for number, both_of in enumerate(found.values()):
        model, step = both_of[-1]
        asked = either(one.asked(where.id) for one, where in both_of)
        yield Question(f"{step.id} {number}", step, model.answers.to(step), asked)
