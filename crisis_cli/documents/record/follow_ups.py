"""The follow-ups of a contact as one data object: who sees to each, every try, what settled it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crisis_cli.engine.follow_up import FOLLOW_UP
from crisis_cli.engine.state import State


@dataclass(frozen=True, slots=True)
class Try:
    """One try to reach the client. happened: when, where it was written down later; else ""."""

    way: str
    reached: bool
    left: str
    words: str
    happened: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Given:
    """Somebody else saw to it from then on."""

    owner: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What settled it. contact: the one that it became, or "". wanted: what the policy still wanted
    of the tries then, in words."""

    how: str
    contact: str
    reason: str
    wanted: tuple[str, ...]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One follow-up. opens: from when on it makes sense; None for at once. caring: words that are
    sent, and ask nothing. owner: who sees to it. settled: nothing, and it is left to do."""

    id: str
    what: str
    due: datetime
    opens: datetime | None
    caring: bool
    owner: str
    given: tuple[Given, ...]
    tries: tuple[Try, ...]
    settled: tuple[Settlement, ...]


def follow_ups(state: State, now: datetime) -> tuple[FollowUp, ...]:
    """Every follow-up of the protocol, settled or not, the soonest first. now: aware."""
    tries = state.after.tries
    return tuple(
        FollowUp(
            task.id,
            task.what,
            task.due,
            task.opens,
            task.caring,
            tries.owner(task.id, state.opened.worker),
            tuple(Given(e.owner, e.reason, n.at, n.by) for n, e in tries.assigned(task.id)),
            tuple(
                Try(e.way, e.reached, e.left, e.words, e.happened, n.at, n.by)
                for n, e in tries.made(task.id)
            ),
            tuple(
                Settlement(e.how, e.contact, e.reason, tuple(e.wanted), n.at, n.by)
                for n, e in tries.settlements(task.id)
            ),
        )
        for task in state.every_task(now)
        if task.kind == FOLLOW_UP
    )
