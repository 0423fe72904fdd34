"""What another person has to read and sign, and by when: an absolute time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from crisis_cli.engine.times import zone
from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.team.hours import deadline
from crisis_cli.team.policy import Policy, Sample


@dataclass(frozen=True, slots=True)
class Countersign:
    """A countersign that the policy wants. due: aware, in the zone of the policy. sampled: only
    because the contact is one of the share that is read besides."""

    due: datetime
    sampled: bool


def countersign(
    policy: Policy, tier: str, level: str, contact: str, ended: datetime
) -> Countersign | None:
    """By when a contact has to be countersigned; None where the policy does not want it.

    tier: of whoever led it, "" for one that nobody recorded. contact: its id. ended: aware.
    """
    rule = policy.tier(tier)
    place = zone(policy.zone)
    reached = LEVELS[: LEVELS.index(level) + 1]
    times = [one.within for one in rule.countersign if one.level in reached]
    if times:
        due = min(deadline(within, ended, policy.working, place) for within in times)
        return Countersign(due, sampled=False)
    if rule.sample and sampled(contact, rule.sample):
        return Countersign(deadline(rule.sample.within, ended, policy.working, place), sampled=True)
    return None


def sampled(contact: str, sample: Sample) -> bool:
    """Whether a contact belongs to the share that is read besides. It follows from its id alone,
    so that nobody picks, and every computer picks the same."""
    number = int.from_bytes(sha256(f"sample {contact}".encode()).digest()[:4], "big")
    return number % 100 < sample.percent
