"""One question of a form -> the keys that say what may be answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.workshop.fhir.amounts import amount
from crisis_cli.workshop.fhir.options import SHORT, Answers
from crisis_cli.workshop.fhir.outline import KINDS, Item
from crisis_cli.workshop.fhir.value_sets import Sets
from crisis_cli.workshop.fhir.words import one_line, slug
from crisis_cli.workshop.fhir.writing import Keys

OPEN = ("open-choice",)
TYPED = ("optionsOrType", "optionsOrString")
CODED = ("choice", "open-choice", "coding")
WIDEST_SCALE = 100  # steps of a slider
# What another kind of answer means for whoever answers.
CHANGES = {
    "integer": "whole numbers only in the form; here 1.5 can be typed too",
    "date": "a day in the form; here a time can be typed with it, and no year or month alone",
    "dateTime": "no seconds and no time zone can be typed, and no year or month alone",
    "time": "a time of day, typed as text",
    "url": "a web address, typed as text",
    "attachment": "a file in the form; here words that say where it is kept",
    "reference": "a record to choose in the form; here words that name it",
    "question": "a question that does not say its kind of answer; words can be typed",
}


@dataclass(slots=True)
class Built:
    """What may be answered to a question.

    keys: as in the protocol, `kind` among them. shape, answers, typed, unit: as conditions see it.
    units: those to choose from, where there are several.
    """

    keys: dict[str, Any]
    shape: str
    answers: Answers = field(default_factory=Answers)
    typed: str = ""
    typed_label: str = ""
    unit: tuple[str, ...] | None = None
    units: dict[str, str] = field(default_factory=dict)


class Questions:
    """Builds the questions of one form."""

    def __init__(self, sets: Sets) -> None:
        self._sets = sets
        self._written: dict[tuple[int, str], Keys] = {}

    def build(self, item: Item) -> Built:
        """What may be answered once, or, where answers are listed, any number of times."""
        item.answers = self._sets.answers(item.element)
        constraint = item.element.raw("answerConstraint")
        if item.answers.options:
            return self._choice(item, item.type in OPEN or constraint in TYPED)
        if constraint:
            message = (
                f"answerConstraint ({one_line(constraint)[:40]}): there is no list to choose from"
            )
            item.element.notes.aside(item.place, message)
        if item.type in CODED:
            _no_answers(item)
        kind = KINDS[item.type]
        if kind == "number":
            return _number(item)
        if item.type in CHANGES:
            item.element.notes.changed(item.place, CHANGES[item.type])
        return Built({"kind": kind}, "yes_no" if kind == "yes_no" else "open")

    def _choice(self, item: Item, is_open: bool) -> Built:
        built = Built({}, "many" if item.repeats else "one", item.answers)
        if is_open:
            said = [one_line(v) for v in item.extensions.take("openLabel") if isinstance(v, str)]
            built.typed = "other_words" if item.answers.has("other") else "other"
            built.typed_label = next(filter(None, said), "Other")
        labels = self._labels(item.answers, built)
        if item.repeats:
            built.keys["kind"] = "choose_many"
        elif len(labels) != 2 or set(labels) != {"yes", "no"}:
            built.keys["kind"] = "choose_one"
        built.keys["answers"] = labels
        _kept_apart(item)
        return built

    def _labels(self, answers: Answers, built: Built) -> Keys:
        """The answers as they are written, the same object for the same value set."""
        key = (id(answers), built.typed_label)
        if key not in self._written:
            labels = Keys({option.id: option.label for option in answers.options})
            if built.typed:
                labels[built.typed] = built.typed_label
            labels.beside = {one.id: one.origin for one in answers.options if one.origin}
            self._written[key] = labels
        return self._written[key]


def _no_answers(item: Item) -> None:
    if "answerValueSet" in item.element.body or "options" in item.element.body:
        return  # told where the value set was looked for
    message = "no answers to choose from stand in the file; words can be typed instead"
    item.element.notes.missing(item.place, message, "Write the answers under `answers:`.")


def _kept_apart(item: Item) -> None:
    """Answers that are called as our unknowns are stay answers of their own: nothing is guessed."""
    for option in item.answers.kept_apart:
        if option.kept_apart in UNKNOWN:
            message = f"the answer '{option.label}' is an answer of the form: '{option.id}'"
            todo = f"If it means what `{option.kept_apart}` means here, call it so."
            item.element.notes.changed(item.place, message, todo)


def _number(item: Item) -> Built:
    unit, several = _units(item)
    keys: dict[str, Any] = {"kind": "number"}
    least, most = _limits(item, unit)
    if _is_scale(item, least, most):
        keys["kind"] = "scale"
    elif item.type == "integer":
        item.element.notes.changed(item.place, CHANGES["integer"])
    if least is not None:
        keys["at_least"] = least
    if most is not None:
        keys["at_most"] = most
    if unit and keys["kind"] == "number":
        keys["unit"] = unit[0]
    _unitless(item, bool(unit or several))
    spelt = None if several or not unit else unit
    return Built(keys, "number", unit=spelt, units=several)


def _is_scale(item: Item, least: str | None, most: str | None) -> bool:
    slider = item.type == "integer" and item.extensions.code("itemControl") == "slider"
    if not slider or least is None or most is None or "." in least + most:
        return False
    return int(most) - int(least) <= WIDEST_SCALE


def _units(item: Item) -> tuple[tuple[str, ...], dict[str, str]]:
    """How the one unit may be spelt, best first; or, for several, each by an id."""
    given = [v for v in item.extensions.take("unit") if isinstance(v, dict)]
    choices = [v for v in item.extensions.take("unitOption") if isinstance(v, dict)]
    spelt = [_spelt(one) for one in given or choices]
    spelt = [one for one in spelt if one]
    if len(spelt) < 2:
        return (spelt[0] if spelt else ()), {}
    if given:
        item.element.notes.changed(item.place, "of several units the first is taken")
        return spelt[0], {}
    named: dict[str, str] = {}
    for number, one in enumerate(dict.fromkeys(spelt), 1):
        name = slug(one[0], longest=SHORT) or f"unit_{number}"
        named[f"{name}_{number}" if name in named else name] = one[0]
    return (), named


def _unitless(item: Item, has_unit: bool) -> None:
    """Name a quantity of which nobody can tell what it counts; other units are told elsewhere."""
    elsewhere = any(map(item.extensions.has, ("unitOpen", "unitValueSet")))
    if item.type == "quantity" and not has_unit and not elsewhere:
        message = "no unit stands in the form; here the number alone is asked"
        todo = "Write the unit under `unit:`, or ask for it."
        item.element.notes.changed(item.place, message, todo)


def _spelt(coding: dict[str, Any]) -> tuple[str, ...]:
    words = (coding.get(key) for key in ("display", "unit", "code"))
    return tuple(one_line(word) for word in words if isinstance(word, str) and one_line(word))


def _limits(item: Item, unit: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The least and the largest value. What does not fit stays, and is told."""
    least = _limit(item, ("minValue", "minQuantity"), unit)
    most = _limit(item, ("maxValue", "maxQuantity"), unit)
    if least is not None and most is not None and Decimal(least) > Decimal(most):
        message = f"no number is at least {least} and at most {most}; neither limit is imported"
        item.element.notes.missing(item.place, message, "Put the limits right by hand.")
        return None, None
    return least, most


def _limit(item: Item, names: tuple[str, ...], unit: tuple[str, ...]) -> str | None:
    for name in names:
        if not item.extensions.has(name):
            continue
        values = item.extensions.peek(name)
        read = [_plain(value, unit) for value in values]
        if len(read) == 1 and read[0] is not None:
            item.extensions.take(name)
            return read[0]
    return None


def _plain(value: Any, unit: tuple[str, ...]) -> str | None:
    if isinstance(value, dict):
        spelt = {value.get("unit"), value.get("code")} - {None}
        if spelt and not spelt & set(unit):
            return None
        value = value.get("value")
    return amount(value) if isinstance(value, Decimal) else None
