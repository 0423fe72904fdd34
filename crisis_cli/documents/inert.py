"""Text from people, unable to act: what no page may hand on as it is becomes a visible code."""

from __future__ import annotations

import re
from unicodedata import bidirectional

from crisis_cli.protocol.letters import visible

# Halves of characters, and code points that are none: no file can hold the first, and PDF
# refuses the second. Left-to-right and right-to-left marks turn the order of what follows.
_NO_TEXT = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff\u200e\u200f\u061c]")
_PICTURE = re.compile("[\u2400-\u241f]")
_LINE_ENDS = re.compile("\r\n|[\u2028\u2029]")

# What is between has a reading order of its own: left to right, or that of its first letter.
APART, ITSELF, DONE = "\u2066", "\u2068", "\u2069"
# A code, or a telephone number with what stands inside it.
_IN_ORDER = re.compile(
    r"\[U\+[0-9A-F]{4,6}(?:\+[0-9A-F]{4,6})*\]|\+?\(?\d(?:[\s\u200b().-]{0,3}\d){6,}"
)


def inert(text: str) -> str:
    """The text with every character kept, and none that a terminal or a viewer would obey."""
    return _NO_TEXT.sub(_code, visible(_LINE_ENDS.sub("\n", text)))


def coded(text: str) -> str:
    """As inert, with control characters as codes, for fonts that have no pictures of them."""
    return _PICTURE.sub(lambda found: code(chr(ord(found[0]) - 0x2400)), inert(text))


def from_the_right(text: str) -> bool:
    """Whether it has letters of a script that is read from the right."""
    return not text.isascii() and any(bidirectional(char) in ("R", "AL") for char in text)


def in_order(text: str) -> str:
    """The text, where its letters turn no number and no code around: 202 555 0199 beside a Hebrew
    name would be read as 0199 555 202."""
    return _IN_ORDER.sub(rf"{APART}\g<0>{DONE}", text) if from_the_right(text) else text


def code(sign: str) -> str:
    """A sign's code in brackets, one for each of its characters: [U+1F600], [U+1F468+1F469]."""
    return "[U+" + "+".join(f"{ord(char):04X}" for char in sign) + "]"


def _code(found: re.Match[str]) -> str:
    return code(found[0])
