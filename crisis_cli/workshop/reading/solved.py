"""The fewest and the most of a protocol with too many ways to be walked, found by the solver."""

from __future__ import annotations

import time
from collections.abc import Mapping

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.workshop.model.logic import Formula, no, solver
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.search import FOUND, NONE, Search

Weights = Mapping[str, int]  # step id -> what it adds where it is on the path


class Solved:
    """The least and the most that steps on the path can add up to, within a time for all of them.

    CrisisError where there is no solver.
    """

    def __init__(self, protocol: Protocol, seconds: float) -> None:
        solver()
        self.end = time.monotonic() + seconds
        self.model = Model(protocol)
        self.on = {step.id: self.model.on(step.id) for step in protocol.steps}
        self.search = Search(self.model)

    def least(self, weights: Weights) -> int | None:
        """The least that these can add up to; None where the time is over."""
        most = sum(weights.values())
        found = self._most([(no(self.on[step]), weight) for step, weight in weights.items()])
        return None if found is None else most - found

    def most(self, weights: Weights) -> int | None:
        """The most that these can add up to; None where the time is over."""
        return self._most([(self.on[step], weight) for step, weight in weights.items()])

    def _most(self, parts: list[tuple[Formula, int]]) -> int | None:
        """The largest sum of these, between what is known to be reached and what is not."""
        sure = sum(weight for formula, weight in parts if formula is True)
        some = [(f, w) for f, w in parts if not isinstance(f, bool) and w]
        reached, beyond = 0, sum(weight for _, weight in some) + 1
        while beyond - reached > 1:
            middle = (reached + beyond) // 2
            verdict = self.search.check(solver().PbGe(some, middle), self.end - time.monotonic())
            if verdict == FOUND:
                reached = max(middle, sum(w for f, w in some if self.search.truth(f)))
            elif verdict == NONE:
                beyond = middle
            else:
                return None
        return sure + reached
