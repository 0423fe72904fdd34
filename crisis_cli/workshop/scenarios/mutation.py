"""Which small mistakes in a protocol no scenario would notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.workshop.scenarios.coverage import Seen
from crisis_cli.workshop.scenarios.mutants import Mutant
from crisis_cli.workshop.scenarios.play import play
from crisis_cli.workshop.scenarios.reading import Scenario
from crisis_cli.workshop.scenarios.verdict import Printed, passes

COUNTED = {"could_not_assess", "not_asked"}  # may count without having been said
# Whether a protocol does the same as the mutant for every answer there is; None: not proved.
Same = Callable[[Protocol], bool | None]


@dataclass(frozen=True, slots=True)
class Mutation:
    """What came of it. tried: mutants. same: those that change nothing whatever is answered.

    unnoticed: those that no scenario notices, in the order of the protocol. unproved: how many
    of them could not be shown to change anything.
    """

    tried: int
    same: tuple[Mutant, ...]
    unnoticed: tuple[Mutant, ...]
    unproved: int = 0

    @property
    def danger(self) -> tuple[Mutant, ...]:
        """Those unnoticed that decide about danger."""
        return tuple(one for one in self.unnoticed if one.danger)


def mutation(
    mutants: Iterable[Mutant],
    passing: Sequence[tuple[Scenario, Seen]],
    printed: Printed,
    same: Same | None,
) -> Mutation:
    """Try every mutant.

    passing: the scenarios that pass, with what each reached. same: tells mutants that change
    nothing, None where there is no solver.
    """
    every = list(mutants)
    left = [one for one in every if not _noticed(one, passing, printed)]
    told = {id(one): same(one.make()) if same and one.danger else None for one in left}
    unnoticed = tuple(one for one in left if not told[id(one)])
    unproved = sum(told[id(one)] is None for one in unnoticed if one.danger)
    alike = tuple(one for one in left if told[id(one)])
    return Mutation(len(every), alike, unnoticed, unproved)


def _noticed(mutant: Mutant, passing: Sequence[tuple[Scenario, Seen]], printed: Printed) -> bool:
    able = [scenario for scenario, seen in passing if _touches(mutant, seen)]
    protocol = mutant.make() if able else None
    return protocol is not None and not all(
        passes(scenario, play(protocol, scenario), printed) for scenario in able
    )


def _touches(mutant: Mutant, seen: Seen) -> bool:
    """Whether a scenario can tell the mutant from the protocol at all."""
    touches = mutant.touches
    if touches.kind == "urgent":
        return touches.name in seen.urgent
    if touches.kind == "concern":
        return f"concern {touches.name}" in seen.held
    if touches.kind == "answers" and not COUNTED & set(touches.words):
        return any((touches.name, word) in seen.answers for word in touches.words)
    return True
