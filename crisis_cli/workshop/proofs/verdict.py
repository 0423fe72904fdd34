"""What a proof came to, in words and as data."""

from __future__ import annotations

import textwrap
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from crisis_cli.protocol.letters import visible

HELD, BROKEN, NOT_PROVED, FAULT = "held", "broken", "not proved", "fault"
NO_TIME = "The solver came to no end in the time that it had."
CALM = "(No where it is about danger)"
WIDTH = 78
FAULT_WORDS = (
    "THE PROOF AND THE ENGINE DISAGREE about these answers. This is a mistake of the program, not "
    "of the protocol: please report it with these answers. Nothing is proved here."
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one thing that must hold.

    id: of the property, or of the standard one. means: what it is for. claim: what must follow.
    outcome: held, broken, not proved, or fault (the real engine does not do what the proof says).
    answers: the simplest answers that break it, by step id, as a script would give them.
    said: those of them that are out of the ordinary, in words: label and answer.
    instead: for a property about two interviews, the step whose answer differs, and that answer.
    happens: what the real engine does with them. why: why it is broken, or nothing is proved.
    simplest: whether there surely are no simpler answers.
    """

    id: str
    means: str
    claim: str
    outcome: str = HELD
    answers: dict[str, Any] = field(default_factory=dict)
    said: tuple[tuple[str, str], ...] = ()
    instead: tuple[str, Any] | None = None
    happens: str = ""
    why: str = ""
    simplest: bool = True

    @property
    def held(self) -> bool:
        """Whether it is proved to hold."""
        return self.outcome == HELD

    def never(self, why: str) -> Verdict:
        """The same, broken without any answers that could show it."""
        return replace(self, outcome=BROKEN, why=why)

    def not_proved(self, why: str) -> Verdict:
        """The same, with nothing proved."""
        return replace(self, outcome=NOT_PROVED, why=why)

    def broken_by(
        self,
        answers: dict[str, Any],
        said: list[tuple[str, str]],
        happens: str,
        simplest: bool = True,
        instead: tuple[str, Any] | None = None,
    ) -> Verdict:
        """The same, broken by answers; a fault where the real engine does not show it."""
        return replace(
            self,
            outcome=BROKEN if happens else FAULT,
            answers=answers,
            said=tuple(said),
            happens=happens,
            simplest=simplest,
            instead=instead,
        )

    def data(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)

    def text(self) -> str:
        """In words, for the terminal."""
        lines = [_filled(f"{self.outcome.upper()}: {self.id}. {self.means}", "")]
        lines += [_filled(f"What must follow: {self.claim}")] if self.claim else []
        lines += [_filled(self.why)] if self.why else []
        if self.outcome == FAULT:
            lines.append(_filled(FAULT_WORDS))
        if self.happens or self.answers:
            lines += self._told()
        lines += [_filled(self.happens)] if self.happens else []
        lines += [] if self.simplest else [_filled("There may be simpler answers that show it.")]
        return "\n".join(lines)

    def _told(self) -> list[str]:
        """The answers that break it, for somebody who wants to try them."""
        when = "Take the interview" if self.instead else "It does not"
        if not self.answers:
            return [_filled(f"{when} before anything is answered.")]
        if not self.said:
            return [_filled(f"{when} where every answer is the calm one {CALM}.")]
        lines = [_filled(f"{when} where these are the answers:")]
        lines += [_filled(f"{label}: {answer}", "      ") for label, answer in self.said]
        return [*lines, _filled(f"and to everything else the calm answer {CALM}.", "      ")]


def _filled(text: str, indent: str = "    ") -> str:
    return textwrap.fill(visible(text), WIDTH, initial_indent=indent, subsequent_indent=indent)
