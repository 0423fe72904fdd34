"""A line that is typed at a prompt of a command, outside of any contact, and for how long it waits.

The terminal's own line editor tells nothing before Enter, so that whoever types a long sentence
would count as gone. Here every key counts.
"""

from __future__ import annotations

import codecs
import os
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crisis_cli.protocol.letters import columns

END, RUBOUT, KILL, WORD, STOP, ESCAPE = "\r\n", "\x7f\x08", "\x15", "\x17", "\x04", "\x1b"


class Idle(Exception):
    """Nobody touched a key for as long as a prompt waits."""


class Line:
    """The line as far as it was typed. show: writes to the terminal, or shows nothing."""

    def __init__(self, show: Callable[[str], object]) -> None:
        self.text = ""
        self.show = show
        self._key = ""  # a key of several letters, such as an arrow, as far as it came

    def take(self, char: str) -> bool:
        """One more character; whether the line is done. EOFError for Ctrl-D on an empty one."""
        if self._key or char == ESCAPE:
            self._skip(char)
        elif char in END:
            return True
        elif char == STOP and not self.text:
            raise EOFError
        elif char in RUBOUT:
            self._drop(1)
        elif char == KILL:
            self._drop(len(self.text))
        elif char == WORD:
            self._drop(len(self.text) - len(self.text.rstrip().rpartition(" ")[0]))
        elif char.isprintable() or char == "\t":
            self.text += char.replace("\t", " ")
            self.show(char.replace("\t", " "))
        return False

    def _drop(self, count: int) -> None:
        """Take the last characters away."""
        kept, gone = self.text[: len(self.text) - count], self.text[len(self.text) - count :]
        wide = columns(gone)
        self.text = kept
        self.show("\b" * wide + " " * wide + "\b" * wide)

    def _skip(self, char: str) -> None:
        """Arrows and the like do nothing here."""
        self._key = self._key + char if char != ESCAPE else ESCAPE
        done = char not in "[O" if len(self._key) == 2 else "@" <= char <= "~"
        self._key = "" if done else self._key


def read_line(
    source: int, show: Callable[[str], object], question: str, seconds: float, hide: bool = False
) -> str:
    """The line that is typed at this terminal after a question. Idle where no key comes for so
    many seconds; EOFError where the terminal is gone, or Ctrl-D was pressed.

    show: writes to the terminal. hide: nothing of what is typed is written.
    """
    line = Line(_nothing if hide else show)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with _keys(source, hide):
        show(question)
        while True:
            if not select.select([source], [], [], seconds)[0]:
                raise Idle
            # One byte at a time: what comes after the line is for whoever reads next.
            byte = os.read(source, 1)
            if not byte:
                raise EOFError
            if any(line.take(char) for char in decoder.decode(byte)):
                return line.text


def _nothing(text: str) -> None:
    return


@contextmanager
def _keys(source: int, afresh: bool) -> Iterator[None]:
    """Every key by itself, shown by nobody but us; Ctrl-C still stops.

    afresh: throw away what was typed before: it was shown.
    """
    import termios

    before = termios.tcgetattr(source)
    mode = termios.tcgetattr(source)
    mode[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    mode[6][termios.VMIN], mode[6][termios.VTIME], mode[6][termios.VSUSP] = 1, 0, b"\x00"
    termios.tcsetattr(source, termios.TCSAFLUSH if afresh else termios.TCSADRAIN, mode)
    try:
        yield
    finally:
        termios.tcsetattr(source, termios.TCSADRAIN, before)
