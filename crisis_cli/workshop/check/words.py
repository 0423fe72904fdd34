"""What clients hear and read: short words and sentences, and no quotes that mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.tree import Path
from crisis_cli.workshop.check.grade import grade, longest
from crisis_cli.workshop.check.look import Look
from crisis_cli.workshop.english import listed

GRADE = 6  # of a US school: what everybody can read
FEWEST = 5  # words; of fewer a grade says little
CURLY = "“”„‟«»‘’‚‛"
WRAPPED = re.compile(f"[{CURLY}].*[{CURLY}]", re.DOTALL)
SPOKEN = ("say", "help", "guidance", "do", "confirm")  # where a quote may be what is said aloud
OPPOSITE = {"yes": "no", "no": "yes"}
Text = tuple[str, Path]


def easy_to_read(look: Look) -> None:
    """Every text that a client hears or reads, where the protocol is written in English."""
    if look.protocol.languages[:1] != ("en",):
        return
    for text, at in client_texts(look):
        if text.count(" ") >= FEWEST - 1 and (hard := grade(text)) > GRADE:
            message = f"This reads at about grade {hard:.0f}; clients read at {GRADE}."
            long = longest(text)
            more = f", and short words for {listed(long, 'and')}" if long else ""
            look.tell("W096", message, at, f"Use short sentences{more}.")


def client_texts(look: Look) -> Iterator[Text]:
    """Every text that a client hears or reads, with its place."""
    sets = look.file.answer_sets
    for name, answers in sets.items():
        yield from ((text, ("answer_sets", name, one)) for one, text in answers.items())
    for step, path in (*look.path, *look.blocks):
        if step.kind not in ("guidance", "action"):
            yield from _asked(look.written(path), step, path)
    for name, document in look.protocol.documents.items():
        for i, part in enumerate(document.parts):
            at: Path = ("documents", name, "parts", i)
            yield part.heading, (*at, "heading")
            yield part.text, (*at, "text")


def _asked(written: Any, step: Step, at: Path) -> Iterator[Text]:
    yield step.text, (*at, "list" if step.kind == "list" else "ask")
    if isinstance(getattr(written, "answers", None), dict):
        yield from ((choice.label, (*at, "answers", choice.id)) for choice in step.choices)
    if step.least_means or step.most_means:
        yield step.least_means, (*at, "at_least_means")
        yield step.most_means, (*at, "at_most_means")
    for i, field in enumerate(step.each):
        yield from _asked(written.each[i], field, (*at, "each", i))


def say_what_they_mean(look: Look) -> None:
    """Whoever answers yes means yes: the words of `yes` and `no` are not swapped."""
    for text, at in client_texts(look):
        if at[-1] in OPPOSITE and text.strip(" .!").lower() == OPPOSITE[str(at[-1])]:
            message = (
                f"The answer '{at[-1]}' is shown as '{text}': it would be taken for the other."
            )
            look.tell("E065", message, at, "Swap the words.")


def straight_quotes(look: Look) -> None:
    """Quotes that a word processor has bent are letters like any other, and are printed."""
    if not any(char in line for line in look.found.lines for char in CURLY):
        return
    for text, at in _texts(look):
        if WRAPPED.fullmatch(text.strip()) and not _spoken(at):
            message = "These quotes are bent, as a word processor makes them: they are printed too."
            hint = "Type them again as straight quotes, or leave them out."
            look.tell("W104", message, at, hint)


def _spoken(at: Path) -> bool:
    return at[-1] in SPOKEN


def _texts(look: Look) -> Iterator[Text]:
    """Every text of the file, with its place."""
    waiting: list[tuple[object, Path]] = [(look.tree.value(), ())]
    while waiting:
        value, at = waiting.pop()
        if isinstance(value, str):
            yield value, at
        elif isinstance(value, dict):
            waiting += [(inner, (*at, key)) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(inner, (*at, i)) for i, inner in enumerate(value)]
