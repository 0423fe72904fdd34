"""Which keys fit where in a file, and what there is instead of those that people look for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from crisis_cli.protocol.surface import steps
from crisis_cli.protocol.surface.steps import STEP_KEYS
from crisis_cli.protocol.tree import Path

# In hints the keys that everybody needs come first.
FIRST = ("id", "ask", "list", "do", "guidance", "kind", "answers", "each", "when", "danger")
# What stands under a key at the top, for a sentence about it; with "The" its name follows.
WHAT = {
    "rules": "The rule",
    "blocks": "The block",
    "sections": "This section",
    "urgent": "This line",
    "concern": "This line",
    "follow_up": "This line",
    "documents": "This part",
}
# What people look for and will not find, and what there is instead.
NO_SUCH = {
    "goto": "There are no jumps: put a `when` on the steps that come only sometimes.",
    "next": "Steps come in the order of the file: put a `when` on those that come only sometimes.",
    "skip_to": "There are no jumps: put a `when` on the steps that come only sometimes.",
    "required": "No question is required: each may be passed by, and that is written down.",
    "score": "Nothing is scored: write under `concern:` which answers mean which level.",
    "section": "A new section begins further left, with `- id:` under `sections:`.",
    "else": "Write a second step, and under its `when:` the other answers.",
}
STEP_MODELS: dict[str, type[BaseModel]] = {
    "<choice>": steps.ChoiceStep,
    "<scale>": steps.ScaleStep,
    "<number>": steps.NumberStep,
    "<open>": steps.OpenStep,
    "<list>": steps.ListStep,
    "<do>": steps.ActionStep,
    "<guidance>": steps.GuidanceStep,
}
FIELD_MODELS: dict[str, type[BaseModel]] = {
    "<choice>": steps.ChoiceField,
    "<scale>": steps.ScaleField,
    "<number>": steps.NumberField,
    "<open>": steps.OpenField,
}


def fitting(whole: type[BaseModel], loc: Path, path: Path) -> list[str]:
    """The keys that fit in one place of a file of this model.

    loc: pydantic's path of something there, with its tags; path: the same without them.
    """
    model, named = whole, False
    for part in loc[:-1]:
        if named or isinstance(part, int):
            named = False
        elif part in STEP_MODELS:
            model = (STEP_MODELS | (FIELD_MODELS if "each" in path[:-1] else {}))[part]
        elif (field := _field(model, part)) is not None:
            kinds = list(_kinds(field.annotation))
            models = [kind for kind in kinds if isinstance(kind, type) and _is_model(kind)]
            model, named = (models or [model])[0], dict in kinds
    keys = _keys(model)
    return sorted(keys, key=lambda key: FIRST.index(key) if key in FIRST else len(FIRST))


def step_keys(in_list: bool) -> set[str]:
    """Every key that some kind of step has, or some kind of field in a list."""
    models = FIELD_MODELS if in_list else STEP_MODELS
    return {key for model in models.values() for key in _keys(model)} | set(STEP_KEYS)


def what(path: Path) -> str:
    """What it is that lacks the last part of a path, for the beginning of a sentence."""
    if len(path) == 1:
        return "The file"
    if "each" in path[:-1]:
        return "This field"
    if "steps" in path[:-1]:
        return "This step"
    said = WHAT.get(str(path[0]), "This")
    return f"{said} '{path[1]}'" if said.startswith("The ") else said


def _keys(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _field(model: type[BaseModel], key: str) -> FieldInfo | None:
    fields = model.model_fields.items()
    return next((field for name, field in fields if key == (field.alias or name)), None)


def _kinds(annotation: Any) -> Iterator[Any]:
    """Every type that stands in an annotation, from the outside in."""
    yield get_origin(annotation) or annotation
    for inner in get_args(annotation):
        yield from _kinds(inner)


def _is_model(kind: type) -> bool:
    return issubclass(kind, BaseModel)


STEP_KEYS_ALL = step_keys(in_list=False)
