"""What a list says of one contact."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from crisis_cli.commands.contacts import Contact
from crisis_cli.engine.consult import OPEN
from crisis_cli.engine.follow_up import FOLLOW_UP, Task, next_contact
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.protocol.compiled import MEET_WHEN, WITH_THEM
from crisis_cli.protocol.kinds import say
from crisis_cli.protocol.letters import visible
from crisis_cli.records.listing import ends_of
from crisis_cli.records.names import folded, holding

NOT_AGREED = {"agreed": "", "agreed_for": None}
REACH = "reach"  # what an answer about how to reach them says under `record:`


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list says of a contact. Times are ISO, of the contact's own zone.

    client: the name that it was begun under; names: those that it tells of the client of its case.
    due: when the next contact is due, of an open one as if it had ended at its last entry; None
    where all is settled.
    recorded: the level that a supervisor recorded last, where it is not the highest.
    supervisor: what each countersign that stands wants of the worker, until something was added.
    since: since when something is open, of which nobody has said what came of it, in seconds since
    1970; None where nothing is. put_off: the actions of which that is so, in words. tasks: the
    follow-ups that are left, see `OpenFollowUp`. tries: all that were made for any of its
    follow-ups but the caring contacts. caring: whether its protocol has caring contacts, for it or
    not. with_client: whether it was truly with them. danger: the ids of what its protocol asks
    about danger. reach: how they want to be reached, in words. took_place: when it took place, or
    began to be written, in microseconds since 1970; over: when it was over, or last written to;
    began_at, ended_at: where it begins and ends in a log, by the log's id. danger_since: whether an
    alert is open that was noted after the end. unread: whether it ended, and no supervisor has read
    all of it.
    unsigned_since: when it ended, or when something was added to what was signed; "" where a
    supervisor has read all of it. crossed: two countersigns were written at once.
    """

    contact: str
    case: str
    client: str
    names: list[str]
    protocol: str
    state: str
    happened: str | None
    began: str
    last: str
    level: str
    recorded: str | None
    undetermined: bool
    due: str | None
    alerts: list[str]
    put_off: list[str]
    supervisor: list[dict[str, Any]]
    zone: str
    since: float | None
    tasks: list[dict[str, Any]]
    tries: list[dict[str, Any]]
    caring: bool
    with_client: bool
    danger: list[str]
    reach: list[str]
    took_place: int
    over: int
    began_at: dict[str, int]
    ended_at: dict[str, int]
    danger_since: bool
    unread: bool
    unsigned_since: str
    crossed: bool

    @property
    def ended(self) -> bool:
        """Whether the contact is closed."""
        return self.state == "ended"

    @property
    def waits(self) -> bool:
        """Whether something may be to do for it, though a later contact of the case is there."""
        return not self.ended or self.danger_since or bool(self.supervisor)

    @property
    def place(self) -> tuple[int, float, str]:
        """Where it stands in a list: the latest first, by when it took place."""
        return -self.took_place, -datetime.fromisoformat(self.began).timestamp(), self.contact

    def after(self, other: Summary) -> bool:
        """Whether it surely began when another was over. Clocks can be wrong, and those of two
        computers differ: two that overlap are in no order, and of two in one log none comes after
        what was written later. A late entry took place when it is said to have."""
        if self.took_place < other.over:
            return False
        before = (place < other.ended_at.get(log, 0) for log, place in self.began_at.items())
        return other.happened is not None or not any(before)

    def still_open(self) -> list[str]:
        """What nobody has said what came of, in words."""
        return [f"STILL OPEN: {visible(one)}" for one in (*self.alerts, *self.put_off)]

    def known_as(self, names: list[str]) -> Summary:
        """The same, by all names of its client, each once. It is told by the one that it was begun
        under, unless that turned out to be another client's."""
        is_theirs = folded(self.client) in map(folded, names)
        return replace(self, names=names, client=self.client if is_theirs else "".join(names[:1]))


def names_told(contact: Contact, case: str) -> list[str]:
    """The names that a contact tells of the client of its case. Whatever else can name one
    belongs here."""
    return holding(contact.state.opened.client, contact.store.acts(contact.id), case)


