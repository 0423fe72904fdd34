"""The questions of one contact, each with everything that was said to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import inf
from typing import Any

from crisis_cli.documents.record.data import Answer, Fired, Question
from crisis_cli.engine.answers import IN_FORCE, KEPT_TOO, WITHDRAWN, Given
from crisis_cli.engine.entries import Answered
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import UNKNOWN, Step
from crisis_cli.protocol.kinds import Refused, accept, say


class Asked:
    """Reads the questions and answers of a contact, in words."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._withdrawn = _withdrawn(state)

    def question(self, step: Step, after: int = 0, until: float = inf) -> Question:
        """A step with every answer that was ever given to it, or those of some entries."""
        return Question(
            step=step.id,
            text=step.text,
            danger=step.danger,
            private=step.private,
            on_path=bool(step.block) or self.state.on_path(step.id),
            standing_in=self.state.standing_in(step.id),
            answers=tuple(self._answers(step, after, until)),
        )

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
        if isinstance(value, str) and value in UNKNOWN and step:
            return say(step, None, value)
        try:
            return say(step, accept(step, value)) if step else str(value)
        except Refused:
            return str(value)

    def _step(self, name: str) -> Step | None:
        try:
            return self.state.step(name)
        except KeyError:
            return None

    def _answers(self, step: Step, after: int, until: float) -> Iterator[Answer]:
        given = self.state.history(step.id)
        for one, later in zip(given, [*given[1:], None], strict=False):
            if after < one.seq < until:
                yield self._answer(step, one, later)

    def _answer(self, step: Step, one: Given, later: Given | None) -> Answer:
        return Answer(
            value=one.value,
            unknown=one.unknown,
            words=say(step, one.value, one.unknown),
            at=one.at,
            by=one.by,
            how=one.how,
            reason=one.reason,
            standing=one.standing,
            until=self._until(one, later),
            because=self.name(one.because),
        )

    def _until(self, given: Given, later: Given | None) -> datetime | None:
        """When an answer stopped counting; None while it counts."""
        if given.standing in (IN_FORCE, KEPT_TOO):
            return None
        if given.standing == WITHDRAWN:
            return self._withdrawn.get(given.seq)
        return later.at if later else None


def _withdrawn(state: State) -> dict[int, datetime]:
    """When each withdrawn answer left the path, by its number: the contact is walked again."""
    wanted = {given.seq: given.step for given in state.given() if given.standing == WITHDRAWN}
    found: dict[int, datetime] = {}
    walk = State(state.protocol)
    for entry in state.entries if wanted else ():
        walk.add(entry)
        if isinstance(entry.event, Answered):
            left = {given.seq for given in walk.given() if given.standing == WITHDRAWN}
            found |= {seq: entry.at for seq in wanted if seq in left and seq not in found}
    return found
