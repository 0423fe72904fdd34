"""A trial from its first page to its last: the file, the contact in memory, and each reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from crisis_cli.engine.entries import Entry, Event
from crisis_cli.engine.state import State
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.problems import Broken, show
from crisis_cli.protocol.source import load
from crisis_cli.workshop.trial.again import Pool, given_again
from crisis_cli.workshop.trial.lead import begin_at, without_condition
from crisis_cli.workshop.trial.log import Clock, Tried

Ways = Callable[[Protocol, str], Mapping[str, Any] | None]


class Run:
    """One trial of one file. ways: the answers that lead to a step, or None for unknown."""

    def __init__(self, file: Path, clock: Clock, ways: Ways) -> None:
        self.file, self.clock, self.ways = file, clock, ways
        self.protocol = load(file)
        self.pool = Pool()
        self.lifted = ""
        self.tried: Tried

    def begin(self, step: str = "") -> str:
        """Begin, at a step where one is named. What was taken for granted, in words."""
        if not step:
            self.tried = Tried(self.protocol, self.clock)
            return ""
        ways = self.ways(self.protocol, step)
        begun = begin_at(self.protocol, step, ways, self.clock)
        self.tried, self.lifted = begun.tried, begun.lifted
        return begun.said

    @property
    def state(self) -> State:
        """Where the contact stands now."""
        return self.tried.state

    def keep(self, event: Event) -> Entry:
        """The event as an entry, in memory."""
        return self.tried.keep(event)

    def again(self) -> tuple[State, str]:
        """Read the file again and give the answers once more; what became of them, in words.

        CrisisError, with every problem of the file, where the save is broken.
        """
        try:
            saved = load(self.file)
        except Broken as broken:
            raise CrisisError(show(self.file.name, broken.problems, broken.more)) from None
        if saved.hash == self.protocol.hash:
            return self.state, "The file has not changed since it was read."
        self.pool.take(self.state)
        self.protocol = saved
        run = without_condition(saved, self.lifted)
        self.tried, told = given_again(run, self.pool, self.state, self.clock)
        return self.state, told

    def told(self) -> str:
        """What the answers came to, at the end."""
        level = self.state.if_ended()
        why = "; ".join(reason.text for reason in level.because) or f"{level.none}."
        return f"Level of concern: {level.highest}. {why}\nNothing of this was kept."
