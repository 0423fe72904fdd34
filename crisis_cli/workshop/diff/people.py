"""Whom a change touches: the fewest answers that bring it about, those alike taken together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from crisis_cli.protocol.compiled import Step
from crisis_cli.workshop.diff.asking import Asking
from crisis_cli.workshop.diff.leaving import Leaving
from crisis_cli.workshop.model.answers import VALUE, Given, Many, Measured
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.replay import calm
from crisis_cli.workshop.model.search import FOUND

MOST = 3  # groups that are told of one change; there may be many more, each a little rarer
NEEDED = 3  # ordinary answers that are told as needed; with more, "nothing else decides it"


@dataclass(frozen=True, slots=True)
class Said:
    """What people say to one question: any of some words, or a value between two limits.

    formula: that it is asked, in either protocol, and answered so. ticked: of a choose-many,
    where also nothing may be ticked that matters: then it is `nothing`.
    """

    step: Step
    formula: Formula
    words: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    nothing: bool = False
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """People whom a change touches.

    said: their telling answers. always: whether whoever says so is touched; otherwise those of
    whom nothing else decides it. old, new: one of them, with every answer in either protocol.
    formula: who all of them are, touched or not. left: where the contact ends early, the question
    before which it does; else "".
    """

    said: tuple[Said, ...]
    always: bool
    old: dict[str, Any]
    new: dict[str, Any]
    formula: Formula = field(repr=False)
    left: str = ""


class Touched(NamedTuple):
    """Whom a change touches. more: whether there may be others than these groups."""

    groups: tuple[Group, ...]
    more: bool


class People:
    """Everybody who may be asked under two protocols, giving the same answers to both.

    leaving: where the contacts end early.
    """

    def __init__(
        self, old: Model, new: Model, seconds: float, leaving: Leaving | None = None
    ) -> None:
        self.models, self.leaving = (old, new), leaving
        self.questions = list(_questions(old, new))
        self.odd = {q.name: both((q.asked, no(q.given.calm()))) for q in self.questions}
        self.calm = {name: no(odd) for name, odd in self.odd.items()}
        self.place = {id(q.step): place for place, q in enumerate(self.questions)}
        possible = leaving.possible if leaving else True
        self.asking = Asking(new.domain, seconds, possible)

    def groups(self, formula: Formula, but: Iterable[Formula] = ()) -> Touched:
        """The groups that a change touches. NotCompared where the time is over too soon.

        but: people who were told of already, and are left out.
        """
        groups: list[Group] = []
        rest = [formula, *(no(some) for some in but)]
        more = self.asking.found(*rest)
        while more and len(groups) < MOST:
            group = self._group(formula, rest)
            groups.append(group)
            rest.append(no(group.formula))
            more = not self.asking.never(*rest)
        return Touched(tuple(_together(groups)), more)

    def _group(self, formula: Formula, rest: list[Formula]) -> Group:
        """The people with the fewest answers out of the ordinary, and who is like them."""
        self.asking.fewest(self.odd.values(), *rest)
        old, new = (_answers(model, self.asking) for model in self.models)
        left = self.leaving.last(self.asking) if self.leaving else ""
        telling = self._telling()
        said = [q.said(self.asking) for q in telling]
        said = self._widened(rest, said, self._others(telling))
        said = self._without_ways(formula, said)
        needed, always = self._needed(formula, said, telling)
        everything = sorted([*said, *needed], key=lambda one: self.place[id(one.step)])
        told = self._without_implied(everything)
        everybody = both(one.formula for one in everything)
        return Group(tuple(told), always, old, new, everybody, left)

    def _telling(self) -> list[Question]:
        """The questions with answers out of the ordinary, in what was found last."""
        return [q for q in self.questions if self.asking.truth(self.odd[q.name])]

    def _others(self, telling: list[Question]) -> list[Formula]:
        """That all other answers are ordinary."""
        names = {q.name for q in telling}
        return [calm for name, calm in self.calm.items() if name not in names]

    def _widened(self, rest: list[Formula], said: list[Said], others: list[Formula]) -> list[Said]:
        """The same answers with every word that does as well, where any mixture of them does."""
        if not said:
            return said
        wide = []
        for one in said:
            beside = [*others, *(x.formula for x in said if x is not one)]
            wide.append(self._wider(one, rest, beside))
        formulas = [one.formula for one in wide]
        return wide if self.asking.never(no(both(rest)), *others, *formulas) else said

    def _wider(self, one: Said, rest: list[Formula], beside: list[Formula]) -> Said:
        """One answer with the other telling words, or the wider limits, that do as well."""
        question = next(q for q in self.questions if q.step is one.step)
        if not one.words:
            missed = [no(both(rest)), *beside]
            wider = (w for w in question.wider(one) if self.asking.never(*missed, w.formula))
            return next(wider, one)
        found = self.asking.check
        tried = (word for word in question.given.words if word != question.given.calmest)
        fixed = [*rest, *beside]
        words = [w for w in tried if w in one.words or found(*fixed, question.word(w)) == FOUND]
        return replace(one, words=tuple(words), formula=either(map(question.word, words)))

    def _without_ways(self, formula: Formula, said: list[Said]) -> list[Said]:
        """Without the answers that are just one way of several to be asked the others: of those
        with as few answers out of the ordinary, everybody is touched without them too."""
        kept = list(said)
        few = self.asking.at_most(self.odd.values(), len(said))
        for one in said:
            others = [x.formula for x in kept if x is not one]
            if others and self.asking.never(no(formula), few, *others):
                kept.remove(one)
        return kept

    def _needed(
        self, formula: Formula, said: list[Said], telling: list[Question]
    ) -> tuple[list[Said], bool]:
        """The ordinary answers that are needed besides, and whether these are enough; none where
        they would be too many to tell."""
        needed: list[Said] = []
        names = {q.name for q in telling}
        missed = [no(formula), *(one.formula for one in said)]
        while self.asking.check(*missed, *(one.formula for one in needed)) == FOUND:
            if len(needed) == NEEDED:
                return [], False
            self.asking.fewest(self.odd.values(), *missed, *(one.formula for one in needed))
            new = [q for q in self._telling() if q.name not in names]
            if len(new) != 1:
                return [], False
            names.add(new[0].name)
            needed.append(new[0].calmly())
        return needed, True

    def _without_implied(self, said: list[Said]) -> list[Said]:
        """Without the answers that whoever was asked the others must have given."""
        kept = list(said)
        for one in said:
            others = [x.formula for x in kept if x is not one]
            if others and self.asking.never(*others, no(one.formula)):
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
    apart = [i for i, (mine, theirs) in enumerate(pairs) if plain(mine) != plain(theirs)]
    if len(apart) != 1 or not all(x.words and x.words != (VALUE,) for x in pairs[apart[0]]):
        return None
    mine, theirs = pairs[apart[0]]
    words = tuple(dict.fromkeys((*mine.words, *theirs.words)))
    wide = replace(mine, words=words, formula=either((mine.formula, theirs.formula)))
    said = tuple(wide if i == apart[0] else x for i, x in enumerate(one.said))
    return replace(one, said=said, formula=either((one.formula, other.formula)))


def plain(said: Said) -> tuple[Any, ...]:
    """What is said, to be compared with another answer to the same question."""
    return said.words, said.ticked, said.nothing, said.least, said.most


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
        calmly = both((self.asked, self.given.calm()))
        if isinstance(self.given, Many):
            return Said(self.step, calmly, nothing=True)
        if isinstance(self.given, Measured):
            value = calm(self.step)
            amount = len(value) if isinstance(value, list) else value
            return Said(self.step, calmly, least=amount, most=amount)
        return Said(self.step, calmly, (self.given.calmest,))

    def said(self, asking: Asking) -> Said:
        """What was answered in the interview that was found last."""
        word = next(w for w in self.given.words if asking.truth(self.given.word(w)))
        if word != VALUE:
            return Said(self.step, self.word(word), (word,))
        if isinstance(self.given, Many):
            return self._ticked(asking, self.given)
        if isinstance(self.given, Measured):
            return self._between(asking, self.given)
        return Said(self.step, self.word(VALUE), (VALUE,))

    def _ticked(self, asking: Asking, given: Many) -> Said:
        ticked = tuple(given.value(asking.truth))
        some = [given.includes("all", [one]) for one in ticked]
        return Said(self.step, both([self.asked, *some]), ticked=ticked)

    def wider(self, one: Said) -> list[Said]:
        """A number between wider limits, the widest first; nothing for anything else."""
        given = self.given
        if one.ticked or not isinstance(given, Measured):
            return []
        sides = ((None, None), (one.least, None), (None, one.most))
        return [self._limited(given, least, most) for least, most in sides]

    def _limited(self, given: Measured, least: float | None, most: float | None) -> Said:
        """That the answer is a number, or a length, between two limits that were asked about."""
        reaches, unit = given.amount.reaches, given.unit
        low = True if least is None else reaches(round(least * unit))
        high = True if most is None else no(reaches(round(most * unit) + 1))
        formula = both((self.word(VALUE), low, high))
        return Said(self.step, formula, (VALUE,) * (least is most), least=least, most=most)

    def _between(self, asking: Asking, given: Measured) -> Said:
        low, high = given.amount.chosen(asking.truth)
        least = None if low == given.amount.least else low / given.unit
        most = None if high == given.amount.most else high / given.unit
        return self._limited(given, least, most)


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


def _answers(model: Model, asking: Asking) -> dict[str, Any]:
    """Every answer of the interview that was found last, as one protocol asks for them."""
    asked = (step for step in model.asking if asking.truth(model.asked(step.id)))
    return {step.id: model.answers.to(step).read(asking.truth) for step in asked}
