"""A program on a pseudo-terminal, and how long until a text stands on its screen."""

from __future__ import annotations

import os
import pty
import select
import signal
import struct
import termios
import time
from fcntl import ioctl

CURSOR = b"\x1b[6n"
PATIENCE = 10.0  # seconds


class Terminal:
    """A program that runs on a pseudo-terminal of 80 by 24; it is ended with the `with`."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.start = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env | {"TERM": "xterm-256color"})
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.fd)  # hangs up, as a window that is closed: what runs leaves a whole store
        until = time.perf_counter() + PATIENCE
        while time.perf_counter() < until:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return
            time.sleep(0.01)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def until(self, text: bytes, limit: float = 20) -> float:
        """Seconds until the text was written, from now. TimeoutError with what was seen."""
        start = time.perf_counter()
        while text not in self.seen:
            if not select.select([self.fd], [], [], limit)[0]:
                raise TimeoutError(self.seen.decode(errors="replace"))
            self.seen += self._read()
        self.seen = self.seen[self.seen.index(text) + len(text) :]
        return time.perf_counter() - start

    def send(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.fd, keys)

    def quiet(self, seconds: float) -> None:
        """Read on until nothing was written for so long: the widget is ready for keys."""
        while select.select([self.fd], [], [], seconds)[0]:
            self.seen += self._read()

    def _read(self) -> bytes:
        chunk = os.read(self.fd, 65536)
        if CURSOR in chunk:  # as a terminal does, at once
            os.write(self.fd, b"\x1b[1;1R")
        return chunk
