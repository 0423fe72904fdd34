"""A page as plain text: for the terminal, for screen readers, for a plain file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import assert_never

from crisis_cli.documents.blocks import (
    PRACTICE,
    STRUCK,
    Asked,
    Blanks,
    Block,
    Box,
    Bullets,
    Contact,
    Contacts,
    Fields,
    Heading,
    Page,
    Paragraph,
)
from crisis_cli.documents.inert import inert

WIDTH = 72  # columns of a text file
NARROW = 20  # the least that is drawn for


def text(page: Page, width: int = WIDTH) -> str:
    """The page as lines of at most `width` columns, ending in a line break."""
    columns = max(width, NARROW)
    lines = [*_marked(page, columns), *wrap(page.title, columns)]
    lines.append("=" * min(columns, max(cells(line) for line in lines[-1:])))
    for block in page.blocks:
        lines += ["", *_draw(block, columns, page.practice)]
    lines += ["", "-" * columns, *wrap(page.footer, columns)]
    return "\n".join(line.rstrip() for line in [*lines, *_marked(page, columns)]) + "\n"


def wrap(words: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Text in lines of at most `width` columns; `first` and `rest` stand before them."""
    lines: list[str] = []
    for paragraph in inert(words).split("\n"):
        for piece in _broken(paragraph.expandtabs(4), width - max(cells(first), cells(rest))):
            lines.append((rest if lines else first) + piece)
    return lines


def cells(words: str) -> int:
    """How many columns a terminal gives to this text."""
    return len(words) if words.isascii() else sum(map(_cell, words))


def _cell(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _broken(line: str, width: int) -> Iterator[str]:
    """One line in pieces that fit, broken at spaces, and inside a word where it must be."""
    piece, used = "", 0
    for word in re.findall(r" *[^ ]+| +$", line):
        size = cells(word)
        if piece and used + size > width:
            yield piece
            word = word.lstrip(" ")
            piece, used, size = "", 0, cells(word)
        if size > width:
            *full, word = _chopped(word, width)
            yield from full
            size = cells(word)
        piece, used = piece + word, used + size
    yield piece


def _chopped(word: str, width: int) -> list[str]:
    pieces, start, used = [], 0, 0
    for place, char in enumerate(word):
        size = _cell(char)
        if used + size > width:
            pieces.append(word[start:place])
            start, used = place, 0
        used += size
    return [*pieces, word[start:]]


def _marked(page: Page, width: int) -> list[str]:
    return [*wrap(PRACTICE, width), ""] if page.practice else []


def _draw(block: Block, width: int, practice: bool) -> list[str]:
    match block:
        case Heading():
            return _heading(block, width, practice)
        case Paragraph():
            return wrap(block.text, width)
        case Bullets():
            return _flat(wrap(item, width, "- ", "  ") for item in block.items)
        case Contacts():
            return _flat(_contact(one, width) for one in block.people)
        case Fields():
            return _flat(wrap(f"{k}: {v}" if k else v, width, "", "  ") for k, v in block.rows)
        case Asked():
            return _asked(block, width)
        case Blanks():
            return _flat(_blank(label, width) for label in block.labels)
        case Box():
            inner = [["", *_draw(one, width, practice)] for one in block.blocks]
            return ["-" * width, *_flat(inner)[1:], "-" * width]
    assert_never(block)


def _flat(parts: Iterable[list[str]]) -> list[str]:
    return [line for part in parts for line in part]


def _heading(block: Heading, width: int, practice: bool) -> list[str]:
    """A printed text has no watermark, so that every part says that it is practice."""
    lines = wrap(block.text + (" [PRACTICE]" if practice and block.level == 2 else ""), width)
    return [*lines, "-" * min(width, max(map(cells, lines)))] if block.level == 2 else lines


def _contact(one: Contact, width: int) -> list[str]:
    rest = f"{one.reach} ({one.note})" if one.reach and one.note else one.reach or one.note
    return [*wrap(one.name, width, "- ", "  "), *(wrap(rest, width, "  ", "  ") if rest else [])]


def _asked(block: Asked, width: int) -> list[str]:
    lines = wrap(f"{block.question} ({block.note})" if block.note else block.question, width)
    for said in block.said:
        words = f"{STRUCK} {said.text}" if said.struck else said.text
        lines += wrap(f"{words} ({said.note})" if said.note else words, width, "  > ", "    ")
    return lines


def _blank(label: str, width: int) -> list[str]:
    lines = wrap(f"{label}: ", width)
    room = width - cells(lines[-1])
    if room < 10:
        return [*lines, "_" * width, ""]
    return [*lines[:-1], lines[-1] + "_" * room, ""]
