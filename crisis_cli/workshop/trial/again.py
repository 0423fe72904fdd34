"""The answers of a trial, given once more to the protocol as it stands after a save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from crisis_cli.engine.entries import Acknowledged, Answered, Drafted, Event, Revisited
from crisis_cli.engine.state import State
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import ENDED_EARLY, Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.workshop.trial.log import Clock, Tried


@dataclass
class Pool:
    """What was given so far, by step: it waits here also while a save has no use for it.

    begun: what was begun and not ended, with the question as it was then.
    read: the urgent blocks that were acknowledged.
    """

    answers: dict[str, Answered] = field(default_factory=dict)
    begun: dict[str, tuple[Step, Any]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def take(self, state: State) -> None:
        """Take in what stands in a contact now."""
        for step in state.protocol.all_steps:
            if step.id in state.drafts:
                self.begun[step.id] = (step, state.drafts[step.id])
            if given := state.answer(step.id):
                self.answers[step.id] = Answered(step.id, given.value, given.unknown)
                self.begun.pop(step.id, None)
            elif state.history(step.id):  # withdrawn: it does not come back by itself
                self.answers.pop(step.id, None)
        self.read |= {alert.block for alert in state.alerts() if alert.acknowledged}


def given_again(protocol: Protocol, pool: Pool, before: State, clock: Clock) -> tuple[Tried, str]:
    """A contact under a protocol with every answer that still fits, and what became of the rest.

    before: the contact until now, so that it goes on at the step where it was.
    """
    tried, refused = Tried(protocol, clock), dict[str, str]()
    while _further(tried, pool, refused) or _ended_too(tried, before):
        pass
    _go_on(tried, pool)
    _where_it_was(tried, before)
    return tried, _told(tried.state, pool, refused)


def _further(tried: Tried, pool: Pool, refused: dict[str, str]) -> bool:
    """Give what can be given now; whether anything was, since it may make room for more."""
    events = [*_answers(tried.state, pool), *_read(tried.state, pool)]
    done = False
    for event in events:
        name = event.step if isinstance(event, Answered) else ""
        if name in refused or (name and tried.state.answer(name)):
            continue
        try:
            tried.do(event)
            done = True
        except CrisisError as why:
            refused |= {name: why.message} if name else {}
    return done


def _ended_too(tried: Tried, before: State) -> bool:
    """End the contact early where it had ended so; whether that was done now."""
    if before.ending is None or not before.early or tried.state.ending:
        return False
    tried.do(before.ending)
    return True


def _answers(state: State, pool: Pool) -> Iterator[Answered]:
    """What was said to the steps that are asked now."""
    opened = {alert.block for alert in state.alerts() if alert.acknowledged and alert.block}
    opened |= {ENDED_EARLY} & set(state.protocol.blocks) if state.early else set()
    blocks = (step for name in opened for step in state.shown(state.protocol.blocks[name]))
    for step in (*state.path(), *blocks):
        if KINDS[step.kind].asks and step.id in pool.answers and not state.answer(step.id):
            yield pool.answers[step.id]


def _read(state: State, pool: Pool) -> Iterator[Event]:
    due = dict.fromkeys(alert.block for alert in state.due())
    return (Acknowledged(block) for block in due if block in pool.read)


def _go_on(tried: Tried, pool: Pool) -> None:
    """Take up what was begun and not ended, where the question still has room for it."""
    now = {step.id: step for step in tried.state.protocol.all_steps}
    for name, (step, value) in pool.begun.items():
        if name in now and _room(now[name]) == _room(step) and not tried.state.answer(name):
            with suppress(CrisisError):  # it is not asked now, and waits
                tried.do(Drafted(name, value))


def _room(step: Step) -> tuple[Any, ...]:
    """What an answer to a step is made of, whatever its words are."""
    fields = ((one.id, _room(one)) for one in step.each)
    return (step.kind, *(choice.id for choice in step.choices), *fields)


def _where_it_was(tried: Tried, before: State) -> None:
    """The answer that is being looked at again."""
    state, looked = tried.state, before.revisiting
    if looked and state.on_path(looked) and state.answer(looked):
        tried.do(Revisited(looked))


def _told(state: State, pool: Pool, refused: dict[str, str]) -> str:
    """What became of the answers, in words."""
    known = {step.id for step in state.protocol.all_steps}
    kept = sum(state.answer(name) is not None for name in pool.answers)
    set_aside = [n for n, (_, value) in pool.begun.items() if value and n not in state.drafts]
    gone = [name for name in pool.answers if name not in known]
    waiting = [n for n in pool.answers if n in known - set(refused) and not state.answer(n)]
    said = [f"Read again. Answers kept: {kept}."]
    said += ["These do not fit any more, and are asked again: "] * bool(refused)
    said[-1] += " ".join(refused.values())
    said += [f"Begun, and set aside: {', '.join(set_aside)}."] * bool(set_aside)
    said += [f"No longer in the file: {', '.join(gone)}."] * bool(gone)
    said += [f"Not asked now: {', '.join(waiting)}."] * bool(waiting)
    return " ".join(said)
