"""What a plan says otherwise than the one that it started from. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the plan that says something else than before. was, now: its lines in words;
    empty where it was not there, or is not there any more."""

    name: str
    was: tuple[str, ...]
    now: tuple[str, ...]


def started_from(state: State) -> datetime | None:
    """When the plan was made that this one started from; None where there is none, or where
    nothing of it was brought."""
    made = state.opened.brought.get("made", "")
    there = state.opened.brought.get("values")
    return datetime.fromisoformat(made) if made and there else None


def changes(state: State) -> list[Change]:
    """What the plan says otherwise than the last one, in the order of the protocol."""
    before = state.opened.brought.get("values", {})
    steps = [step for step in state.protocol.steps if step.start_from and not step.private]
    told = (Change(one.name, _lines(one, before.get(one.id)), _now(state, one)) for one in steps)
    return [one for one in told if one.was != one.now]


def _now(state: State, step: Step) -> tuple[str, ...]:
    given = state.answer(step.id)
    return _lines(step, given.value) if given and not given.unknown else ()


def _lines(step: Step, value: object) -> tuple[str, ...]:
    """A value as lines of words; one that an older protocol kept in another shape as it is."""
    if value is None:
        return ()
    try:
        lines = KINDS[step.kind].lines(step, value)
    except (TypeError, ValueError, KeyError, AttributeError):
        return (str(value),)
    return tuple(", ".join(filter(None, (one.name, one.phone, one.more))) for one in lines)
