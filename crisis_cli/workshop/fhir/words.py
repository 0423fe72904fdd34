"""Texts of a form, made fit for a protocol file; and ids made of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.protocol.conditions import RESERVED, SHORTHANDS
from crisis_cli.protocol.strict import HIDDEN

LONGEST_ID = 60
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_ID = re.compile(r"[^a-z0-9]+")
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d"})
MEANT_OTHERWISE = {*RESERVED, *UNKNOWN, *SHORTHANDS}  # words of conditions, which no id can be


def clean(text: str) -> str:
    """The text without characters that cannot be seen, and without space around its lines' ends."""
    if text.isprintable():
        return text.strip()
    text = re.sub("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029", "\n", text).replace("\t", " ")
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", HIDDEN.sub("", text))
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip()


def one_line(text: str) -> str:
    """The text in one line."""
    return " ".join(clean(text).split())


def slug(text: str, joint: str = "_", longest: int = LONGEST_ID) -> str:
    """The text as an id: a-z, 0-9 and joints; "" where nothing in it is a letter of these.

    A longer one ends with a whole word, where it can.
    """
    plain = unicodedata.normalize("NFKD", text[:500].lower().translate(LETTERS))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    name = _NOT_ID.sub(joint, bare).strip(joint)
    whole = name if len(name) <= longest else name[: longest + 1].rpartition(joint)[0]
    return (whole or name[:longest]).strip(joint)


class Ids:
    """Ids that are given once each."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._given = set(taken)
        self._next: dict[str, int] = {}

    def new(self, wanted: str, otherwise: str) -> str:
        """An id like the wanted one. otherwise: for where nothing of the wanted one can be used."""
        base = wanted or otherwise
        if base[0].isdigit():
            base = f"q{base}"
        if base in MEANT_OTHERWISE:
            base = f"{base}_"
        base = base[:LONGEST_ID]
        name, count = base, self._next.get(base, 2)
        while name in self._given or name in MEANT_OTHERWISE:
            tail = f"_{count}"
            name, count = f"{base[: LONGEST_ID - len(tail)].rstrip('_')}{tail}", count + 1
        self._next[base] = count
        self._given.add(name)
        return name
