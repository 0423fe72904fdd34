"""Steps as somebody names them at the terminal."""

from __future__ import annotations

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.problems import did_you_mean


def step_of(protocol: Protocol, name: str) -> Step:
    """The step of the path or of a block with this id. CrisisError where there is none."""
    steps = {step.id: step for step in protocol.all_steps}
    if name in steps:
        return steps[name]
    hint = did_you_mean(name, steps) or "See them all: crisis protocol describe FILE"
    raise CrisisError(f"There is no step '{name}' in {protocol.id}.", hint)
