"""Long sentences on a terminal: wrapped between words, and indented as they begin.

A word that is too long for a line stays whole, unlike on the pages of an interview: here it is the
path of a file or the id of a step, and somebody will copy it.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TextIO

from crisis_cli import boundary
from crisis_cli.commands.options import say

NARROWEST = 40  # columns; a narrower terminal breaks lines by itself


def say_wrapped(text: str) -> None:
    """A result in words, on stdout. In a file or a pipe each sentence stays in one line."""
    say(_fitting(text, sys.stdout))


def tell_wrapped(text: str) -> None:
    """A message for the person, on stderr, wrapped in the same way."""
    boundary.tell(_fitting(text, sys.stderr))


def wrapped(text: str, wide: int) -> str:
    """A text whose lines fit into so many columns."""
    return "\n".join(_wrapped(line, wide) for line in text.split("\n"))


def _fitting(text: str, out: TextIO) -> str:
    wide = shutil.get_terminal_size().columns
    return wrapped(text, wide) if out.isatty() and wide >= NARROWEST else text


def _wrapped(line: str, wide: int) -> str:
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
