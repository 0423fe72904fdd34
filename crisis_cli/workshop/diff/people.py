"""Whom a change touches: the fewest answers that bring it about, those alike taken together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from crisis_cli.workshop.diff.asking import Asking
from crisis_cli.workshop.diff.leaving import Leaving
from crisis_cli.workshop.diff.questions import Question, Reply, plain, questions
from crisis_cli.workshop.model.answers import VALUE
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.search import FOUND

MOST = 3  # groups that are told of one change; there may be many more, each a little rarer
NEEDED = 1  # ordinary answers that are told as needed; with more, "nothing else decides it"


@dataclass(frozen=True, slots=True)
class Group:
    """People whom a change touches.

    said: their telling answers. always: whether whoever says so is touched; otherwise those of
    whom nothing else decides it. old, new: one of them, with every answer in either protocol.
    formula: who all of them are, touched or not. left: where the contact ends early, the question
    before which it does; else "".
    """

    said: tuple[Reply, ...]
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
        self.questions = list(questions(old, new))
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
        telling = self._telling()
        self._first_words(telling, rest)
        old, new = (_answers(model, self.asking) for model in self.models)
        left = self.leaving.last(self.asking) if self.leaving else ""
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

    def _first_words(self, telling: list[Question], rest: list[Formula]) -> None:
        """Find the people who give the first word that each of these questions can have.

        Whichever of several the solver happens on, the same ones are told of.
        """
        fixed = [*rest, *self._others(telling), *(self.odd[q.name] for q in telling)]
        for question in telling:
            words = map(question.word, question.given.words)
            fixed.append(next(word for word in words if self.asking.found(*fixed, word)))

    def _others(self, telling: list[Question]) -> list[Formula]:
        """That all other answers are ordinary."""
        names = {q.name for q in telling}
        return [calm for name, calm in self.calm.items() if name not in names]

    def _widened(
        self, rest: list[Formula], said: list[Reply], others: list[Formula]
    ) -> list[Reply]:
        """The same answers with every word that does as well, where any mixture of them does."""
        if not said:
            return said
        wide = []
        for one in said:
            beside = [*others, *(x.formula for x in said if x is not one)]
            wide.append(self._wider(one, rest, beside))
        formulas = [one.formula for one in wide]
        return wide if self.asking.never(no(both(rest)), *others, *formulas) else said

    def _wider(self, one: Reply, rest: list[Formula], beside: list[Formula]) -> Reply:
        """One answer with the other telling words, or the wider limits, that do as well."""
        question = next(q for q in self.questions if q.step is one.step)
        if not one.words:
            missed = [no(both(rest)), *beside]
            for widened in (question.lower, question.higher):
                wider = (w for w in widened(one) if self.asking.never(*missed, w.formula))
                one = next(wider, one)
            return one
        found = self.asking.check
        tried = (word for word in question.given.words if word != question.given.calmest)
        fixed = [*rest, *beside]
        words = [w for w in tried if w in one.words or found(*fixed, question.word(w)) == FOUND]
        return replace(one, words=tuple(words), formula=either(map(question.word, words)))

    def _without_ways(self, formula: Formula, said: list[Reply]) -> list[Reply]:
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
        self, formula: Formula, said: list[Reply], telling: list[Question]
    ) -> tuple[list[Reply], bool]:
        """The ordinary answers that are needed besides, and whether these are enough; none where
        they would be too many to tell."""
        needed: list[Reply] = []
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

    def _without_implied(self, said: list[Reply]) -> list[Reply]:
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


def _answers(model: Model, asking: Asking) -> dict[str, Any]:
    """Every answer of the interview that was found last, as one protocol asks for them."""
    asked = (step for step in model.asking if asking.truth(model.asked(step.id)))
    return {step.id: model.answers.to(step).read(asking.truth) for step in asked}
