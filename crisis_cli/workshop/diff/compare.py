"""Two protocols compared: what differs for whom, each example borne out by the real engine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.workshop.diff.asking import NotCompared
from crisis_cli.workshop.diff.change import KINDS, Change
from crisis_cli.workshop.diff.changes import Compared
from crisis_cli.workshop.diff.leaving import Leaving
from crisis_cli.workshop.diff.matching import Matched, matched
from crisis_cli.workshop.diff.observed import Seen, Shown
from crisis_cli.workshop.diff.people import Group, People, Touched
from crisis_cli.workshop.diff.questions import plain
from crisis_cli.workshop.model.answers import Answers
from crisis_cli.workshop.model.logic import Formula
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.replay import replay

SECONDS = 60.0  # for the whole comparison


@dataclass(frozen=True, slots=True)
class Effect:
    """What a changed protocol does: the changes that come together, and whom they touch.

    more: whether there are more groups than these.
    """

    changes: tuple[Change, ...]
    groups: tuple[Group, ...]
    more: bool = False

    @property
    def kind(self) -> str:
        """One of the kinds of change."""
        return self.changes[0].kind

    @property
    def subjects(self) -> list[str]:
        """What it is about."""
        return [change.subject for change in self.changes]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two protocols, the most dangerous first.

    not_compared: changes of which it could not be told whether they ever come about.
    """

    old: Protocol
    new: Protocol
    matched: Matched
    effects: tuple[Effect, ...]
    not_compared: tuple[Change, ...]


def compare(old: Protocol, new: Protocol, seconds: float = SECONDS) -> Comparison:
    """What differs for people who give the same answers. CrisisError where there is no solver.

    Interviews are answered in the order of the protocol, to the end or until one leaves.
    seconds: how long all of it may take.
    """
    alike = matched(old, new)
    end = time.monotonic() + seconds
    answers = Answers()
    for step in (*old.steps, *alike.new.steps):
        answers.to(step)  # what may be answered to both is known before anything is asked
    comparing = _Comparing(old, alike.new)
    whole = Model(old, answers), Model(alike.new, answers)
    changes = list(Compared(*map(Seen, whole)).changes())
    effects = list(comparing.effects(changes, People(*whole, end - time.monotonic())))
    leaving = Leaving(old, alike.new, answers)
    stopped = leaving.old, leaving.new
    changes = list(Compared(*map(Seen, stopped)).early())
    effects += comparing.effects(changes, People(*stopped, end - time.monotonic(), leaving))
    return Comparison(old, new, alike, tuple(_merged(effects)), tuple(comparing.not_compared))


class _Comparing:
    """The changes, one after the other, as far as the time goes."""

    def __init__(self, old: Protocol, new: Protocol) -> None:
        self.old, self.new = old, new
        self.not_compared: list[Change] = []
        self._known: dict[Any, Touched] = {}
        self._told_of: dict[str, list[Formula]] = {}
        self._more = set[tuple[str, str]]()  # of these it is said that there are others

    def effects(self, changes: list[Change], people: People) -> Iterator[Effect]:
        """Those that come about for somebody."""
        for change in changes:
            if change.formula is False or (change.kind, change.subject) in self._more:
                continue
            try:
                groups, more = self._touched(change, people)
            except NotCompared:
                self.not_compared.append(change)
                continue
            if all(self._bears(change, group) for group in groups):
                self._more |= {(change.kind, change.subject)} if more else set()
                yield from [Effect((change,), groups, more)] if groups else []
            else:
                self.not_compared.append(change)

    def _touched(self, change: Change, people: People) -> Touched:
        """Whom a change touches, without those who were told of a greater one of the same thing.

        Of one formula, which many changes may share, it is found out once.
        """
        but = [formula for name in change.after for formula in self._told_of.get(name, ())]
        formula = change.formula
        key = (formula if formula is True else formula.get_id(), change.after, change.early)
        if key not in self._known:
            self._known[key] = people.groups(formula, but)
        found = self._known[key]
        self._told_of.setdefault(change.covers, []).extend(one.formula for one in found.groups)
        return found

    def _bears(self, change: Change, group: Group) -> bool:
        """Whether the real engine shows the change for one of the people."""
        return change.bears(*shown(self.old, self.new, group))


def shown(old: Protocol, new: Protocol, group: Group) -> tuple[Shown, Shown]:
    """The interviews of one of the people, in the real engine, under both protocols."""
    how = "client_left" if group.left else "finished"
    return Shown(replay(old, group.old).end(how)), Shown(replay(new, group.new).end(how))


def _merged(effects: list[Effect]) -> list[Effect]:
    """Changes of one kind that touch the same people, as one; the most dangerous kind first."""
    found: dict[Any, Effect] = {}
    for one in effects:
        first = one.changes[0]
        key = (first.says, first.early, tuple(map(_who, one.groups)))
        if key in found:
            found[key] = replace(found[key], changes=(*found[key].changes, *one.changes))
        else:
            found[key] = one
    order = list(KINDS)
    return sorted(found.values(), key=lambda one: (one.changes[0].early, order.index(one.kind)))


def _who(group: Group) -> tuple[Any, ...]:
    return (*((one.step.id, plain(one)) for one in group.said), group.always)
