"""One way of looking at the answers: now, without what was passed by, or at an ending."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from crisis_cli.protocol.compiled import Condition, Protocol
from crisis_cli.protocol.truth import Said, deciding, evaluate, matches, questions


class View:
    """Conditions seen through some answers.

    get: what counts for a question, or None. has: whether a step is on the path.
    level: what a condition on the level of concern is compared with.
    """

    def __init__(
        self,
        protocol: Protocol,
        get: Callable[[str], Said | None],
        has: Callable[[str], bool],
        level: str = "none",
    ) -> None:
        self.protocol, self.get, self.has, self.level = protocol, get, has, level

    def holds(self, condition: Condition | None) -> bool:
        """Whether the condition holds; no condition always does."""
        return condition is None or bool(evaluate(condition, self._atom, self.protocol.rules))

    def fired(self, condition: Condition) -> dict[str, Any]:
        """The answers that make a condition hold that holds."""
        parts = deciding(condition, True, self._atom, self.protocol.rules)
        found = {part[1]: self.get(part[1]) for part in parts if part[0] != "concern"}
        return {q: plain(answer) for q, answer in found.items() if answer is not None}

    def deciding(self, condition: Condition) -> Iterator[Condition]:
        """The parts that give a condition the truth that it has; a rule is a single part."""
        truth, rules = self.holds(condition), self.protocol.rules
        return deciding(condition, truth, self._atom, rules, into_rules=False)

    def _atom(self, condition: Condition) -> bool:
        if condition[0] == "concern":
            return self.level in condition[1]
        if condition[0] == "on_path":
            return bool(self.has(condition[1]) == condition[2])
        return matches(condition, self.get(condition[1]))


def plain(answer: Said) -> Any:
    """An answer for a reader: its value, or the word of an unknown."""
    return answer.word if answer.value is None else answer.value


class Watch:
    """Which of some conditions hold, looking again only at those that an answer can touch."""

    def __init__(self, view: View, conditions: dict[str, Condition]) -> None:
        self.holding: set[str] = set()
        self._view = view
        self._conditions = conditions
        self._readers: dict[str, list[str]] = {}
        for name, condition in conditions.items():
            for question in questions(condition, view.protocol.rules):
                self._readers.setdefault(question, []).append(name)

    def begin(self) -> list[str]:
        """Look at all for the first time."""
        return self.look(set(self._conditions))

    def reached(self, changed: set[str]) -> list[str]:
        """The names that began to hold now that these questions changed, in their order."""
        return self.look({name for q in changed for name in self._readers.get(q, ())})

    def look(self, names: set[str]) -> list[str]:
        """Look at these again; return those that began to hold, in their order."""
        if not names:
            return []
        now = {name for name in names if self._view.holds(self._conditions[name])}
        began = now - self.holding
        self.holding = (self.holding - names) | now
        return [name for name in self._conditions if name in began] if began else []
