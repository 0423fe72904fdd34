"""All scenarios of a protocol: played, judged, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.problems import Found
from crisis_cli.protocol.source import contents
from crisis_cli.protocol.strict import read
from crisis_cli.workshop.scenarios.coverage import Coverage, Seen, Watcher, coverage, seen
from crisis_cli.workshop.scenarios.lines import read_file
from crisis_cli.workshop.scenarios.mutants import mutants
from crisis_cli.workshop.scenarios.mutation import Compare, Mutation, mutation
from crisis_cli.workshop.scenarios.play import play
from crisis_cli.workshop.scenarios.reading import Scenario
from crisis_cli.workshop.scenarios.verdict import Difference, Printed, differences


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one scenario."""

    scenario: Scenario
    differences: tuple[Difference, ...]
    seen: Seen

    @property
    def passed(self) -> bool:
        """Whether everything is as it expects."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Result:
    """A protocol and its scenarios. broken: files that could not be read, with what is wrong.

    mutation: None where it was not asked for.
    """

    protocol: Protocol
    file: Path
    outcomes: tuple[Outcome, ...]
    broken: tuple[tuple[Path, Found], ...]
    coverage: Coverage
    mutation: Mutation | None = None

    @property
    def passed(self) -> bool:
        """Whether every scenario passes, and danger is covered, as far as was looked at."""
        sound = not self.broken and all(one.passed for one in self.outcomes)
        return sound and self.coverage.enough and not (self.mutation and self.mutation.danger)


def play_all(protocol: Protocol, file: Path, scenarios: Iterable[Path], printed: Printed) -> Result:
    """Play every scenario of some files. file: that of the protocol."""
    outcomes: list[Outcome] = []
    broken: list[tuple[Path, Found]] = []
    for path in scenarios:
        told, found = read_file(path, protocol)
        if found.broken:
            broken.append((path, found))
        outcomes += [_outcome(protocol, one, printed) for one in told]
    cover = coverage(protocol, [one.seen for one in outcomes])
    return Result(protocol, file, tuple(outcomes), tuple(broken), cover)


def _outcome(protocol: Protocol, scenario: Scenario, printed: Printed) -> Outcome:
    watcher = Watcher(protocol)
    played = play(protocol, scenario, watcher)
    found = tuple(differences(scenario, played, printed))
    return Outcome(scenario, found, seen(played, watcher))


def mutated(result: Result, printed: Printed, compare: Compare | None) -> Mutation:
    """Which mistakes in the protocol its scenarios, as far as they pass, would not notice."""
    tree, _ = read(contents(result.file))
    passing: Sequence[tuple[Scenario, Seen]] = [
        (one.scenario, one.seen) for one in result.outcomes if one.passed
    ]
    every = mutants(result.protocol, tree) if tree is not None else ()
    return mutation(every, passing, printed, compare)
