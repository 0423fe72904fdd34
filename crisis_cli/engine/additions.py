"""What a closed record still takes, one class for each kind of entry. It adds, and never edits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

CORRECTION, ADDENDUM, LATE_ENTRY = "correction", "addendum", "late_entry"
CLIENT_REQUEST = "client_request"
AMENDMENTS = (CORRECTION, ADDENDUM, LATE_ENTRY, CLIENT_REQUEST)
DECISIONS = ("granted", "refused")
# How a client is tried for a follow-up, and what settles one; each in words.
WAYS = {
    "in_person": "in person",
    "phone": "by phone",
    "text": "by text",
    "letter": "by letter",
    "someone": "through somebody",
}
SETTLED = {
    "reached": "They were reached",
    "sent": "It was sent",
    "declined": "They did not want it",
    "elsewhere": "Somebody else sees to them, elsewhere",
    "given_up": "They were not reached, and it was given up",
}
UNREACHED = ("declined", "elsewhere", "given_up")  # those that say why


@dataclass(frozen=True, slots=True)
class Amended:
    """Something written after the end. The original stays.

    kind: one of AMENDMENTS. text: in words; a client's request in the client's own.
    reason: why it is written now; only an addendum, which is new and explains itself, needs none.
    step: the step it is about, or "". happened: when it happened, an ISO time with zone, or "".
    value, unknown: what the answer to the step is, as in `Answered`, where a correction or a late
    entry gives one. danger: it says, in words, that somebody may be in danger.
    request: the name of the client's request that this decides on; decision: one of DECISIONS.
    seen: the names of the countersigns that its author had before them.
    """

    kind: str
    text: str = ""
    reason: str = ""
    step: str = ""
    happened: str = ""
    value: Any = None
    unknown: str = ""
    danger: bool = False
    request: str = ""
    decision: str = ""
    seen: list[str] = field(default_factory=list)

    @property
    def answers(self) -> bool:
        """Whether it gives an answer to its step, and not only words."""
        return bool(self.unknown) or self.value is not None


@dataclass(frozen=True, slots=True)
class Countersigned:
    """A supervisor's reading of the record. It adds, and never edits.

    instruction: what is to be done; needed where the supervisor does not agree.
    level: another level than the highest, higher or lower, or ""; reason: why, needed with it.
    read: the names of all entries after the end that the supervisor had before them.
    """

    agree: bool
    instruction: str = ""
    level: str = ""
    reason: str = ""
    read: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tried:
    """One try to reach the client for a follow-up.

    task: its id, as `Task` has it. way: one of WAYS. reached: whether they were. left: what was
    left for them, in words, or "". words: anything else that is to be known, or "".
    happened: when, an ISO time with zone, where it is written down later; "" for as it happens.
    """

    task: str
    way: str
    reached: bool = False
    left: str = ""
    words: str = ""
    happened: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody else sees to a follow-up from now on. owner: their name; reason: why, or ""."""

    task: str
    owner: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A follow-up is done with: nobody has to see to it any more.

    how: one of SETTLED. contact: the id of the contact that it became, or "". reason: in words;
    needed where the client was not reached. wanted: what the policy still wanted then, in words.
    """

    task: str
    how: str
    contact: str = ""
    reason: str = ""
    wanted: list[str] = field(default_factory=list)
