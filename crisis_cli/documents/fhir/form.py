"""Answers in the shape of the form that a protocol was imported from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from typing import Any

from crisis_cli.documents.fhir.items import item, unknown_group
from crisis_cli.documents.fhir.values import (
    Json,
    absent,
    coded,
    in_words,
    none_of_these,
    type_of,
    value,
)
from crisis_cli.documents.standing import Standing
from crisis_cli.protocol.compiled import Item, Protocol, Step

# What stands as the answer to a step, in a contact or in one thing of a list.
Said = Callable[[Step], list[Standing]]


class Form:
    """The items of one form, each where it stands there.

    held: the ids of the steps that have a place in it. misfits: the linkIds of answers that are
    not of the type that the form asks for.
    """

    def __init__(self, protocol: Protocol, items: Iterable[Item], place: tzinfo) -> None:
        self.misfits: dict[str, None] = {}
        self._place = place
        self._below: dict[str, list[Item]] = {}
        known: set[str] = set()
        for one in items:
            self._below.setdefault(one.under if one.under in known else "", []).append(one)
            known.add(one.link_id)
        self._by_id = {step.id: step for step in protocol.all_steps}
        self._steps = _by_link_id(protocol.all_steps)
        self._texts = {one.link_id: one.title for one in protocol.sections if one.link_id}
        self._texts |= {s.link_id: s.text for s in protocol.all_steps if s.link_id}
        every = [one for below in self._below.values() for one in below]
        beside = {name for one in every for name in (one.words, one.unit)}
        there = {step.id for link_id, step in self._steps.items() if link_id in known}
        self.held = there | (beside & set(self._by_id))

    def items(self, said: Said) -> list[Json]:
        """Every item with an answer, or with one inside."""
        return self._under("", said, self._steps, self._by_id)

    def _under(
        self, link_id: str, said: Said, steps: dict[str, Step], by_id: dict[str, Step]
    ) -> list[Json]:
        below = self._below.get(link_id, ())
        return [made for one in below for made in self._item(one, said, steps, by_id)]

    def _item(
        self, one: Item, said: Said, steps: dict[str, Step], by_id: dict[str, Step]
    ) -> list[Json]:
        step = steps.get(one.link_id)
        text = step.text if step else self._texts.get(one.link_id, "")
        if step and step.kind == "list":
            return self._listed(one, step, said)
        inner = self._under(one.link_id, said, steps, by_id)
        if step is None or step.kind == "guidance":
            return [self._made(one, text, item=inner)] if inner else []
        found = [answer for each in said(step) for answer in self._answers(one, step, each)]
        found += self._other_words(one, said, by_id)
        self._units(one, found, said, by_id)
        if inner and not found:  # what stands under a question stands under its answer
            found = [absent(type_of(step, one.type), "not_asked")]
        if inner:
            found[0] = found[0] | {"item": inner}
        return [self._made(one, text, answer=found)] if found else []

    def _listed(self, one: Item, step: Step, said: Said) -> list[Json]:
        """A group that repeats; or a question with several answers, which is a list of one field
        here."""
        found = said(step)
        if one.type != "group":
            answers = [answer for each in found for answer in self._several(one, step, each)]
            return [self._made(one, step.text, answer=answers)] if answers else []
        made = []
        for each in found:
            if each.unknown:
                made.append(self._made(one, step.text, extension=unknown_group(each.unknown)))
            for entry in each.value or ():
                inner = self._under(
                    one.link_id, _entry(entry), _by_link_id(step.each), {f.id: f for f in step.each}
                )
                made.append(self._made(one, step.text, item=inner))
        return made or ([self._made(one, step.text)] if found else [])

    def _several(self, one: Item, step: Step, each: Standing) -> list[Json]:
        if each.unknown:
            return [absent(type_of(step.each[0], one.type), each.unknown)]
        field, fields = step.each[0], {f.id: f for f in step.each}
        made = []
        for entry in each.value:
            said = _entry(entry)
            found = [x for value in said(field) for x in self._answers(one, field, value)]
            found += self._other_words(one, said, fields)
            self._units(one, found, said, fields)
            made += found
        return made

    def _answers(self, one: Item, step: Step, each: Standing) -> list[Json]:
        if each.unknown:
            return [absent(type_of(step, one.type), each.unknown)]
        listed = {answer.id: answer for answer in one.answers}
        chosen = each.value if step.kind == "choose_many" else [each.value]
        made = []
        for raw in chosen:
            if isinstance(raw, str) and raw in listed:
                made.append(coded(listed[raw]))
            elif not (one.words and isinstance(raw, str) and step.options and raw not in listed):
                made.append(self._value(one, step, raw))
        none = step.kind == "choose_many" and not chosen
        return [none_of_these()] if none else made

    def _value(self, one: Item, step: Step, raw: Any) -> Json:
        made, fits = value(step, raw, self._place, one.type)
        if not fits:
            self.misfits[one.link_id] = None
        return made

    def _other_words(self, one: Item, said: Said, by_id: dict[str, Step]) -> list[Json]:
        """An answer that the form lets people type, which is asked beside it here."""
        step = by_id.get(one.words)
        return [
            absent("String", each.unknown) if each.unknown else in_words(each.value)
            for each in (said(step) if step else ())
        ]

    def _units(self, one: Item, found: list[Json], said: Said, by_id: dict[str, Step]) -> None:
        """The unit of a quantity, where it is asked beside it here."""
        step = by_id.get(one.unit)
        for each in said(step) if step else ():
            for answer in found:
                if not each.unknown and "value" in answer.get("valueQuantity", {}):
                    unit = step.options.get(each.value, each.value) if step else ""
                    answer["valueQuantity"]["unit"] = unit

    def _made(self, one: Item, text: str, **more: Any) -> Json:
        made = item(one.link_id, text, **more)
        return made if text else {name: part for name, part in made.items() if name != "text"}


def _by_link_id(steps: Iterable[Step]) -> dict[str, Step]:
    """Each by the item that it came from; the first, should a copy of it bear the same name."""
    found: dict[str, Step] = {}
    for step in steps:
        if step.link_id:
            found.setdefault(step.link_id, step)
    return found


def _entry(entry: dict[str, Any]) -> Said:
    """What one thing of a list says."""
    return lambda field: [Standing(entry[field.id])] if field.id in entry else []
