"""The JSON Schema of the protocol language, for editors: made from the surface, with its words."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from crisis_cli.protocol.surface import file, steps, values

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_words = values.ONE_OR_MORE
_number = {"type": "number"}
_numbers = {
    "at_least": _number | {"description": "This number or more."},
    "at_most": _number | {"description": "This number or less."},
    "above": _number | {"description": "More than this number."},
    "below": _number | {"description": "Less than this number."},
}
_tests = {
    **_numbers,
    "includes": _words | {"description": "Choose many: all of these are among the answers."},
    "includes_any": _words | {"description": "Choose many: one of these is among the answers."},
    "includes_none": _words | {"description": "Choose many: none of these is."},
    "count": {
        "type": "object",
        "description": "How many things a list has.",
        "properties": _numbers,
        "additionalProperties": False,
    },
    "on_path": {"enum": ["yes", "no"], "description": "Whether the question is on the path."},
}
_several = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Condition"}}
_keys = {
    "all": _several | {"description": "All of these hold."},
    "any": _several | {"description": "One of these holds, or more."},
    "not": {"$ref": "#/$defs/Condition", "description": "This does not hold."},
    "concern": _words | {"description": "The level; only in follow_up and documents."},
}
_answer = {
    "description": "An answer, a list of answers, unknown, any_but_no, or a test.",
    "anyOf": [
        *_words["anyOf"],
        _number,
        {"type": "object", "properties": _tests, "additionalProperties": False},
    ],
}
CONDITION = {
    "description": "The name of a rule, or questions with their answers: {plan: [yes, unsure]}.",
    "anyOf": [
        {"type": "string", "description": "The name of a rule."},
        {"type": "object", "properties": _keys, "additionalProperties": _answer},
    ],
}


def json_schema() -> dict[str, Any]:
    """The schema, with a description for every key."""
    schema = file.File.model_json_schema()
    words = _docstrings()
    for name, model in {"File": schema, **schema["$defs"]}.items():
        _describe(getattr(file, name, None) or getattr(steps, name), model, words)
    rule = schema["$defs"]["RuleKeys"]
    rule["properties"] |= {key: about for key, about in _keys.items() if key != "concern"}
    rule["additionalProperties"] = _answer
    schema["$defs"]["Condition"] = CONDITION
    return {"$schema": DIALECT, **_tidy(schema), "title": "A crisis protocol"}


def _docstrings() -> dict[tuple[str, str], str]:
    """(class, field) -> the text under the field in the source of the surface."""
    found = {}
    source = "".join(inspect.getsource(module) for module in (steps, file))
    for node in ast.parse(source.replace("from __future__ import annotations", "")).body:
        if not isinstance(node, ast.ClassDef):
            continue
        for field, text in zip(node.body, node.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                found[node.name, field.target.id] = _text(text)
    return found


def _text(node: ast.stmt) -> str:
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
    return ""


def _describe(kind: Any, model: dict[str, Any], words: dict[tuple[str, str], str]) -> None:
    for field, about in kind.model_fields.items():
        owners = (words.get((owner.__name__, field), "") for owner in kind.__mro__)
        text = next((text for text in owners if text), "")
        model["properties"][about.alias or field]["description"] = text


def _tidy(value: Any) -> Any:
    """Conditions by reference; no defaults or titles, which say nothing to whoever types."""
    if isinstance(value, list):
        return [_tidy(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("format") == values.CONDITION["format"]:
        return {"$ref": "#/$defs/Condition", "description": value.get("description", "")}
    kept = {k: v for k, v in value.items() if not (k in ("default", "title") and _plain(v))}
    return {key: _tidy(one) for key, one in kept.items()}


def _plain(value: Any) -> bool:
    """Whether a value is a default or title, and not a key of that name."""
    return not (isinstance(value, dict) and value)
