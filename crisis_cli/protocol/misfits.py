"""What does not have the shape of a protocol, told in plain words instead of pydantic's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from crisis_cli.protocol.problems import did_you_mean
from crisis_cli.protocol.surface import steps
from crisis_cli.protocol.surface.steps import KIND_TAGS, STEP_KEYS, TAGS
from crisis_cli.protocol.surface.values import AMOUNT
from crisis_cli.protocol.tree import Path, Tree

KEY = "[key]"  # how pydantic marks that it means the key and not the value


@dataclass(frozen=True, slots=True)
class Misfit:
    """One value, key or gap that does not fit.

    kind: pydantic's word for it. loc: pydantic's path, with tags that are not in the file.
    path: where it stands in the file; for a gap, where it would stand.
    whole: the model of the file that it stands in.
    """

    kind: str
    loc: Path
    path: Path
    given: Any
    context: dict[str, Any]
    whole: type[BaseModel]

    @property
    def name(self) -> str:
        """The key that it is about."""
        return str(self.path[-1])

    def tell(self, tree: Tree) -> None:
        """Note it as a problem of the file."""
        TELLERS.get(self.kind, _not_text)(self, tree)

    def note(self, tree: Tree, code: str, message: str, hint: str, key: bool = False) -> None:
        """Note a problem where it stands."""
        tree.problem(code, message, self.path, hint, key)


def misfits(error: ValidationError, whole: type[BaseModel]) -> list[Misfit]:
    """Everything that pydantic found in a file of this model."""
    return [_misfit(one, whole) for one in error.errors(include_url=False)]


def _misfit(error: Any, whole: type[BaseModel]) -> Misfit:
    kind, loc = error["type"], error["loc"]
    return Misfit(kind, loc, _path(kind, loc), error["input"], dict(error.get("ctx", {})), whole)


def _path(kind: str, loc: Path) -> Path:
    """The path without tags; an unknown key stays, whatever it is called."""
    *before, last = loc
    real = [part for part in before if part not in TAGS]
    unreal = kind != "extra_forbidden" and (last in TAGS or last == KEY)
    return tuple(real) if unreal and real else (*real, last)


def _missing(one: Misfit, tree: Tree) -> None:
    where = "The file" if len(one.path) == 1 else "This"
    message = f"{where} needs the key '{one.name}'."
    tree.problem("E020", message, one.path[:-1], f"Add `{one.name}:`.")


def _unknown(one: Misfit, tree: Tree) -> None:
    if one.name in STEP_KEYS and "steps" in one.path[:-1]:
        message = f"A step is one thing, and this one has '{one.name}' besides."
        one.note(tree, "E021", message, "Make it a step of its own.", key=True)
        return
    fit = _fitting(one)
    hint = tree.found.near(one.name, fit, f"Keys that fit here: {', '.join(fit)}.")
    one.note(tree, "E021", f"The key '{one.name}' is not known here.", hint, key=True)


def _fitting(one: Misfit) -> list[str]:
    """The keys that fit where an unknown one stands."""
    model, named = one.whole, False
    for part in one.loc[:-1]:
        if named or isinstance(part, int):
            named = False
        elif part in STEP_MODELS:
            model = (STEP_MODELS | (FIELD_MODELS if "each" in one.path[:-1] else {}))[part]
        elif (field := _field(model, part)) is not None:
            kinds = list(_kinds(field.annotation))
            models = [kind for kind in kinds if isinstance(kind, type) and _is_model(kind)]
            model, named = (models or [model])[0], dict in kinds
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


def _no_kind(one: Misfit, tree: Tree) -> None:
    if not isinstance(one.given, dict):
        message = "A step is written as keys: `id:`, and what it asks or says."
        one.note(tree, "E022", message, "Write `- id: its_id` and under it `ask: ...`.")
    elif _mistyped(one, one.given, tree):
        return
    elif "ask" in one.given:
        hint = "Add `answers:` with a set or the answers, or `kind:`, such as `kind: text`."
        one.note(tree, "E060", "This question does not say what may be answered.", hint)
    else:
        hint = f"Add one of: {', '.join(STEP_KEYS)}."
        one.note(tree, "E020", "This step does not say what it is.", hint)


def _mistyped(one: Misfit, given: dict[str, Any], tree: Tree) -> bool:
    """Whether unknown keys are what keeps a step from saying what it is; they are told."""
    models = (FIELD_MODELS if "each" in one.path else STEP_MODELS).values()
    fit = {field.alias or name for model in models for name, field in model.model_fields.items()}
    wrong = [str(key) for key in given if key not in fit | set(STEP_KEYS)]
    hints = {key: did_you_mean(key, fit) for key in wrong}
    for key, hint in hints.items():
        message, path = f"The key '{key}' is not known here.", (*one.path, key)
        tree.problem("E021", message, path, hint or "Delete it.", key=True)
    sought = ("kind", "answers") if "ask" in given else STEP_KEYS
    return any(f"'{word}'" in hint for hint in hints.values() for word in sought)


def _literal(one: Misfit, tree: Tree) -> None:
    words = re.findall(r"'(\w+)'", one.context["expected"])
    if one.name == "kind":
        words = list(KIND_TAGS)
    if not isinstance(one.given, str):
        _not_text(one, tree)
        return
    hint = tree.found.near(one.given, words, f"There are: {', '.join(words)}.")
    one.note(tree, "E023", f"'{one.name}' cannot be '{one.given}'.", hint)


def _pattern(one: Misfit, tree: Tree) -> None:
    if one.context["pattern"] == AMOUNT:
        hint = "Write digits only, as in 18."
        one.note(tree, "E025", f"'{one.given}' is not a number.", hint)
        return
    joint = "-" if one.path[0] in ("protocol", "languages") else "_"
    better = re.sub(r"[^a-z0-9]+", joint, one.given.lower()).strip("-_")
    hint = f"Ids are made of a-z, 0-9 and {joint}" + (f": '{better}'." if better else ".")
    one.note(tree, "E024", f"'{one.given}' is not an id.", hint, key=one.loc[-1] == KEY)


def _too_long(one: Misfit, tree: Tree) -> None:
    hint = "60 characters are the most."
    one.note(tree, "E024", "This id is too long.", hint, key=one.loc[-1] == KEY)


def _empty(one: Misfit, tree: Tree) -> None:
    hint = "Write it, or delete the key."
    one.note(tree, "E029", f"Nothing is written for '{one.name}'.", hint)


def _not_list(one: Misfit, tree: Tree) -> None:
    hint = "Put each on a line of its own that begins with `- `."
    _unless_empty(one, tree, "E022", f"'{one.name}' is a list.", hint)


def _not_keys(one: Misfit, tree: Tree) -> None:
    hint = "Write one line for each key: `key: value`."
    _unless_empty(one, tree, "E022", f"'{one.name}' is written as keys with values.", hint)


def _not_text(one: Misfit, tree: Tree) -> None:
    if one.path[0] == "urgent":
        hint = "Write the condition under `rules:`, and the name of the rule here."
        _unless_empty(one, tree, "E022", "A name is needed here.", hint)
    else:
        message = "Text is needed here. Braces and brackets are only for conditions and ids."
        _unless_empty(one, tree, "E009", message, "Put quotes around the whole sentence.")


def _unless_empty(one: Misfit, tree: Tree, code: str, message: str, hint: str) -> None:
    if one.given is None:
        _empty(one, tree)
    else:
        one.note(tree, code, message, hint)


TELLERS: dict[str, Callable[[Misfit, Tree], None]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "union_tag_not_found": _no_kind,
    "literal_error": _literal,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _too_long,
    "string_too_short": _empty,
    "too_short": _empty,
    "list_type": _not_list,
    "dict_type": _not_keys,
    "model_type": _not_keys,
    "string_type": _not_text,
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
