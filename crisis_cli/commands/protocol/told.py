"""Long sentences on a terminal: broken between words, and indented as they begin."""

from __future__ import annotations

import shutil
import sys
import textwrap

from crisis_cli.commands.options import say

NARROWEST = 40  # columns; a narrower terminal breaks lines by itself


def tell(text: str) -> None:
    """A result in words. In a file or a pipe each sentence stays in one line."""
    wide = shutil.get_terminal_size().columns
    say(broken(text, wide) if sys.stdout.isatty() and wide >= NARROWEST else text)


def broken(text: str, wide: int) -> str:
    """A text whose lines fit into so many columns."""
    return "\n".join(_lines(line, wide) for line in text.splitlines())


def _lines(line: str, wide: int) -> str:
    text = line.lstrip()
    begins = line[: len(line) - len(text)]
    wrapper = textwrap.TextWrapper(
        wide,
        initial_indent=begins,
        subsequent_indent=f"{begins}  " if begins else "",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.fill(text)
