"""What a contact record says: everything that happened in a contact, as one data object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that was given.

    words: as it is read. standing: in_force, replaced, corrected, withdrawn or kept_too.
    until: when it stopped counting; because: the question whose change took it off the path.
    """

    value: Any
    unknown: str
    words: str
    at: datetime
    by: str
    how: str
    reason: str
    standing: str
    until: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class Question:
    """A step and everything that was said to it, oldest first.

    standing_in: what it counts as without an answer. on_path: whether it is asked at all.
    uncalled: off the path it counts for nothing, whatever the reason, and not only after a no.
    """

    step: str
    text: str
    danger: bool
    private: bool
    on_path: bool
    uncalled: bool
    standing_in: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the path, with what was answered there."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Fired:
    """One answer that fired a rule."""

    step: str
    question: str
    words: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the level is what it is."""

    id: str
    level: str
    text: str
    at: datetime
    answers: tuple[Fired, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """The worker raised the level. id: of the reason that it makes."""

    id: str
    level: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Level:
    """The level of concern. known: the danger questions are done, so that it may be told.

    highest and present are empty while it is not; if_ended: what an ending now would make it.
    reasons_now: of the present level, where the reasons of the highest do not name them.
    none, none_now: how it is told where the highest, or the present level, is none; else empty.
    """

    known: bool
    highest: str
    present: str
    undetermined: bool
    none: str
    none_now: str
    if_ended: str
    reasons: tuple[Reason, ...]
    reasons_now: tuple[Reason, ...]
    raised: tuple[Raised, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of something, said apart from a block. about: a rule, or the emergency key."""

    about: str
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Alert:
    """An urgent rule that began to hold, or the emergency key; and what came of it."""

    rule: str
    means: str
    block: str
    status: str
    after: str
    began: datetime
    acknowledged: datetime | None
    answers: tuple[Fired, ...]
    done: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Emergency:
    """One use of the emergency key."""

    question: str
    calling: bool
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How the contact ended. early: before the last step."""

    how: str
    reason: str
    early: bool
    at: datetime
    by: str
    steps: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do by a time."""

    what: str
    due: datetime
    why: str
    kind: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """Something written after the end: when it happened and when it was written."""

    kind: str
    text: str
    reason: str
    question: str
    happened: str
    written: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What the last contact gave: its plan's values, questions left unclear, its level."""

    values: tuple[Fired, ...]
    unclear: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something of the contact that was given to somebody. happened: ISO, or "" for when written.

    notice: whether the agency had a statement that goes with it; never in an emergency.
    """

    to: str
    text: str
    reason: str
    happened: str
    emergency: bool
    notice: bool
    written: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Refiled:
    """The contact was put into another case: from old to new. duplicate: of the same client."""

    old: str
    new: str
    duplicate: bool
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Filing:
    """How a contact is filed and to whom it went; nothing of it comes from the interview.

    names: of the client, as far as they are known. misnamed: the name that the contact was begun
    under is not among them, but another client's. notice: the statement that goes with what is
    given away.
    """

    names: tuple[str, ...] = ()
    misnamed: bool = False
    refiled: tuple[Refiled, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the safety plan has, without its words."""

    made: bool
    headings: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A whole contact. Times are aware; zone is the one they are printed in.

    approved, paper_hash: see `Opened`. happened: when it took place, of a late entry: then began
    and every other time is when it was written. other_form: the form was of other questions.
    away: when the interview was left open. deciding: the answers that decided which of the danger
    questions were asked, and of whom. danger: every danger question of the path.
    elsewhere: steps of blocks that no alert brought up. loose: outcomes under none.
    """

    contact: str
    client: str
    worker: str
    practice: bool
    zone: str
    protocol: str
    title: str
    version: str
    hash: str
    approved: dict[str, str]
    happened: datetime | None
    paper_hash: str
    other_form: bool
    began: datetime
    printed: datetime
    away: tuple[tuple[datetime, datetime | None], ...]
    level: Level
    alerts: tuple[Alert, ...]
    deciding: tuple[Fired, ...]
    danger: tuple[Question, ...]
    sections: tuple[Section, ...]
    elsewhere: tuple[Question, ...]
    loose: tuple[Outcome, ...]
    emergencies: tuple[Emergency, ...]
    ending: Ending | None
    tasks: tuple[Task, ...]
    plan: Plan
    amendments: tuple[Amendment, ...]
    brought: Brought | None
    filing: Filing
