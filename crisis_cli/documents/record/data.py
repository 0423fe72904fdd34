"""What a contact record says: everything that happened in a contact, as one data object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crisis_cli.documents.record.consult import Consult
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.record.follow_ups import FollowUp


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
class Amendment:
    """Something written after the end: when it happened and when it was written.

    name: how others name it. question, was: what it is about, and the answers that stand there.
    words: the answer that it gives, or "". value, unknown: the same as it is kept.
    request: the client's request that it decides on; decision: granted or refused.
    danger: it makes danger known; pressing: that, or it is about a danger question.
    read: the names of the countersigns whose readers had it.
    """

    name: str
    kind: str
    text: str
    reason: str
    step: str
    question: str
    was: tuple[str, ...]
    words: str
    value: Any
    unknown: str
    happened: str
    written: datetime
    by: str
    danger: bool
    pressing: bool
    request: str
    decision: str
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A step and everything that was said to it, oldest first.

    standing_in: what it counts as without an answer. on_path: whether it is asked at all.
    uncalled: off the path it counts for nothing, whatever the reason, and not only after a no.
    amendments: what was written about it after the end.
    record: what its answer is to the record, a word of RECORD; "" for a danger question.
    name: a few words for it.
    """

    step: str
    text: str
    danger: bool
    private: bool
    on_path: bool
    uncalled: bool
    standing_in: str
    answers: tuple[Answer, ...]
    amendments: tuple[Amendment, ...] = ()
    record: str = ""
    name: str = ""


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
    """Something to do by a time. opens: from when on it makes sense; None for at once. caring: a
    few warm words that are sent, and ask nothing."""

    what: str
    due: datetime
    why: str
    kind: str
    opens: datetime | None
    caring: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed end of a log, short enough to be compared with the store.

    log, place: which log, and how far. by: who signed it, and in which role.
    """

    log: str
    place: int
    fingerprint: str
    by: str


@dataclass(frozen=True, slots=True)
class Countersign:
    """A supervisor's reading. level: another that was recorded, or "".

    unread: the names of what was written after the end and was not there to be read.
    crossed: who signed at once, so that neither had seen the other's word.
    signed: what was signed in the same act; empty where this store has no such signature.
    """

    name: str
    agree: bool
    instruction: str
    level: str
    reason: str
    at: datetime
    by: str
    unread: tuple[str, ...]
    crossed: tuple[str, ...]
    signed: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What the last contact gave: its plan's values, questions left unclear, its level. follows:
    the contact whose follow-up this is, or ""."""

    values: tuple[Fired, ...]
    unclear: tuple[str, ...]
    level: str
    follows: str


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
    unread: the names of what was written after the end and no supervisor has read.
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
    follow_ups: tuple[FollowUp, ...]
    plan: Plan
    amendments: tuple[Amendment, ...]
    countersigns: tuple[Countersign, ...]
    unread: tuple[str, ...]
    brought: Brought | None
    filing: Filing
    consult: Consult
