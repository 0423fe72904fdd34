"""What is asked, and of whom it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crisis_cli.engine.interview import Review, wanted
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.workshop.english import listed
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.replay import Replay
from crisis_cli.workshop.proofs.claims.claim import Claim, are
from crisis_cli.workshop.proofs.interviews import Interviews


@dataclass(frozen=True, slots=True)
class Asked(Claim):
    """Steps are on the path; or, where `never`, none of them is."""

    steps: tuple[str, ...]
    never: bool = False

    @property
    def claim(self) -> str:
        if self.never:
            return f"{listed(list(self.steps), 'and')} {are(self.steps)} never asked."
        return f"{listed(list(self.steps), 'and')} {are(self.steps)} asked."

    def model(self, every: Interviews) -> Model:
        return every.whole

    def broken(self, every: Interviews) -> Formula:
        on = [every.whole.on(step) for step in self.steps]
        wrong = either(on) if self.never else no(both(on))
        return both((self.given(every), wrong))

    def seen(self, protocol: Protocol, answers: Mapping[str, Any]) -> str:
        run = Replay(protocol, answers).go()
        if not isinstance(wanted(run.state), Review) or not run.state.holds(self.when):
            return ""
        wrong = [step for step in self.steps if run.state.on_path(step) == self.never]
        how = "asked" if self.never else "not asked"
        return f"{listed(wrong, 'and')} {are(wrong)} {how}." if wrong else ""
