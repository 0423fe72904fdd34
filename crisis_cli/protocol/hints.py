"""What to do about a condition or a name that cannot be: sentences that several readers use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.protocol.known import Known, Question

NEGATED = re.compile(r"!=|<>|≠|\b(?:is not|isn't|not)\b")
COMPARED = {">=": "at_least", "<=": "at_most", ">": "above", "<": "below"}
LISTED = 12  # words in a hint
NO_RULE = "Write it under `rules:`, or name another: was it renamed or deleted?"
RENAMED = "Look at the ids of the steps: was one renamed or deleted?"


def braces(text: str) -> str:
    """What to do about `plan == yes`."""
    example = _as_written(text) or "{question: answer}"
    return f"Write {example}. Several conditions go under `any:` or `all:`, each with a dash."


def _words(text: str) -> list[str]:
    """A question and its answer, without the signs and words that stand for a colon."""
    bare = NEGATED.sub(" ", text)
    return [one for one in re.findall(r"[\w-]+", bare) if one not in ("is", "equals")]


def _as_written(text: str) -> str:
    """A condition in signs as it is written here; "" where it is not one question and answer."""
    words = _words(text)
    if len(words) != 2:
        return ""
    question, answer = words
    test = next((test for sign, test in COMPARED.items() if sign in text), "")
    if NEGATED.search(text):
        return f"{{not: {{{question}: {answer}}}}}"
    return f"{{{question}: {{{test}: {answer}}}}}" if test else f"{{{question}: {answer}}}"


def no_question(name: str, known: Known) -> str:
    """What to do about words or an answer that stand where the id of a question should."""
    questions = known.questions
    if meant := known.called(name):
        return f"Write the id of the question, not its words: {meant}."
    if told := _no_colon(name, questions):
        return told
    if name in (*UNKNOWN, "yes", "no"):
        return "Several answers to one question stand in brackets: {question: [yes, unsure]}."
    owner = known.owner(name)
    return f"'{name}' is an answer to '{owner}': write {{{owner}: {name}}}." if owner else ""


def worded(word: str, options: Mapping[str, str]) -> str:
    """What to do about the words of an answer that stand where its id should."""
    meant = (id_ for id_, label in options.items() if label.lower() == word.lower())
    return next((f"Did you mean '{one}'?" for one in meant), "")


def negated(question: str, word: str, options: Collection[str] = ()) -> str:
    """What to do about {plan: not yes} and {pain: "!= 3"}. options: none for a number."""
    bare = NEGATED.sub(" ", word).strip(" '\"=")
    fits = bare in (*options, *UNKNOWN) if options else bare.isdecimal()
    if bare == word or not fits:
        return ""
    return f"Write {{not: {{{question}: {bare}}}}}, or name the answers that are meant."


def _no_colon(name: str, questions: Mapping[str, Question]) -> str:
    """What to do about {plan yes}, {plan = yes} and {not plan: yes}: a colon is missing."""
    words = _words(name)
    if NEGATED.search(name) and len(words) == 1:
        return f"Write {{not: {{{words[0]}: ...}}}}, with the answer."
    if written := _as_written(name):
        return f"Is a colon missing? Write {written}."
    if len(words) < 2 or words[0] not in questions:
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
