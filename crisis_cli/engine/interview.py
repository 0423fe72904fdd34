"""What is wanted next, and which events can happen now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crisis_cli.engine.answers import BECOMES, WITHDRAWN, Given
from crisis_cli.engine.closed import refuse_after, refuse_value
from crisis_cli.engine.entries import (
    ENDINGS,
    FOLLOWED,
    HOW,
    ONLY_AFTER_THE_END,
    Acknowledged,
    Answered,
    Consulted,
    Drafted,
    Ended,
    Ending,
    Entry,
    Event,
    Kept,
    Opened,
    Outcome,
    Raised,
    Revisited,
)
from crisis_cli.engine.follow_up import about
from crisis_cli.engine.state import State, fold
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import ENDED_EARLY, LEVELS, UNKNOWN, Block, Rule, Step
from crisis_cli.protocol.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Ask:
    """A step to ask.

    notes: the guidance that stands before it. offer: a value to start from, or None.
    current: its answer in force, where the worker came back to it.
    """

    step: Step
    notes: tuple[Step, ...] = ()
    offer: Any = None
    current: Given | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """An urgent block to show now, and to acknowledge. steps: those whose condition holds."""

    block: Block
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Nothing waits for an answer: look over everything, then finish. notes: last guidance."""

    notes: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing more is asked. The contact is over, or wants only its `ended` entry.

    notes: the last guidance of an early ending.
    """

    notes: tuple[Step, ...] = ()


Wanted = Ask | Show | Review | Closed


def wanted(state: State) -> Wanted:
    """What comes next: danger first, then what was left open about it, then the path."""
    if state.ended:
        return Closed()
    due, pending = state.due(), _pending(state)
    if due and (not pending or max(alert.seq for alert in due) > pending[1]):
        return _show(state)
    if pending:
        return _ask(state, pending[0])
    if state.revisiting and state.on_path(state.revisiting):
        return _ask(state, state.step(state.revisiting))
    step = state.next()
    if step:
        return _ask(state, step)
    return Closed(_last_words(state)) if state.ending else Review(_notes(state, None))


def previous(state: State) -> str | None:
    """The id of the answered step before what is asked now, or None."""
    now = wanted(state)
    path = [step for step in state.path() if state.answer(step.id)]
    if isinstance(now, Ask) and not now.step.block:
        everything = [step.id for step in state.path()]
        here = everything.index(now.step.id)
        path = [step for step in path if everything.index(step.id) < here]
    return path[-1].id if path and not state.ending else None


def withdrawn_by(state: State, event: Answered) -> list[Given]:
    """The answers that this change would take off the path."""
    at = state.entries[-1].at if state.entries else datetime.min.replace(tzinfo=UTC)
    seq = len(state.entries) + 1
    after = fold(state.protocol, [*state.entries, Entry(seq, at, "", event)])
    before = {given.seq for given in state.given() if given.standing == WITHDRAWN}
    return [g for g in after.given() if g.standing == WITHDRAWN and g.seq not in before | {seq}]


def _pending(state: State) -> tuple[Step, int] | None:
    """The next step to ask of a block that was acknowledged, and the entry that did so."""
    for alert in state.alerts():
        over = alert.mistake or alert.outcome  # else its block is asked to the end
        if alert.acknowledged and alert.block and not over:
            step = _unasked(state, state.protocol.blocks[alert.block], alert.acknowledged_seq)
            if step:
                return step, alert.acknowledged_seq
    if state.ending and state.early and ENDED_EARLY in state.protocol.blocks:
        step = _unasked(state, state.protocol.blocks[ENDED_EARLY], 0)
        return (step, 0) if step else None
    return None


def _unasked(state: State, block: Block, since: int) -> Step | None:
    for step in state.shown(block):
        given = state.answer(step.id)
        if KINDS[step.kind].asks and not (given and given.seq > since):
            return step
    return None


def _show(state: State) -> Show:
    due = state.due()
    block = state.protocol.blocks[due[0].block]
    rules = tuple(state.protocol.rules[a.rule] for a in due if a.block == block.id)
    return Show(block, state.shown(block), rules)


def _ask(state: State, step: Step) -> Ask:
    current = state.answer(step.id) if not step.block else None
    return Ask(step, _notes(state, step), state.offer(step.id), current)


def _last_words(state: State) -> tuple[Step, ...]:
    """The guidance that stands after the last question of an early ending."""
    if not state.early or ENDED_EARLY not in state.protocol.blocks:
        return ()
    return _trailing(state.shown(state.protocol.blocks[ENDED_EARLY]))


def _notes(state: State, before: Step | None) -> tuple[Step, ...]:
    """The guidance right before a step, or at the end of the path or of a block."""
    if before is None or not before.block:
        return state.notes(before)
    if before.block != ENDED_EARLY:
        return ()  # an urgent block was shown whole
    steps = state.shown(state.protocol.blocks[before.block])
    return _trailing(steps[: steps.index(before)])


def _trailing(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The guidance after the last step that asks."""
    notes: list[Step] = []
    for step in steps:
        notes = [] if KINDS[step.kind].asks else [*notes, step]
    return tuple(notes)


