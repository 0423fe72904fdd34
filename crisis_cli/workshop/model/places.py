"""Where the questions of a protocol stand, and which other questions each of them hangs on."""

from __future__ import annotations

from collections.abc import Iterable

from crisis_cli.protocol.compiled import Condition, Protocol, Step
from crisis_cli.protocol.truth import parts, questions


class Places:
    """The steps of a protocol's path by id and place."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.steps = protocol.steps
        self.place = {step.id: place for place, step in enumerate(protocol.steps)}
        self._reads: dict[str, set[str]] = {}

    def step(self, name: str) -> Step:
        """A step by its id."""
        return self.steps[self.place[name]]

    def reads(self, name: str) -> set[str]:
        """The questions that the step's own condition names."""
        if name not in self._reads:
            self._reads[name] = questions(self.step(name).when, self.protocol.rules)
        return self._reads[name]

    def cone(self, names: Iterable[str], known: Iterable[str] = ()) -> list[str]:
        """These steps and all that they hang on, in protocol order, without those known."""
        seen, waiting = set(known), list(names)
        found = []
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                found.append(name)
                waiting += self.reads(name)
        return sorted(found, key=self.place.__getitem__)

    def steady(self, condition: Condition) -> bool:
        """Whether no further answer can end it once it holds: it has no `not` and no `on_path`."""
        inside = parts(condition, self.protocol.rules)
        return not any(part[0] in ("not", "on_path") for part in inside)
