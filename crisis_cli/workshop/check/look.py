"""What every check is given: the file, what was compiled of it, and a way to tell what is wrong."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from crisis_cli.protocol.compile import Looked
from crisis_cli.protocol.compiled import Condition, Protocol, Step
from crisis_cli.protocol.surface.file import File
from crisis_cli.protocol.surface.values import ALWAYS
from crisis_cli.protocol.tree import Path, Tree
from crisis_cli.protocol.truth import rules_named
from crisis_cli.workshop.check.logic import DEEPEST, Logic


@dataclass(frozen=True, slots=True)
class Resource:
    """What is known of one resource.

    always: it answers day and night. printed: it may stand on a client's page.
    checked: when a person last looked. stale: that was too long ago. file: where it stands.
    """

    always: bool
    printed: bool
    checked: date
    stale: bool
    file: str = ""


Resources = Mapping[str, Resource]
WORD = re.compile(r"\w+")


class Placed(NamedTuple):
    """Something with the place where it is written."""

    thing: Any
    at: Path


class Hanging(NamedTuple):
    """A step with its place, the condition of its section, and its own."""

    step: Step
    at: Path
    outer: Condition | None
    own: Condition | None

    @property
    def simple(self) -> bool:
        """Whether its own condition just asks for some answers, none of which is a no."""
        return self.own is not None and self.own[0] == "is" and "no" not in self.own[2]


class Look:
    """One file while it is looked over."""

    def __init__(self, looked: Looked, resources: Resources | None) -> None:
        assert looked.made is not None
        self.file: File = looked.made[0]
        self.tree: Tree = looked.made[1]
        self.protocol: Protocol = looked.made[2]
        self.found = looked.found
        self.resources = resources
        self.broken = looked.broken
        self._unsure = (
            self.broken - {section.id for section in self.file.sections} - {*File.model_fields}
        )
        self.told: set[tuple[str, Path]] = set()
        self._errors = sorted(one.line for one in self.found.problems if one.severity == "error")
        self._sound: dict[str, bool] = {}
        self.logic = Logic(self.protocol, self._unclear())

    def tell(self, code: str, message: str, at: Path, hint: str, key: bool = False) -> None:
        """Note a problem with the value at a path, or with its key."""
        self.told.add((code, at))
        self.tree.problem(code, message, at, hint, key)

    @cached_property
    def path(self) -> list[Placed]:
        """Every step of the sections, in order."""
        return list(self._path())

    @cached_property
    def hanging(self) -> list[Hanging]:
        """The steps of the path that have a condition of their own."""
        made = (Hanging(step, at, *self.own(step, at)) for step, at in self.path if step.when)
        return [one for one in made if one.own is not None]

    @cached_property
    def blocks(self) -> list[Placed]:
        """Every step of the blocks."""
        return [
            Placed(step, ("blocks", name, "steps", i))
            for name, block in self.protocol.blocks.items()
            for i, step in enumerate(block.steps)
        ]

    @cached_property
    def steps(self) -> dict[str, Step]:
        """The steps of the path by their ids."""
        return {step.id: step for step in self.protocol.steps}

    @cached_property
    def danger(self) -> list[Placed]:
        """The danger questions of the path."""
        return [one for one in self.path if one.thing.danger]

    @cached_property
    def place(self) -> dict[str, int]:
        """For each step of the path its number."""
        return {step.id: i for i, step in enumerate(self.protocol.steps)}

    def known_broken(self, key: str) -> bool:
        """Whether something in a part of the file was left out, for errors."""
        return key in self.broken

    def sound(self, condition: Condition | None, at: Path) -> bool:
        """Whether a condition, with the rules that it names, was compiled without an error."""
        if not self._errors or condition is None:
            return True
        return self._clean(at) and all(self._rule_sound(one, 0) for one in rules_named(condition))

    def own(self, step: Step, at: Path) -> tuple[Condition | None, Condition | None]:
        """The condition of a step's section or block, and the step's own."""
        outer = self._outer(step) is not ALWAYS
        inner = self.written(at).when is not ALWAYS
        if outer and inner and step.when is not None and len(step.when[1]) == 2:
            return step.when[1][0], step.when[1][1]
        return (step.when, None) if outer else (None, step.when)

    def _outer(self, step: Step) -> Any:
        if step.block:
            return self.file.blocks[step.block].when
        return self._whens.get(step.section, ALWAYS)

    @cached_property
    def _whens(self) -> dict[str, Any]:
        return {section.id: section.when for section in self.file.sections}

    def written(self, at: Path) -> Any:
        """A step as it is written: one of the surface's."""
        *_, holder, _, place = at
        of: Any = self.file.sections if at[0] == "sections" else self.file.blocks
        return of[holder].steps[place]

    def _path(self) -> Iterator[Placed]:
        compiled = iter(self.protocol.steps)
        for i, section in enumerate(self.file.sections):
            for j in range(len(section.steps)):
                yield Placed(next(compiled), ("sections", i, "steps", j))

    def _unclear(self) -> set[str]:
        """The steps whose conditions, or those of their sections, have errors."""
        if not self._errors:
            return set()
        return {step.id for step, path in self.path if not self._surely(step, path)}

    def _surely(self, step: Step, path: Path) -> bool:
        places = [(*path, "when"), (*path[:2], "when")]
        there = [at for at in places if self.tree.has(at)]
        return all(map(self._clean, there)) and self.sound(step.when, (*path, "when"))

    def _rule_sound(self, name: str, depth: int) -> bool:
        if name not in self._sound:
            self._sound[name] = False  # a circle is not sound
            rule = self.protocol.rules.get(name)
            self._sound[name] = (
                rule is not None
                and depth < DEEPEST
                and self._clean(("rules", name))
                and all(self._rule_sound(one, depth + 1) for one in rules_named(rule.when))
            )
        return self._sound[name]

    def _clean(self, at: Path) -> bool:
        first, last = self.tree.lines(at)
        place = bisect_left(self._errors, first)
        if place < len(self._errors) and self._errors[place] <= last:
            return False
        words = set(WORD.findall(" ".join(self.found.lines[first - 1 : last])))
        return not words & self._unsure
