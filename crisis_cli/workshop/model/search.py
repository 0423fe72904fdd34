"""Asking the solver: whether something can be, and by which answers; the simplest ones first."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from crisis_cli.workshop.model.logic import Formula, both, no, solver
from crisis_cli.workshop.model.model import Model

SECONDS = 20.0  # for one question to the solver
FOUND, NONE, NOT_PROVED = "found", "none", "not proved"


@dataclass(frozen=True, slots=True)
class Result:
    """What the solver says.

    verdict: found (with answers), none (there are no such answers: proved), or not proved.
    answers: step id -> a real answer, as the engine takes it, or the word of an unknown; of every
    question that is asked, in the order of the protocol. simplest: whether there surely are none
    with fewer answers out of the ordinary. why: why nothing is proved.
    """

    verdict: str
    answers: dict[str, Any] = field(default_factory=dict)
    simplest: bool = True
    why: str = ""


class Search:
    """A solver for some models, asked one thing after the other within a time."""

    def __init__(self, model: Model, seconds: float = SECONDS) -> None:
        self.model, self.seconds = model, seconds
        self._solver = solver().SolverFor("QF_FD")
        self._told = 0

    def check(self, goal: Formula, seconds: float | None = None) -> str:
        """FOUND, NONE or NOT_PROVED. After FOUND, `truth` says what was chosen."""
        if goal is False:
            return NONE
        domain = self.model.domain
        self._solver.add(*domain[self._told :])
        self._told = len(domain)
        left = self.seconds if seconds is None else seconds
        if left <= 0:
            return NOT_PROVED
        self._solver.set("timeout", max(1, int(left * 1000)))
        said = self._solver.check(*([] if goal is True else [goal]))
        return {"sat": FOUND, "unsat": NONE}.get(str(said), NOT_PROVED)

    def truth(self, formula: Formula) -> bool:
        """Whether a formula is true for the answers that were found last."""
        if isinstance(formula, bool):
            return formula
        chosen = self._solver.model().eval(formula, model_completion=True)
        return bool(solver().is_true(chosen))

    def answers(self) -> dict[str, Any]:
        """The answers that were found last, to every question that is asked, in order."""
        model = self.model
        asked = (step for step in model.asking if self.truth(model.asked(step.id)))
        return {step.id: model.answers.to(step).read(self.truth) for step in asked}

    def why(self) -> str:
        """Why the solver came to no end."""
        return str(self._solver.reason_unknown())


def find(model: Model, goal: Formula, seconds: float = SECONDS) -> Result:
    """Some answers with which the goal holds."""
    search = Search(model, seconds)
    verdict = search.check(goal)
    if verdict == FOUND:
        return Result(FOUND, search.answers())
    return Result(verdict, why=search.why() if verdict == NOT_PROVED else "")


def shortest(model: Model, goal: Formula, seconds: float = SECONDS) -> Result:
    """The simplest answers with which the goal holds.

    Of all, those with the fewest answers that are not the calm one; of these, those with the
    fewest questions. seconds: for all of it. When they are over, the best found so far.
    """
    search, end = Search(model, seconds), time.monotonic() + seconds
    asked = [model.asked(step.id) for step in model.asking]
    odd = [
        both((one, no(model.answers.to(step).calm())))
        for step, one in zip(model.asking, asked, strict=True)
    ]
    verdict = search.check(goal)
    if verdict != FOUND:
        return Result(verdict, why=search.why() if verdict == NOT_PROVED else "")
    best = search.answers()
    few = _fewest(search, goal, odd, end)
    if few is None:
        return Result(FOUND, best, simplest=False)
    return _shorter(search, both((goal, few)), asked, end)


def _fewest(search: Search, goal: Formula, odd: list[Formula], end: float) -> Formula | None:
    """That as few as possible of these are true; None where the time is over."""
    for count in range(len(odd) + 1):
        few = at_most(odd, count)
        verdict = search.check(both((goal, few)), end - time.monotonic())
        if verdict != NONE:
            return few if verdict == FOUND else None
    return None


def _shorter(search: Search, goal: Formula, asked: list[Formula], end: float) -> Result:
    """The answers that are found, made shorter until they cannot be."""
    while True:
        best, count = search.answers(), sum(map(search.truth, asked))
        fewer = both((goal, at_most(asked, count - 1)))
        verdict = search.check(fewer, end - time.monotonic()) if count else NONE
        if verdict != FOUND:
            return Result(FOUND, best, simplest=verdict == NONE)


def at_most(formulas: list[Formula], count: int) -> Formula:
    """That no more than so many of these are true."""
    sure = sum(one is True for one in formulas)
    open_ = [one for one in formulas if not isinstance(one, bool)]
    if sure > count:
        return False
    if len(open_) <= count - sure:
        return True
    return no_one(open_) if count == sure else solver().AtMost(*open_, count - sure)


def no_one(formulas: list[Formula]) -> Formula:
    """That none of these is true."""
    return both(no(one) for one in formulas)
