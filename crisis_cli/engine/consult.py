"""Who was asked to think along: why that was needed, each try to reach somebody, and what came."""

from __future__ import annotations

from datetime import datetime, tzinfo

from crisis_cli.engine.entries import Consulted, ConsultNeeded, Entry
from crisis_cli.engine.follow_up import Task

OPEN = "Nobody was reached to think along"  # how it is told while that is so
DO = "Talk this contact over with a supervisor: nobody was reached"


class Consult:
    """The calls for advice of one contact.

    needed: why somebody has to think along, as it was last written down; no reasons, and nobody
    has to. calls: every try, oldest first.
    """

    def __init__(self) -> None:
        self.needed = ConsultNeeded()
        self.calls: list[Entry] = []
        self._tries: list[Consulted] = []

    def add(self, entry: Entry) -> None:
        """One more entry."""
        match entry.event:
            case ConsultNeeded() as needed:
                self.needed = needed
            case Consulted() as tried:
                self.calls.append(entry)
                self._tries.append(tried)

    @property
    def reached(self) -> bool:
        """Whether somebody answered."""
        return any(one.answered for one in self._tries)

    def tasks(self, base: datetime, place: tzinfo) -> list[Task]:
        """What is left to do where nobody was reached: to be done at once, since `base`."""
        return [
            Task(DO, base.astimezone(place), f"consult: {'; '.join(self.needed.why)}", "outcome")
        ]
