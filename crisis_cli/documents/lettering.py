"""How a text is drawn: nothing in it can act, nothing is left out, every line can break."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from crisis_cli.documents.inert import APART, DONE, ITSELF, code, coded, from_the_right, in_order

WORD = 16  # characters of a word beyond which the line may break inside it: none is cut off
PIECE = 10  # characters of such a word that stay together
PARTS = 3  # of a joined sign, whose codes stay together

Lines = list[str]  # a text, line by line
Letters = Callable[[str], Lines]  # a text as it can be drawn

# What nobody sees by itself: it joins signs, or chooses how the one before it is drawn.
JOINERS = frozenset("\u200d" + "".join(map(chr, range(0xFE00, 0xFE10))))
_TONES, _TAGS = "\U0001f3fb-\U0001f3ff\u20e3", "\U000e0020-\U000e007f"
_ONE = rf"[^\s\w][\ufe00-\ufe0f{_TONES}{_TAGS}]*"
_SIGN = re.compile(rf"[\U0001f1e6-\U0001f1ff]{{2}}|{_ONE}(?:\u200d{_ONE})*")
_UNSEEN = re.compile(rf"[\u200d\ufe00-\ufe0f{_TAGS}]")

# Chinese and Japanese have no spaces: where their lines may break, typst knows better.
_NO_SPACES = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_LONG_WORD = re.compile(rf"[^\s{_NO_SPACES}]{{{WORD + 1},}}")
# Never before a mark that belongs to the letter in front of it, nor inside a joined picture.
_BREAK = re.compile(rf"(.{{{PIECE}}}[\u0300-\u036f\u200d\ufe00-\ufe0f]*)(?=.)")
_CODE = re.compile(r"(\[U\+[0-9A-F]{4,6}(?:\+[0-9A-F]{4,6})*\])")
_FIRST = re.compile(rf"((?:\+[0-9A-F]{{4,6}}){{{PARTS}}})(?=\+)")

MAY_BREAK = "\u200b"


def lettering(missing: Collection[str]) -> Letters:
    """How to draw a text where no font has these characters: each is printed as its code.

    A sign of several characters has one code, of what can be seen of it.
    """
    codes = {ord(char): "" if char in JOINERS else code(char) for char in missing}
    apart = not {APART, ITSELF, DONE} & set(missing)

    def sign(found: re.Match[str]) -> str:
        whole = found[0]
        return code(_UNSEEN.sub("", whole)) if whole[0] in missing else whole

    def letters(text: str) -> Lines:
        drawn = _SIGN.sub(sign, coded(text).expandtabs(4)).translate(codes)
        lines = [_LONG_WORD.sub(_breakable, line) for line in drawn.split("\n")]
        return [_isolated(line) if apart else line for line in lines]

    return letters


def _breakable(word: re.Match[str]) -> str:
    """A long word with the places at which it may break: between codes, and never inside one."""
    parts = [part for part in _CODE.split(word[0]) if part]
    return MAY_BREAK.join(_code(one) if _CODE.fullmatch(one) else _pieces(one) for one in parts)


def _pieces(word: str) -> str:
    return _BREAK.sub(rf"\1{MAY_BREAK}", word)


def _code(shown: str) -> str:
    """One code. Of very many parts it may break after some: nothing is wider than a card."""
    return _FIRST.sub(rf"\1{MAY_BREAK}", shown)


def _isolated(line: str) -> str:
    """A line of a script that is read from the right: it turns nothing around that stands before
    or behind it, a number least of all."""
    return f"{ITSELF}{in_order(line)}{DONE}" if from_the_right(line) else line
