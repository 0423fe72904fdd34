"""The properties file -> the properties of one protocol, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Protocol, Step
from crisis_cli.protocol.conditions import DEEPEST, Reading
from crisis_cli.protocol.facts import Where
from crisis_cli.protocol.known import NEVER, Known, Question
from crisis_cli.protocol.problems import Found
from crisis_cli.protocol.shape import fitted
from crisis_cli.protocol.source import contents
from crisis_cli.protocol.spans import seconds
from crisis_cli.protocol.strict import read
from crisis_cli.protocol.surface.properties import PropertiesFile, PropertyKeys
from crisis_cli.protocol.surface.values import ALWAYS
from crisis_cli.protocol.tree import Path as Place
from crisis_cli.protocol.tree import Tree

NAME = "properties.yaml"
BEGINS = "`properties:` and under it the id of a protocol"
WHATEVER: Condition = ["all", []]  # holds for all answers
ANY_DANGER = "any_danger"  # stands for every danger question that there is, later ones too


@dataclass(frozen=True, slots=True)
class Property:
    """When these answers are given, all of this must follow. What is empty is not claimed.

    follow_up_within: seconds. line: where it stands in its file.
    """

    id: str
    means: str
    when: Condition
    next_block: str = ""
    never_block: str = ""
    level_at_least: str = ""
    level_at_most: str = ""
    because: str = ""
    asked: tuple[str, ...] = ()
    never_asked: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    never_shown: tuple[str, ...] = ()
    follow_up_within: int | None = None
    line: int = 0


NO_CLAIMS = ("id", "means", "when", "line")
CLAIMS = tuple(one.name for one in fields(Property) if one.name not in NO_CLAIMS)


def read_file(path: Path, protocol: Protocol) -> tuple[tuple[Property, ...], Found]:
    """The properties of a protocol in a file, and what is wrong there; none where anything is."""
    return read_bytes(contents(path), protocol)


def read_bytes(data: bytes, protocol: Protocol) -> tuple[tuple[Property, ...], Found]:
    """The same, of the bytes of a file. Those of other protocols are not looked into."""
    tree, found = read(data)
    file = fitted(tree, PropertiesFile, BEGINS) if tree is not None else None
    if tree is None or file is None:
        return (), found
    made = tuple(_Properties(protocol, file, tree).all())
    return (() if found.broken else made), found


class _Answers(Reading):
    """A condition that names answers: a rule of the protocol, edited, would weaken both."""

    def _rule(self, name: str, path: Place) -> Condition | None:
        hint = "Write {question: answer}; the answers themselves, not the name of a rule."
        self.tree.problem("E110", f"A property names answers, and '{name}' is none.", path, hint)
        return None

    def _key(self, key: str, raw: Any, path: Place, depth: int) -> Condition | None:
        if key == ANY_DANGER and key not in self.known.questions:
            return self._any_danger(raw, path)
        return super()._key(key, raw, path, depth)

    def _any_danger(self, raw: Any, path: Place) -> Condition:
        """Some danger question met one of these; any answer, where none of its own is a no."""
        given = raw if isinstance(raw, list) else [raw]
        words = self._each_of(
            given, ("yes", "any_but_no", *UNKNOWN), "E031", "There is no such answer as '{}'.", path
        )
        asked = (one for one in self.known.questions.values() if one.danger and not one.block)
        return ["any", [part for one in asked if (part := _met(one, words))]]

    def _operator(self, key: str, raw: Any, path: Place, depth: int) -> Condition | None:
        if depth > DEEPEST:
            message = f"Conditions go {DEEPEST} levels deep at most."
            hint = "Make two properties of it, each with its own answers."
            self.tree.problem("E041", message, path, hint, key=True)
            return None
        return super()._operator(key, raw, path, depth)


def _met(question: Question, words: list[str]) -> Condition | None:
    """That a danger question met one of these words."""
    if "any_but_no" in words:
        if "no" not in question.options:
            return ["on_path", question.id, True]
        return ["is", question.id, [*(o for o in question.options if o != "no"), *UNKNOWN]]
    fit = [word for word in words if word in UNKNOWN or word in question.options]
    return ["is", question.id, fit] if fit else None


class _Properties:
    """The properties of one protocol on their way."""

    def __init__(self, protocol: Protocol, file: PropertiesFile, tree: Tree) -> None:
        self.protocol, self.tree = protocol, tree
        self.keys = file.properties.get(protocol.id, [])
        self.known = Known(questions=dict(_questions(protocol)))

    def all(self) -> Iterator[Property]:
        seen: set[str] = set()
        for number, keys in enumerate(self.keys):
            at: Place = ("properties", self.protocol.id, number)
            if keys.id in seen:
                message = f"Another property is called '{keys.id}'."
                self.tree.problem("E028", message, (*at, "id"), "Give it another id.")
            seen.add(keys.id)
            yield self._property(keys, at)

    def _property(self, keys: PropertyKeys, at: Place) -> Property:
        self._claims(keys, at)
        return Property(
            keys.id,
            keys.means,
            self._when(keys.when, (*at, "when")),
            next_block=keys.next_block or "",
            never_block=keys.never_block or "",
            level_at_least=keys.level_at_least or "",
            level_at_most=keys.level_at_most or "",
            because=keys.because or "",
            asked=tuple(keys.asked),
            never_asked=tuple(keys.never_asked),
            shown=tuple(keys.shown),
            never_shown=tuple(keys.never_shown),
            follow_up_within=self._within(keys, at),
            line=self.tree.place(at)[0],
        )

    def _when(self, raw: Any, at: Place) -> Condition:
        if raw is ALWAYS:
            return WHATEVER
        reading = _Answers(self.known, self.tree, Where(any_but_no=True))
        return reading.condition(raw, at) or WHATEVER

    def _claims(self, keys: PropertyKeys, at: Place) -> None:
        if not any(getattr(keys, claim) for claim in CLAIMS):
            message = f"The property '{keys.id}' does not say what must follow."
            hint = f"Add one of: {', '.join(CLAIMS)}."
            self.tree.problem("E111", message, at, hint)
        for key in ("next_block", "never_block"):
            self._block(getattr(keys, key), (*at, key))
        self._line(keys.because, (*at, "because"))
        for key in ("asked", "never_asked", "shown", "never_shown"):
            for number, step in enumerate(getattr(keys, key)):
                self._step(step, (*at, key, number), in_block="shown" in key)

    def _block(self, name: str | None, at: Place) -> None:
        if name is not None and name not in self.protocol.blocks:
            hint = self.tree.found.near(name, self.protocol.blocks, "Look at the protocol.")
            self.tree.problem("E033", f"There is no block '{name}'.", at, hint)

    def _line(self, name: str | None, at: Place) -> None:
        lines = [one.id for one in self.protocol.concern]
        if name is not None and name not in lines:
            hint = self.tree.found.near(name, lines, "Look under `concern:` in the protocol.")
            self.tree.problem("E113", f"There is no line of concern '{name}'.", at, hint)

    def _step(self, name: str, at: Place, in_block: bool) -> None:
        question = self.known.questions.get(name)
        if question is None:
            hint = self.tree.found.near(name, self.known.questions, "Look at the ids of the steps.")
            self.tree.problem("E037", f"There is no step '{name}'.", at, hint)
        elif in_block and not question.block:
            message = f"'{name}' is a step of a section: it is asked, not shown in a block."
            self.tree.problem("E112", message, at, "Write it under `asked:`.")
        elif question.block and not in_block:
            message = f"'{name}' is a step of the block '{question.block}'."
            self.tree.problem("E112", message, at, "Write it under `shown:`.")

    def _within(self, keys: PropertyKeys, at: Place) -> int | None:
        if keys.follow_up_within is None:
            return None
        found = seconds(keys.follow_up_within)
        if found is None:
            message = f"'{keys.follow_up_within}' is not a time span."
            hint = "Write it as `30 minutes`, `24 hours` or `7 days`."
            self.tree.problem("E045", message, (*at, "follow_up_within"), hint)
        return found


def _questions(protocol: Protocol) -> Iterator[tuple[str, Question]]:
    for place, step in enumerate(protocol.steps):
        yield step.id, _question(step, place)
    for block in protocol.blocks.values():
        yield from ((step.id, _question(step, NEVER)) for step in block.steps)


def _question(step: Step, place: int) -> Question:
    return Question(
        step.id,
        step.kind,
        step.options,
        step.danger,
        step.private,
        place,
        step.block,
        step.otherwise,
        (step.label, step.text) if step.label else (step.text,),
    )
