"""Asking the solver: whether something can be, and by which answers; the simplest ones first."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.workshop.model.logic import Formula, both, either, no, solver
from crisis_cli.workshop.model.model import Model

SECONDS = 20.0  # for one question to the solver
FOUND, NONE, NOT_PROVED = "found", "none", "not proved"


@dataclass(frozen=True, slots=True)
class Result:
    """What the solver says.

    verdict: found (with answers), none (there are no such answers: proved), or not proved.
    answers: step id -> a real answer, as the engine takes it, or the word of an unknown; of every
    question that is asked, in the order of the protocol. simplest: whether there surely are none
    with fewer answers out of the ordinary.
    """

    verdict: str
    answers: dict[str, Any] = field(default_factory=dict)
    simplest: bool = True


class Search:
    """A solver for some models that share their domain, asked one thing after the other.

    seconds: for one question.
    """

    def __init__(self, model: Model, seconds: float = SECONDS) -> None:
        self.model, self.seconds = model, seconds
        self._solver = solver().SolverFor("QF_FD")
        self._told = 0
        self._chosen: Any = None

    def tell(self, formula: Formula) -> None:
        """From now on only what fits to this is looked for."""
        self._solver.add(formula)

    def check(self, goal: Formula, seconds: float | None = None) -> str:
        """FOUND, NONE or NOT_PROVED. `truth` then says what was chosen when it was FOUND last."""
        if goal is False:
            return NONE
        domain = self.model.domain
        self._solver.add(*domain[self._told :])
        self._told = len(domain)
        left = self.seconds if seconds is None else seconds
        if left <= 0:
            return NOT_PROVED
        self._solver.set("timeout", max(1, int(left * 1000)))
        said = str(self._solver.check(*([] if goal is True else [goal])))
        if said == "sat":
            self._chosen = self._solver.model()
        return {"sat": FOUND, "unsat": NONE}.get(said, NOT_PROVED)

    def truth(self, formula: Formula) -> bool:
        """Whether a formula is true for what was found last."""
        if isinstance(formula, bool):
            return formula
        return bool(solver().is_true(self._chosen.eval(formula, model_completion=True)))

    def answers(self, model: Model | None = None) -> dict[str, Any]:
        """The answers that were found last, to every question that is asked, in order."""
        one = model or self.model
        asked = (step for step in one.asking if self.truth(one.asked(step.id)))
        return {step.id: one.answers.to(step).read(self.truth) for step in asked}


def once(model: Model, goal: Formula, seconds: float = SECONDS) -> str:
    """Whether the goal can hold, for one that is asked by itself: twice as fast as `check`."""
    search = Search(model, seconds)
    search.tell(goal)
    return search.check(True)


def shortest(model: Model, goal: Formula, seconds: float = SECONDS) -> Result:
    """The simplest answers with which the goal holds.

    Of all, those with the fewest answers that are not the calm one; of these, those with the
    fewest questions; of these, those with the fewest unknowns. seconds: for all of it. When they
    are over, the best found so far.
    """
    search, counts = Search(model, seconds), Counts.of([model])
    verdict = search.check(goal)
    if verdict != FOUND:
        return Result(verdict)
    sure = simplest(search, goal, counts, seconds)
    return Result(FOUND, search.answers(), sure)


class Counts(NamedTuple):
    """What there is to be few of, for each question: whether it is asked in any of some models,
    and whether its answer is then out of the ordinary, or an unknown.

    Made before the solver is first asked, so that whatever it finds tells every answer.
    """

    asked: list[Formula]
    odd: list[Formula]
    unknown: list[Formula]

    @classmethod
    def of(cls, models: list[Model]) -> Counts:
        """Those of some models with the same answers, but for what the first one does not ask."""
        made = cls([], [], [])
        for step in models[0].asking:
            given, asked = models[0].answers.to(step), either(one.asked(step.id) for one in models)
            made.asked.append(asked)
            made.odd.append(both((asked, no(given.calm()))))
            made.unknown.append(both((asked, either(map(given.word, UNKNOWN)))))
        return made


def simplest(search: Search, goal: Formula, counts: Counts, seconds: float) -> bool:
    """Make what was found simpler, as `shortest` says.

    Returns whether there surely is nothing simpler.
    """
    end = time.monotonic() + seconds
    few = _fewest(search, goal, counts.odd, end)
    if few is None:
        return False
    goal = both((goal, few))
    short = _fewer(search, goal, counts.asked, end)
    if short is None:
        return False
    return _fewer(search, both((goal, short)), counts.unknown, end) is not None


def _fewest(search: Search, goal: Formula, odd: list[Formula], end: float) -> Formula | None:
    """That as few as possible of these are true, looked for from none; None without time."""
    for count in range(len(odd) + 1):
        few = at_most(odd, count)
        verdict = search.check(both((goal, few)), end - time.monotonic())
        if verdict != NONE:
            return few if verdict == FOUND else None
    return None


def _fewer(search: Search, goal: Formula, counted: list[Formula], end: float) -> Formula | None:
    """The same, looked for from what was found."""
    while count := sum(map(search.truth, counted)):
        verdict = search.check(both((goal, at_most(counted, count - 1))), end - time.monotonic())
        if verdict != FOUND:
            return at_most(counted, count) if verdict == NONE else None
    return at_most(counted, 0)


def at_most(formulas: list[Formula], count: int) -> Formula:
    """That no more than so many of these are true."""
    sure = sum(one is True for one in formulas)
    open_ = [one for one in formulas if not isinstance(one, bool)]
    if sure > count:
        return False
    if len(open_) <= count - sure:
        return True
    if count == sure:
        return both(no(one) for one in open_)
    return solver().AtMost(*open_, count - sure)
