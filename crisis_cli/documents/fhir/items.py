"""What was answered to one step, as items of a QuestionnaireResponse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import Any

from crisis_cli.documents.fhir.values import (
    ABSENT,
    REASONS,
    Json,
    absent,
    clean,
    in_words,
    none_of_these,
    type_of,
    value,
)
from crisis_cli.documents.standing import Standing
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import Person


def item(link_id: str, text: str, **more: Any) -> Json:
    """An item with what it has: FHIR allows nothing empty."""
    return {"linkId": link_id, "text": clean(text)} | {k: v for k, v in more.items() if v}


class Ours:
    """Items of steps as they are asked here, each step by its own name."""

    def __init__(self, place: tzinfo, named: Callable[[Step], str]) -> None:
        self.place, self.named = place, named

    def of(self, step: Step, found: list[Standing]) -> list[Json]:
        """The items of one step: one; of a list one for each thing that it has."""
        if step.kind == "list":
            return self._listed(step, found)
        answers = [answer for one in found for answer in self.answers(step, one)]
        return [item(self.named(step), step.text, answer=answers)] if answers else []

    def answers(self, step: Step, one: Standing) -> list[Json]:
        """One answer that stands, as FHIR has it: several where several were chosen."""
        if one.unknown:
            return [absent(type_of(step), one.unknown)]
        name = self.named(step)
        if step.kind == "person":
            said = one.value
            rest = {f: said[f] for f in Person.FIELDS if f in said and f != "name"}
            below = [_words(f"{name}.{f}", Person.FIELDS[f], text) for f, text in rest.items()]
            return [in_words(said["name"]) | _below(below)]
        if step.kind == "action":
            note = one.value.get("note", "")
            below = [_words(f"{name}.note", step.confirm or "Note", note)] if note else []
            return [value(step, one.value, self.place)[0] | _below(below)]
        if step.kind == "choose_many":
            chosen = [value(step, each, self.place)[0] for each in one.value]
            return chosen or [none_of_these()]
        return [value(step, one.value, self.place)[0]]

    def _listed(self, step: Step, found: list[Standing]) -> list[Json]:
        """A list as a group that repeats. An empty one was asked, and nothing was named: a group
        with nothing in it. One that is not known is a group that says why."""
        name, made = self.named(step), []
        for one in found:
            if one.unknown:
                made.append(item(name, step.text, extension=unknown_group(one.unknown)))
            for entry in one.value or ():
                made.append(item(name, step.text, item=self._fields(step, entry)))
        return made or ([item(name, step.text)] if found else [])

    def _fields(self, step: Step, entry: dict[str, Any]) -> list[Json]:
        fields = Ours(self.place, lambda field: field.link_id or f"{self.named(step)}.{field.id}")
        there = (field for field in step.each if field.id in entry)
        return [one for field in there for one in fields.of(field, [Standing(entry[field.id])])]


def unknown_group(unknown: str) -> list[Json]:
    """Why nothing of a group is known: it can have no answer whose value would say it."""
    return [{"url": ABSENT, "valueCode": REASONS[unknown]}]


def group(link_id: str, text: str, items: Iterable[Json]) -> list[Json]:
    """A group around items; none where there are none."""
    inner = list(items)
    return [item(link_id, text, item=inner)] if inner else []


def _words(link_id: str, text: str, said: str) -> Json:
    return item(link_id, text, answer=[in_words(said)])


def _below(items: list[Json]) -> Json:
    return {"item": items} if items else {}