def summary(contact: Contact, case: str, names: list[str]) -> Summary:
    """What a list says of a contact that was read. case: the one that it is filed under; names:
    those that it tells."""
    state, level = contact.state, contact.state.if_ended()
    place, tasks = zone(state.opened.zone), state.tasks(contact.last)
    every = state.every_task(contact.last)
    open_since = [task.due.timestamp() for task in tasks if task.kind != FOLLOW_UP]
    next_due = next_contact(tasks)
    began_at, ended_at = ends_of(contact.store, contact.id)
    waiting = [alert for alert in state.alerts() if alert.status == "open"]
    recorded = state.after.recorded[1].level if state.after.recorded else None
    return Summary(
        contact=contact.id,
        case=case,
        client=state.opened.client,
        names=names,
        protocol=state.opened.protocol,
        state="ended" if state.ended else "paused" if state.paused else "open",
        happened=_iso(state.happened.astimezone(place)) if state.happened else None,
        began=_iso(state.entries[0].at.astimezone(place)),
        last=_iso(contact.last.astimezone(place)),
        level=level.highest,
        recorded=recorded if recorded != level.highest else None,
        undetermined=level.undetermined,
        due=_iso(next_due) if next_due else None,
        alerts=[alert.means for alert in waiting] + [OPEN] * (state.ended and state.consult_open),
        put_off=[step.name for step in state.put_off()] if state.ended else [],
        supervisor=_supervisor(contact),
        zone=state.opened.zone,
        since=min(open_since, default=None),
        tasks=_tasks(state, tasks, every),
        tries=_every_try(state, every),
        caring=any(line.caring for line in state.protocol.follow_up),
        with_client=with_client(state),
        danger=[step.id for step in state.protocol.steps if step.danger],
        reach=reach(state),
        took_place=micros(state.took_place),
        over=micros(state.happened or state.ending_at or contact.last),
        began_at=began_at,
        ended_at=ended_at,
        danger_since=any(alert.late for alert in waiting),
        unread=state.ended and bool(state.after.unread() or not state.after.countersigns),
        unsigned_since=_unsigned(contact),
        crossed=bool(state.after.crossed()),
    )


def with_client(state: State) -> bool:
    """Whether a contact was truly with the client, as far as it shows: its danger questions were
    answered, or it went on to the last question and passed none of them by. One that broke off
    before may have reached nobody; and where a protocol has the rule `with_them`, one in which that
    does not hold was with somebody else."""
    there = state.protocol.rules.get(WITH_THEM)
    if there and not state.counted().holds(there.when):
        return False
    asked = (state.answer(step.id) for step in state.path() if step.danger)
    passed_by = any(given is not None and given.unknown == "not_asked" for given in asked)
    to_the_end = state.ended and not state.early and not passed_by
    return to_the_end or not state.if_ended().undetermined


def reach(state: State) -> list[str]:
    """How the client wants to be reached, in words, as they said it in a contact. Nothing private:
    a list may be seen by others."""
    told = []
    for step in state.path():
        given = state.answer(step.id) if step.record == REACH and not step.private else None
        given = state.after.right(given) if given else None
        if given and not given.unknown:
            colon = "" if step.name.endswith("?") else ":"
            told.append(f"{step.name}{colon} {say(step, given.value, '')}")
    return told


def _tasks(state: State, left: list[Task], every: list[Task]) -> list[dict[str, Any]]:
    """The follow-ups that are left, as plain JSON; times are ISO, of the contact's own zone. With
    the first of every one that is more than a caring contact stands for when the two agreed to
    talk."""
    first = next(one.id for one in every if one.kind == FOLLOW_UP and not one.caring)
    told = {first: agreed(state)}
    due = (task for task in left if task.kind == FOLLOW_UP)
    return [_task(state, task) | told.get(task.id, NOT_AGREED) for task in due]


def agreed(state: State) -> dict[str, Any]:
    """For when the two agreed to talk, in words and as ISO: a day without a time from its
    beginning on."""
    given = state.answer(MEET_WHEN) if state.on_path(MEET_WHEN) else None
    given = state.after.right(given) if given else None
    if given is None or given.unknown:
        return NOT_AGREED
    at = datetime.fromisoformat(given.value).replace(tzinfo=zone(state.opened.zone))
    return {"agreed": say(state.step(MEET_WHEN), given.value, ""), "agreed_for": _iso(at)}


def _task(state: State, task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "what": task.what,
        "due": _iso(task.due),
        "opens": _iso(task.opens) if task.opens else None,
        "caring": task.caring,
        "owner": state.after.tries.owner(task.id, state.opened.worker),
        "tries": _tries(state, task),
    }


def _every_try(state: State, every: list[Task]) -> list[dict[str, Any]]:
    """The tries for any of its follow-ups; words that are sent are no try to reach anybody."""
    asked = (task for task in every if task.kind == FOLLOW_UP and not task.caring)
    return [made for task in asked for made in _tries(state, task)]


def _tries(state: State, task: Task) -> list[dict[str, Any]]:
    return [
        {"at": event.happened or _iso(entry.at.astimezone(task.due.tzinfo)), "way": event.way,
         "reached": event.reached, "left": event.left, "by": entry.by}
        for entry, event in state.after.tries.made(task.id)
    ]  # fmt: skip


def _unsigned(contact: Contact) -> str:
    state = contact.state
    new = [entry.at for entry in state.after.unread()]
    since = new[0] if state.after.countersigns and new else state.ending_at
    if not state.ended or since is None or (state.after.countersigns and not new):
        return ""
    return _iso(since.astimezone(zone(state.opened.zone)))


def _supervisor(contact: Contact) -> list[dict[str, Any]]:
    return [
        {"by": entry.by, "agree": event.agree, "instruction": event.instruction}
        for entry, event in contact.state.after.waits()
    ]


def kept(says: dict[str, Any] | None) -> Summary | None:
    """The summary that the index kept; None where it kept none."""
    try:
        return Summary(**says) if says else None
    except TypeError:  # of a program that said other things
        return None


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def micros(at: datetime) -> int:
    """A time in microseconds since 1970."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
