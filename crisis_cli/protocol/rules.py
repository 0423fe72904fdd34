"""Rules, and the conditions that name them: no circles, and nothing that nobody could follow."""

from __future__ import annotations

from typing import Any

from crisis_cli.protocol.compiled import Condition, Rule
from crisis_cli.protocol.conditions import Reading, both
from crisis_cli.protocol.facts import Facts, Where
from crisis_cli.protocol.known import Known
from crisis_cli.protocol.surface.file import RuleKeys
from crisis_cli.protocol.surface.values import ALWAYS
from crisis_cli.protocol.tree import Path, Tree

LARGEST = 2_000  # single conditions in one rule, everything that it names counted
HIGHEST = 20  # rules that name rules that name rules


class Rules:
    """The rules of one file, and the conditions that may name them."""

    def __init__(self, given: dict[str, RuleKeys], known: Known, tree: Tree) -> None:
        self.known = known
        self.tree = tree
        self.used: set[str] = set()
        self.compiled: dict[str, Rule] = {}
        self._told: set[Path] = set()  # the places of any_but_no that were told
        self.endless: set[str] = set()  # those that go in a circle, or lead into one
        self._facts = {name: self._read(name, rule) for name, rule in given.items()}
        self._settle()

    def condition(self, raw: Any, path: Path, where: Where) -> tuple[Condition | None, Facts]:
        """A condition that stands in a `when`, and what is known of it, its rules taken in."""
        if raw is ALWAYS:
            return None, Facts()
        reading = Reading(self.known, self.tree, where)
        condition = reading.condition(raw, path)
        for name, at in reading.facts.rules:
            self.used.add(name)
            self._fits(name, at, where)
            reading.facts.add(self._facts[name])
        if reading.facts.size > LARGEST:
            message = "This condition is too big, with the rules that it names."
            self.tree.problem("E039", message, path, "Make it simpler.")
        return condition, reading.facts

    def _read(self, name: str, rule: RuleKeys) -> Facts:
        path: Path = ("rules", name)
        reading = Reading(self.known, self.tree, Where(any_but_no=True))
        beside = dict(rule.model_extra or {})
        parts = [reading.condition(beside, path)] if beside else []
        if rule.when is not ALWAYS:
            parts.append(reading.condition(rule.when, (*path, "when")))
        if not parts:
            hint = "Write the condition under it: `any:`, `all:`, or {question: answer}."
            self.tree.problem("E020", f"The rule '{name}' has no condition.", path, hint, key=True)
        when = both(*parts)
        self.used.update(other for other, _ in reading.facts.rules)
        self.compiled[name] = Rule(name, rule.means, when or ["any", []])
        return reading.facts

    def _settle(self) -> None:
        """Give each rule the facts of the rules that it names; what is left goes in a circle."""
        waiting = {name: {r for r, _ in f.rules} for name, f in self._facts.items()}
        readers: dict[str, list[str]] = {}
        for name, others in waiting.items():
            for other in others:
                readers.setdefault(other, []).append(name)
        ready = [name for name, others in waiting.items() if not others]
        while ready:
            done = ready.pop()
            del waiting[done]
            self._total(done)
            for reader in readers.get(done, ()):
                waiting[reader].discard(done)
                if not waiting[reader]:
                    ready.append(reader)
        self._circles(waiting)

    def _total(self, name: str) -> None:
        facts = self._facts[name]
        for other, _ in facts.rules:
            facts.add(self._facts[other])
        if facts.size > LARGEST or facts.height > HIGHEST:
            message = f"The rule '{name}' is too big, with the rules that it names."
            self.tree.problem("E039", message, ("rules", name), "Make it simpler.", key=True)
            facts.size = facts.height = 0  # told once, not at every rule that names this one

    def _circles(self, waiting: dict[str, set[str]]) -> None:
        self.endless = set(waiting)
        for name, others in waiting.items():
            message = f"The rule '{name}' goes in a circle with {', '.join(sorted(others))}."
            at = next((path for other, path in self._facts[name].rules if other in others), ())
            self.tree.problem(
                "E038", message, at, "A rule cannot name itself, also not through others."
            )

    def _fits(self, name: str, path: Path, where: Where) -> None:
        facts = self._facts[name]
        if facts.any_but_no and not where.any_but_no:
            line, _ = self.tree.place(path)
            message = (
                f"'any_but_no' may not stand here: a `when` uses the rule '{name}', in line {line}."
            )
            hint = "Write the answers out: [yes, unsure, declined], or use a rule of its own there."
            if facts.any_but_no not in self._told:
                self._told.add(facts.any_but_no)
                self.tree.problem("E042", message, facts.any_but_no, hint)
        if facts.latest is not None and facts.latest.place >= where.before:
            message = (
                f"The rule '{name}' names '{facts.latest.id}', which does not come before this."
            )
            self.tree.problem("E035", message, path, "A condition may name only earlier questions.")
