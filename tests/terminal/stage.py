"""What a contact at a terminal is played on: a screen to look at, hands on its keys, a log."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyte
from prompt_toolkit.application import get_app
from prompt_toolkit.input import Input
from prompt_toolkit.input.base import PipeInput
from prompt_toolkit.key_binding import KeyPress

from crisis_cli.engine.entries import Entry, Event, Opened
from crisis_cli.engine.state import State, fold
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal.calm_pages import Calm, by_heart
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.kit import Consulting, Debrief, Kit, Suggest
from crisis_cli.terminal.session import run

BEGAN = datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("America/New_York"))
NUMBERS = {
    "nine_one_one": ("Life in danger", "911", "any time"),
    "lifeline": ("988 Lifeline", "988", "call or text, any time"),
    "access_helpline": ("DC Access HelpLine", "1-888-793-4357", "any time"),
}

STUCK = 60.0  # seconds after which a prompt that nobody answers fails the test


class Glass(io.StringIO):
    """A stream that draws on a pyte screen."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)

    def write(self, text: str) -> int:
        self._stream.feed(text)
        return super().write(text)

    def look(self) -> str:
        """What stands on the screen, without the blanks at the ends."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip() + "\n"


class Hands(Input):
    """Keys that are pressed when a prompt is there: one entry of `keys` for each prompt.

    An entry is a text, or a list of texts and of seconds to wait between them. early: keys that
    are pressed before a prompt is ready, by the number of the prompt from 0. seen: the screen
    as it stood whenever keys came. After the last entry the terminal hangs up.
    """

    def __init__(
        self, pipe: PipeInput, glass: Glass, keys: list[Any], early: dict[int, str]
    ) -> None:
        self.pipe, self.glass, self.early = pipe, glass, dict(early)
        self.keys, self.chunks, self.seen = list(keys), [], []
        self.prompts, self.stuck = 0, ""
        self.pipe.send_text(self.early.pop(0, ""))

    def attach(self, ready: Callable[[], None]) -> AbstractContextManager[None]:
        self.prompts += 1
        if self.keys:
            entry = self.keys.pop(0)
            self.chunks = [entry] if isinstance(entry, str) else list(entry)
            self._press()
        else:
            self.pipe.close()
        asyncio.get_running_loop().call_later(STUCK, self._hang_up)
        return self.pipe.attach(ready)

    def _hang_up(self) -> None:
        self.stuck = self.glass.look()
        self.pipe.close()

    def _press(self) -> None:
        loop = asyncio.get_running_loop()
        chunk = self.chunks.pop(0)
        if isinstance(chunk, str):
            self.pipe.send_text(chunk)
        else:
            loop.call_later(chunk, self._press)

    def _press_once_drawn(self) -> None:
        """Press what comes next when the screen shows what came of the key before."""
        if get_app()._invalidated:  # a drawing waits until the loop has nothing else to do
            asyncio.get_running_loop().call_later(0.005, self._press_once_drawn)
        else:
            self._press()

    def read_keys(self) -> list[KeyPress]:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self.pipe.read_keys()  # thrown away, before the prompt
        self.seen.append(self.glass.look())
        keys = self.pipe.read_keys()
        if self.chunks:
            loop.call_later(0.05, self._press_once_drawn)
        elif self.prompts in self.early:
            self.pipe.send_text(self.early.pop(self.prompts))
        return keys

    def flush_keys(self) -> list[KeyPress]:
        return self.pipe.flush_keys()

    @property
    def closed(self) -> bool:
        return self.pipe.closed

    def fileno(self) -> int:
        return self.pipe.fileno()

    def typeahead_hash(self) -> str:
        return self.pipe.typeahead_hash()

    def raw_mode(self) -> AbstractContextManager[None]:
        return self.pipe.raw_mode()

    def cooked_mode(self) -> AbstractContextManager[None]:
        return self.pipe.cooked_mode()

    def detach(self) -> AbstractContextManager[None]:
        return self.pipe.detach()


@dataclass
class Log:
    """Entries in memory. full: how many events cannot be kept before one can."""

    entries: list[Entry] = field(default_factory=list)
    full: int = 0

    def keep(self, event: Event) -> Entry:
        if self.full:
            self.full -= 1
            raise CrisisError("The disk is full.", "Make room, then try again.")
        seq = len(self.entries) + 1
        self.entries.append(Entry(seq, BEGAN + timedelta(minutes=seq), "worker", event))
        return self.entries[-1]

    def events(self, kind: type) -> list[Any]:
        return [entry.event for entry in self.entries if isinstance(entry.event, kind)]

    def answers(self) -> dict[str, Any]:
        state_of = [e.event for e in self.entries if hasattr(e.event, "unknown")]
        return {event.step: event.unknown or event.value for event in state_of}


@dataclass
class Walk:
    """What came of leading a contact. seen: each prompt as it stood; said: all that was written."""

    how: str
    log: Log
    state: State
    seen: list[str]
    said: str


def begun(protocol: Protocol, log: Log, **opened: Any) -> State:
    """The state of a contact; a log that is empty is opened."""
    if not log.entries:
        log.keep(Opened(protocol.id, protocol.version, protocol.hash, **opened))
    return fold(protocol, log.entries)


def led(
    protocol: Protocol,
    front: Front,
    log: Log | None = None,
    debrief: Debrief | None = None,
    consulting: Consulting | None = None,
    suggest: Suggest = lambda text: (),
    calm: Calm = by_heart,
    **opened: Any,
) -> tuple[str, Log, State]:
    """Lead a contact with any front end."""
    log = log or Log()
    full, log.full = log.full, 0
    state = begun(protocol, log, **opened)
    log.full = full

    def numbers(ids: Any, brief: bool) -> list[tuple[str, str, str]]:
        return [NUMBERS[one] for one in ids if one in NUMBERS]

    def now() -> datetime:
        return BEGAN + timedelta(minutes=len(log.entries))

    kit = Kit(debrief=debrief, consulting=consulting, suggest=suggest, calm=calm)
    how = run(state, log.keep, front, numbers, now, kit)
    return how, log, state


class Ear(io.StringIO):
    """A stream on which each prompt for a line is answered with the next one."""

    def __init__(self, lines: list[str], to: int) -> None:
        super().__init__()
        self.lines, self.to = lines, to

    def write(self, text: str) -> int:
        if text == "> ":
            if self.lines:
                os.write(self.to, f"{self.lines.pop(0)}\n".encode())
            elif self.to >= 0:
                os.close(self.to)
                self.to = -1
        return super().write(text)
