"""What a worker said in a contact, as a scenario: so that it can be played again with one other
answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from crisis_cli.engine.answers import Given
from crisis_cli.engine.entries import HOW, Consulted, ConsultNeeded, Raised
from crisis_cli.engine.state import State, fold
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.surface.scenario import ChangeKeys, ExpectKeys
from crisis_cli.workshop.scenarios.play import Played, play
from crisis_cli.workshop.scenarios.reading import Scenario

PASSED_BY = "not_asked"
BESIDE = (Raised, ConsultNeeded, Consulted)  # what comes of the worker's judgement or the policy


@dataclass(frozen=True, slots=True)
class Own:
    """What was said. answers: the first to each step. later: how they changed. early: whether the
    contact ended before its last step."""

    answers: Mapping[str, Any]
    later: tuple[ChangeKeys, ...] = ()
    early: bool = False

    def with_answer(self, step: str, answer: Any) -> Own:
        """The same, but for one answer."""
        later = tuple(one for one in self.later if one.step != step)
        return replace(self, answers={**self.answers, step: answer}, later=later)


def own_of(state: State) -> Own:
    """What was said in a contact."""
    answers: dict[str, Any] = {}
    later: list[tuple[int, ChangeKeys]] = []
    on_path = {step.id for step in state.protocol.steps}
    for given in state.given():
        if given.step in answers and given.how in HOW[1:] and given.step in on_path:
            later.append((given.seq, _change(given)))
        else:  # of a block only what stands at the end counts
            answers[given.step] = _raw(given)
    steps = [step.id for step in state.protocol.all_steps if step.id in answers]
    changes = tuple(change for _, change in sorted(later, key=lambda one: one[0]))
    return Own({step: answers[step] for step in steps}, changes, state.early)


def _change(given: Given) -> ChangeKeys:
    keys = {"step": given.step, "answer": _raw(given), "how": given.how}
    return ChangeKeys.model_validate({**keys, "reason": given.reason.strip() or "Not said"})


def _raw(given: Given) -> Any:
    """An answer as a scenario has it."""
    return given.unknown or given.value


def as_scenario(
    protocol: Protocol, own: Own, at: datetime, fill: Mapping[str, Any] | None = None
) -> Scenario:
    """What was said as a scenario, which expects nothing.

    fill: answers to steps that were not asked, should they be asked now; what is in neither is
    passed by. A contact that ended early ends once everything that was answered is used.
    """
    order = {step.id: place for place, step in enumerate(protocol.steps)}
    last = max((order[one] for one in own.answers if one in order), default=-1)
    filled = dict(own.answers)
    for step in protocol.all_steps:
        before = order.get(step.id, 0) <= last
        if step.id not in filled and (before or not own.early) and KINDS[step.kind].asks:
            filled[step.id] = (fill or {}).get(step.id, PASSED_BY)
    end = "end" if own.early else PASSED_BY
    return Scenario(Path(), "", "", at, filled, (), end, own.later, ExpectKeys(), {})


def replayed(
    protocol: Protocol, own: Own, at: datetime, fill: Mapping[str, Any] | None = None
) -> Played:
    """What was said, played from the first question to the end."""
    return play(protocol, as_scenario(protocol, own, at, fill))


def judged(state: State) -> State:
    """The contact as its answers alone lead it: without a level that the worker raised, and
    without what a policy asked for."""
    return fold(state.protocol, [one for one in state.entries if not isinstance(one.event, BESIDE)])
