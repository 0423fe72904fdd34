"""What `start --json`, `resume --json` and `show --access --json` tell, for their JSON Schemas."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NotRequired, TypedDict


class Asked(TypedDict):
    """What was asked. version, hash: of the protocol. approved: by whom, when, until when, and what
    the worker was told of it; empty in practice."""

    id: str
    version: str
    hash: str
    approved: dict[str, str]


class Because(TypedDict):
    """Why the level is what it is. answers: those that fired the rule, by the id of their step."""

    id: str
    answers: dict[str, Any]
    text: str


class Concern(TypedDict):
    """The level of concern: it says who must be called and how soon, and is no finding.

    level: the highest that was reached. present: what the answers say now. undetermined: danger
    questions went unanswered. because_now: reasons of the present level that the highest does not
    name.
    """

    level: str
    present: str
    undetermined: bool
    because: list[Because]
    because_now: NotRequired[list[Because]]


class Urgent(TypedDict):
    """An alert: its rule, the block that it brought up, and the step after whose answer."""

    rule: str
    block: str
    after: str


class Task(TypedDict):
    """Something to do by a time. kind: follow_up or outcome."""

    what: str
    due: datetime
    why: str
    kind: str


class FollowUp(TypedDict):
    """When the next contact is due at the latest, and everything that is due."""

    due: datetime
    tasks: list[Task]


class LateEntry(TypedDict):
    """A contact that was typed in from paper: when it took place, and when it was written.
    paper_hash: the fingerprint on the form. other_form: it had other questions than these."""

    happened: str
    written: datetime
    paper_hash: str
    other_form: bool


class Call(TypedDict):
    """One try to reach somebody who thinks along."""

    at: datetime
    whom: str
    answered: bool
    advice: str
    followed: str
    reason: str


class Consult(TypedDict):
    """Why somebody had to think along, whether nobody has yet, and every try, oldest first."""

    needed: list[str]
    open: bool
    calls: list[Call]


class Started(TypedDict):
    """What came of a contact. asked: ids of the steps that were asked, in order. replaced,
    withdrawn: ids of steps whose answers were changed, or left the path. unused: steps of the
    script whose answers were not used. documents: name of each file, and its path."""

    contact: str
    late_entry: NotRequired[LateEntry]
    protocol: Asked
    concern: Concern
    asked: list[str]
    replaced: list[str]
    withdrawn: list[str]
    urgent: list[Urgent]
    unused: list[str]
    follow_up: FollowUp
    consult: NotRequired[Consult]
    documents: dict[str, str]


class Reader(TypedDict):
    """Somebody who may read the contact now. role: worker, supervisor, device."""

    id: str
    name: str
    role: str


class Access(TypedDict):
    """Who had to do with a contact. acts: what was done, oldest first: `at`, `by`, `act`, and what
    else is said of it, each a text."""

    contact: str
    case: str
    may_read: list[Reader]
    acts: list[dict[str, str]]
