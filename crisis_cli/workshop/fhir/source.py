"""The bytes of a file -> the Questionnaire in it, and what came along with it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible

BIGGEST = 10_000_000  # bytes of a file
AROUND = 40  # characters of a long line shown on each side
LISTED = 5
IN_WORDS = {
    "Expecting property name enclosed in double quotes": "a name in double quotes is needed",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Expecting value": "a value is missing",
    "Illegal trailing comma before end of object": "nothing comes after this comma",
    "Illegal trailing comma before end of array": "nothing comes after this comma",
    "Extra data": "the file goes on after its end",
    "Unterminated string starting at": "this text has no closing quote",
    "Invalid control character at": "a line break or another control character is inside a text",
    "Invalid \\escape": "a backslash that means nothing",
    "Invalid \\uXXXX escape": "a \\u that four digits do not follow",
}
HINT = "Ask whoever made the form for its FHIR JSON (the file begins with `{`)."


@dataclass(frozen=True, slots=True)
class Form:
    """A Questionnaire as plain JSON, numbers as decimals; others: resources that came along."""

    body: dict[str, Any]
    path: str
    others: tuple[dict[str, Any], ...] = ()


def form(data: bytes, name: str) -> Form:
    """The Questionnaire in the bytes of a file. CrisisError, with a place, where there is none."""
    found = _json(_text(data, name), name)
    if not isinstance(found, dict):
        raise CrisisError(f"{name} is JSON, but not a FHIR resource.", HINT)
    kind = found.get("resourceType")
    if kind == "Bundle":
        return _in_bundle(found, name)
    if kind != "Questionnaire":
        raise CrisisError(_no_form(kind, name), "Name a file that holds a FHIR Questionnaire.")
    return Form(found, "", tuple(_resources(found.get("contained"))))


def _text(data: bytes, name: str) -> str:
    if len(data) > BIGGEST:
        raise CrisisError(f"{name} is larger than {BIGGEST // 1_000_000} MB.", HINT)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise CrisisError(f"{name}, line 1: this is XML, and only FHIR in JSON is read.", HINT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CrisisError(f"{name}, line {line}: this is not UTF-8 text.", HINT) from None
    if not text.strip():
        raise CrisisError(f"{name} is empty.", HINT)
    return text


def _json(text: str, name: str) -> Any:
    twice: list[str] = []

    def keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        body = dict(pairs)
        if len(body) < len(pairs) and not twice:
            names = [key for key, _ in pairs]
            twice.append(next(key for key in names if names.count(key) > 1))
        return body

    try:
        found = json.loads(
            text,
            object_pairs_hook=keys,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise CrisisError(_not_json(error, name), HINT) from None
    except RecursionError:
        raise CrisisError(f"{name} is nested too deep to be read.", HINT) from None
    if twice:
        line = _second(text, twice[0])
        message = f"{name}, line {line}: '{visible(twice[0])}' stands twice in one place."
        raise CrisisError(message, "Keep one of the two: only one of them would be read.")
    return found


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _constant(text: str) -> Decimal:
    """NaN and its like, which Python reads and JSON does not know."""
    return Decimal("NaN")


def _not_json(error: json.JSONDecodeError, name: str) -> str:
    what = next((w for m, w in IN_WORDS.items() if error.msg.startswith(m)), error.msg)
    line = error.doc.split("\n")[error.lineno - 1].rstrip("\r")
    at = error.colno - 1
    start = max(0, at - AROUND)
    shown = visible(line[start : at + AROUND].replace("\t", " "))
    caret = " " * len(visible(line[start:at].replace("\t", " "))) + "^"
    where = f"{name}, line {error.lineno}, column {error.colno}"
    return f"{where}: this is not JSON: {what}.\n    {shown}\n    {caret}"


def _second(text: str, key: str) -> int:
    """The line where a key stands a second time, as near as can be told."""
    hits = list(re.finditer(re.escape(json.dumps(key)) + r"\s*:", text))
    hits = hits or list(re.finditer(re.escape(f'"{key}"') + r"\s*:", text))
    return text.count("\n", 0, hits[-1].start()) + 1 if hits else 1


def _in_bundle(bundle: dict[str, Any], name: str) -> Form:
    entries = bundle.get("entry")
    listed = entries if isinstance(entries, list) else []
    held = [(i, e.get("resource")) for i, e in enumerate(listed) if isinstance(e, dict)]
    there = [(i, r) for i, r in held if isinstance(r, dict)]
    forms = [(i, r) for i, r in there if r.get("resourceType") == "Questionnaire"]
    if not forms:
        raise CrisisError(f"{name} is a Bundle, and no Questionnaire is in it.", HINT)
    if len(forms) > 1:
        titles = [_called(r) for _, r in forms[:LISTED]]
        more = ", ..." if len(forms) > LISTED else ""
        message = f"{name} is a Bundle with {len(forms)} Questionnaires: {', '.join(titles)}{more}."
        raise CrisisError(message, "Save the one that you mean in a file of its own.")
    index, body = forms[0]
    beside = [resource for _, resource in there if resource is not body]
    return Form(body, f"entry[{index}].resource", (*_resources(body.get("contained")), *beside))


def _resources(raw: Any) -> list[dict[str, Any]]:
    return [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []


def _called(body: dict[str, Any]) -> str:
    names = (body.get(key) for key in ("title", "name", "id", "url"))
    return visible(next((n for n in names if isinstance(n, str) and n), "one without a name"))[:60]


def _no_form(kind: Any, name: str) -> str:
    if kind == "QuestionnaireResponse":
        return f"{name} is a QuestionnaireResponse: it holds answers, not the questions."
    if isinstance(kind, str) and kind:
        return f"{name} is a {visible(kind)[:60]}, not a Questionnaire."
    return f"{name} is JSON, but not a FHIR resource: it has no 'resourceType'."
