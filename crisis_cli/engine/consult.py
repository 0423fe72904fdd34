"""Who was asked to think along: why that was needed, each try to reach somebody, and what came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from crisis_cli.engine.answers import Given
from crisis_cli.engine.entries import Consulted, ConsultNeeded, Entry
from crisis_cli.engine.follow_up import Task
from crisis_cli.protocol.compiled import LEVELS

OPEN = "Nobody was reached to think along"  # how it is told while that is so
DO = "Talk this contact over with a supervisor: nobody was reached"


class Consult:
    """The calls for advice of one contact.

    needed: why somebody has to think along, as it was last written down; no reasons, and nobody
    has to. calls: every try, oldest first. rose: the entry since which the level is as high as
    it is; a call before it was about less, and settles nothing.
    """

    def __init__(self) -> None:
        self.needed = ConsultNeeded()
        self.calls: list[Entry] = []
        self.rose = 0

    def add(self, entry: Entry) -> None:
        """One more entry."""
        match entry.event:
            case ConsultNeeded() as needed:
                if _higher(needed.level, self.needed.level):
                    self.rose = entry.seq
                self.needed = needed
            case Consulted():
                self.calls.append(entry)

    @property
    def met_by(self) -> list[str]:
        """The actions that are such a call, where one is needed."""
        return self.needed.met_by if self.needed.why else []

    @property
    def reached(self) -> bool:
        """Whether somebody answered since the level is as high as it is."""
        since = (one.event for one in self.calls if one.seq > self.rose)
        return any(isinstance(event, Consulted) and event.answered for event in since)

    def settled(self, actions: Iterable[Given | None]) -> bool:
        """Whether somebody thought along since the level is as high as it is: a call was answered
        or, where none was written down, an action that is such a call was done. An action that is
        done does not make up for calls that nobody answered."""
        if any(one.seq > self.rose for one in self.calls):
            return self.reached
        return any(one and one.outcome == "done" and one.seq > self.rose for one in actions)

    def tasks(self, base: datetime, place: tzinfo) -> list[Task]:
        """What is left to do where nobody was reached: to be done at once, since `base`."""
        why = f"consult: {'; '.join(self.needed.why)}"
        return [Task("consult", DO, base.astimezone(place), why, "outcome")]


def _higher(level: str, before: str) -> bool:
    return LEVELS.index(level or "none") > LEVELS.index(before or "none")
