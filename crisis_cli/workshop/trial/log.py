"""A contact that is only tried: its entries are in memory, and nothing of it is ever kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from crisis_cli.engine.entries import Entry, Event, Opened
from crisis_cli.engine.interview import refuse
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Protocol

Clock = Callable[[], datetime]  # aware times


class Tried:
    """A contact in memory. state: where it stands; another after the file was read again."""

    def __init__(self, protocol: Protocol, clock: Clock) -> None:
        self.clock = clock
        self.state = State(protocol)
        self.do(Opened(protocol.id, protocol.version, protocol.hash, practice=True))

    def keep(self, event: Event) -> Entry:
        """The event as the next entry; the state is left alone."""
        return Entry(len(self.state.entries) + 1, self.clock(), "", event)

    def do(self, event: Event) -> None:
        """Take the contact one entry further. CrisisError if it cannot happen now."""
        refuse(self.state, event)
        self.state.add(self.keep(event))
