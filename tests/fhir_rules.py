"""The published rules of FHIR R4 (4.0.1) for a QuestionnaireResponse, and what breaks them.

Written from the definitions: types with their regular expressions, required codes, the invariant
qrs-1, and that nothing is empty. Nothing of the program is used.
"""

import json
import re

STATUS = {"in-progress", "completed", "amended", "entered-in-error", "stopped"}
NARRATIVE = {"generated", "extensions", "additional", "empty"}
REASONS = {
    "unknown", "asked-unknown", "temp-unknown", "not-asked", "asked-declined", "masked",
    "not-applicable", "unsupported", "as-text", "error", "not-a-number", "negative-infinity",
    "positive-infinity", "not-performed", "not-permitted",
}  # fmt: skip
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
YEAR = r"([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)"
DAY = r"(0[1-9]|[1-2][0-9]|3[0-1])"
ZONE = r"(Z|(\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
DATE_TIME = rf"{YEAR}(-(0[1-9]|1[0-2])(-{DAY}(T{CLOCK}{ZONE})?)?)?"
PATTERNS = {
    "date": rf"{YEAR}(-(0[1-9]|1[0-2])(-{DAY})?)?",
    "dateTime": DATE_TIME,
    "time": CLOCK,
    "string": r"[ \r\n\t\S]+",
    "uri": r"\S+",
    "code": r"[^\s]+(\s[^\s]+)*",
    "id": r"[A-Za-z0-9\-\.]{1,64}",
}
PRIMITIVES = {
    "Boolean": bool, "Decimal": (int, float), "Integer": int, "Date": "date",
    "DateTime": "dateTime", "Time": "time", "String": "string", "Uri": "uri",
}  # fmt: skip
# Complex values: their parts, each a primitive, or "data".
COMPLEX = {
    "Coding": {"system": "uri", "version": "string", "code": "code", "display": "string"},
    "Quantity": {"value": "number", "unit": "string", "system": "uri", "code": "code"},
    "Reference": {"reference": "string", "type": "uri", "display": "string"},
    "Attachment": {"contentType": "code", "url": "uri", "title": "string"},
}
HEAD = {
    "resourceType", "id", "meta", "language", "text", "identifier", "questionnaire",
    "_questionnaire", "status", "subject", "authored", "author", "item",
}  # fmt: skip


def broken(resource):
    """Every rule that a QuestionnaireResponse breaks, each with its place."""
    return list(_resource(json.loads(json.dumps(resource))))


def _resource(body):
    yield from _empty(body, "")
    yield from (f"{key}: no element that is used here" for key in set(body) - HEAD)
    if body.get("resourceType") != "QuestionnaireResponse":
        yield "resourceType"
    if body.get("status") not in STATUS:
        yield f"status: {body.get('status')}"
    if "text" in body and body["text"].get("status") not in NARRATIVE:
        yield "text.status"
    for key, kind in (("id", "id"), ("questionnaire", "uri"), ("authored", "dateTime")):
        if key in body:
            yield from _primitive(body[key], kind, key)
    if "T" not in body.get("authored", ""):
        yield "authored: no time"
    yield from _items(body.get("item", []), "item")


def _empty(value, place):
    """Nothing is empty: no array, no object, no text, and no null."""
    if value is None or value in ("", [], {}):
        yield f"{place}: empty"
    parts = value.items() if isinstance(value, dict) else ()
    parts = enumerate(value) if isinstance(value, list) else parts
    for key, part in parts:
        yield from _empty(part, f"{place}.{key}")


def _items(items, place):
    names = [one.get("linkId") for one in items]
    for at, one in enumerate(items):
        here = f"{place}[{one.get('linkId')}]"
        again = names[at] in names[:at]
        if again and (names[at - 1] != names[at] or "answer" in one):
            yield f"{here}: the linkId stands twice in one place, and is no group that repeats"
        yield from _item(one, here)


def _item(one, here):
    name = one.get("linkId")
    if not isinstance(name, str) or not name or name != name.strip():
        yield f"{here}: linkId"
    yield from (
        f"{here}: {key}" for key in set(one) - {"linkId", "text", "item", "answer", "extension"}
    )
    if "text" in one:
        yield from _primitive(one["text"], "string", f"{here}.text")
    if "item" in one and "answer" in one:
        yield f"{here}: qrs-1, item beneath both an item and its answer"
    yield from _items(one.get("item", []), here)
    yield from _extensions(one.get("extension", []), here)
    for at, answer in enumerate(one.get("answer", [])):
        yield from _answer(answer, f"{here}.answer[{at}]")


def _answer(answer, here):
    values = {key.removeprefix("_") for key in answer if key != "item"}
    if len(values) != 1:
        yield f"{here}: not one value[x] but {sorted(values)}"
    for key in values:
        kind = key.removeprefix("value")
        if kind in PRIMITIVES:
            yield from _simple(answer, key, PRIMITIVES[kind], here)
        elif kind in COMPLEX:
            yield from _complex(answer[key], COMPLEX[kind], f"{here}.{key}")
        else:
            yield f"{here}: {key} is no value[x] of an answer"
    yield from _items(answer.get("item", []), here)


def _simple(answer, key, kind, here):
    if key in answer:
        value = answer[key]
        if isinstance(kind, str):
            yield from _primitive(value, kind, f"{here}.{key}")
        elif not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            yield f"{here}.{key}: {value!r}"
        elif kind is int and not -(2**31) <= value < 2**31:
            yield f"{here}.{key}: too large"
    if f"_{key}" in answer:
        if set(answer[f"_{key}"]) - {"extension", "id"}:
            yield f"{here}._{key}"
        yield from _extensions(answer[f"_{key}"].get("extension", []), here)


def _complex(value, parts, here):
    if not isinstance(value, dict):
        yield f"{here}: {value!r}"
        return
    yield from (f"{here}.{key}" for key in set(value) - set(parts) - {"extension"})
    yield from _extensions(value.get("extension", []), here)
    for key, kind in parts.items():
        if key in value and kind == "number":
            if not isinstance(value[key], int | float) or isinstance(value[key], bool):
                yield f"{here}.{key}: {value[key]!r}"
        elif key in value:
            yield from _primitive(value[key], kind, f"{here}.{key}")


def _extensions(extensions, here):
    for one in extensions:
        if one.get("url") == ABSENT and one.get("valueCode") not in REASONS:
            yield f"{here}: {one.get('valueCode')} is no data-absent-reason"
        if set(one) != {"url", "valueCode"}:
            yield f"{here}: extension {sorted(one)}"


def _primitive(value, kind, here):
    if not isinstance(value, str) or not re.fullmatch(PATTERNS[kind], value, re.ASCII):
        yield f"{here}: {value!r} is no {kind}"
    elif any(ord(char) < 32 and char not in "\t\r\n" for char in value):
        yield f"{here}: a control character"
    elif len(value) > 1024 * 1024:
        yield f"{here}: too long"
