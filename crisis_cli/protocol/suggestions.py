"""Suggestions: words that label a person, found in what a worker wrote, and what to write instead.

They suggest and never block: nothing here changes a text, and no file is needed to go on.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.source import contents, shipped

FILE = "suggestions.yaml"
QUOTED = re.compile(
    '"[^"]*"|[“„][^“”„]*[“”]|«[^«»]*»|「[^「」]*」|『[^『』]*』'
    r"|(?<!\w)‘[^‘]*?’(?!\w)|(?<!\w)'(?=\S)[^']*(?:\w'\w[^']*)*'(?!\w)"
)
LETTER = r"\w\u0300-\u036f"  # a mark on a letter belongs to its word
BETWEEN = r"[\s\-\u2010-\u2015]"  # what may stand between two words: a space, a hyphen
APOSTROPHES = re.compile("['\u2019]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that mean much the same, what to write in their place, and why, or "". but_not: longer
    words that hold them and are fine."""

    instead_of: tuple[str, ...]
    write: str
    because: str = ""
    but_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Words as they stand in a text, and what is suggested."""

    words: str
    suggestion: Suggestion

    def __str__(self) -> str:
        because = f" {self.suggestion.because}" if self.suggestion.because else ""
        return f'"{self.words}": {self.suggestion.write}{because}'


@dataclass(frozen=True)
class Suggestions:
    """All that are known, in the order of their file."""

    all: tuple[Suggestion, ...] = ()

    def of(self, text: str) -> list[Found]:
        """What is suggested for a text, in its order, each once. What stands in quotes was said by
        somebody, and is left as it is."""
        if not self.all:
            return []
        own = QUOTED.sub(_blank, unicodedata.normalize("NFC", text))
        found: dict[int, Found] = {}
        for hit in self._pattern.finditer(own):
            if hit.lastgroup:  # none for what is fine
                place = int(hit.lastgroup[1:])
                found.setdefault(place, Found(" ".join(hit[0].split()), self.all[place]))
        return list(found.values())

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        fine = [_whole(words) for one in self.all for words in one.but_not]
        parts = [f"(?P<s{n}>{_any(one)})" for n, one in enumerate(self.all)]
        return re.compile("|".join([*fine, *parts]), re.IGNORECASE)


def _any(one: Suggestion) -> str:
    return "|".join(map(_whole, sorted(one.instead_of, key=len, reverse=True)))


def _whole(words: str) -> str:
    """A pattern for these words and no longer ones. Letters that are written without spaces have
    no end of a word to look for."""
    parts = spelled(words).split(" ")
    inside = (BETWEEN + "{1,3}").join(map(_letters, parts))
    before = "" if _wide(parts[0][0]) else f"(?<![{LETTER}])"
    after = "" if _wide(parts[-1][-1]) else f"(?![{LETTER}])"
    return f"{before}{inside}{after}"


def _letters(word: str) -> str:
    return "['\u2019]".join(map(re.escape, APOSTROPHES.split(word)))


def spelled(words: str) -> str:
    """Words in small letters with one space between them, however they were typed; "" for none."""
    plain = re.sub(f"{BETWEEN}+", " ", unicodedata.normalize("NFC", words)).strip().lower()
    return plain if re.search(r"\w", plain) else ""


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _blank(hit: re.Match[str]) -> str:
    return "\n" * len(hit[0])


# -- from a file


def load(path: Path) -> Suggestions:
    """The suggestions in a file. Broken, with every problem, where it has errors."""
    data = contents(path)
    digest = hashlib.sha256(data).hexdigest()
    with contextlib.suppress(KeyError, TypeError, ValueError):
        if (kept := cache.fetch("suggestions", digest)) is not None:
            return made(kept)
    from crisis_cli.protocol.suggesting import read_suggestions

    body = read_suggestions(data, str(path))
    cache.store("suggestions", digest, body)
    return made(body)


def made(body: list[dict[str, Any]]) -> Suggestions:
    """Suggestions from plain JSON."""
    return Suggestions(
        tuple(
            Suggestion(
                tuple(one["instead_of"]), one["write"], one["because"], tuple(one["but_not"])
            )
            for one in body
        )
    )


def known(folders: Iterable[Path]) -> Suggestions:
    """Those of the first of these folders that has a file, or those that came along. None where
    the file cannot be used: they only suggest, and nobody is kept waiting for them."""
    for folder in (*folders, shipped()):
        try:
            if (folder / FILE).exists():
                return load(folder / FILE)
        except (CrisisError, OSError):
            return Suggestions()
    return Suggestions()
