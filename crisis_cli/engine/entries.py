"""What can happen in a contact, one class for each kind of entry, and their JSON."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from crisis_cli.engine.additions import Amended, Assigned, Countersigned, Settled, Tried
from crisis_cli.engine.times import HOME_ZONE

HOW = ("", "changed", "corrected", "asked_again")
FOLLOWED = ("", "yes", "partly", "no")
ENDINGS = ("finished", "enough", "client_left", "handed_off", "cut_off")


@dataclass(frozen=True, slots=True)
class Opened:
    """The contact began.

    brought: what the case's earlier contacts give: "values" (step id -> value of the last plan),
    "unclear" (ids of danger questions left unclear), "again" (those of them that were on the path,
    and are asked again in any case), "level" (the last highest level) and "made" (when the last
    plan was made, an ISO time with zone), "follows" (the contact whose follow-up this is) and
    "task" (its id).
    approved: "by" ("" for nobody), "at" and "until" of the approval of what is asked, and "said",
    what the worker was told of it; empty for practice, and before there were approvals.
    happened: when the contact took place, an ISO time with zone, where it is written down later,
    from a paper form; "" where it is written as it happens.
    paper_hash: the fingerprint of the questions that was typed from that form, or "".
    """

    protocol: str
    version: str
    hash: str
    worker: str = ""
    client: str = ""
    zone: str = HOME_ZONE
    practice: bool = False
    brought: dict[str, Any] = field(default_factory=dict)
    approved: dict[str, str] = field(default_factory=dict)
    happened: str = ""
    paper_hash: str = ""

    @property
    def other_form(self) -> bool:
        """Whether the paper form had other questions than these."""
        return not self.hash.startswith(self.paper_hash)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a step of the path or of a block.

    value: as the step's kind keeps it, or None where `unknown` is set.
    unknown: "", unsure, declined, could_not_assess, or not_asked (passed by).
    how: "" (first), changed, corrected (a slip of the key), asked_again (both stay).
    reason: why, in the worker's words; needed for corrected and asked_again.
    """

    step: str
    value: Any = None
    unknown: str = ""
    how: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a list or a person holds so far. No answer yet: it counts nowhere, and is not lost."""

    step: str
    value: Any


@dataclass(frozen=True, slots=True)
class Revisited:
    """The worker went back, or jumped, to a step."""

    step: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The worker looked at a step again and left its answer as it was."""

    step: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The worker has read an urgent block and is acting on it. Not the same as resolved."""

    block: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """The emergency key: the panel was opened at this step; `calling` when help is being called."""

    step: str = ""
    calling: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an alert, apart from its block's own questions; after the end, of an action too.

    alert: the rule of the alert, or "emergency key" where the worker raised it; or of an action,
    "action: its id".
    """

    alert: str
    text: str


@dataclass(frozen=True, slots=True)
class Raised:
    """The worker raised the level of concern."""

    level: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ConsultNeeded:
    """Somebody has to think along before this contact ends: what the agency's policy wants now.

    why: each reason in words; none where it is not wanted any more (a slip of the key).
    tier: of the worker, "" for one that nobody recorded. policy: which one wants it.
    met_by: ids of the actions that are such a call, so that it need not be made again.
    level: of concern, where that is one of the reasons, or "".
    """

    why: list[str] = field(default_factory=list)
    tier: str = ""
    policy: str = ""
    met_by: list[str] = field(default_factory=list)
    level: str = ""


@dataclass(frozen=True, slots=True)
class Consulted:
    """One try to reach somebody who thinks along.

    whom: in words. link: the id of who it is in the chain, or "" for somebody else.
    advice: what they said. followed: one of FOLLOWED, "" for not said; reason: why not, or what
    instead.
    """

    whom: str
    link: str = ""
    answered: bool = False
    advice: str = ""
    followed: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Paused:
    """The interview was left open."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The interview was taken up again."""


@dataclass(frozen=True, slots=True)
class Ending:
    """No more questions of the path will be asked."""

    how: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The contact is closed."""


Event = (
    Opened
    | Answered
    | Drafted
    | Revisited
    | Kept
    | Acknowledged
    | Emergency
    | Outcome
    | Raised
    | ConsultNeeded
    | Consulted
    | Paused
    | Resumed
    | Ending
    | Ended
    | Amended
    | Countersigned
    | Tried
    | Assigned
    | Settled
)

EVENTS: dict[str, type[Event]] = {
    "opened": Opened,
    "answered": Answered,
    "drafted": Drafted,
    "revisited": Revisited,
    "kept": Kept,
    "acknowledged": Acknowledged,
    "emergency": Emergency,
    "outcome": Outcome,
    "raised": Raised,
    "consult_needed": ConsultNeeded,
    "consulted": Consulted,
    "paused": Paused,
    "resumed": Resumed,
    "ending": Ending,
    "ended": Ended,
    "amended": Amended,
    "countersigned": Countersigned,
    "tried": Tried,
    "assigned": Assigned,
    "settled": Settled,
}
NAMES = {kind: name for name, kind in EVENTS.items()}
# What a closed record still takes; and what only a closed one does.
ONLY_AFTER_THE_END = (Amended, Countersigned, Tried, Assigned, Settled)
AFTER_THE_END = (*ONLY_AFTER_THE_END, Outcome, Consulted)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log: its number in the contact from 1, its absolute time, its author."""

    seq: int
    at: datetime  # aware
    by: str
    event: Event

    @property
    def name(self) -> str:
        """How another entry names it: on two machines two may have one number, but not one name."""
        said = [self.at.astimezone(UTC).isoformat(), self.by, to_json(self.event)]
        digest = sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
        return f"{self.seq}-{digest[:4]}"


def to_json(event: Event) -> dict[str, Any]:
    """The event as plain JSON, its name under `type`, without fields at their defaults."""
    given = {one.name: getattr(event, one.name) for one in fields(event)}
    blank = {one.name: _default(one) for one in fields(event)}
    body = {name: value for name, value in given.items() if value != blank[name]}
    return {"type": NAMES[type(event)], **body}


def _default(one: Field[Any]) -> Any:
    return one.default_factory() if one.default_factory is not MISSING else one.default


def from_json(body: dict[str, Any]) -> Event:
    """The event that `to_json` wrote. KeyError or TypeError for what it never writes."""
    given = dict(body)
    return EVENTS[given.pop("type")](**given)