def refuse(state: State, event: Event) -> None:
    """Raise CrisisError, in words, for an event that cannot happen now."""
    if isinstance(event, Opened) == bool(state.entries):
        raise CrisisError("A contact is opened once, before anything else.")
    if state.ended or isinstance(event, ONLY_AFTER_THE_END):
        refuse_after(state, event)
    match event:
        case Answered():
            _refuse_answer(state, event)
        case Drafted(step):
            _refuse_place(state, step)
        case Revisited() | Kept():
            _refuse_look(state, event.step)
        case Ending() | Ended():
            _refuse_end(state, event)
        case Acknowledged() | Outcome() | Raised():
            _refuse_danger(state, event)
        case Consulted():
            _refuse_call(event)


def _refuse_danger(state: State, event: Acknowledged | Outcome | Raised) -> None:
    match event:
        case Acknowledged(block):
            if block not in {alert.block for alert in state.due()}:
                raise CrisisError(f"'{block}' is not waiting to be acknowledged.")
        case Outcome(rule, text):
            still_open = {alert.rule for alert in state.alerts() if alert.status == "open"}
            still_open |= set(map(about, state.put_off())) if state.ended else set()
            if rule not in still_open or not text.strip():
                raise CrisisError(f"There is no open alert '{rule}', or nothing was said of it.")
        case Raised(level):
            _refuse_level(state, level)


def _refuse_call(event: Consulted) -> None:
    if not event.whom.strip():
        raise CrisisError("Whom did you call?")
    if event.followed not in FOLLOWED or (event.followed and not event.answered):
        raise CrisisError(f"'{event.followed}' does not say whether the advice was followed.")


def _refuse_look(state: State, step: str) -> None:
    if state.ending or not state.on_path(step) or not state.answer(step):
        raise CrisisError(f"There is no answer to '{step}' to look at again.")


def _refuse_answer(state: State, event: Answered) -> None:
    _refuse_place(state, event.step)
    if event.unknown and (event.unknown not in UNKNOWN or event.value is not None):
        raise CrisisError(f"'{event.unknown}' is not an answer.")
    if event.how not in HOW or (event.how in BECOMES and not event.reason.strip()):
        raise CrisisError("A correction, or asking again, needs a reason.")
    if not event.unknown:
        refuse_value(state.step(event.step), event.value)


def _refuse_place(state: State, step: str) -> None:
    block = state.block_of(step)
    if not block and (state.ending or not state.on_path(step)):
        raise CrisisError(f"'{step}' is not asked here.")
    if block and not _block_open(state, block):
        raise CrisisError(f"'{step}' belongs to a block that was not shown.")


def _block_open(state: State, block: Block) -> bool:
    shown = any(a.block == block.id and a.acknowledged for a in state.alerts())
    return shown or (block.id == ENDED_EARLY and state.early)


def _refuse_level(state: State, level: str) -> None:
    highest = state.if_ended().highest
    if level not in LEVELS or LEVELS.index(level) <= LEVELS.index(highest):
        raise CrisisError(
            f"The level is {highest} already: it can only be raised.",
            "Only a supervisor may record a lower one.",
        )


def _refuse_end(state: State, event: Ending | Ended) -> None:
    if isinstance(event, Ended):
        if not state.ending:
            raise CrisisError("Say first how the contact ended.")
        return
    if state.ending:
        raise CrisisError("The ending is written already.")
    if event.how not in ENDINGS:
        raise CrisisError(f"'{event.how}' is not a way to end.", f"One of: {', '.join(ENDINGS)}.")
    if event.how == "finished" and state.next():
        raise CrisisError("Questions are still open.", "End early instead, or answer them.")
