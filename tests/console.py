"""A real pseudo-terminal, and the screen that a program draws on it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import pexpect
import pyte

PATIENCE = 60  # seconds: several tests may run at once, and other things on the computer
BRACKETED_PASTE = 2004 << 5  # as the screen counts the modes that are no part of the standard


class Terminal:
    """A program at a pseudo-terminal, and the screen that it draws."""

    def __init__(self, arguments: list[str], columns: int, rows: int, env: dict[str, str]) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.child = pexpect.spawn(
            sys.executable, arguments, dimensions=(rows, columns), env=os.environ | env
        )
        self.child.delaybeforesend = None

    def look(self) -> str:
        """The screen now."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def wait(self, *texts: str, seconds: float = PATIENCE) -> str:
        """The screen as soon as these texts stand on it together."""
        return self.until(lambda seen: all(text in seen for text in texts), texts, seconds)

    def asks(self, *texts: str) -> str:
        """The same, the last of them at the end, where a line of text is typed."""
        at_the_end = texts[-1]
        return self.until(
            lambda seen: all(t in seen for t in texts) and seen.endswith(at_the_end), texts
        )

    def ready(self, *texts: str) -> str:
        """The same, and a prompt that takes keys: what is typed before is thrown away."""
        return self.until(lambda seen: all(t in seen for t in texts) and self.takes_keys, texts)

    @property
    def takes_keys(self) -> bool:
        """Whether a prompt with keys runs: it has switched on bracketed paste."""
        return BRACKETED_PASTE in self.screen.mode

    def until(self, holds: Callable[[str], bool], what: object, seconds: float = PATIENCE) -> str:
        """The screen as soon as this holds of it. what: what is waited for."""
        until = time.monotonic() + seconds
        while not holds(self.look()):
            assert time.monotonic() < until, f"waited for {what} on:\n{self.look()}"
            self.read(0.1)
        return self.look()

    def read(self, seconds: float) -> bool:
        """Draw what comes within this time; whether anything came."""
        try:
            self._stream.feed(self.child.read_nonblocking(65536, seconds))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        return True

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def act(self, keys: str) -> None:
        """Press keys until something comes of it: before a prompt is ready they are thrown away."""
        before = self.look()
        for _ in range(4):
            self.press(keys)
            until = time.monotonic() + 10
            while time.monotonic() < until and self.child.isalive():
                self.read(0.05)
                if self.look() != before:
                    return

    def still(self, seconds: float = 0.2) -> str:
        """The screen once it has stood still twice so long: a slow machine draws it in pieces."""
        before, seen = "", self.settle(seconds)
        while seen != before:
            before, seen = seen, self.settle(seconds)
        return seen

    def settle(self, seconds: float = 0.5) -> str:
        """The screen once nothing was drawn on it for this time."""
        last = time.monotonic() + PATIENCE
        until = time.monotonic() + seconds
        while time.monotonic() < min(until, last):
            if self.read(0.05):
                until = time.monotonic() + seconds
        return self.look()

    def end(self) -> None:
        """Wait until the program has ended by itself."""
        self.until(lambda seen: not self.child.isalive(), "the program to end")
