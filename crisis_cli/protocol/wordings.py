"""Every text of a protocol that somebody sees or hears, under its place in the file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from crisis_cli.protocol.surface.file import File, PartKeys
from crisis_cli.protocol.surface.steps import AnyStep, EachField

# The texts of a step by their keys in the file. `text` stands under ask, list, do or guidance.
KEYS = ("text", "label", "say", "help", "confirm", "at_least_means", "at_most_means", "unit")
# What a page prints of an answer, besides what the person said.
PRINTED = re.compile(r"\.(unit|choices\.[^.]+)$")
# Where the compiled form has another name for one.
COMPILED = {"at_least_means": "least_means", "at_most_means": "most_means"}


@dataclass(frozen=True, slots=True)
class Wording:
    """One text.

    place: where it stands in the file, as a translation names it: steps.plan.ask.
    where: its places in the compiled form; an answer set has one for each step that uses it.
    printed: a client page may print it.
    """

    place: str
    text: str
    where: tuple[str, ...]
    printed: bool = False

    @property
    def mark(self) -> str:
        """What a translation remembers of the text, to know when it has changed."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:8]


def wordings(file: File) -> dict[str, Wording]:
    """Every text of a protocol by its place, in the order of the file."""
    known = {one.place: one for one in _all(file) if one.text}
    parts = [part for page in file.documents.values() for part in page.parts]
    on_pages = {place for part in parts for place in _labels(part, known)}
    answers = tuple(f"steps.{name}." for part in parts for name in part.from_)
    for name, one in known.items():
        for where in one.where:
            answer = where.startswith(answers) and PRINTED.search(where)
            if where.startswith("documents.") or where in on_pages or answer:
                known[name] = replace(one, printed=True)
    return known


def _labels(part: PartKeys, known: Mapping[str, Wording]) -> Iterator[str]:
    """Where the words stand that tell several answers under one heading apart."""
    for name in part.from_ if len(part.from_) > 1 else ():
        place = f"steps.{name}.label"
        if place not in known:
            yield f"steps.{name}.text"  # a question's own words stand in for a label
        elif known[place].text.lower() not in part.heading.lower():
            yield place


def _all(file: File) -> Iterator[Wording]:
    yield _plain("title", file.title)
    yield _plain("about", file.about)
    for name, answers in file.answer_sets.items():
        users = [at for at, step in _answering(file) if step.answers == name]
        for one, label in answers.items():
            where = tuple(f"{at}.choices.{one}" for at in users)
            yield Wording(f"answer_sets.{name}.{one}", label, where)
    for name, rule in file.rules.items():
        yield _plain(f"rules.{name}.means", rule.means)
    for concern in file.concern:
        yield _plain(f"concern.{concern.id}.because", concern.because)
    for section in file.sections:
        yield _plain(f"sections.{section.id}.title", section.title)
        yield _plain(f"sections.{section.id}.aim", section.aim)
        yield from _steps(section.steps)
    for name, block in file.blocks.items():
        yield _plain(f"blocks.{name}.title", block.title)
        yield from _steps(block.steps)
    yield from _printed(file)


def _printed(file: File) -> Iterator[Wording]:
    for number, follow_up in enumerate(file.follow_up, 1):
        yield _plain(f"follow_up.{number}.what", follow_up.what)
    for name, document in file.documents.items():
        yield _plain(f"documents.{name}.title", document.title)
        for number, part in enumerate(document.parts, 1):
            yield _plain(f"documents.{name}.{number}.heading", part.heading)
            yield _plain(f"documents.{name}.{number}.text", part.text)
    for word, means in file.words.items():
        yield _plain(f"words.{word}.word", word)
        yield _plain(f"words.{word}.means", means)


def _plain(place: str, text: str) -> Wording:
    return Wording(place, text, (place,))


def _steps(steps: list[AnyStep]) -> Iterator[Wording]:
    for step in steps:
        yield from _step(step, f"steps.{step.id}")


def _step(step: AnyStep | EachField, at: str) -> Iterator[Wording]:
    for key in KEYS:
        if key in type(step).model_fields:
            named = type(step).model_fields[key].alias or key
            where = f"{at}.{COMPILED.get(key, key)}"
            yield Wording(f"{at}.{named}", getattr(step, key), (where,))
    answers = getattr(step, "answers", None)
    if isinstance(answers, dict):
        for one, label in answers.items():
            yield Wording(f"{at}.answers.{one}", label, (f"{at}.choices.{one}",))
    for field in getattr(step, "each", ()):
        yield from _step(field, f"{at}.each.{field.id}")


def _answering(file: File) -> Iterator[tuple[str, Any]]:
    """Every question that has answers, fields of lists too, with its place."""
    groups = [section.steps for section in file.sections]
    groups += [block.steps for block in file.blocks.values()]
    for step in (step for group in groups for step in group):
        inner = [(f"steps.{step.id}.each.{one.id}", one) for one in getattr(step, "each", ())]
        for at, one in [(f"steps.{step.id}", step), *inner]:
            if getattr(one, "answers", None):
                yield at, one
