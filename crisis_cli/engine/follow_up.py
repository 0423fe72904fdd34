"""What is due after a contact, as absolute times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from crisis_cli.engine.alerts import Alert
from crisis_cli.engine.answers import Given
from crisis_cli.engine.times import later
from crisis_cli.engine.view import View
from crisis_cli.protocol.compiled import FollowUp, Step

FOLLOW_UP = "follow_up"
UNNAMED = "Follow up"
UNSAID = 24 * 3600  # seconds: when a protocol names no follow-up, the soonest ordinary one


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do by an absolute time.

    id: its name in the contact, always the same: "follow_up 2" for the second line of the
    protocol, or what is open. due: aware, in the contact's zone. kind: follow_up or outcome (of
    something still open). opens: from when on it makes sense; None for at once. caring: a few warm
    words that ask nothing.
    """

    id: str
    what: str
    due: datetime
    why: str
    kind: str
    opens: datetime | None = None
    caring: bool = False


def follow_ups(view: View, base: datetime, place: tzinfo, none: str) -> list[Task]:
    """The follow-ups that the protocol asks for, soonest first. There is always one that is more
    than a caring contact.

    base: the end of the contact; `within` counts real hours from it, whatever the clock does.
    none: how it is told where the level is none.
    """
    why = none.lower() if view.level == "none" else f"level: {view.level}"
    due = [
        _named(f"{FOLLOW_UP} {n}", one, why, base, place)
        for n, one in enumerate(view.protocol.follow_up, 1)
        if view.holds(one.when)
    ]
    if all(task.caring for task in due):
        why = "the protocol names no follow-up for this"
        due.append(Task(FOLLOW_UP, UNNAMED, later(base, UNSAID, place), why, FOLLOW_UP))
    return sorted(due, key=_moment)


def _named(name: str, one: FollowUp, why: str, base: datetime, place: tzinfo) -> Task:
    due, opens = later(base, one.within, place), later(base, one.after, place)
    what = one.what or UNNAMED
    return Task(name, what, due, why, FOLLOW_UP, opens if one.after else None, one.caring)


def not_confirmed(
    answer: Callable[[str], Given | None], path: Iterable[Step], early: Iterable[Step]
) -> list[Step]:
    """The actions that somebody still has to see to.

    path: actions of the path, which leave a task where they are put off or unknown. early: what
    an early ending asked for, which leaves one until it is known to be done, unanswered or not:
    it is how anybody hears of that ending at all.
    """
    given = ((step, answer(step.id)) for step in path)
    later = [step for step, one in given if one and one.outcome in ("", "not_yet")]
    given = ((step, answer(step.id)) for step in early)
    return later + [step for step, one in given if not one or one.outcome != "done"]


def about(action: Step) -> str:
    """How an action is named, where somebody has to find out what came of it."""
    return f"action: {action.id}"


def outcomes(
    alerts: Iterable[Alert], steps: Iterable[Step], base: datetime, place: tzinfo
) -> Iterator[Task]:
    """What came of something, of which nobody has said it yet: to be found out at once, since the
    end of the contact, `base`; of what became known after it, since then."""
    for alert in alerts:
        since = alert.began if alert.late else base
        yield _to_find_out(alert.means, f"alert: {alert.rule}", since, place)
    for step in steps:
        yield _to_find_out(step.name, about(step), base, place)


def _to_find_out(what: str, why: str, due: datetime, place: tzinfo) -> Task:
    return Task(why, f"Find out what came of it: {what}", due.astimezone(place), why, "outcome")


def tasks(
    view: View,
    none: str,
    alerts: Iterable[Alert],
    steps: Iterable[Step],
    base: datetime,
    place: tzinfo,
) -> list[Task]:
    """All that is due: what is still to be found out, then the follow-ups."""
    return [*outcomes(alerts, steps, base, place), *follow_ups(view, base, place, none)]


def first_contact(every: Iterable[Task]) -> datetime:
    """When the first contact after this one was due at the latest, whatever came of it since;
    aware, in the contact's zone. every: with what is settled."""
    due = (task for task in every if task.kind == FOLLOW_UP and not task.caring)
    return min(due, key=_moment).due


def next_contact(left: Iterable[Task]) -> datetime | None:
    """When the next contact is due at the latest; aware, in the contact's zone. A caring contact
    counts where nothing else is left; None where nothing is."""
    due = [task for task in left if task.kind == FOLLOW_UP]
    more = [task for task in due if not task.caring] or due
    return min(more, key=_moment).due if more else None


def _moment(task: Task) -> float:
    """Compared as a moment: on one clock, the hour that comes twice has its times in no order."""
    return task.due.timestamp()
