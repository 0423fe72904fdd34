"""Scripted answers played through the real session, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from crisis_cli.commands.script import read_script
from crisis_cli.engine.entries import Entry, Event, Opened
from crisis_cli.engine.state import State
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal.session import run


@dataclass
class Played:
    """A contact that is kept nowhere.

    stuck: the step for which the answers have none, or "". unknown: the ids under the answers
    that are no steps.
    """

    state: State
    stuck: str = ""
    unknown: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def played(protocol: Protocol, file: Path) -> Played:
    """The answers of a file, as `crisis start --answers` would give them, as far as they go.

    CrisisError where the file is no such script, or an answer does not fit.
    """
    front, clock = read_script(file, practice=True)
    contact = Played(State(protocol))

    def keep(event: Event) -> Entry:
        entry = Entry(len(contact.entries) + 1, clock(), "", event)
        contact.entries.append(entry)
        return entry

    opened = Opened(protocol.id, protocol.version, protocol.hash, practice=True)
    contact.state.add(keep(opened))
    try:
        run(contact.state, keep, front, lambda *_: [], clock)
    except CrisisError:
        last = front.asked[-1] if front.asked else ""
        if not last or last in front.answers:
            raise
        contact.stuck = last
    blocks = (step for block in protocol.blocks.values() for step in block.steps)
    steps = {step.id for step in (*protocol.steps, *blocks)}
    contact.unknown = [name for name in front.unused if name not in steps]
    return contact
