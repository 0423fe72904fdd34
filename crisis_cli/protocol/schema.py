"""The JSON Schemas of the files, for editors: made from the surface, with its words."""

from __future__ import annotations

import ast
import inspect
import json
from typing import Any

from pydantic import BaseModel

from crisis_cli.protocol.surface import (
    file,
    policy,
    properties,
    scenario,
    steps,
    suggestions,
    translation,
    values,
)

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


# Each kind of file that this room reads: its model, and what it is.
FILES: dict[str, tuple[type[BaseModel], str]] = {
    "protocol": (file.File, "A crisis protocol"),
    "scenario": (scenario.ScenarioFile, "A scenario: a situation, and what must come of it"),
    "properties": (properties.PropertiesFile, "What must hold whatever is answered"),
    "translation": (translation.TranslationFile, "A protocol in another language"),
    "policy": (policy.PolicyFile, "Who decides: consults, and countersigns"),
    "suggestions": (suggestions.SuggestionsFile, "Words that label, and what to write instead"),
}
KINDS_SAID = (
    "What may be answered. Without it: yes_no if the answers are just yes and no, otherwise "
    "choose_one."
)
MODULES = (values, steps, file, scenario, properties, translation, policy, suggestions)


def json_schema(kind: str = "protocol") -> dict[str, Any]:
    """The schema of one kind of file, with a description for every key."""
    whole, title = FILES[kind]
    schema = whole.model_json_schema()
    words = _docstrings()
    for name, model in {whole.__name__: schema, **schema.get("$defs", {})}.items():
        owner = next(getattr(one, name) for one in MODULES if hasattr(one, name))
        _describe(owner, model, words)
    if kind == "protocol":
        _protocol(schema["$defs"])
    tidy = _tidy(schema)
    if kind != "translation":  # in a translation, what is not written yet is left empty
        tidy = _written(tidy)
    if "#/$defs/Condition" in json.dumps(tidy):
        tidy["$defs"]["Condition"] = CONDITION
    return {"$schema": DIALECT, **tidy, "title": title}


def _protocol(models: dict[str, Any]) -> None:
    """What an editor is told of a protocol besides."""
    rule = models["RuleKeys"]
    rule["properties"] |= {key: about for key, about in _keys.items() if key != "concern"}
    rule["additionalProperties"] = _answer
    _merge(models, ("ChoiceField", "ScaleField", "NumberField", "OpenField"), "Field")
    _merge(models, ("ChoiceStep", "ScaleStep", "NumberStep", "OpenStep"), "Question")


def _merge(models: dict[str, Any], names: tuple[str, ...], name: str) -> None:
    """Questions of every kind as one: an editor that has to choose offers the keys and kinds of
    one of them only. Which keys fit which kind is told by `check`."""
    parts = [models.pop(one) for one in names]
    whole = {key: about for part in parts for key, about in part["properties"].items()}
    words = [word for part in parts for word in _words_of(part["properties"]["kind"])]
    whole["kind"] = {"enum": words, "description": KINDS_SAID}
    about = {"description": "A question.", "properties": whole, "required": ["id", "ask"]}
    models[name] = {"type": "object", "additionalProperties": False, **about}
    _point({f"#/$defs/{one}" for one in names}, f"#/$defs/{name}", models)


def _words_of(value: Any) -> list[str]:
    """Every word that a schema takes."""
    if isinstance(value, list):
        return [word for one in value for word in _words_of(one)]
    if not isinstance(value, dict):
        return []
    fixed = [value["const"]] if "const" in value else []
    return [*fixed, *value.get("enum", ()), *_words_of(value.get("anyOf", []))]


def _point(old: set[str], new: str, value: Any) -> None:
    """Point every choice between some models to another model."""
    for inner in value.values() if isinstance(value, dict) else value:
        if not isinstance(inner, dict | list):
            continue
        for key in ("anyOf", "oneOf"):
            if isinstance(inner, dict) and any(
                one.get("$ref") in old for one in _listed(inner, key)
            ):
                kept = [one for one in inner.pop(key) if one.get("$ref") not in old]
                inner["anyOf"] = [{"$ref": new}, *kept]
        _point(old, new, inner)


def _listed(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = value.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _written(value: Any) -> Any:
    """Without the nothing that stands for a key that is left out: none is left empty."""
    if isinstance(value, list):
        return [_written(one) for one in value if one != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    kept = {key: _written(one) for key, one in value.items()}
    choice = kept.get("anyOf")
    if isinstance(choice, list) and len(choice) == 1:
        del kept["anyOf"]
        kept = {**choice[0], **kept}
    return kept


def _docstrings() -> dict[tuple[str, str], str]:
    """(class, field) -> the text under the field in the source of the surface."""
    found = {}
    for module in MODULES:
        for node in ast.parse(inspect.getsource(module)).body:
            if not isinstance(node, ast.ClassDef):
                continue
            for field, text in zip(node.body, node.body[1:], strict=False):
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    found[node.name, field.target.id] = " ".join(_text(text).split())
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
