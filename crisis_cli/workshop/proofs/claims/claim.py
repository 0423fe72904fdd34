"""What may be claimed of some answers: as a formula, and as the real engine shows it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.compiled import Condition, Protocol
from crisis_cli.workshop.model.logic import Formula, both
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.replay import Replay
from crisis_cli.workshop.proofs.interviews import Interviews


@dataclass(frozen=True, slots=True)
class Claim(ABC):
    """Something that must follow from some answers."""

    when: Condition

    @property
    @abstractmethod
    def claim(self) -> str:
        """What must follow, in words."""

    def model(self, every: Interviews) -> Model:
        """The interviews that it is about: those that stop anywhere, or go to the end."""
        return every.open

    def given(self, every: Interviews) -> Formula:
        """Whether its answers are given."""
        return self.model(every).holds(self.when)

    @abstractmethod
    def broken(self, every: Interviews) -> Formula:
        """Whether its answers are given, and it does not follow."""

    @abstractmethod
    def seen(self, protocol: Protocol, answers: Mapping[str, Any]) -> str:
        """What the real engine does instead; "" where it does what must follow."""


@dataclass(frozen=True, slots=True)
class AtTheEnd(Claim):
    """Something that must follow however the contact then ends."""

    def broken(self, every: Interviews) -> Formula:
        return both((self.given(every), self.wrong(every)))

    @abstractmethod
    def wrong(self, every: Interviews) -> Formula:
        """Whether it is not so, whatever the answers are."""

    def seen(self, protocol: Protocol, answers: Mapping[str, Any]) -> str:
        run = Replay(protocol, answers).go().end()
        return self.told(run) if run.state.holds(self.when) else ""

    @abstractmethod
    def told(self, run: Replay) -> str:
        """What an interview that has ended came to instead; "" where it is so."""


def are(steps: tuple[str, ...] | list[str]) -> str:
    """The verb for one step or several."""
    return "is" if len(steps) == 1 else "are"
