"""Legal hold: a case that must be kept is not erased before everybody who held it lets go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crisis_cli.engine.times import home_day
from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import random_id
from crisis_cli.records.store import Store

HELD, RELEASED = "held", "released"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a case must be kept. at: an ISO time with its zone."""

    id: str
    at: str
    by: str
    reason: str

    @property
    def day(self) -> str:
        """The day on which it was set, on the clock of the District: 2026-11-23."""
        return home_day(self._moment).isoformat()

    @property
    def _moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def hold(store: Store, contacts: Iterable[str], reason: str, at: datetime, by: str) -> None:
    """Keep these contacts, all those of a case, until the hold is released."""
    act = {"act": HELD, "hold": random_id(), "reason": reason}
    with store.writing():
        for contact in contacts:
            store.note(act, at, by, contact)


def release(
    store: Store, contacts: Iterable[str], reason: str, at: datetime, by: str
) -> list[Hold]:
    """Let go of all holds on these contacts. The holds; CrisisError where there are none."""
    contacts = list(contacts)
    with store.writing():
        found = holds_on(store, contacts)
        if not found:
            raise CrisisError("Nobody holds this case.", "See what is held: crisis store retention")
        act = {"act": RELEASED, "holds": [one.id for one in found], "reason": reason}
        for contact in contacts:
            store.note(act, at, by, contact)
    return found


def holds_on(store: Store, contacts: Iterable[str]) -> list[Hold]:
    """The holds that stand, the first set first. Locked or NoKey.

    A release names the holds that it ends, so that no clock and no order decides what stands.
    """
    found: dict[str, Hold] = {}
    ended: set[str] = set()
    for contact in contacts:
        for act in store.acts(contact):
            if act.said["act"] == HELD:
                name, reason = str(act.said["hold"]), str(act.said["reason"])
                # One that was set in a store that a backup has replaced says when and by whom.
                at = str(act.said.get("at", act.at.isoformat()))
                found[name] = Hold(name, at, str(act.said.get("by", act.by)), reason)
            elif act.said["act"] == RELEASED:
                ended.update(act.said["holds"])
    return sorted(
        (one for one in found.values() if one.id not in ended), key=lambda one: one._moment
    )


def refuse_held(store: Store, case: str, contacts: Iterable[str]) -> None:
    """CrisisError where a case is held: it may not be erased."""
    for one in holds_on(store, contacts):
        raise CrisisError(
            f"Case {case} is held, and may not be erased: {one.by} said so on {one.day}"
            f" ({one.reason}).",
            f'When that is over: crisis store release {case} --reason "..."',
        )


def take_over(store: Store, contact: str, holds: Iterable[Hold], at: datetime, by: str) -> None:
    """Hold a contact as it was held in another copy of these records."""
    known = {act.said.get("hold") for act in store.acts(contact)}
    with store.writing():
        for one in holds:
            if one.id not in known:
                act = {"act": HELD, "hold": one.id, "reason": one.reason}
                store.note(act | {"at": one.at, "by": one.by}, at, by, contact)
