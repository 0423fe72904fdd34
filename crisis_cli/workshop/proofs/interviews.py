"""All interviews of one protocol for the solver, those that go to the end and those that stop."""

from __future__ import annotations

from functools import cached_property

from crisis_cli.protocol.compiled import ENDED_EARLY, Condition, Protocol
from crisis_cli.workshop.model.answers import Answers, asks
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.model import Model, Stop
from crisis_cli.workshop.model.path import AT_AN_ENDING, COUNTED
from crisis_cli.workshop.model.search import SECONDS, Search


class Interviews:
    """The models of one protocol, which share their answers, and a solver that knows them.

    whole: to the end. open: stopped anywhere, or at the end. before: one place before that.
    seconds: how long the solver may take for one question.
    """

    def __init__(
        self, protocol: Protocol, seconds: float = SECONDS, answers: Answers | None = None
    ) -> None:
        self.protocol, self.seconds = protocol, seconds
        self.answers = answers or Answers()
        self.stop = Stop(protocol, self.answers)
        self.whole = Model(protocol, self.answers)
        self.open = Model(protocol, self.answers, self.stop.reached)
        self.before = Model(protocol, self.answers, self.stop.before)

    @cached_property
    def search(self) -> Search:
        """The solver, asked one thing after the other."""
        return Search(self.open, self.seconds)

    @property
    def runs(self) -> dict[str, str]:
        """The block that each urgent rule brings up. Of a rule that stands twice, the last."""
        return {urgent.rule: urgent.block for urgent in self.protocol.urgent}

    def begins(self, condition: Condition) -> Formula:
        """Whether a condition begins to hold with the last answer, or at the opening."""
        opening = no(self.stop.reached(0))
        held = both((no(opening), self.before.holds(condition, at_ending=False)))
        return both((self.open.holds(condition, at_ending=False), no(held)))

    def stands(self, block: str) -> Formula:
        """Whether a rule holds now that brings up this block: it has come, or comes next."""
        return either(self.open.urgent(rule) for rule, run in self.runs.items() if run == block)

    def came(self, block: str) -> Formula:
        """Whether a block has come up here, at any time."""
        rules = [rule for rule, run in self.runs.items() if run == block]
        return either(self._held(self.open, rule) for rule in rules)

    def held(self, rule: str) -> Formula:
        """Whether a rule holds at any time of an interview that goes to the end."""
        return self._held(self.whole, rule)

    def _held(self, model: Model, rule: str) -> Formula:
        """Whether a rule holds now, or held before."""
        condition = ["rule", rule]
        if model.path.places.steady(condition):
            return model.urgent(rule)
        turns = (model.earlier(place) for place in model.turns(condition))
        return either([model.urgent(rule), *(one.urgent(rule) for one in turns)])

    def comes(self, block: str) -> Formula:
        """Whether a block comes up right here: after the last answer, or after an early ending."""
        if block == ENDED_EARLY:
            return self.early
        rules = [rule for rule, run in self.runs.items() if run == block]
        return either(self.begins(["rule", rule]) for rule in rules)

    @cached_property
    def early(self) -> Formula:
        """Whether a question is still open, so that an ending here is an early one."""
        steps = self.protocol.steps
        places = [place for place, step in enumerate(steps) if asks(step)]
        open_ = (both((self.open.on(steps[i].id), no(self.stop.reached(i)))) for i in places)
        return either(open_)

    def given(self, condition: Condition, block: str) -> Formula:
        """Whether a condition holds right here, where a block comes up."""
        return self.open.holds(condition, at_ending=block == ENDED_EARLY)

    def seen(self, condition: Condition | None, block: str) -> Formula:
        """The same as the steps of the block see it: with what was passed by."""
        view = AT_AN_ENDING if block == ENDED_EARLY else COUNTED
        return self.open.path.holds(condition, view)
