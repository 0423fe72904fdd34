"""What is still wanted of a follow-up: tries by the policy, and when somebody has to be told.

Pure: from the policy, the level, the task and its tries. Times are absolute; times of the day are
those on the clock of the contact's zone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from crisis_cli.engine.additions import WAYS
from crisis_cli.protocol.spans import span
from crisis_cli.team.policy import Effort, Policy

# Times of the day: from which hour on, on the clock of the contact's zone.
DAYTIMES = ((17, "evening"), (12, "afternoon"), (6, "morning"), (0, "night"))
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Try:
    """One try. at: when it happened, aware. way: one of the engine's."""

    at: datetime
    way: str
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a follow-up stands at a moment.

    opened: whether it makes sense already. soon: whether it is due within a day, or was. overdue:
    whether it was due before. count: of tries in vain, since the last that reached them. wanted:
    what the policy still wants before anybody gives up, in words; nothing, and they may. tell:
    whether somebody has to be told now that they are not reached. then: what is done then, by the
    policy.
    """

    opened: bool
    soon: bool
    overdue: bool
    count: int
    wanted: tuple[str, ...]
    tell: bool
    then: str


def stand(
    policy: Policy,
    level: str,
    due: datetime,
    opens: datetime | None,
    tries: Sequence[Try],
    now: datetime,
    place: tzinfo,
    caring: bool = False,
) -> Stand:
    """Where a follow-up stands. level: the highest of its contact. due, opens, now: aware; opens is
    None for at once. place: of the contact. caring: words that are sent, so nobody is not reached.
    """
    effort = policy.effort(level)
    vain = in_vain(tries)
    overdue = due < now
    reached = bool(tries) and not vain
    return Stand(
        opened=opens is None or opens <= now,
        soon=due <= now + SOON,
        overdue=overdue,
        count=len(vain),
        wanted=() if caring else tuple(_wanted(effort, vain, place)),
        tell=not (caring or reached) and (overdue or len(vain) >= effort.tell_after),
        then=effort.then,
    )


def in_vain(tries: Sequence[Try]) -> list[Try]:
    """The tries since the last one that reached them, oldest first, by when they happened; those of
    one minute as they were written."""
    ordered = sorted(tries, key=_minute)
    last = max((n for n, one in enumerate(ordered, 1) if one.reached), default=0)
    return ordered[last:]


def daytime(at: datetime, place: tzinfo) -> str:
    """The time of the day of a moment on the clock of a place: morning, night."""
    hour = at.astimezone(place).hour
    return next(name for begin, name in DAYTIMES if hour >= begin)


def _wanted(effort: Effort, vain: list[Try], place: tzinfo) -> Iterator[str]:
    if len(vain) < effort.tries:
        yield f"{len(vain)} of {_tries(effort.tries)}"
    times = _different(daytime(one.at, place) for one in vain)
    if vain and len(times) < effort.times:
        yield "try another time of day" + _all_were("in the", times)
    ways = _different(WAYS.get(one.way, one.way) for one in vain)
    if vain and len(ways) < effort.ways:
        yield "try another way" + _all_were("", ways)
    if vain and _between(vain) < timedelta(seconds=effort.over):
        yield f"try over {span(effort.over)} at least"


def _tries(count: int) -> str:
    return "1 try" if count == 1 else f"{count} tries"


def _different(named: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(named))


def _all_were(before: str, names: list[str]) -> str:
    """What all tries were so far, in words."""
    told = " or ".join(f"{before} {name}".strip() for name in names)
    return f": so far all were {told}".replace("in the night", "at night")


def _between(vain: list[Try]) -> timedelta:
    return _minute(vain[-1]) - _minute(vain[0])


def _minute(one: Try) -> datetime:
    """When it happened, to the minute: people say no seconds, so those that were kept order
    nothing, and nobody is wanted again for half a minute."""
    return one.at.astimezone(UTC).replace(second=0, microsecond=0)
