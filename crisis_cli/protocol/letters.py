"""Letters on a screen: which of them could act, how wide they are, and where a line may break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# Marks that turn the reading order of what follows; letters of right-to-left scripts stay.
_BIDI = {0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069}
# Letters that are written without spaces: a line may break before each of them, but not before
# a mark that closes, nor after one that opens.
_NO_SPACES = "\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_OPENS = "\u300a\u3008\u300c\u300e\u3010\u3014\uff08\u201c\u2018"
_CLOSES = (
    "\u3001\u3002\u300b\u3009\u300d\u300f\u3011\u3015\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
    "\u201d\u2019"
)
_SPACED = re.compile(" *[^ ]+| +$")


def visible(text: str) -> str:
    """The text with every control character shown as a picture, so that it cannot act."""
    return "".join(_picture(c) for c in text)


def _picture(char: str) -> str:
    code = ord(char)
    if char in "\n\t" or (code >= 32 and not 127 <= code < 160 and code not in _BIDI):
        return char
    if code < 32:
        return chr(0x2400 + code)
    return f"[U+{code:04X}]"


def columns(text: str) -> int:
    """How many columns a text takes: marks on letters take none, wide East Asian letters two."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def broken(line: str, room: int) -> Iterator[str]:
    """One line in pieces of at most `room` columns, broken at spaces, and inside a word that is
    longer than that. Spaces stay, but for those at a break."""
    piece, used = "", 0
    for word in _words(line):
        size = columns(word)
        if piece and used + size > room:
            yield piece
            word = word.lstrip(" ")
            piece, used, size = "", 0, columns(word)
        if size > room:
            *full, word = _chopped(word, room)
            yield from full
            size = columns(word)
        piece, used = piece + word, used + size
    yield piece


def _words(line: str) -> list[str]:
    """What may not be broken, each with the spaces before it."""
    return (_SPACED if line.isascii() else _any_script()).findall(line)


@cache
def _any_script() -> re.Pattern[str]:
    """The same as `_SPACED` for lines with other letters, which alone wait for it to be made: no
    question in English does."""
    return re.compile(
        rf" *[{_OPENS}]*(?:[{_NO_SPACES}][{_CLOSES}]*|[^ {_NO_SPACES}]+)| *[{_OPENS}]+| +$"
    )


def _chopped(word: str, room: int) -> list[str]:
    pieces, start, used = [], 0, 0
    for place, char in enumerate(word):
        size = _columns(char)
        if used + size > room and place > start:
            pieces.append(word[start:place])
            start, used = place, 0
        used += size
    return [*pieces, word[start:]]
