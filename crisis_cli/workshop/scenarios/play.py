"""One scenario played through the real engine, from the first question to the end, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from crisis_cli.engine.entries import (
    Acknowledged,
    Answered,
    Ended,
    Ending,
    Entry,
    Event,
    Opened,
    Revisited,
)
from crisis_cli.engine.interview import Ask, Closed, Review, Show, wanted
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.kinds import Refused, kept
from crisis_cli.protocol.surface.scenario import ChangeKeys
from crisis_cli.workshop.scenarios.reading import Scenario

EACH = timedelta(seconds=30)  # between two entries


class Stuck(Exception):
    """The scenario cannot go on. about: what stands in the way; step: where."""

    def __init__(self, about: str, step: str) -> None:
        super().__init__(about)
        self.about, self.step = about, step


@dataclass
class Played:
    """A contact as a scenario led it.

    asked: the ids of the steps that were asked, in order. shown: those that were shown besides.
    used: the steps whose answers were used. later: the changes that were not made.
    stuck: why it ended before its end, or None.
    """

    state: State
    later: list[ChangeKeys]
    asked: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    stuck: Stuck | None = None


Watch = Callable[[State], None]


def play(protocol: Protocol, scenario: Scenario, watch: Watch | None = None) -> Played:
    """Lead a contact as a scenario says.

    watch: looks at the state after each entry.
    """
    lead = _Lead(protocol, scenario, watch)
    try:
        lead.run()
    except Stuck as stuck:
        lead.played.stuck = stuck
    return lead.played


class _Lead:
    """One contact while it is led."""

    def __init__(self, protocol: Protocol, scenario: Scenario, watch: Watch | None) -> None:
        self.scenario, self.watch = scenario, watch
        self.state = State(protocol)
        self.played = Played(self.state, list(scenario.later))
        self.left = False
        self._do(Opened(protocol.id, protocol.version, protocol.hash, practice=True))

    def run(self) -> None:
        played = self.played
        while True:
            match wanted(self.state):
                case Ask(step, notes):
                    self._show(notes)
                    self._ask(step)
                case Show(block, steps):
                    self._show(steps)
                    self._do(Acknowledged(block.id))
                case Review(notes):
                    self._show(notes)
                    if played.later:
                        self._change(played.later.pop(0))
                    else:
                        self._do(Ending("finished"))
                case Closed(notes):
                    self._show(notes)
                    self._do(Ended())
                    return

    def _ask(self, step: Step) -> None:
        self.played.asked.append(step.id)
        if step.id in self.scenario.answers:
            self.played.used.add(step.id)
            self._answer(step, self.scenario.answers[step.id])
        elif self.scenario.unanswered == "error":
            raise Stuck(f"`{step.id}` was asked, and has no answer: {step.text}", step.id)
        elif self.scenario.unanswered == "end" and not self.left:
            self.left = True
            self._do(Ending("client_left"))
        else:
            self._do(Answered(step.id, unknown="not_asked"))

    def _answer(self, step: Step, raw: object, how: str = "", reason: str = "") -> None:
        try:
            self._do(Answered(step.id, *kept(step, raw), how, reason))
        except Refused as why:
            raise Stuck(f"The answer to `{step.id}` does not fit: {why}", step.id) from None

    def _change(self, change: ChangeKeys) -> None:
        if not self.state.answer(change.step) or not self.state.on_path(change.step):
            raise Stuck(f"`{change.step}` is to change, and was never answered", change.step)
        self._do(Revisited(change.step))
        step = self.state.step(change.step)
        self.played.asked.append(step.id)
        self._answer(step, change.answer, change.how, change.reason)

    def _show(self, steps: Iterable[Step]) -> None:
        self.played.shown.update(step.id for step in steps)

    def _do(self, event: Event) -> None:
        seq = len(self.state.entries) + 1
        self.state.add(Entry(seq, self.scenario.at + EACH * seq, "", event))
        if self.watch:
            self.watch(self.state)
