"""Texts that changed while the path did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.workshop.diff.matching import Matched

TEXTS = {
    "text": "what is asked",
    "label": "its few words",
    "say": "how to say it",
    "help": "why we ask",
    "confirm": "what is asked when it is done",
    "least_means": "what the least means",
    "most_means": "what the most means",
}


class Wording(NamedTuple):
    """One text that changed. where: whose text it is, and which."""

    where: str
    before: str
    now: str


def wordings(old: Protocol, match: Matched) -> list[Wording]:
    """The texts of both protocols that read differently now."""
    before, now = dict(_texts(old)), dict(_texts(match.new))
    both = (where for where in before if where in now)
    found = [Wording(w, before[w], now[w]) for w in both if before[w] != now[w]]
    return [*found, *_reworded(match)]


def _reworded(match: Matched) -> Iterator[Wording]:
    """Headings and follow-ups that are matched by what stands under them."""
    for was, now in zip(match.new.follow_up, match.spoken.follow_up, strict=True):
        if was.what != now.what:
            yield Wording(f"follow-up {now.due}: what to do", was.what, now.what)
    for name, page in match.new.documents.items():
        for old, new in zip(page.parts, match.spoken.documents[name].parts, strict=True):
            if old.heading != new.heading:
                yield Wording(f"{name}: heading", old.heading, new.heading)


def _texts(protocol: Protocol) -> Iterator[tuple[str, str]]:
    yield "the protocol: title", protocol.title
    yield "the protocol: about", protocol.about
    for section in protocol.sections:
        yield f"section {section.id}: title", section.title
        yield f"section {section.id}: aim", section.aim
    for step in protocol.steps:
        yield from _of_step(step, step.id)
    for block in protocol.blocks.values():
        yield f"block {block.id}: title", block.title
        for step in block.steps:
            yield from _of_step(step, step.id)
    for rule in protocol.rules.values():
        yield f"rule {rule.id}: what it means", rule.means
    for one in protocol.concern:
        yield f"line of concern {one.id}: because", one.because
    yield from _of_pages(protocol)
    for word, means in protocol.words.items():
        yield f'the word "{word}"', means


def _of_step(step: Step, name: str) -> Iterator[tuple[str, str]]:
    for key, what in TEXTS.items():
        yield f"{name}: {what}", getattr(step, key)
    for choice in step.choices:
        yield f"{name}: the answer {choice.id}", choice.label
    for field in step.each:
        yield from _of_step(field, f"{name}, {field.id}")


def _of_pages(protocol: Protocol) -> Iterator[tuple[str, str]]:
    for document in protocol.documents.values():
        for part in document.parts:
            yield f'{document.id}, under "{part.heading}": text', part.text
