"""Every condition of a protocol: where it stands, and how another is put in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from crisis_cli.protocol.compiled import Block, Condition, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.tree import Path
from crisis_cli.workshop.scenarios.cone import Cone

When = Condition | None
ALWAYS: Condition = ["all", []]


@dataclass(frozen=True, slots=True)
class Site:
    """One condition.

    owner: whose it is, in words. path: where it stands in the file. danger: whether it decides
    about danger. needed: whether a file without it would be no protocol.
    put: the protocol with another condition in its place. step: the step that it is of, if any.
    note: the same, where nothing but its being shown hangs on the condition.
    """

    owner: str
    condition: Condition
    path: Path
    danger: bool
    needed: bool
    put: Callable[[When], Protocol]
    step: str = ""
    note: str = ""


class Sites:
    """The conditions of one protocol. raw: the values of its file."""

    def __init__(self, protocol: Protocol, raw: dict[str, Any]) -> None:
        self.protocol, self.raw = protocol, raw
        self.cone = Cone(protocol)

    def every(self) -> Iterator[Site]:
        """All of them: rules, lines of concern, then the path, blocks, and what comes after."""
        yield from self._rules()
        yield from self._concern()
        yield from self._path()
        for block in self.protocol.blocks.values():
            yield from self._block(block)
        yield from self._follow_up()
        yield from self._documents()

    def places(self) -> Iterator[tuple[int, Path]]:
        """For each step of the path its number, and where it stands in the file."""
        sections = enumerate(self.raw.get("sections", ()))
        paths = ((n, i) for n, section in sections for i, _ in enumerate(section["steps"]))
        for place, (number, inner) in enumerate(paths):
            yield place, ("sections", number, "steps", inner)

    def with_step(self, place: int, step: Step) -> Protocol:
        """The protocol with another step at a place of its path."""
        steps = self.protocol.steps
        return replace(self.protocol, steps=(*steps[:place], step, *steps[place + 1 :]))

    def _rules(self) -> Iterator[Site]:
        for name, rule in self.protocol.rules.items():
            danger, put = name in self.cone.rules, partial(self._rule, name)
            yield Site(f"the rule `{name}`", rule.when, ("rules", name), danger, True, put)

    def _rule(self, name: str, when: When) -> Protocol:
        rules = self.protocol.rules
        other = replace(rules[name], when=when or ALWAYS)
        return replace(self.protocol, rules=rules | {name: other})

    def _concern(self) -> Iterator[Site]:
        for place, one in enumerate(self.protocol.concern):
            owner, path = f"the line of concern `{one.id}`", ("concern", place, "when")
            yield Site(owner, one.when, path, True, True, partial(self._line, place))

    def _line(self, place: int, when: When) -> Protocol:
        lines = list(self.protocol.concern)
        lines[place] = replace(lines[place], when=when or ALWAYS)
        return replace(self.protocol, concern=tuple(lines))

    def _path(self) -> Iterator[Site]:
        done = 0
        for number, section in enumerate(self.raw.get("sections", ())):
            places = range(done, done := done + len(section["steps"]))
            steps = self.protocol.steps[places.start : places.stop]
            outer = _outer(section, steps)
            if outer is not None:
                owner = f"the condition of the section `{section['id']}`"
                path: Path = ("sections", number, "when")
                danger = any(map(self.cone.decides, steps))
                put = partial(self._section, places, outer)
                yield Site(owner, outer, path, danger, False, put)
            for inner, step in enumerate(steps):
                at: Path = ("sections", number, "steps", inner, "when")
                put = partial(self._step, places[inner], outer)
                yield from self._own(step, outer, at, self.cone.decides(step), put)

    def _own(
        self, step: Step, outer: When, at: Path, danger: bool, put: Callable[[When], Protocol]
    ) -> Iterator[Site]:
        own = _inner(step.when, outer)
        if own is not None:
            note = "" if KINDS[step.kind].asks else step.id
            yield Site(f"the condition of `{step.id}`", own, at, danger, False, put, step.id, note)

    def _section(self, places: range, outer: Condition, when: When) -> Protocol:
        steps = list(self.protocol.steps)
        for place in places:
            own = _inner(steps[place].when, outer)
            steps[place] = replace(steps[place], when=_both(when, own))
        return replace(self.protocol, steps=tuple(steps))

    def _step(self, place: int, outer: When, when: When) -> Protocol:
        step = replace(self.protocol.steps[place], when=_both(outer, when))
        return self.with_step(place, step)

    def _block(self, block: Block) -> Iterator[Site]:
        raw = self.raw["blocks"][block.id]
        keys = raw if isinstance(raw, dict) else {}
        outer, danger = _outer(keys, block.steps), block.id in self.cone.blocks
        for place, step in enumerate(block.steps):
            at: Path = ("blocks", block.id, *(["steps"] if keys else []), place, "when")
            put = partial(self._block_step, block, place, outer)
            yield from self._own(step, outer, at, danger, put)

    def _block_step(self, block: Block, place: int, outer: When, when: When) -> Protocol:
        steps = list(block.steps)
        steps[place] = replace(steps[place], when=_both(outer, when))
        other = replace(block, steps=tuple(steps))
        return replace(self.protocol, blocks=self.protocol.blocks | {block.id: other})

    def _follow_up(self) -> Iterator[Site]:
        for place, one in enumerate(self.protocol.follow_up):
            if one.when is not None:
                owner, path = (
                    f"the condition of follow-up {place + 1}",
                    ("follow_up", place, "when"),
                )
                yield Site(owner, one.when, path, False, False, partial(self._due, place))

    def _due(self, place: int, when: When) -> Protocol:
        lines = list(self.protocol.follow_up)
        lines[place] = replace(lines[place], when=when)
        return replace(self.protocol, follow_up=tuple(lines))

    def _documents(self) -> Iterator[Site]:
        for name, document in self.protocol.documents.items():
            keys = ["parts"] if isinstance(self.raw["documents"][name], dict) else []
            if document.when is not None:
                owner, path = f"the condition of `{name}`", ("documents", name, "when")
                put = partial(self._document, name)
                yield Site(owner, document.when, path, False, False, put)
            for place, part in enumerate(document.parts):
                if part.when is not None:
                    owner = f"the condition of the heading '{part.heading}'"
                    at: Path = ("documents", name, *keys, place, "when")
                    put = partial(self._part, name, place)
                    yield Site(owner, part.when, at, False, False, put)

    def _document(self, name: str, when: When) -> Protocol:
        other = replace(self.protocol.documents[name], when=when)
        return replace(self.protocol, documents=self.protocol.documents | {name: other})

    def _part(self, name: str, place: int, when: When) -> Protocol:
        document = self.protocol.documents[name]
        parts = list(document.parts)
        parts[place] = replace(parts[place], when=when)
        other = replace(document, parts=tuple(parts))
        return replace(self.protocol, documents=self.protocol.documents | {name: other})


def _outer(raw: dict[str, Any], steps: tuple[Step, ...]) -> When:
    """The condition of a section or block, which the compiler put into each of its steps."""
    if "when" not in raw or not steps:
        return None
    alone = "when" not in raw["steps"][0]
    when = steps[0].when
    return when if alone or when is None else when[1][0]


def _inner(when: When, outer: When) -> When:
    """What a step has of its own."""
    if outer is None or when is None:
        return when
    return None if when == outer else when[1][1]


def _both(outer: When, own: When) -> When:
    if outer is None or own is None:
        return own if outer is None else outer
    return ["all", [outer, own]]
