"""The policy file, read strictly: its plain body, and everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.protocol.dialled import COUNT, FEW_OR_MANY, dialled, miscounted
from crisis_cli.protocol.hours import DAY, WEEK
from crisis_cli.protocol.problems import Broken, Found
from crisis_cli.protocol.shape import fitted
from crisis_cli.protocol.spans import seconds
from crisis_cli.protocol.strict import read
from crisis_cli.protocol.surface.policy import (
    CountersignKeys,
    LinkKeys,
    PolicyFile,
    TierKeys,
)
from crisis_cli.protocol.tree import Path, Tree
from crisis_cli.team import chain, elsewhere
from crisis_cli.team.efforts import efforts
from crisis_cli.team.elsewhere import Answers
from crisis_cli.team.hours import minute
from crisis_cli.team.hours_reading import clock, hours
from crisis_cli.team.policy import BUILT_IN, TIERS, Policy, made

WORKING = re.compile(r"([1-9]\d{0,2}) working (hour|day)s?", re.ASCII)
BY = re.compile(r"by (.+)", re.ASCII)
OWN = "Write your agency's own: `call: 202-...`."
# Where people mean a place whose clocks are put forward: in summer every hour would be one off.
NO_SUMMER = {"EST": "America/New_York", "MST": "America/Denver"}
UNTIL = "Write `24 hours`, `4 working hours`, `1 working day` or `by 10:00`."


def read_policy(data: bytes, name: str) -> dict[str, Any]:
    """The body of a policy. Broken where anything is wrong."""
    body, _, found = _read(data)
    if found.broken or body is None:
        raise Broken(name, found.problems, found.more_errors)
    return body


def look_over(
    data: bytes,
    questions: Answers | None = None,
    resources: Collection[str] | None = None,
    scenarios: Collection[str] | None = None,
) -> tuple[Policy | None, Found]:
    """A policy, None where it has errors, and everything that is wrong with it.

    questions: of the protocols that it is for, each with its answers, and every action with none;
    None where they are not looked up. resources: their ids. scenarios: names of those that can be
    practised.
    """
    body, reading, found = _read(data)
    if reading is None:
        return None, found
    if questions is not None:
        elsewhere.questions(reading.file, reading.tree, questions)
    if resources is not None:
        elsewhere.resources(reading.file, reading.tree, resources)
    if scenarios is not None:
        elsewhere.scenarios(reading.file, reading.tree, scenarios)
    if body is None or found.broken:
        return None, found
    policy = made(body)
    reading.doubtful(policy)
    return policy, found


def _read(data: bytes) -> tuple[dict[str, Any] | None, _Reading | None, Found]:
    tree, found = read(data)
    file = fitted(tree, PolicyFile, "`policy: its-id`") if tree is not None else None
    if tree is None or file is None:
        return None, None, found
    reading = _Reading(file, tree)
    _empty(tree, tree.value(), ())
    body = reading.body()
    return (None if found.broken else body), reading, found


def _empty(tree: Tree, raw: Any, path: Path) -> None:
    """Note the keys with nothing behind them: hours that were forgotten are not the same as none,
    with which somebody may be there at any time."""
    parts = raw.items() if isinstance(raw, dict) else enumerate(raw)
    for key, value in parts:
        if value is None:
            message = f"Nothing is written for '{key}'."
            tree.problem("E029", message, (*path, key), "Write it, or delete the key.")
        elif isinstance(value, dict | list):
            _empty(tree, value, (*path, key))


class _Reading:
    """One file while it is read. What is wrong is noted in its place."""

    def __init__(self, file: PolicyFile, tree: Tree) -> None:
        self.file, self.tree = file, tree

    def body(self) -> dict[str, Any]:
        """The file as plain JSON; of no use where anything was noted."""
        self._zone()
        return {
            "id": self.file.policy,
            "version": self.file.version,
            "zone": self.file.zone,
            "working": hours(self.file.working_hours, ("working_hours",), self.tree),
            "chain": list(self._chain()),
            "met_by": self.file.met_by,
            "signs": {
                name: {"means": one.means, "answers": one.answers}
                for name, one in self.file.signs.items()
            },
            "tiers": dict(self._tiers()),
            "follow_up": efforts(self.file.follow_up, self.tree),
        }

    def _zone(self) -> None:
        known = available_timezones()
        if self.file.zone not in known:
            hint = self.tree.found.near(self.file.zone, known, "Write it as America/New_York.")
            message = f"There is no time zone '{self.file.zone}'."
            self.tree.problem("E144", message, ("zone",), hint)
        elif self.file.zone in NO_SUMMER:
            message = f"'{self.file.zone}' is the time of the winter, all year round."
            hint = f"Write `{NO_SUMMER[self.file.zone]}`, which puts its clocks forward in summer."
            self.tree.problem("E144", message, ("zone",), hint)

    # -- the chain

    def _chain(self) -> Iterator[dict[str, Any]]:
        if not self.file.chain:
            hint = "Write whom a worker calls, one after the other; 911 at least."
            self.tree.problem("E029", "The chain names nobody.", ("chain",), hint)
        seen: set[str] = set()
        for place, one in enumerate(self.file.chain):
            path: Path = ("chain", place)
            if one.id in seen:
                message = f"'{one.id}' stands in the chain already."
                self.tree.problem("E028", message, (*path, "id"), "Give it another id.")
            seen.add(one.id)
            yield self._link(one, path)

    def _link(self, one: LinkKeys, path: Path) -> dict[str, Any]:
        wait = 0 if one.wait is None else seconds(one.wait)
        if wait is None:
            message = f"'{one.wait}' is not a time span."
            self.tree.problem("E045", message, (*path, "wait"), "Write it as `10 minutes`.")
        on = None if one.hours is None else hours(one.hours, (*path, "hours"), self.tree)
        number, resource = one.call or "", one.resource or ""
        return {"id": one.id, "who": one.who, "number": number, "resource": resource,
                "hours": on, "wait": wait or 0}  # fmt: skip

    # -- the tiers

    def _tiers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name in TIERS:
            yield name, self._tier(getattr(self.file.tiers, name), ("tiers", name))
        for lower, upper in pairwise(TIERS):
            self._no_less(lower, upper)
            self._read_no_less(lower, upper)

    def _tier(self, one: TierKeys, path: Path) -> dict[str, Any]:
        signs = {*BUILT_IN, *self.file.signs}
        for place, sign in enumerate(one.consult.also):
            if sign not in signs:
                listed = f"There are: {', '.join(sorted(signs))}."
                hint = self.tree.found.near(sign, signs, listed)
                at = (*path, "consult", "also", place)
                self.tree.problem("E142", f"There is no sign '{sign}'.", at, hint)
        lines = enumerate(one.countersign)
        return {
            "level": one.consult.from_,
            "also": one.consult.also,
            "at_once": one.consult.at_once == "yes",
            "countersign": [self._due(due, (*path, "countersign", i)) for i, due in lines],
            "sample": self._sample(one, (*path, "sample")),
            "practice": one.practice,
        }

    def _due(self, one: CountersignKeys, path: Path) -> list[Any]:
        return [one.from_, self._span(one.within, (*path, "within"))]

    def _sample(self, one: TierKeys, path: Path) -> list[Any] | None:
        if one.sample is None:
            return None
        percent = one.sample.percent
        if not (percent.isdecimal() and int(percent) <= 100):
            message = f"'{percent}' is not so many of a hundred."
            self.tree.problem(
                "E025", message, (*path, "percent"), "Write 0 to 100, digits only, as in 10."
            )
            percent = "0"
        return [int(percent), self._span(one.sample.within, (*path, "within"))]

    def _span(self, text: str, path: Path) -> list[Any]:
        if match := WORKING.fullmatch(text):
            return [f"working_{match[2]}s", int(match[1])]
        if match := BY.fullmatch(text):
            at = clock(match[1], path, self.tree)
            return ["by", (at or 0) % DAY]
        if (count := seconds(text)) is None:
            self.tree.problem("E045", f"'{text}' is not a time span.", path, UNTIL)
        return ["seconds", count or 0]

    def _no_less(self, lower: str, upper: str) -> None:
        """Note where a tier is asked less than the one above it."""
        one, other = (
            getattr(self.file.tiers, lower).consult,
            getattr(self.file.tiers, upper).consult,
        )
        path: Path = ("tiers", lower, "consult")
        if LEVELS.index(one.from_) > LEVELS.index(other.from_):
            message = (
                f"'{lower}' is asked from {one.from_} on, and '{upper}' from {other.from_} on."
            )
            hint = f"Write `from: {other.from_}`, or less: who knows less is not asked later."
            self.tree.problem("E143", message, (*path, "from"), hint)
        for sign in other.also:
            known = sign in BUILT_IN or sign in self.file.signs  # what is not is told already
            if known and sign not in one.also:
                message = f"'{upper}' is asked for {sign}, and '{lower}' is not."
                hint = f"Write {sign} here too, or take it out there."
                self.tree.problem("E143", message, (*path, "also"), hint)

    def _read_no_less(self, lower: str, upper: str) -> None:
        """Note where less of a tier is countersigned than of the one above it."""
        one, other = (
            [line.from_ for line in getattr(self.file.tiers, tier).countersign]
            for tier in (lower, upper)
        )
        least = min(other, key=LEVELS.index, default="")
        if not least or any(LEVELS.index(level) <= LEVELS.index(least) for level in one):
            return
        at: Path = ("tiers", lower, "countersign") if one else ("tiers", lower)
        message = f"'{upper}' is countersigned from {least} on, and '{lower}' is not."
        hint = f"Write `from: {least}` under `countersign` here too, or less."
        self.tree.problem("E143", message, at, hint, key=True)

    # -- what helps nobody at night

    def doubtful(self, policy: Policy) -> None:
        """Note what may be read, but helps nobody at night: no number, and nobody there."""
        for place, one in enumerate(policy.chain):
            if not one.number and not one.resource:
                message = f"No number is written for '{one.who}'."
                self.tree.problem("W140", message, ("chain", place), OWN)
            elif one.number and not dialled(one.number):
                hint = f"{COUNT} The id of a resource belongs under `resource`."
                self.tree.problem(
                    FEW_OR_MANY, miscounted(one.number), ("chain", place, "call"), hint
                )
        if nobody := chain.uncovered(policy):
            times = [f"{minute(begin)} to {minute(end)}" for begin, end in nobody]
            more = f", and {len(times) - 3} times more" if len(times) > 3 else ""
            when = "at any time" if nobody == [(0, WEEK)] else f"{', '.join(times[:3])}{more}"
            message = f"Nobody of the agency can be reached {when}."
            hint = "Workers are told so. Name who answers then, or leave it if that is how it is."
            self.tree.problem("W141", message, ("chain",), hint, key=True)
