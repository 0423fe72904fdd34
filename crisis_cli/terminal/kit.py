"""What a session is led with, beyond the contact itself: each command gives what it has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crisis_cli.engine.entries import ConsultNeeded, Entry
from crisis_cli.engine.state import State
from crisis_cli.terminal.calm_pages import Calm, by_heart
from crisis_cli.terminal.scene import Scene


@dataclass(frozen=True, slots=True)
class Trial:
    """A protocol that is tried while it is written. Nothing of it is kept.

    again: reads its file once more; the state under what stands there now, and what became of the
    answers. CrisisError where the file has errors.
    """

    again: Callable[[], tuple[State, str]]


@dataclass(frozen=True, slots=True)
class Debrief:
    """What is led is a worker's debrief: for them alone, with no level and nothing due.

    fact: what in a text looks like a fact about a client, in words, or "".
    """

    fact: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who is called. who: in words. number: the agency's own, or "". resource: an id, or
    "". hours: when they can be reached, in words, or "". now: whether that is so now."""

    id: str
    who: str
    number: str
    resource: str
    hours: str
    now: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain as it stands. next: the id of whose turn it is, or "". waits: who may still call
    back, in words, or ""; until: how long. there: whether anybody of the agency can be reached."""

    called: tuple[Called, ...]
    next: str
    waits: str
    until: datetime | None
    there: bool


@dataclass(frozen=True, slots=True)
class Consulting:
    """Who has to think along in a contact: what the agency's policy says.

    needed: what it wants now. at_once: whether they are told as it happens. chain: who is called,
    after these calls, at an aware time. said: what the worker is told of the policy, or "".
    """

    needed: Callable[[State], ConsultNeeded]
    at_once: Callable[[], bool]
    chain: Callable[[Sequence[Entry], datetime], Chain]
    said: Callable[[], str]


Suggest = Callable[[str], Sequence[str]]  # what a worker wrote -> other words for it, in sentences


@dataclass(frozen=True, slots=True)
class Kit:
    """What a session is led with.

    notice: a line that the first page says, or "". trial: where a protocol is only being tried.
    debrief: where it is a worker's own. consulting: what the policy says; None where nobody
    decides with them. suggest: other words for what a worker wrote, shown with the review.
    calm: the calm pages. scene: what a made-up client says; None where nobody plays one.
    """

    notice: str = ""
    trial: Trial | None = None
    debrief: Debrief | None = None
    consulting: Consulting | None = None
    suggest: Suggest = lambda text: ()
    calm: Calm = by_heart
    scene: Scene | None = None
