"""Words of which nothing has all, as they may have been meant: with another ending, with a slip of
the finger put right, or with one of them too many. Each change is told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

SMALL = (
    *("a", "an", "and", "at", "can", "for", "get", "go", "help", "i", "in", "is", "me", "my"),
    *("near", "need", "needs", "of", "on", "or", "place", "some", "somebody", "someone"),
    *("somewhere", "the", "to", "we", "where", "who", "with"),
)
ENDINGS = (("ies", "y"), ("s", ""), ("es", ""), ("d", ""), ("ed", ""), ("ing", ""))
SHORTEST = 3  # letters of what is left without an ending
SLIPS = 4  # letters of a word in which a slip is looked for


@dataclass(frozen=True, slots=True)
class Meant:
    """What was looked for in the end.

    names: of the texts that fit best. words: that were looked for. read: what was typed -> what it
    was read as. without: words that nothing has. some: whether these texts have not all words.
    """

    names: tuple[str, ...]
    words: tuple[str, ...]
    read: Mapping[str, str]
    without: tuple[str, ...]
    some: bool


def meant(words: Sequence[str], texts: Mapping[str, str]) -> Meant:
    """What fits best to words of which no text has all.

    texts: by name, with a space before each word.
    """
    known = {word for text in texts.values() for word in text.split()}
    order = sorted(known)
    read: dict[str, str] = {}
    without: list[str] = []
    for word in [one for one in words if one not in SMALL] or words:
        found = word if _begins(order, word) else _otherwise(word, known, order)
        if found:
            read[word] = found
        else:
            without.append(word)
    looked = tuple(dict.fromkeys(read.values()))
    has = {name: sum(f" {word}" in text for word in looked) for name, text in texts.items()}
    most = max(has.values(), default=0)
    names = tuple(name for name, count in has.items() if count == most and most)
    other = {typed: found for typed, found in read.items() if typed != found}
    return Meant(names, looked, other, tuple(without), most < len(looked))


def _otherwise(word: str, known: set[str], order: list[str]) -> str:
    """Another word that is there, or ""."""
    stems = list(_stems(word))
    shorter = (stem for stem in stems if _begins(order, stem))
    right = (one for base in (word, *stems) for one in _slips(base) if one in known)
    return next(shorter, "") or next(right, "")


def _begins(order: list[str], word: str) -> bool:
    """Whether a word of these, which are in order, begins so."""
    place = bisect_left(order, word)
    return place < len(order) and order[place].startswith(word)


def _stems(word: str) -> Iterator[str]:
    for ending, instead in ENDINGS:
        stem = word.removesuffix(ending) + instead
        if word.endswith(ending) and len(stem) >= SHORTEST:
            yield stem


def _slips(word: str) -> Iterator[str]:
    """The word with one letter more, less or other, or with two that changed places."""
    if len(word) < SLIPS:
        return
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if tail:
            yield head + tail[1:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
