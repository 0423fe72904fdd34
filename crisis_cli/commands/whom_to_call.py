"""Whom to call, and whose turn it is: the chain of the policy, as a session shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crisis_cli.engine.entries import Entry
from crisis_cli.team.chain import reachable, turn
from crisis_cli.team.hours import told
from crisis_cli.team.policy import Link, Policy
from crisis_cli.terminal.kit import Called, Chain


def chain(held: Policy, calls: Sequence[Entry], now: datetime) -> Chain:
    """The chain as it stands after these calls. now: aware."""
    found = turn(held, calls, now)
    called = tuple(_called(held, one, now) for one in held.chain)
    next_, waits = found.link.id if found.link else "", found.last.who if found.last else ""
    return Chain(called, next_, waits, found.until, found.there)


def _called(held: Policy, one: Link, now: datetime) -> Called:
    hours = "" if one.hours is None else told(one.hours)
    return Called(one.id, one.who, one.number, one.resource, hours, reachable(held, one, now))
