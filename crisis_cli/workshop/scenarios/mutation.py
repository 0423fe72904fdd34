"""Which small mistakes in a protocol no scenario would notice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crisis_cli.protocol.compiled import UNKNOWN, Protocol
from crisis_cli.workshop.scenarios.coverage import Seen
from crisis_cli.workshop.scenarios.mutants import Mutant
from crisis_cli.workshop.scenarios.play import play
from crisis_cli.workshop.scenarios.reading import Scenario
from crisis_cli.workshop.scenarios.same import Told
from crisis_cli.workshop.scenarios.verdict import Printed, passes

FIRST = 12  # scenarios that are played before the solver is asked, which is quicker than the rest
Passing = Sequence[tuple[Scenario, Seen]]  # scenarios that pass, with what each reached
Compare = Callable[[Protocol], Told]  # what the solver knows of a protocol with a mistake


@dataclass(frozen=True, slots=True)
class Unnoticed:
    """A mistake that no scenario notices. told: what the solver knows of it; None without one."""

    mutant: Mutant
    told: Told | None


@dataclass(frozen=True, slots=True)
class Mutation:
    """What came of it. tried: how many mistakes. same: those that change no interview.

    unnoticed: those that no scenario notices, in the order of the protocol.
    """

    tried: int
    same: tuple[Mutant, ...]
    unnoticed: tuple[Unnoticed, ...]

    @property
    def danger(self) -> tuple[Unnoticed, ...]:
        """Those unnoticed that decide about danger."""
        return tuple(one for one in self.unnoticed if one.mutant.danger)

    @property
    def unproved(self) -> int:
        """How many of them may change nothing at all."""
        return sum(one.told is None or not one.told.shown for one in self.danger)


def mutation(
    mutants: Iterable[Mutant], passing: Passing, printed: Printed, compare: Compare | None
) -> Mutation:
    """Try every mutant. compare: None where there is no solver."""
    trying = _Trying(passing, printed, compare)
    for mutant in mutants:
        trying.one(mutant)
    return Mutation(trying.tried, tuple(trying.same), tuple(trying.unnoticed))


class _Trying:
    """The mutants, one after the other."""

    def __init__(self, passing: Passing, printed: Printed, compare: Compare | None) -> None:
        self.passing, self.printed, self.compare = list(passing), printed, compare
        self.tried = 0
        self.same: list[Mutant] = []
        self.unnoticed: list[Unnoticed] = []

    def one(self, mutant: Mutant) -> None:
        """Play the scenarios that could notice it, until one does."""
        self.tried += 1
        protocol = mutant.make()
        able = [one for one in self.passing if touches(mutant, *one)]
        able.sort(key=lambda one: _rank(mutant, *one))
        if self._noticed(protocol, able[:FIRST]):
            return
        told = self.compare(protocol) if self.compare else None
        if told and told.same:
            self.same.append(mutant)
        elif not self._noticed(protocol, able[FIRST:]):
            self.unnoticed.append(Unnoticed(mutant, told))

    def _noticed(self, protocol: Protocol, able: Passing) -> bool:
        for one in able:
            if not passes(one[0], play(protocol, one[0]), self.printed):
                self.passing.remove(one)  # who noticed one will likely notice the next: it is first
                self.passing.insert(0, one)
                return True
        return False


def touches(mutant: Mutant, scenario: Scenario, seen: Seen) -> bool:
    """Whether a scenario can tell the mutant from the protocol at all."""
    touched = mutant.touches
    if touched.note and touched.note not in _named(scenario):
        return False
    match touched.kind:
        case "urgent":
            return touched.name in seen.urgent
        case "concern":
            return f"concern {touched.name}" in seen.held
        case "answers":
            return _said(touched.name, touched.words, seen)
        case "part":  # why a step is off the path may hang on it, where its question is unknown
            return _said(touched.name, (*touched.words, *UNKNOWN), seen)
    return True


def _rank(mutant: Mutant, scenario: Scenario, seen: Seen) -> tuple[bool, bool, int]:
    """Who is likely to notice comes first: who names the step, who said the words, and among
    those for whom words matter the one that said the least besides."""
    touched = mutant.touches
    named = touched.step in _named(scenario)
    said = _said(touched.name, touched.words, seen)
    return not named, not said, len(seen.answers) if touched.words else 0


def _named(scenario: Scenario) -> set[str]:
    """The steps that a scenario expects to be asked or shown, or not."""
    expect = scenario.expect
    return {*(expect.asked or ()), *(expect.never_asked or ())}


def _said(name: str, words: Iterable[str], seen: Seen) -> bool:
    return any((name, word) in seen.answers for word in words)
