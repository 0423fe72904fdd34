"""Long sentences: wrapped between words, and indented as they begin; behind a label under its text.

A word that is too long for a line stays whole, unlike on the pages of an interview: here it is the
path of a file or the id of a step, and somebody will copy it.
"""

from __future__ import annotations

import re
import textwrap

LABEL = re.compile(r"\S+ {2,}(?=\S)")  # a word and a gap: what comes behind is a column of its own


def wrapped(text: str, wide: int) -> str:
    """A text whose lines fit into so many columns."""
    return "\n".join(_wrapped(line, wide) for line in text.split("\n"))


def _wrapped(line: str, wide: int) -> str:
    text = line.lstrip()
    begins = line[: len(line) - len(text)]
    label = LABEL.match(line)
    hangs = " " * label.end() if label else f"{begins}  " if begins else ""
    wrapper = textwrap.TextWrapper(
        wide,
        initial_indent=begins,
        subsequent_indent=hangs,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.fill(text)
