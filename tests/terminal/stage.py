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
from prompt_toolkit.input import Input
from prompt_toolkit.input.base import PipeInput
from prompt_toolkit.key_binding import KeyPress

from crisis_cli.engine.entries import Entry, Event, Opened
from crisis_cli.engine.state import State, fold
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.session import run

BEGAN = datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("America/New_York"))
NUMBERS = {
    "nine_one_one": ("Life in danger", "911", "any time"),
    "lifeline": ("988 Lifeline", "988", "call or text, any time"),
    "access_helpline": ("DC Access HelpLine", "1-888-793-4357", "any time"),
}

STUCK = 10.0  # seconds after which a prompt that nobody answers fails the test

EVERY_KIND = """
protocol: every-kind
title: Every kind of question
version: 1
languages: [en]
about: Short, and of every kind.
answer_sets:
  danger: {yes: "Yes", no: "No"}
rules:
  may_act: {means: Could act soon, plan: [yes, unsure]}
urgent:
  - {when: may_act, run: stay}
concern:
  - {id: has_plan, level: high, when: may_act, because: "A plan, or not ruled out"}
  - {id: has_thoughts, level: low, when: {thoughts: any_but_no}, because: Thoughts of suicide}
sections:
  - id: now
    title: Right now
    aim: Know whether anybody is in danger.
    steps:
      - {id: sit, guidance: Sit down at their height.}
      - id: thoughts
        ask: Have you had thoughts of killing yourself?
        say: Ask it plainly and calmly.
        help: Asking plainly does not put the idea in anyone's head.
        answers: danger
        danger: yes
      - id: plan
        when: {thoughts: [yes, unsure, declined]}
        ask: Do you have a plan?
        answers: danger
        danger: yes
  - id: talk
    title: What happened
    aim: Hear it in their words.
    steps:
      - {id: needs, ask: What do you need tonight?, kind: choose_many,
         answers: {bed: A bed, food: Something to eat, warm: Warm clothes}}
      - {id: pain, ask: How strong is it right now?, kind: scale, at_least: 0, at_most: 10,
         at_least_means: not there, at_most_means: cannot be borne}
      - {id: age, ask: How old are you?, kind: number, at_least: 0, at_most: 120, unit: years}
      - {id: called, ask: What shall I call you?, kind: text, private: yes}
      - {id: story, ask: What happened today?, kind: long_text}
      - {id: again, ask: When can we talk again?, kind: date_time}
      - {id: number, ask: Where can we call you?, kind: phone}
      - {id: friend, ask: Who could sit with you?, kind: person}
      - id: people
        list: Who could you call when it gets bad?
        each:
          - {id: name, ask: Name, kind: text}
          - {id: phone, ask: Phone, kind: phone}
        at_most: 3
      - {id: desk, do: Walk with them to the desk., confirm: Who was there?}
blocks:
  stay:
    title: Stay and call
    steps:
      - id: stay_there
        guidance: Stay beside them if it is safe. Call 988 or 911 now.
        call: [nine_one_one, lifeline]
      - {id: where, ask: "Where are you, exactly?", kind: text}
      - {id: phoned, do: Call your supervisor., confirm: "Who answered, and when?"}
  ended_early:
    - {id: told, ask: What did you agree on before they left?, kind: text}
follow_up:
  - {when: {concern: [high, emergency]}, within: 24 hours, what: Meet again}
words:
  plan: how and where somebody would do it
documents:
  safety_plan:
    - {heading: People, from: people}
    - {heading: Any time, resources: [nine_one_one, lifeline, access_helpline]}
"""


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

    def read_keys(self) -> list[KeyPress]:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return self.pipe.read_keys()  # thrown away, before the prompt
        self.seen.append(self.glass.look())
        keys = self.pipe.read_keys()
        if self.chunks:
            loop.call_later(0.05, self._press)
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
    protocol: Protocol, front: Front, log: Log | None = None, **opened: Any
) -> tuple[str, Log, State]:
    """Lead a contact with any front end."""
    log = log or Log()
    full, log.full = log.full, 0
    state = begun(protocol, log, **opened)
    log.full = full

    def numbers(ids: Any) -> list[tuple[str, str, str]]:
        return [NUMBERS[one] for one in ids if one in NUMBERS]

    how = run(state, log.keep, front, numbers, lambda: BEGAN + timedelta(minutes=len(log.entries)))
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
