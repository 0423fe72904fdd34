"""What is left to do of each contact, once those that came after it are known.

A later contact of the case takes over the follow-ups before it where it truly was with the client,
and its protocol asks about every danger that the earlier one asked about: a talk about work on the
day after takes no crisis off the list. Where it is in doubt which of two came later, both stand.
One that is open has no follow-ups of its own yet. A caring contact is taken over only by a contact
whose protocol has caring contacts: then it says whether there are more, so that none is lost, none
is sent twice, and a no to them counts. Danger that was noted after the end is taken over by
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from crisis_cli.commands.summary import Summary


@dataclass(frozen=True, slots=True)
class ToDo:
    """What is left of a contact.

    since: since when an outcome is open, in seconds since 1970, or None. tasks: the follow-ups.
    kept: whether the contact says what those before it have left.
    """

    said: Summary
    since: float | None
    tasks: list[dict[str, Any]]
    kept: bool

    @property
    def soonest(self) -> float | None:
        """When the first thing is due, in seconds since 1970; None where nothing is left."""
        due = [soonest(task).timestamp() for task in self.tasks]
        return min([*due, *([] if self.since is None else [self.since])], default=None)

    def left(self) -> Summary:
        """What a list says of the contact, with only what later contacts have left of it."""
        if not self.said.ended:
            return self.said
        due = [task for task in self.tasks if not task["caring"]] or self.tasks
        first = min((task["due"] for task in due), key=datetime.fromisoformat, default=None)
        put_off = [] if self.since is None else self.said.put_off
        return replace(self.said, tasks=self.tasks, due=first, put_off=put_off)


def soonest(task: dict[str, Any]) -> datetime:
    """By when a follow-up has to be looked at: when it is due, or when they agreed to talk before
    that; aware."""
    times = [task["due"], *filter(None, [task["agreed_for"]])]
    return min(map(datetime.fromisoformat, times), key=datetime.timestamp)


def to_do(contacts: Iterable[Summary]) -> Iterator[ToDo]:
    """What is left of each of these, which are told the latest first."""
    there: dict[str, list[Summary]] = {}  # case -> those that take over what is before them
    for one in contacts:
        says = one.case not in there
        later = [other for other in there.setdefault(one.case, []) if other.after(one)]
        taken = any(set(one.danger) <= set(other.danger) for other in later)
        cared = any(other.caring for other in later)
        followed = taken and not one.danger_since
        tasks = [task for task in one.tasks if not (cared if task["caring"] else followed)]
        if one.ended and one.with_client:
            says = says or not taken or (one.caring and not cared)
            there[one.case].append(one)
        since = None if followed else one.since
        yield ToDo(one, since, tasks if one.ended else [], says)
