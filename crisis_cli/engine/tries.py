"""What was done about the follow-ups of a contact: tries, who sees to each, what settled it.

It follows from all entries together, in whichever order they came from two machines.
"""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.engine.additions import Assigned, Settled, Tried
from crisis_cli.engine.entries import Entry


class Tries:
    """Everything that was written about the tasks of one contact. Nothing is taken back."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """One more entry."""
        if isinstance(entry.event, Tried | Assigned | Settled):
            self._entries.append(entry)
            self._entries.sort(key=lambda one: (one.seq, one.name))

    def made(self, task: str) -> list[tuple[Entry, Tried]]:
        """Every try for a task, oldest first."""
        return [(e, e.event) for e in self._of(task) if isinstance(e.event, Tried)]

    def assigned(self, task: str) -> list[tuple[Entry, Assigned]]:
        """Every time that a task was given to somebody, oldest first."""
        return [(e, e.event) for e in self._of(task) if isinstance(e.event, Assigned)]

    def settlements(self, task: str) -> list[tuple[Entry, Settled]]:
        """What settled a task: two entries where two people did at once."""
        return [(e, e.event) for e in self._of(task) if isinstance(e.event, Settled)]

    def owner(self, task: str, worker: str) -> str:
        """Who sees to a task: who was named last, else the worker of the contact."""
        given = self.assigned(task)
        return given[-1][1].owner if given else worker

    def settled(self, task: str) -> bool:
        """Whether nobody has to see to a task any more."""
        return bool(self.settlements(task))

    def _of(self, task: str) -> Iterator[Entry]:
        for one in self._entries:
            event = one.event
            if isinstance(event, Tried | Assigned | Settled) and event.task == task:
                yield one
