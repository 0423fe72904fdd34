"""The queue of a supervisor: what waits to be read, by when, and why it comes where it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from crisis_cli.commands.cases import lines, row
from crisis_cli.commands.consulting import policy
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.follow_up.open import OpenFollowUp
from crisis_cli.commands.summary import Summary
from crisis_cli.engine.additions import Amended
from crisis_cli.engine.times import moment, zone
from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.records.heads import interviewers
from crisis_cli.records.owning import mine
from crisis_cli.records.store import Store
from crisis_cli.records.tiers import tier_of
from crisis_cli.team.countersign import Countersign, countersign
from crisis_cli.team.need import lowest
from crisis_cli.team.policy import Policy

CROSSED = "two supervisors signed, and neither had seen what the other said"
DISAGREED = "a supervisor disagreed before"
SAMPLED = "one of the share that is read besides"
READ_SINCE = "a supervisor has read it"
NOT_WANTED = "the policy asks for no countersign; it may be read"


@dataclass(frozen=True)
class Waiting:
    """A contact that waits to be read, at an aware time. policy: what wants it, and by when.
    unreached: its follow-ups of which somebody has to be told now."""

    contact: Contact
    said: Summary
    policy: Policy
    own: bool
    now: datetime
    unreached: tuple[OpenFollowUp, ...] = ()

    @cached_property
    def countersign(self) -> Countersign | None:
        """The countersign that the policy wants, by when."""
        return due(self.policy, self.tier, self.said)

    @cached_property
    def tier(self) -> str:
        """Of whoever led it; of several the one that is asked most."""
        return tier_of_contact(self.contact.store, self.contact.id)

    @property
    def overdue(self) -> bool:
        """Whether it should have been signed by now."""
        return self.countersign is not None and self.countersign.due < self.now

    @property
    def crossed(self) -> bool:
        """Whether two supervisors signed without having seen each other's word."""
        return bool(self.contact.state.after.crossed())

    @property
    def urgency(self) -> tuple[bool, float, bool, bool, int, bool, bool, float]:
        """The most urgent first: overdue ones by when they were due, open alerts, the level, a
        disagreement that is not settled, what the policy wants; then the oldest."""
        state = self.contact.state
        due = self.countersign.due.timestamp() if self.countersign and self.overdue else 0.0
        return (
            not self.overdue,
            due,
            not self._pressing,
            not (self.said.alerts or self.unreached),
            -LEVELS.index(state.level().highest),
            not self._disagreed,
            self.countersign is None,
            state.took_place.timestamp(),
        )

    @property
    def _pressing(self) -> bool:
        after = self.contact.state.after
        events = (entry.event for entry in after.unread())
        return any(isinstance(e, Amended) and after.pressing(e) for e in events)

    @property
    def _disagreed(self) -> bool:
        after = self.contact.state.after
        return self.crossed or any(not event.agree for _, event in after.standing())

    def row(self) -> dict[str, Any]:
        """As plain JSON."""
        after = self.contact.state.after
        due = self.countersign.due.isoformat(timespec="seconds") if self.countersign else None
        return row(self.said) | {
            "countersigned": bool(after.countersigns),
            "unread": [entry.name for entry in after.unread()],
            "own": self.own,
            "tier": self.tier,
            "countersign_due": due,
            "overdue": self.overdue,
            "sampled": bool(self.countersign and self.countersign.sampled),
            "crossed": self.crossed,
            "not_reached": [one.row() for one in self.unreached],
        }

    def lines(self) -> list[str]:
        """In words."""
        return [*lines(self.said), *(f"           {line}" for line in self._why())]

    def _why(self) -> Iterable[str]:
        after = self.contact.state.after
        for one in self.unreached:
            yield from one.lines()
        yield self._due()
        if after.countersigns and (new := after.unread()):
            yield f"added to since: {', '.join(entry.name for entry in new)}"
        elif not after.countersigns:
            yield "not countersigned"
        if self.crossed:
            yield CROSSED
        elif self._disagreed:
            yield DISAGREED
        if self.own:
            yield "yours: another supervisor signs"

    def _due(self) -> str:
        if self.countersign is None:
            return READ_SINCE if self.contact.state.after.countersigns else NOT_WANTED
        at = moment(self.countersign.due, zone(self.policy.zone))
        tier = self.tier or "tier not recorded, so as entry"
        why = f"{tier}; {SAMPLED}" if self.countersign.sampled else tier
        return f"{'OVERDUE: to be' if self.overdue else 'to be'} countersigned by {at} ({why})"


def tier_of_contact(store: Store, contact: str) -> str:
    """The tier of whoever led a contact; "" where it is not recorded."""
    return lowest([tier_of(store, person) for person in interviewers(store, contact)])


def waits(one: Summary, unreached: Collection[OpenFollowUp] = ()) -> bool:
    """Whether a contact waits for a supervisor. unreached: its follow-ups of which somebody has to
    be told."""
    return one.unread or one.crossed or bool(unreached)


def signs(store: Store) -> bool:
    """Whether the records are those of a supervisor."""
    owner = mine(store)
    return owner is not None and owner.role == "supervisor"


def overdue(found: Iterable[tuple[Store, Summary]], now: datetime) -> list[Summary]:
    """Of these, what a supervisor should have signed by now, the longest overdue first. Nothing
    where the records are nobody's who signs. now: aware."""
    held: Policy | None = None
    late: list[tuple[datetime, Summary]] = []
    for store, one in found:
        owner = mine(store)
        if owner is None or owner.role != "supervisor" or not one.unread:
            continue
        if owner.id in interviewers(store, one.contact):
            continue  # nobody signs what they led themselves
        held = held or policy()[0]
        asked = due(held, tier_of_contact(store, one.contact), one)
        if asked and asked.due < now:
            late.append((asked.due, one))
    return [one for _, one in sorted(late, key=lambda both: both[0])]


def due(held: Policy, tier: str, one: Summary) -> Countersign | None:
    """The countersign that a policy wants for a contact whose worker is of this tier."""
    if not one.unsigned_since:
        return None
    return countersign(
        held, tier, one.level, one.contact, datetime.fromisoformat(one.unsigned_since)
    )
