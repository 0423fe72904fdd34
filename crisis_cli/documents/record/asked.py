"""The questions of one contact, each with everything that was said to it."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from crisis_cli.documents.record.data import Amendment, Answer, Fired, Question
from crisis_cli.engine.additions import Amended
from crisis_cli.engine.answers import IN_FORCE, KEPT_TOO, Given
from crisis_cli.engine.entries import Entry
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import SAFETY_PLAN, Step
from crisis_cli.protocol.kinds import Refused, kept, say


class Asked:
    """Reads the questions and answers of a contact, in words."""

    def __init__(self, state: State) -> None:
        self.state = state
        plan = state.protocol.documents.get(SAFETY_PLAN)
        self._printed = {step for part in (plan.parts if plan else ()) for step in part.steps}

    def question(self, step: Step, after: int = 0, until: float = inf) -> Question:
        """A step with every answer that was ever given to it, or those of some entries."""
        return Question(
            step=step.id,
            text=step.text,
            danger=step.danger,
            private=step.private,
            on_path=bool(step.block) or self.state.on_path(step.id),
            uncalled=step.otherwise == "not_needed",
            standing_in=self.state.standing_in(step.id),
            answers=tuple(self._answers(step, after, until)),
            amendments=self.amendments(step.id) if until == inf else (),
            record=self._record(step),
            name=step.name,
        )

    def _record(self, step: Step) -> str:
        """Its own word; else an action was done, and what the plan prints is of the plan."""
        if step.danger or step.record:
            return step.record
        if step.kind == "action":
            return "done"
        return "plan" if step.id in self._printed else "said"

    def amendments(self, step: str = "") -> tuple[Amendment, ...]:
        """What was written after the end, about one step or at all."""
        every = self.state.after.amendments
        return tuple(self._amendment(*one) for one in every if step in ("", one[1].step))

    def fired(self, answers: dict[str, Any]) -> tuple[Fired, ...]:
        """Answers as the engine cites them, step id -> value or the word of an unknown."""
        return tuple(
            Fired(name, self.name(name), self._words(name, value))
            for name, value in answers.items()
        )

    def name(self, name: str) -> str:
        """A few words for a step; its id where this protocol has no such step, "" for none."""
        step = self._step(name)
        return step.name if step else name

    def _words(self, name: str, value: Any) -> str:
        """What was brought may come from an older protocol, where the step was of another kind."""
        step = self._step(name)
        try:
            return say(step, *kept(step, value)) if step else str(value)
        except Refused:
            return str(value)

    def _amendment(self, entry: Entry, event: Amended) -> Amendment:
        after, step = self.state.after, self._step(event.step)
        return Amendment(
            name=entry.name,
            kind=event.kind,
            text=event.text,
            reason=event.reason,
            step=event.step,
            question=self.name(event.step),
            was=tuple(self._was(step)) if step else (),
            words=say(step, event.value, event.unknown) if step and event.answers else "",
            value=event.value,
            unknown=event.unknown,
            happened=event.happened,
            written=entry.at,
            by=entry.by,
            danger=after.danger(event),
            pressing=after.pressing(event),
            request=event.request,
            decision=event.decision,
            read=tuple(e.name for e, one in after.countersigns if entry.name in one.read),
        )

    def _was(self, step: Step) -> Iterator[str]:
        for given in self.state.history(step.id):
            if given.standing in (IN_FORCE, KEPT_TOO):
                yield say(step, given.value, given.unknown)

    def _step(self, name: str) -> Step | None:
        try:
            return self.state.step(name)
        except KeyError:
            return None

    def _answers(self, step: Step, after: int, until: float) -> Iterator[Answer]:
        for given in self.state.history(step.id):
            if after < given.seq < until:
                yield self._answer(step, given)

    def _answer(self, step: Step, one: Given) -> Answer:
        return Answer(
            value=one.value,
            unknown=one.unknown,
            words=say(step, one.value, one.unknown),
            at=one.at,
            by=one.by,
            how=one.how,
            reason=one.reason,
            standing=one.standing,
            until=None if one.standing == KEPT_TOO else one.until,
            because=self.name(one.because),
        )
