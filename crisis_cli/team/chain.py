"""The chain of those who are called: who is next, from when on, and whether anybody is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crisis_cli.engine.entries import Consulted, Entry
from crisis_cli.engine.times import zone
from crisis_cli.team.hours import gaps, open_at
from crisis_cli.team.policy import Hours, Link, Policy


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is.

    link: who is called now; None where all were tried. last: who was tried last, and may still
    call back until `until`. there: whether anybody of the agency can be reached now, by the hours
    that the policy gives.
    """

    link: Link | None
    last: Link | None
    until: datetime | None
    there: bool


def turn(policy: Policy, tried: Iterable[Entry], now: datetime) -> Turn:
    """Whose turn it is now, after these calls. now: aware."""
    calls = [(entry, entry.event) for entry in tried if isinstance(entry.event, Consulted)]
    done = {event.link for _, event in calls}
    left = [one for one in policy.chain if one.id not in done]
    there = [one for one in left if reachable(policy, one, now)]
    link = next(iter(there or left), None)
    last, until = _waits(policy, calls, now)
    anybody = any(reachable(policy, one, now) for one in policy.chain if not one.resource)
    return Turn(link, last, until, anybody)


def reachable(policy: Policy, link: Link, now: datetime) -> bool:
    """Whether somebody can be reached now, as far as the policy says; where it says nothing, they
    may be, and are tried."""
    return link.hours is None or open_at(link.hours, now, zone(policy.zone))


def _waits(
    policy: Policy, calls: list[tuple[Entry, Consulted]], now: datetime
) -> tuple[Link | None, datetime | None]:
    """Who was tried last in vain, and until when they may still call back."""
    links = {one.id: one for one in policy.chain}
    if not calls or calls[-1][1].answered or calls[-1][1].link not in links:
        return None, None
    entry, event = calls[-1]
    until = entry.at + timedelta(seconds=links[event.link].wait)
    return (links[event.link], until) if until > now else (None, None)


def uncovered(policy: Policy) -> list[tuple[int, int]]:
    """The minutes of a week in which nobody of the agency can be reached: from, to. Nothing where
    the hours of somebody are not known."""
    own = [one for one in policy.chain if not one.resource]
    if any(one.hours is None for one in own):
        return []
    return gaps(_every(own))


def _every(links: Iterable[Link]) -> Iterator[Hours]:
    for one in links:
        yield from one.hours or ()
