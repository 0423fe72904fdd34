"""Scenario files -> scenarios, read as strictly as protocols, or everything that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crisis_cli.engine.concern import UNDETERMINED
from crisis_cli.protocol.compiled import SAFETY_PLAN, UNKNOWN, Protocol, Step
from crisis_cli.protocol.kinds import Refused, kept
from crisis_cli.protocol.problems import Found
from crisis_cli.protocol.script import AS_A_TIME, begins
from crisis_cli.protocol.shape import fitted
from crisis_cli.protocol.spans import seconds
from crisis_cli.protocol.strict import read
from crisis_cli.protocol.surface.scenario import ChangeKeys, ExpectKeys, ScenarioFile, WhatIfKeys
from crisis_cli.protocol.tree import Path as Place
from crisis_cli.protocol.tree import Tree

BEGINS = "`title: what it is about`"
NOON = datetime.fromisoformat("2026-01-05T12:00:00-05:00")  # where the file names no time
NO_PLAN = ["none"]
STUB = {"title": "?", "expect": {}}  # of a file that lacks it, the rest is looked at all the same


@dataclass(frozen=True, slots=True)
class Scenario:
    """One situation to be played.

    what_if: how it differs from the one that the file begins with, else "".
    own: the answers that must be used. lines: for `answers`, `expect` and each key in them, where
    it stands in the file.
    """

    file: Path
    title: str
    what_if: str
    at: datetime
    answers: Mapping[str, Any]
    own: Collection[str]
    unanswered: str
    later: tuple[ChangeKeys, ...]
    expect: ExpectKeys
    lines: Mapping[tuple[str, ...], int]

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"{self.title}; {self.what_if}" if self.what_if else self.title

    def line(self, *keys: str) -> int:
        """Where a key stands in the file, or what it stands in; from 1."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


@dataclass(frozen=True, slots=True)
class Whole:
    """A scenario file as it was read. file, tree: None where it is no such file.

    scenarios: none where anything is wrong.
    """

    found: Found
    file: ScenarioFile | None = None
    tree: Tree | None = None
    scenarios: tuple[Scenario, ...] = ()


def read_whole(data: bytes, path: Path, protocol: Protocol) -> Whole:
    """Everything of a scenario file, from its bytes."""
    tree, found = read(data, typed=True)
    file = fitted(tree, ScenarioFile, BEGINS, STUB) if tree is not None else None
    if tree is None or file is None:
        return Whole(found)
    _Looking(protocol, tree).file(file)
    scenarios = () if found.broken else tuple(_scenarios(path, file, tree))
    return Whole(found, file, tree, scenarios)


def _scenarios(path: Path, file: ScenarioFile, tree: Tree) -> Iterable[Scenario]:
    first = Scenario(
        path,
        file.title,
        "",
        begins(file.at) or NOON,
        {**file.if_asked, **file.answers},
        set(file.answers),
        file.unanswered,
        tuple(file.later),
        file.expect,
        _lines(tree, (), file.answers, file.expect),
    )
    yield first
    for number, other in enumerate(file.what_if):
        yield _differing(first, other, number, tree)


def _differing(first: Scenario, other: WhatIfKeys, number: int, tree: Tree) -> Scenario:
    return Scenario(
        first.file,
        first.title,
        f"what if {number + 1}" + (f": {other.title}" if other.title else ""),
        first.at,
        {**first.answers, **other.answers},
        set(other.answers),
        other.unanswered or first.unanswered,
        first.later if other.later is None else tuple(other.later),
        _expected(first.expect, other.expect),
        _lines(tree, ("what_if", number), other.answers, other.expect),
    )


def _expected(first: ExpectKeys, other: ExpectKeys) -> ExpectKeys:
    """What is expected of a what-if: as of the first, but for what it says itself.

    A step that it names as asked is not expected to be never asked any more, and so round; nor are
    words expected on the plan where it says that none is made.
    """
    told = {key: getattr(other, key) for key in other.model_fields_set}
    for key, opposite in (("asked", "never_asked"), ("never_asked", "asked")):
        now = getattr(other, opposite) or ()
        told.setdefault(key, [step for step in getattr(first, key) or () if step not in now])
    if other.plan == NO_PLAN:
        told.setdefault("contains", None)
    if other.contains and first.plan == NO_PLAN:
        told.setdefault("plan", None)
    return first.model_copy(update=told)


def _lines(
    tree: Tree, at: Place, answers: Mapping[str, Any], expect: ExpectKeys
) -> dict[tuple[str, ...], int]:
    keys: list[tuple[str, ...]] = [("answers",), ("expect",)]
    keys += [("answers", step) for step in answers]
    keys += [("expect", key) for key in expect.model_fields_set]
    return {(): tree.place(at)[0]} | {key: tree.place((*at, *key), key=True)[0] for key in keys}


