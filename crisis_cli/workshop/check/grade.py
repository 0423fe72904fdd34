"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by the letters."""

from __future__ import annotations

import re
from functools import cache

SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)")
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'-]*")
VOWELS = re.compile(r"[aeiouy]+")
APART = re.compile(r"(?<![tcsg])i[aou]|suic|(?<!m)eo(?!p)")  # vowels side by side, each one spoken
SILENT = re.compile(r"([^aeiouyl]|[aeiouy]l)es?$|[^aeiouytd]ed$")
SPOKEN = re.compile(r"[^aeiouy]les?$|(s|z|x|ch|sh|c|g)es$")


def grade(text: str) -> float:
    """The school grade in which the text is read with ease; 0 for a text without words."""
    words = WORD.findall(text)
    sentences = [one for one in SENTENCE_END.split(text) if WORD.search(one)]
    if not words:
        return 0.0
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * per_word - 15.59


@cache
def syllables(word: str) -> int:
    """The syllables of an English word, as near as its letters tell. A number counts as one."""
    parts = [re.sub("[^a-z]", "", part) for part in word.lower().split("-")]
    return max(1, sum(_of_part(part) for part in parts if part))


def longest(text: str, most: int = 3) -> list[str]:
    """The words with the most syllables, at least three each, in the order of the text."""
    words = list(dict.fromkeys(word for word in WORD.findall(text) if syllables(word) > 2))
    hardest = sorted(words, key=syllables, reverse=True)[:most]
    return [word for word in words if word in hardest]


def _of_part(part: str) -> int:
    heard = len(VOWELS.findall(part)) + len(APART.findall(part))
    return max(1, heard - bool(SILENT.search(part) and not SPOKEN.search(part)))
