"""What may be claimed of some answers: as a formula, and as the real engine shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.compiled import Condition, Protocol
from crisis_cli.workshop.model.logic import Formula
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.proofs.interviews import Interviews

Answers = Mapping[str, Any]
WHOLE, OPEN = "whole", "open"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that must follow from some answers.

    Each kind says: `claim`, in words; `given`, whether its answers are given at all; `broken`,
    the interviews in which it does not follow; and `seen`, what the real engine does with
    answers that should break it, in words, or "" where it does follow there.
    over: the interviews that it is about, to the end or stopped anywhere.
    """

    when: Condition
    over = OPEN

    @property
    def claim(self) -> str:
        """What must follow, in words."""
        raise NotImplementedError

    def model(self, every: Interviews) -> Model:
        """The interviews that it is about."""
        return every.whole if self.over == WHOLE else every.open

    def given(self, every: Interviews) -> Formula:
        """Whether its answers are given."""
        return self.model(every).holds(self.when)

    def broken(self, every: Interviews) -> Formula:
        """Whether its answers are given, and it does not follow."""
        raise NotImplementedError

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        """What the real engine does instead; "" where it does what must follow."""
        raise NotImplementedError


def are(steps: tuple[str, ...] | list[str]) -> str:
    """The verb for one step or several."""
    return "is" if len(steps) == 1 else "are"
