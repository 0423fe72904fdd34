"""Many small questions to the solver about the same interviews, as fast as it can answer them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from crisis_cli.workshop.model.logic import Formula, solver
from crisis_cli.workshop.model.search import FOUND, NONE, NOT_PROVED


class NotCompared(Exception):
    """The time was over before it could be told whether anything differs."""


class Asking:
    """The solver with what holds of all answers. What is asked about often gets a name, under
    which the solver knows it from then on.

    domain: what holds of answers; it may grow. always: what holds besides. seconds: how long
    everything together may take.
    """

    def __init__(self, domain: list[Formula], seconds: float, always: Formula = True) -> None:
        self.domain = domain
        self.end = time.monotonic() + seconds
        self._solver = solver().SolverFor("QF_FD")
        self._told = 0
        self._names: dict[Any, Formula] = {}
        self._solver.add(always)
        self._kept: list[Formula] = []  # so that no other formula gets the id of one of these

    def check(self, *parts: Formula) -> str:
        """Whether all of these can be: FOUND, NONE (proved), or NOT_PROVED."""
        if any(part is False for part in parts):
            return NONE
        names = [self._named(part) for part in parts if part is not True]
        self._solver.add(*self.domain[self._told :])
        self._told = len(self.domain)
        left = self.end - time.monotonic()
        if left <= 0:
            return NOT_PROVED
        self._solver.set("timeout", max(1, int(left * 1000)))
        return {"sat": FOUND, "unsat": NONE}.get(str(self._solver.check(*names)), NOT_PROVED)

    def found(self, *parts: Formula) -> bool:
        """Whether all of these can be. NotCompared where the time is over."""
        verdict = self.check(*parts)
        if verdict == NOT_PROVED:
            raise NotCompared
        return verdict == FOUND

    def never(self, *parts: Formula) -> bool:
        """Whether these can surely not all be."""
        return self.check(*parts) == NONE

    def fewest(self, odd: Iterable[Formula], *parts: Formula) -> None:
        """Find answers for these parts, as few as possible of `odd` being so; there are some."""
        some, count = list(odd), 0
        while not self.found(self.at_most(some, count), *parts):
            count += 1

    def truth(self, formula: Formula) -> bool:
        """Whether a formula is true for the answers that were found last."""
        if isinstance(formula, bool):
            return formula
        chosen = self._solver.model().eval(formula, model_completion=True)
        return bool(solver().is_true(chosen))

    def _named(self, formula: Formula) -> Formula:
        key = formula.get_id()
        if key not in self._names:
            self._names[key] = solver().Bool(f"asked {len(self._names)}")
            self._solver.add(self._names[key] == formula)
            self._kept.append(formula)
        return self._names[key]

    def at_most(self, some: Iterable[Formula], count: int) -> Formula:
        """That no more than so many of these are so."""
        every = [one for one in some if one is not False]
        sure = sum(one is True for one in every)
        names = [self._named(one) for one in every if one is not True]
        if sure > count:
            return False
        return solver().AtMost(*names, count - sure) if len(names) > count - sure else True
