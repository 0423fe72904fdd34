"""A scenario that somebody can practise with: one that has lines."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.problems import Broken
from crisis_cli.protocol.source import contents
from crisis_cli.protocol.surface.scenario import ScenarioFile
from crisis_cli.workshop.scenarios.lines import looked_over
from crisis_cli.workshop.scenarios.reading import Scenario

NO_LINES = (
    "{file} has no `lines`, so nobody would say anything.",
    "Write them: docs/language.md\nOr practise freely: crisis practice {protocol}",
)


@dataclass(frozen=True, slots=True)
class Role:
    """A scenario to practise with. name: what it is called on the command line and in the policy.

    file: as it was written. hash: of the file, in hex.
    """

    name: str
    path: Path
    protocol: Protocol
    file: ScenarioFile
    scenario: Scenario
    hash: str


def read_role(path: Path, protocol: Protocol) -> Role:
    """The role in a scenario file. Broken where it has errors; CrisisError without lines."""
    data = contents(path)
    whole = looked_over(data, path, protocol)
    if whole.file is None or not whole.scenarios:
        raise Broken(str(path), whole.found.problems, whole.found.more_errors)
    if not whole.file.lines:
        message, hint = (one.format(file=path, protocol=protocol.id) for one in NO_LINES)
        raise CrisisError(message, hint)
    digest = sha256(data).hexdigest()
    return Role(path.stem, path, protocol, whole.file, whole.scenarios[0], digest)
