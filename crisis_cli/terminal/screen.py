"""The screen: a terminal that is written to with plain codes, before any library is there.

The rules of the screen:
- Whatever a person reads goes through `lines`, which shows control characters as pictures: no
  answer and no protocol can act on the terminal.
- Every page begins on an empty screen. The interview has a screen of its own (the terminal's
  second one), so nothing of it stays in the scrollback or on the screen after it.
- Texts are wrapped here, by the width that characters really take, and never by the terminal.
- Bold and one colour, for alerts; nothing is said by colour alone; NO_COLOR takes it away.
- A terminal that went away is not an error here: writing to it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

from crisis_cli.protocol.letters import broken, visible
from crisis_cli.terminal.front import Text

LONGEST = 600  # characters of one answer that are read back on a page
SMALLEST = (30, 10)  # columns and rows; below, plain lines serve better

BOLD = {"title", "strong", "number"}
ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l\x1b[?25h"
CLEAR, FORGET = "\x1b[2J\x1b[H", "\x1b[2J\x1b[3J\x1b[H"


class Screen:
    """A terminal to write on. size: gives columns and rows as they are now."""

    encoding = "utf-8"

    def __init__(
        self, stream: TextIO, size: Callable[[], tuple[int, int]], colour: bool = False
    ) -> None:
        self.stream, self.size, self.colour = stream, size, colour
        self.drawn = size()  # the size that the page on the screen was made for
        self.used = 0  # rows that the page takes

    def page(self, lines: list[str]) -> None:
        """Put these lines on an empty screen; the cursor stands below them."""
        self.drawn, self.used = self.size(), len(lines)
        self.write(CLEAR + "".join(f"{line}\r\n" for line in lines))
        self.flush()

    def left(self) -> int:
        """How many rows are free below the page; at least a few, whatever the page took."""
        return max(self.size()[1] - self.used, 3)

    def lines(self, texts: Iterable[Text], width: int = 0) -> list[str]:
        """The paragraphs as lines with their styles, none wider than the screen."""
        width = width or self.size()[0] - 1
        return [
            self.styled(line, text.style)
            for text in texts
            for line in wrap(text.text, width, text.indent, text.hang)
        ]

    def styled(self, line: str, style: str) -> str:
        """A line in a style: bold, or bold and red."""
        if style == "alert":
            return f"\x1b[1{';31' if self.colour else ''}m{line}\x1b[0m"
        return f"\x1b[1m{line}\x1b[0m" if style in BOLD and line.strip() else line

    def write(self, text: str) -> int:
        """As a stream does, so that a library can write here too."""
        try:
            return self.stream.write(text)
        except UnicodeEncodeError:
            return self.stream.write(text.encode("ascii", "replace").decode())
        except (OSError, ValueError):
            return 0

    def flush(self) -> None:
        """As a stream does."""
        try:
            self.stream.flush()
        except (OSError, ValueError):
            return

    def fileno(self) -> int:
        """As a stream does."""
        return self.stream.fileno()

    def isatty(self) -> bool:
        """As a stream does."""
        return self.stream.isatty()


def shortened(text: str) -> str:
    """A text for reading back: a very long one is cut, and says so."""
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} ... ({len(text):,} characters)"


def wrap(text: str, width: int, indent: int = 0, hang: int = 0) -> list[str]:
    """Lines of at most `width` columns, made of visible characters, broken between words.

    Lines after the first are indented by `hang` more.
    """
    room = max(width - indent - hang, 8)
    parts = visible(text).expandtabs(4).split("\n")
    lines = [line for part in parts for line in broken(part, room)]
    margins = [" " * indent] + [" " * (indent + hang)] * (len(lines) - 1)
    return [(margin + line).rstrip() for margin, line in zip(margins, lines, strict=True)]
