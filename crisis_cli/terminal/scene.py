"""A role-play: what a made-up client says at each prompt, and what there is to see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crisis_cli.engine.state import State
from crisis_cli.terminal.front import GAP, Text

ASIDE = re.compile(r"(\([^()]*\))")  # what is seen or happens, and nobody says
NOTHING = "The story says nothing of this. Choose what fits it."
LATER = "Later, before the end:"


@dataclass(frozen=True, slots=True)
class Scene:
    """One scenario as it is played with somebody.

    lines: by the id of a step. voice: who says them, "" for the client. changes: steps of which
    they say something else before the end, in order, each with its line or "".
    """

    lines: Mapping[str, str]
    voice: str = ""
    changes: tuple[tuple[str, str], ...] = ()

    def at(self, state: State, step: str) -> tuple[Text, ...]:
        """What is heard and seen where a step is asked."""
        return (GAP, self._text(self._line(state, step)))

    def before_the_end(self, state: State) -> tuple[Text, ...]:
        """What they come back to once everything was asked."""
        lines = [line for step, line in self._waiting(state) if line]
        head = (GAP, Text(LATER, "strong")) if lines else ()
        return (*head, *map(self._text, lines))

    def _line(self, state: State, step: str) -> str:
        changed = [line for one, line in self._waiting(state) if one == step]
        again = changed[:1] if state.answer(step) else []
        return again[0] if again else self.lines.get(step, "")

    def _waiting(self, state: State) -> Iterable[tuple[str, str]]:
        """The changes that were not made yet."""
        made: dict[str, int] = {}
        for step, line in self.changes:
            made[step] = made.get(step, 0) + 1
            if len(state.history(step)) <= made[step]:
                yield step, line

    def _text(self, line: str) -> Text:
        """A line as it is read, or read out by a screen reader: who says it, and then the words."""
        parts = [part.strip() for part in ASIDE.split(line) if part.strip()]
        spoken = [part for part in parts if not ASIDE.fullmatch(part)]
        if not line:
            return Text(NOTHING, indent=2)
        if not spoken:
            return Text(f"What happens: {' '.join(part.strip('()') for part in parts)}", "plain", 2)
        said = " ".join(f'"{part}"' if part in spoken else part for part in parts)
        who = f"{self.voice} says" if self.voice else "They say"
        return Text(f"{who}: {said}", "plain", 2)
