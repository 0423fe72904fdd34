"""Who has to think along in a contact: the policy, the tier of its worker, and the chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from crisis_cli.commands.contacts import Contact
from crisis_cli.engine.entries import Entry
from crisis_cli.errors import CrisisError
from crisis_cli.records.folder import home
from crisis_cli.records.owning import mine
from crisis_cli.records.store import Store
from crisis_cli.team.chain import reachable, turn
from crisis_cli.team.hours import told
from crisis_cli.team.need import needed
from crisis_cli.team.policies import known
from crisis_cli.team.policy import Link, Policy
from crisis_cli.terminal.kit import Called, Chain, Consulting


def policy() -> tuple[Policy, str]:
    """The policy that holds on this machine, and what the worker is told of it, or ""."""
    return known(folders())


def folders() -> list[Path]:
    """Where the agency's own policy may lie; nowhere, where there is no folder at all: then the
    policy that came along holds."""
    try:
        return [home()]
    except CrisisError:
        return []


def own_tier(store: Store) -> str:
    """The tier of the person whose records these are; "" for one that nobody recorded, or that
    cannot be read: no contact waits for it."""
    try:
        owner = mine(store)
        if owner is None:
            return ""
        from crisis_cli.records.tiers import tier_of

        return tier_of(store, owner.id)
    except CrisisError:
        return ""


def consulting(contact: Contact) -> Consulting:
    """What the policy says of a contact. Read when it is first needed: no question waits for it."""

    @cache
    def held() -> tuple[Policy, str, str]:
        found, said = policy()
        return found, own_tier(contact.store), said

    return Consulting(
        needed=lambda state: needed(*held()[:2], state),
        at_once=lambda: held()[0].tier(held()[1]).at_once,
        chain=lambda calls, now: chain(held()[0], calls, now),
        said=lambda: held()[2],
    )


def chain(held: Policy, calls: Sequence[Entry], now: datetime) -> Chain:
    """The chain as it stands after these calls. now: aware."""
    found = turn(held, calls, now)
    called = tuple(_called(held, one, now) for one in held.chain)
    next_, waits = found.link.id if found.link else "", found.last.who if found.last else ""
    return Chain(called, next_, waits, found.until, found.there)


def _called(held: Policy, one: Link, now: datetime) -> Called:
    hours = "" if one.hours is None else told(one.hours)
    return Called(one.id, one.who, one.number, one.resource, hours, reachable(held, one, now))