class _Looking:
    """Whether what a scenario names is in the protocol, and fits there."""

    def __init__(self, protocol: Protocol, tree: Tree) -> None:
        self.protocol = protocol
        self.tree = tree
        self.steps = {step.id: step for step in protocol.all_steps}

    def file(self, file: ScenarioFile) -> None:
        """Note everything that does not fit."""
        if file.protocol not in (None, self.protocol.id):
            hint = f"This one is '{self.protocol.id}'."
            message = f"There is no protocol '{file.protocol}' beside this folder."
            self.tree.problem("E133", message, ("protocol",), hint)
        if file.at is not None and not begins(file.at):
            message = f"'{file.at}' is not a time with its zone."
            self.tree.problem("E046", message, ("at",), AS_A_TIME)
        self._talk(file.answers, file.later, ())
        for name, raw in file.if_asked.items():
            self._answer(name, raw, ("if_asked", name), key=True)
        for name in file.lines:
            self._step(name, ("lines", name))
        self._expect(file.expect, ("expect",))
        for number, other in enumerate(file.what_if):
            at: Place = ("what_if", number)
            self._talk(other.answers, other.later or (), at)
            self._expect(other.expect, (*at, "expect"))

    def _talk(self, answers: Mapping[str, Any], later: Iterable[ChangeKeys], at: Place) -> None:
        for name, raw in answers.items():
            self._answer(name, raw, (*at, "answers", name), key=True)
        for number, change in enumerate(later):
            here: Place = (*at, "later", number)
            self._answer(change.step, change.answer, (*here, "answer"))
            if change.how != "changed" and not change.reason:
                message = f"Why it is {change.how} is not said."
                self.tree.problem("E020", message, here, "Add `reason:`.")

    def _answer(self, name: str, raw: Any, at: Place, key: bool = False) -> None:
        step = self._step(name, at, key)
        if step and raw is None:
            self.tree.problem("E029", f"Nothing is written for '{name}'.", at, "Write the answer.")
        elif step:
            self._fits(step, raw, at)

    def _step(self, name: str, at: Place, key: bool = True) -> Step | None:
        if name not in self.steps:
            hint = self._near(name, self.steps, "Look at the ids of the steps.")
            self.tree.problem("E130", f"There is no step '{name}'.", at, hint, key=key)
        return self.steps.get(name)

    def _fits(self, step: Step, raw: Any, at: Place) -> None:
        try:
            kept(step, raw)
        except Refused as why:
            given = f"'{raw}'" if isinstance(raw, str) else "This"
            near = self._near(str(raw), [*(c.id for c in step.choices), *UNKNOWN], str(why))
            message = f"{given} does not fit '{step.id}', which is a {step.kind}."
            self.tree.problem("E131", message, at, near)

    def _expect(self, expect: ExpectKeys, at: Place) -> None:
        protocol = self.protocol
        for key in ("asked", "never_asked", "not_asked"):
            self._known(getattr(expect, key), self.steps, "step", (*at, key))
        self._known(expect.because, self._reasons(), "line of concern", (*at, "because"))
        urgent = {one.rule for one in protocol.urgent}
        for number, alert in enumerate(expect.urgent or ()):
            here: Place = (*at, "urgent", number)
            self._known([alert.rule], urgent, "urgent rule", here)
            self._known([alert.after] if alert.after else [], self.steps, "step", (*here, "after"))
        if expect.plan not in (None, NO_PLAN):
            self._known(expect.plan, self._headings(), "heading on the plan", (*at, "plan"))
        if expect.due is not None and seconds(expect.due) is None:
            hint = "Write it as `30 minutes`, `24 hours` or `7 days`."
            message = f"'{expect.due}' is not a time span."
            self.tree.problem("E045", message, (*at, "due"), hint)

    def _known(
        self, names: Iterable[str] | None, there: Collection[str], what: str, at: Place
    ) -> None:
        for number, name in enumerate(names or ()):
            if name not in there:
                hint = self._near(name, there, f"Look at the protocol for each {what}.")
                message = f"There is no {what} '{name}', so it can never come of it."
                self.tree.problem("E132", message, (*at, number), hint)

    def _reasons(self) -> set[str]:
        return {one.id for one in self.protocol.concern} | {UNDETERMINED}

    def _headings(self) -> list[str]:
        document = self.protocol.documents.get(SAFETY_PLAN)
        return [part.heading for part in document.parts] if document else []

    def _near(self, word: str, words: Iterable[str], otherwise: str) -> str:
        return self.tree.found.near(word, words, otherwise)
