"""A real pseudo-terminal, and the screen that a program draws on it."""

from __future__ import annotations

import os
import sys
import time

import pexpect
import pyte


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

    def wait(self, *texts: str, seconds: float = 20) -> str:
        """The screen as soon as these texts stand on it together."""
        until = time.monotonic() + seconds
        while not all(text in self.look() for text in texts):
            assert time.monotonic() < until, f"waited for {texts} on:\n{self.look()}"
            self.read(0.1)
        return self.look()

    def read(self, seconds: float) -> None:
        """Draw what comes within this time."""
        try:
            self._stream.feed(self.child.read_nonblocking(65536, seconds))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return

    def press(self, keys: str) -> None:
        self.child.send(keys)

    def act(self, keys: str) -> None:
        """Press keys until something comes of it: before a prompt is ready they are thrown away."""
        before = self.look()
        for _ in range(4):
            self.press(keys)
            until = time.monotonic() + 3
            while time.monotonic() < until and self.child.isalive():
                self.read(0.05)
                if self.look() != before:
                    return

    def settle(self, seconds: float = 0.5) -> str:
        """The screen after some quiet time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.read(0.05)
        return self.look()
