"""What to do about a condition or a name that cannot be: sentences that several readers use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.protocol.known import Question

LISTED = 12  # words in a hint
NO_RULE = "Write it under `rules:`, or name another: was it renamed or deleted?"
RENAMED = "Look at the ids of the steps: was one renamed or deleted?"


def braces(text: str) -> str:
    """What to do about `plan == yes`."""
    words = _words(text)
    example = f"{{{words[0]}: {words[1]}}}" if len(words) == 2 else "{question: answer}"
    return f"Write {example}. Several conditions go under `any:` or `all:`, each with a dash."


def _words(text: str) -> list[str]:
    """A question and its answer, without the signs and words that stand for a colon."""
    return [one for one in re.findall(r"[\w-]+", text) if one not in ("is", "equals")]


def no_question(name: str, questions: Mapping[str, Question]) -> str:
    """What to do about an answer that stands where a question should."""
    if name in (*UNKNOWN, "yes", "no"):
        return "Several answers to one question stand in brackets: {question: [yes, unsure]}."
    owner = next((one.id for one in questions.values() if name in one.options), "")
    return f"'{name}' is an answer to '{owner}': write {{{owner}: {name}}}." if owner else ""


def worded(word: str, options: Mapping[str, str]) -> str:
    """What to do about the words of an answer that stand where its id should."""
    meant = (id_ for id_, label in options.items() if label.lower() == word.lower())
    return next((f"Did you mean '{one}'?" for one in meant), "")


def colon(name: str) -> str:
    """What to do about {plan yes} and {plan = yes}, where a colon is missing."""
    words = _words(name)
    if len(words) < 2:
        return ""
    return f"Is a colon missing? Write {{{words[0]}: {' '.join(words[1:])}}}."


def comma(word: str, words: Collection[str]) -> str:
    """What to do about [yes unsure], where a comma is missing."""
    parts = [one for one in re.split(r"[\s,|/]+", word) if one not in ("or", "and", "")]
    fit = len(parts) > 1 and all(one in words for one in parts)
    return f"Is a comma missing? Write [{', '.join(parts)}]." if fit else ""


def few(words: Iterable[str]) -> str:
    """The first words of a list, which may be very long."""
    first = list(islice(words, LISTED + 1))
    return ", ".join([*first[:LISTED], "..."] if len(first) > LISTED else first)
