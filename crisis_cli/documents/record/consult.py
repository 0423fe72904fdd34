"""Who was asked to think along, as one data object: why, by which policy, and every try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crisis_cli.engine.entries import Consulted
from crisis_cli.engine.state import State


@dataclass(frozen=True, slots=True)
class Call:
    """One try to reach somebody."""

    whom: str
    answered: bool
    advice: str
    followed: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Consult:
    """Why somebody had to think along, by which policy and for which tier; whether nobody has yet;
    and every try, oldest first."""

    why: tuple[str, ...]
    tier: str
    policy: str
    open: bool
    calls: tuple[Call, ...]


def consult(state: State) -> Consult:
    """What the record says of it."""
    needed = state.consult.needed
    calls = tuple(
        Call(e.whom, e.answered, e.advice, e.followed, e.reason, entry.at, entry.by)
        for entry in state.consult.calls
        if isinstance(e := entry.event, Consulted)
    )
    return Consult(tuple(needed.why), needed.tier, needed.policy, state.consult_open, calls)
