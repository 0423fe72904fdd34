"""What is due after a contact, as absolute times."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from crisis_cli.engine.answers import Given
from crisis_cli.engine.times import later
from crisis_cli.engine.view import View
from crisis_cli.protocol.compiled import Step

UNSAID = 24 * 3600  # seconds: when a protocol names no follow-up, the soonest ordinary one


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do by an absolute time.

    due: aware, in the contact's zone. kind: follow_up or outcome (of something still open).
    """

    what: str
    due: datetime
    why: str
    kind: str


def follow_ups(view: View, base: datetime, place: tzinfo, none: str) -> list[Task]:
    """The follow-ups that the protocol asks for, soonest first; there is always one.

    base: the end of the contact; `within` counts real hours from it, whatever the clock does.
    none: how it is told where the level is none.
    """
    why = none.lower() if view.level == "none" else f"level: {view.level}"
    due = [
        Task(
            one.what or "Follow up",
            later(base, one.within, place),
            why,
            "follow_up",
        )
        for one in view.protocol.follow_up
        if view.holds(one.when)
    ]
    if not due:
        why = "the protocol names no follow-up for this"
        due = [Task("Follow up", later(base, UNSAID, place), why, "follow_up")]
    return sorted(due, key=lambda task: task.due)


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


def outcomes(unsaid: Iterable[tuple[str, str]], due: datetime) -> list[Task]:
    """What came of something, of which nobody has said it yet: to be found out at once.

    unsaid: what it was, and why it is asked. due: aware, in the contact's zone.
    """
    found_out = "Find out what came of it: {}"
    return [Task(found_out.format(what), due, why, "outcome") for what, why in unsaid]


def next_contact(tasks: Iterable[Task]) -> datetime:
    """When the next contact is due at the latest; aware, in the contact's zone."""
    return min(task.due for task in tasks if task.kind == "follow_up")
