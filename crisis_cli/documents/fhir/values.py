"""The values of answers as FHIR R4 writes them, and how it writes that there is none."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Any

from crisis_cli.documents.inert import code
from crisis_cli.documents.standing import IN_WORDS
from crisis_cli.protocol.compiled import ItemAnswer, Step
from crisis_cli.protocol.fixed import ENGLISH

Json = dict[str, Any]

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
# Why there is no value, by the word of an unknown; each code is one of data-absent-reason.
REASONS = {
    "unsure": "asked-unknown",
    "declined": "asked-declined",
    "could_not_assess": "unknown",
    "not_asked": "not-asked",
    IN_WORDS: "as-text",
}
COMPLEX = ("Attachment", "Coding", "Quantity", "Reference")
# The type of value that an item of a form takes, by the type of the item.
OF_ITEM = {
    "boolean": "Boolean",
    "decimal": "Decimal",
    "integer": "Integer",
    "date": "Date",
    "dateTime": "DateTime",
    "time": "Time",
    "string": "String",
    "text": "String",
    "url": "Uri",
    "choice": "Coding",
    "open-choice": "Coding",
    "coding": "Coding",
    "attachment": "Attachment",
    "reference": "Reference",
    "quantity": "Quantity",
}
# The same by the kind of a step, where no form says it.
OF_KIND = {
    "yes_no": "Boolean",
    "choose_one": "Coding",
    "choose_many": "Coding",
    "scale": "Integer",
    "number": "Decimal",
    "date_time": "DateTime",
    "action": "Coding",
}
LARGEST = 2**31 - 1  # of a FHIR integer
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HALVES = re.compile("[\ud800-\udfff]")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)


def clean(text: str) -> str:
    """A text as a FHIR string may hold it: a control character as its picture, since R4 forbids
    those below 32 but tab and line ends, and half of a character as its code."""
    shown = _FORBIDDEN.sub(lambda found: chr(0x2400 + ord(found[0])), text)
    return _HALVES.sub(lambda found: code(found[0]), shown)


def type_of(step: Step, item: str = "") -> str:
    """The type of the values of a step; item: of the item of the form that it comes from."""
    if step.kind == "number" and step.unit and not item:
        return "Quantity"
    return OF_ITEM.get(item) or OF_KIND.get(step.kind, "String")


def absent(kind: str, unknown: str) -> Json:
    """An answer of this type that is not known, and why: an extension where its value would be.

    So a program that looks for a value finds none, and one that asks why finds the reason.
    """
    reason = {"extension": [{"url": ABSENT, "valueCode": REASONS[unknown]}]}
    return {f"value{kind}" if kind in COMPLEX else f"_value{kind}": reason}


def value(step: Step, raw: Any, place: tzinfo, item: str = "") -> tuple[Json, bool]:
    """One value of a step, and whether it fits the item of the form.

    What does not fit is given as it is: no answer is lost for the type of an item.
    """
    kind = type_of(step, item)
    made = _as_type(step, raw, kind, place)
    if made is not None:
        return made, True
    plain = type_of(step)
    made = _as_type(step, raw, plain, place) if plain != kind else None
    return made or {"valueString": clean(str(raw))}, False


def coded(answer: ItemAnswer) -> Json:
    """An answer that the form lists, as the form has it."""
    if answer.type == "Coding":
        return {"valueCoding": _filled(answer.system, answer.code, answer.display)}
    if answer.type == "Reference":
        reference = {"reference": answer.value} | (
            {"display": answer.display} if answer.display else {}
        )
        return {"valueReference": reference}
    if answer.type == "Integer":
        return {"valueInteger": int(answer.value)}
    return {f"value{answer.type}": answer.value}


def in_words(text: str) -> Json:
    """Words as an answer."""
    return {"valueString": clean(text)}


def none_of_these() -> Json:
    """That none of the choices was named: an answer, and not the want of one."""
    return {"valueCoding": {"code": "none_of_these", "display": ENGLISH("none_of_these")}}


def _as_type(step: Step, raw: Any, kind: str, place: tzinfo) -> Json | None:
    """The value as one of this type; None where it is no such value."""
    if step.kind == "date_time":
        return _dated(raw, kind, place)
    if isinstance(raw, int | float):
        return _number(step, raw, kind)
    match kind:
        case "Boolean":
            return {"valueBoolean": raw == "yes"} if raw in ("yes", "no") else None
        case "Coding":
            return {"valueCoding": _chosen(step, raw)}
        case "Time":
            full = raw if len(raw) == 8 else f"{raw}:00"
            return {"valueTime": full} if _TIME.fullmatch(raw) else None
        case "Uri":
            return {"valueUri": raw} if re.fullmatch(r"\S+", raw) and raw == clean(raw) else None
        case "Reference":
            return {"valueReference": {"display": clean(raw)}}
        case "Attachment":
            return {"valueAttachment": {"title": clean(raw)}}
        case "String":
            return in_words(_label(step, raw))
    return None


def _number(step: Step, raw: int | float, kind: str) -> Json | None:
    match kind:
        case "Integer" if isinstance(raw, int) and abs(raw) <= LARGEST:
            return {"valueInteger": raw}
        case "Quantity":
            return {"valueQuantity": {"value": raw} | ({"unit": step.unit} if step.unit else {})}
        case "Decimal":
            return {"valueDecimal": raw}
    return None


def _dated(raw: str, kind: str, place: tzinfo) -> Json | None:
    """A day, or a time with its zone: FHIR wants one with every time, on the clock of the place."""
    if "T" not in raw:
        return {f"value{kind}": raw} if kind in ("Date", "DateTime") else None
    if kind != "DateTime":
        return None
    there = datetime.fromisoformat(raw).replace(tzinfo=place)
    return {"valueDateTime": there.isoformat(timespec="seconds")}


def _chosen(step: Step, raw: Any) -> Json:
    """A choice of ours: its id and its words. No system: nothing but the questions defines it."""
    if step.kind == "action":
        return {"code": raw["outcome"], "display": ENGLISH(raw["outcome"])}
    if not step.options:
        return {"display": clean(raw)}
    return {"code": raw, "display": clean(_label(step, raw))}


def _label(step: Step, raw: str) -> str:
    return step.options.get(raw, raw)


def _filled(system: str, code: str, display: str) -> Json:
    parts = {"system": system, "code": code, "display": display}
    return {name: text for name, text in parts.items() if text}
