"""Whom a change touches: the fewest answers that bring it about, those alike taken together."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from crisis_cli.protocol.compiled import Step
from crisis_cli.workshop.model.answers import VALUE, Given, Many, Measured
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.search import FOUND, NONE, NOT_PROVED, Search, at_most

MOST = 4  # groups that are told of one change; there may be many more, each a little rarer
NEEDED = 3  # ordinary answers that are told as needed; with more, "nothing else decides it"


class NotCompared(Exception):
    """The time was over before it could be told whether anything differs."""


@dataclass(frozen=True, slots=True)
class Said:
    """What people say to one question: any of some words, or a value between two limits.

    formula: that it is asked, in either protocol, and answered so. ticked: of a choose-many.
    """

    step: Step
    formula: Formula
    words: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """People whom a change touches.

    said: their telling answers. always: whether whoever says so is touched; otherwise those of
    whom nothing else decides it. old, new: one of them, with every answer in either protocol.
    """

    said: tuple[Said, ...]
    always: bool
    old: dict[str, Any]
    new: dict[str, Any]


class People:
    """Everybody who may be asked under two protocols, giving the same answers to both."""

    def __init__(self, old: Model, new: Model, seconds: float) -> None:
        self.models = old, new
        self.end = time.monotonic() + seconds
        self.questions = list(_questions(old, new))
        self.odd = {q.name: both((q.asked, no(q.given.calm()))) for q in self.questions}
        self.search = Search(new, seconds)

    def groups(self, formula: Formula) -> tuple[list[Group], bool]:
        """The groups that a change touches, and whether there are more than are told.

        Each of the people that it touches is in one of the groups, if there are no more.
        NotCompared where the time is over before it is known whether there are any.
        """
        found: list[Group] = []
        rest = formula
        while len(found) < MOST:
            verdict = self._check(rest, must=not found)
            if verdict != FOUND:
                return _together(found), verdict != NONE
            group, seen = self._group(formula, rest)
            found.append(group)
            rest = both((rest, no(seen)))
        return _together(found), self._check(rest) != NONE

    def _check(self, formula: Formula, must: bool = False) -> str:
        verdict = self.search.check(formula, self.end - time.monotonic())
        if must and verdict == NOT_PROVED:
            raise NotCompared
        return verdict

    def _group(self, formula: Formula, rest: Formula) -> tuple[Group, Formula]:
        """The people with the fewest answers out of the ordinary, and who they all are."""
        self._fewest(rest)
        old, new = (_answers(model, self.search) for model in self.models)
        telling = [q for q in self.questions if self.search.truth(self.odd[q.name])]
        said = [q.said(self.search) for q in telling]
        others = self._calm_but({q.name for q in telling})
        said = self._widened(rest, said, others)
        needed, always = self._needed(formula, said, telling)
        told = self._without_implied([*said, *needed])
        seen = both(one.formula for one in [*said, *needed])
        return Group(tuple(told), always, old, new), seen

    def _fewest(self, formula: Formula) -> None:
        """Look for answers with as few as possible out of the ordinary, where there are any."""
        odd = list(self.odd.values())
        for count in range(len(odd) + 1):
            if self._check(both((formula, at_most(odd, count))), must=True) == FOUND:
                return

    def _calm_but(self, names: set[str]) -> Formula:
        return both(no(odd) for name, odd in self.odd.items() if name not in names)

    def _widened(self, formula: Formula, said: list[Said], others: Formula) -> list[Said]:
        """The same answers with every word that does as well, where any mixture of them does."""
        if not said:
            return said
        wide = []
        for one in said:
            fixed = both([formula, others, *(x.formula for x in said if x is not one)])
            wide.append(self._with_words(one, fixed))
        anyone = both([others, *(one.formula for one in wide)])
        mixed = self._check(both((anyone, no(formula)))) == NONE
        return wide if mixed else said

    def _with_words(self, one: Said, fixed: Formula) -> Said:
        """One answer with the other telling words that do as well."""
        if not one.words:
            return one
        question = next(q for q in self.questions if q.step is one.step)
        tried = (word for word in question.given.words if word != question.given.calmest)
        words = [
            word
            for word in tried
            if word in one.words or self._check(both((fixed, question.word(word)))) == FOUND
        ]
        return replace(one, words=tuple(words), formula=either(map(question.word, words)))

    def _needed(
        self, formula: Formula, said: list[Said], telling: list[Question]
    ) -> tuple[list[Said], bool]:
        """The ordinary answers that are needed besides, and whether these are enough; none where
        they would be too many to tell."""
        needed: list[Said] = []
        names = {q.name for q in telling}
        missed = both([no(formula), *(one.formula for one in said)])
        while True:
            here = both([missed, *(one.formula for one in needed)])
            if self._check(here) != FOUND:
                return needed, True
            if len(needed) == NEEDED:
                return [], False
            self._fewest(here)
            odd = [q for q in self.questions if self.search.truth(self.odd[q.name])]
            new = [q for q in odd if q.name not in names]
            if len(new) != 1:
                return [], False
            names.add(new[0].name)
            needed.append(new[0].calmly())

    def _without_implied(self, said: list[Said]) -> list[Said]:
        """Without the answers that whoever was asked the others must have given."""
        kept = list(said)
        for one in said:
            others = both(x.formula for x in kept if x is not one)
            if len(kept) > 1 and self._check(both((others, no(one.formula)))) == NONE:
                kept.remove(one)
        return kept


def _together(groups: list[Group]) -> list[Group]:
    """Groups that differ in the words of one answer only, as one."""
    found: list[Group] = []
    for group in groups:
        for i, other in enumerate(found):
            joined = _joined(other, group)
            if joined:
                found[i] = joined
                break
        else:
            found.append(group)
    return found


def _joined(one: Group, other: Group) -> Group | None:
    """One group for both, where they differ in the words of one answer only."""
    if one.always != other.always or [s.step for s in one.said] != [s.step for s in other.said]:
        return None
    pairs = list(zip(one.said, other.said, strict=True))
    apart = [i for i, (mine, theirs) in enumerate(pairs) if _plain(mine) != _plain(theirs)]
    if len(apart) != 1 or not all(x.words and x.words != (VALUE,) for x in pairs[apart[0]]):
        return None
    mine, theirs = pairs[apart[0]]
    words = tuple(dict.fromkeys((*mine.words, *theirs.words)))
    wide = replace(mine, words=words, formula=either((mine.formula, theirs.formula)))
    said = tuple(wide if i == apart[0] else x for i, x in enumerate(one.said))
    return replace(one, said=said)


def _plain(said: Said) -> tuple[Any, ...]:
    return said.words, said.ticked, said.least, said.most


class Question:
    """A question of either protocol, with the one answer that it gets in both."""

    def __init__(self, name: str, step: Step, given: Given, asked: Formula) -> None:
        self.name, self.step, self.given, self.asked = name, step, given, asked
        for word in given.words:
            given.word(word)  # from here on the solver knows that it is just one of them

    def word(self, word: str) -> Formula:
        """That it is asked and answered with this word."""
        return both((self.asked, self.given.word(word)))

    def calmly(self) -> Said:
        """That it is asked and answered calmly."""
        calm = both((self.asked, self.given.calm()))
        return Said(self.step, calm, (self.given.calmest,) if self.given.calmest else ())

    def said(self, search: Search) -> Said:
        """What was answered in the interview that was found last."""
        word = next(w for w in self.given.words if search.truth(self.given.word(w)))
        if word != VALUE:
            return Said(self.step, self.word(word), (word,))
        if isinstance(self.given, Many):
            return self._ticked(search, self.given)
        if isinstance(self.given, Measured):
            return self._between(search, self.given)
        return Said(self.step, self.word(VALUE), (VALUE,))

    def _ticked(self, search: Search, given: Many) -> Said:
        ticked = tuple(given.value(search.truth))
        some = [given.includes("all", [one]) for one in ticked]
        return Said(self.step, both([self.asked, *some]), ticked=ticked)

    def _between(self, search: Search, given: Measured) -> Said:
        low, high = given.amount.chosen(search.truth)
        within = both((given.amount.reaches(low), no(given.amount.reaches(high + 1))))
        least = None if low == given.amount.least else low / given.unit
        most = None if high == given.amount.most else high / given.unit
        formula = both((self.word(VALUE), within))
        return Said(self.step, formula, least=least, most=most)


def _questions(old: Model, new: Model) -> Iterable[Question]:
    """The questions of both protocols; one that is in both stands once."""
    found: dict[int, list[tuple[Model, Step]]] = {}
    for model in (old, new):
        for step in model.asking:
            found.setdefault(id(model.answers.to(step)), []).append((model, step))
    for number, both_of in enumerate(found.values()):
        model, step = both_of[-1]
        asked = either(one.asked(where.id) for one, where in both_of)
        yield Question(f"{step.id} {number}", step, model.answers.to(step), asked)


def _answers(model: Model, search: Search) -> dict[str, Any]:
    """Every answer of the interview that was found last, as one protocol asks for them."""
    asked = (step for step in model.asking if search.truth(model.asked(step.id)))
    return {step.id: model.answers.to(step).read(search.truth) for step in asked}
