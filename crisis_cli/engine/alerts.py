"""Alerts: an urgent rule that began to hold, until somebody has said what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crisis_cli.engine.answers import Given
from crisis_cli.engine.entries import Entry
from crisis_cli.engine.view import View, Watch

EMERGENCY_KEY = "emergency key"  # stands for a rule; has a space, as no rule of a protocol has


@dataclass(slots=True, eq=False)
class Alert:
    """One time that an urgent rule began to hold.

    after: the step whose answer brought it up, or "". answers: what fired it.
    seq, acknowledged_seq: the entries of its beginning and of its being read; 0 for not yet.
    outcomes: what was answered in its block since. outcome: what came of it, said apart.
    late: it became known after the end, through an amendment.
    """

    rule: str
    block: str
    means: str
    after: str
    began: datetime
    seq: int
    answers: dict[str, Any] = field(default_factory=dict)
    acknowledged: datetime | None = None
    acknowledged_seq: int = 0
    outcomes: list[Given] = field(default_factory=list)
    outcome: str = ""
    settled: bool = False
    mistake: bool = False
    late: bool = False

    @property
    def by_key(self) -> bool:
        """Whether the worker raised it, and no answer of the contact."""
        return not self.block

    @property
    def status(self) -> str:
        """open, resolved, or mistake (its answer was a slip of the key)."""
        if self.mistake:
            return "mistake"
        return "resolved" if self.settled else "open"


class Alerts:
    """The alerts of one contact, oldest first."""

    def __init__(self, view: View) -> None:
        self.all: list[Alert] = []
        self._view = view
        self._blocks = {urgent.rule: urgent.block for urgent in view.protocol.urgent}
        rules = view.protocol.rules
        self.watch = Watch(view, {name: rules[name].when for name in self._blocks})

    def began(self, names: list[str], after: str, entry: Entry) -> None:
        """These urgent rules began to hold after the answer to a step."""
        for name in names:
            rule = self._view.protocol.rules[name]
            answers = self._view.fired(rule.when)
            self.all.append(
                Alert(name, self._blocks[name], rule.means, after, entry.at, entry.seq, answers)
            )

    def raise_by_key(self, step: str, entry: Entry) -> Alert:
        """The worker raised the alarm by key, and is acting."""
        means = "The emergency key was used, and help was being called"
        alert = Alert(EMERGENCY_KEY, "", means, step, entry.at, entry.seq)
        alert.acknowledged, alert.acknowledged_seq = entry.at, entry.seq
        self.all.append(alert)
        return alert

    def noted(self, means: str, step: str, answers: dict[str, Any], entry: Entry) -> None:
        """Danger became known after the end: it stands until somebody says what came of it."""
        alert = Alert(f"amendment {entry.name}", "", means, step, entry.at, entry.seq, answers)
        alert.late = True
        self.all.append(alert)

    def due(self) -> list[Alert]:
        """Those whose block must come next, in the order of the protocol's `urgent`.

        Their rule holds, and nobody acknowledged them since it last began to.
        """
        held = [rule for rule in self._blocks if rule in self.watch.holding]
        return [a for a in self.standing(held) if not a.acknowledged and not a.mistake]

    def open(self) -> list[Alert]:
        """Those not done, and of which nobody has said apart what came of them."""
        return [alert for alert in self.all if alert.status == "open"]

    def standing(self, rules: Iterable[str], by: int | None = None) -> list[Alert]:
        """The latest alert of each of these rules; of those until the entry `by`.

        The emergency key is none of them, though a rule may be called so.
        """
        known = [a for a in self.all if not a.by_key and (by is None or a.seq <= by)]
        latest = {alert.rule: alert for alert in known}
        return [latest[rule] for rule in rules if rule in latest]

    def acknowledge(self, block: str, entry: Entry) -> None:
        """The block was read: that holds for every alert that waits for it."""
        for alert in self.all:
            if alert.block == block and not alert.acknowledged:
                alert.acknowledged, alert.acknowledged_seq = entry.at, entry.seq

    def answered(self, block: str, given: Given, actions: list[str]) -> None:
        """A step of a block was answered; an alert is settled when all its actions are done.

        A call that was not made, for whatever reason, helped nobody: its alert stands until what
        came of it is said apart. That holds for the alerts that are open, and for those for which
        the block came last: an answer that is taken back opens them again.
        """
        mine = [alert for alert in self.all if alert.block == block and not alert.mistake]
        last = max((alert.acknowledged_seq for alert in mine), default=0)
        for alert in mine:
            if alert.status == "open" or alert.acknowledged_seq == last:
                alert.outcomes.append(given)
                alert.settled = bool(alert.outcome) or _settled(alert, actions)

    def corrected(self, step: str, first: int, explained: set[Alert]) -> list[Alert]:
        """A slip of the key at a step was put right: the alerts that it alone brought up.

        first: the entry of the step's first slip. explained: the alerts that stood while their
        rule would have held without any slip. An alert whose rule holds now names what counts now.
        """
        now = self.standing(self.watch.holding)
        for alert in now:
            if step in alert.answers:
                alert.answers = self._view.fired(self._view.protocol.rules[alert.rule].when)
        since = [alert for alert in self.all if alert.seq >= first and not alert.by_key]
        return [alert for alert in since if alert not in explained.union(now)]

    def said(self, rule: str, text: str) -> None:
        """What came of an alert, said apart from its block."""
        for alert in self.all:
            if alert.rule == rule and alert.status == "open":
                alert.outcome, alert.settled = text, True


def _settled(alert: Alert, actions: list[str]) -> bool:
    latest = {given.step: given for given in alert.outcomes}
    done = [action in latest and latest[action].outcome == "done" for action in actions]
    return bool(done) and all(done)
