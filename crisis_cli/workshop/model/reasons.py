"""Why a danger question is left out, as formulas: what `protocol.truth.why` tells of one case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crisis_cli.workshop.model.logic import Formula, both, either, no


class Why(NamedTuple):
    """The reason, of which just one holds: see `protocol.truth`."""

    reassured: Formula = False
    unanswered: Formula = False
    pending: Formula = False
    other: Formula = False

    def where(self, condition: Formula) -> Why:
        """The same, where something else holds too."""
        return Why(*(both((condition, one)) for one in self))


def either_why(*reasons: Why) -> Why:
    """One of these, of which just one holds."""
    return Why(*(either(parts) for parts in zip(*reasons, strict=True)))


def weighed(parts: Iterable[Why], one_is_enough: bool) -> Why:
    """The reason of several parts: the most reassuring one where one part was enough, otherwise
    the least."""
    some = either_why(Why(), *parts)
    first = some.reassured if one_is_enough else some.unanswered
    pending = both((no(first), some.pending))
    rest = both((no(first), no(some.pending)))
    if one_is_enough:
        return Why(
            reassured=first,
            unanswered=both((rest, some.unanswered)),
            pending=pending,
            other=both((rest, no(some.unanswered))),
        )
    last = both((rest, some.reassured, no(some.other)))
    return Why(reassured=last, unanswered=first, pending=pending, other=both((rest, no(last))))
