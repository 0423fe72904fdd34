"""The verdicts on one protocol as a report: what is not held at length, the rest in one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.letters import visible
from crisis_cli.workshop.proofs.verdict import BROKEN, FAULT, NOT_PROVED, Verdict

ORDER = (FAULT, BROKEN, NOT_PROVED)  # the worst first
LEFT_OUT = "Nothing was proved, because --no-proofs was given."
HAS_ERRORS = "Nothing was proved, because there are errors."
FORWARD = "over every interview that is answered in the order of the protocol"


@dataclass(frozen=True, slots=True)
class Proofs:
    """What was proved of one protocol file.

    properties: the file that its properties stand in, or "" where there is none.
    verdicts: in the order of that file, then the standard ones. why: why nothing was tried, or "".
    """

    file: str
    properties: str = ""
    verdicts: tuple[Verdict, ...] = ()
    why: str = ""

    @property
    def held(self) -> bool:
        """Whether everything was tried and is proved to hold."""
        return not self.why and all(one.held for one in self.verdicts)

    def text(self) -> str:
        """In words, for the terminal."""
        if self.why:
            return f"{self.file}: {self.why}"
        wrong = [one for outcome in ORDER for one in self.verdicts if one.outcome == outcome]
        return "\n\n".join([*(one.text() for one in wrong), self._last()])

    def _last(self) -> str:
        counts = [f"{count} {outcome}" for outcome in ORDER if (count := self._count(outcome))]
        held = sum(one.held for one in self.verdicts)
        told = f"{held} proved" + "".join(f", {one}" for one in counts)
        where = f"the properties of {self.properties} and the standard ones"
        if not self.properties:
            where = "the standard properties alone: no properties.yaml names this protocol"
        return visible(f"{self.file}: {told}, {FORWARD}; {where}.")

    def _count(self, outcome: str) -> int:
        return sum(one.outcome == outcome for one in self.verdicts)

    def data(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "properties": self.properties,
            "held": self.held,
            "why": self.why,
            "verdicts": [one.data() for one in self.verdicts],
        }
