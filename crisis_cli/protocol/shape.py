"""Whether a file has the shape of a protocol: the keys and values, told in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from crisis_cli.protocol import surface
from crisis_cli.protocol.surface import KIND_TAGS, STEP_KEYS, TAGS, File
from crisis_cli.protocol.tree import Path, Tree

ROUNDS = 5  # of taking out what does not fit; each leaves less
NAMED = ("rules", "blocks", "answer_sets")  # where the key is the name
TOO_MANY = 2_000  # errors after which the rest of the file is not looked at
STUB = {"protocol": "unnamed", "title": "?", "version": "0", "sections": []}


def shaped(tree: Tree) -> tuple[File | None, set[str]]:
    """The file as its model, and the ids that were left out of it.

    What does not fit is noted and taken out of the tree, so that the references in the rest
    can be looked at in the same pass.
    """
    raw = tree.value()
    if not isinstance(raw, dict):
        hint = "A protocol begins with `protocol: its-id`."
        tree.problem("E022", "A protocol is written as `key: value`.", (), hint)
        return None, set()
    broken: set[str] = set()
    for turn in range(ROUNDS):
        try:
            return File.model_validate(raw), broken
        except ValidationError as error:
            errors = error.errors(include_url=False, include_context=True)
        if turn == 0:
            _tell(errors, tree)
        if len(errors) > TOO_MANY:
            break
        rest = _without(errors, tree)
        broken |= _around(errors, raw) | (ids(raw) - ids(rest))
        raw = rest
    return None, broken


def ids(raw: Any) -> set[str]:
    """Every id and name that stands in a file, whatever is wrong with it."""
    named: set[str] = set()
    for key in NAMED:
        named |= set(raw.get(key) or ()) if isinstance(raw.get(key), dict) else set()
    places = [raw.get("sections"), raw.get("blocks")]
    while places:
        place = places.pop()
        if isinstance(place, dict):
            named |= {place["id"]} if isinstance(place.get("id"), str) else set()
            places += place.values()
        elif isinstance(place, list):
            places += place
    return named


def _around(errors: list[ErrorDetails], raw: Any) -> set[str]:
    """The ids of whatever the errors stand in."""
    named: set[str] = set()
    for error in errors:
        path = _path(error)
        named |= {str(path[1])} if path[0] in NAMED and len(path) > 1 else set()
        inner = raw
        for part in path:
            inner = _inside(inner, part)
            if isinstance(inner, dict) and isinstance(inner.get("id"), str):
                named.add(inner["id"])
    return named


def _inside(raw: Any, part: str | int) -> Any:
    """What stands under one part of a path; the same where the file leaves that part out."""
    if isinstance(raw, dict):
        return raw.get(part, raw)
    known = isinstance(raw, list) and isinstance(part, int) and part < len(raw)
    return raw[part] if known else raw


def _without(errors: list[ErrorDetails], tree: Tree) -> dict[str, Any]:
    for error in errors:
        path = _path(error)
        if error["type"] == "missing" and path[0] == "sections" and path[-1] == "title":
            tree.add(path, "?")
    tree.remove(_path(error) for error in errors if not _mended(error))
    rest = tree.value()
    return STUB | (rest if isinstance(rest, dict) else {})


def _mended(error: ErrorDetails) -> bool:
    path = _path(error)
    section = path[0] == "sections" and path[-1] == "title"
    return error["type"] == "missing" and (len(path) == 1 or section)


def _path(error: ErrorDetails) -> Path:
    return tuple(part for part in error["loc"] if part not in TAGS and part != "[key]")


def _tell(errors: list[ErrorDetails], tree: Tree) -> None:
    for error in errors:
        TELLERS.get(error["type"], _not_text)(error, _path(error), tree)


def _missing(error: ErrorDetails, path: Path, tree: Tree) -> None:
    where = "The file" if len(path) == 1 else "This"
    tree.problem("E020", f"{where} needs the key '{path[-1]}'.", path[:-1], f"Add `{path[-1]}:`.")


def _unknown(error: ErrorDetails, path: Path, tree: Tree) -> None:
    key = str(path[-1])
    if key in STEP_KEYS and "steps" in path:
        message = f"A step is one thing, and this one has '{key}' besides."
        tree.problem("E021", message, path, "Make it a step of its own.", key=True)
        return
    fit = _fitting(error["loc"], path)
    hint = tree.found.near(key, fit, f"Keys that fit here: {', '.join(fit)}.")
    tree.problem("E021", f"The key '{key}' is not known here.", path, hint, key=True)


def _fitting(loc: tuple[str | int, ...], path: Path) -> list[str]:
    """The keys that fit where an unknown one stands."""
    tags = [part for part in loc if part in STEP_MODELS]
    if tags:
        models = FIELD_MODELS if "each" in path else STEP_MODELS
        model = models[str(tags[-1])]
    elif len(path) == 1:
        model = File
    else:
        model = MODELS[str(path[0])]
    return [field.alias or name for name, field in model.model_fields.items()]


def _no_kind(error: ErrorDetails, path: Path, tree: Tree) -> None:
    raw = error["input"]
    if not isinstance(raw, dict):
        message = "A step is written as keys: `id:`, and what it asks or says."
        tree.problem("E022", message, path, "Write `- id: its_id` and under it `ask: ...`.")
    elif "ask" in raw:
        hint = "Add `answers:` with a set or the answers, or `kind:`, such as `kind: text`."
        tree.problem("E060", "This question does not say what may be answered.", path, hint)
    else:
        hint = f"Add one of: {', '.join(STEP_KEYS)}."
        tree.problem("E020", "This step does not say what it is.", path, hint)


def _literal(error: ErrorDetails, path: Path, tree: Tree) -> None:
    words = re.findall(r"'(\w+)'", error.get("ctx", {}).get("expected", ""))
    if path[-1] == "kind":
        words = list(KIND_TAGS)
    given = error["input"]
    if given is None or not isinstance(given, str):
        _not_text(error, path, tree)
        return
    hint = tree.found.near(given, words, f"There are: {', '.join(words)}.")
    tree.problem("E023", f"'{path[-1]}' cannot be '{given}'.", path, hint)


def _pattern(error: ErrorDetails, path: Path, tree: Tree) -> None:
    given = str(error["input"])
    key = error["loc"][-1] == "[key]"
    if error.get("ctx", {}).get("pattern") == surface.AMOUNT:
        tree.problem("E025", f"'{given}' is not a number.", path, "Write digits only, as in 18.")
        return
    joint = "-" if path[0] in ("protocol", "languages") else "_"
    better = re.sub(r"[^a-z0-9]+", joint, given.lower()).strip("-_")
    hint = f"Ids are made of a-z, 0-9 and {joint}" + (f": '{better}'." if better else ".")
    tree.problem("E024", f"'{given}' is not an id.", path, hint, key=key)


def _too_long(error: ErrorDetails, path: Path, tree: Tree) -> None:
    tree.problem("E024", "This id is too long.", path, "60 characters are the most.")


def _empty(error: ErrorDetails, path: Path, tree: Tree) -> None:
    tree.problem(
        "E029", f"Nothing is written for '{path[-1]}'.", path, "Write it, or delete the key."
    )


def _not_list(error: ErrorDetails, path: Path, tree: Tree) -> None:
    if error["input"] is None:
        _empty(error, path, tree)
        return
    hint = "Put each on a line of its own that begins with `- `."
    tree.problem("E022", f"'{path[-1]}' is a list.", path, hint)


def _not_keys(error: ErrorDetails, path: Path, tree: Tree) -> None:
    if error["input"] is None:
        _empty(error, path, tree)
        return
    tree.problem("E022", f"'{path[-1]}' is written as `key: value`.", path, "Look at the examples.")


def _not_text(error: ErrorDetails, path: Path, tree: Tree) -> None:
    if error["input"] is None:
        _empty(error, path, tree)
    elif isinstance(error["input"], dict | list) and path[-1] != "when":
        message = "Text is needed here. Braces and brackets are only for conditions and ids."
        tree.problem("E009", message, path, "Put quotes around the whole sentence.")
    else:
        message = "The name of a rule is needed here."
        tree.problem(
            "E022", message, path, "Write the condition under `rules:`, and its name here."
        )


TELLERS: dict[str, Callable[[ErrorDetails, Path, Tree], None]] = {
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
    "<choice>": surface.ChoiceStep,
    "<scale>": surface.ScaleStep,
    "<number>": surface.NumberStep,
    "<open>": surface.OpenStep,
    "<list>": surface.ListStep,
    "<do>": surface.ActionStep,
    "<guidance>": surface.GuidanceStep,
}
FIELD_MODELS: dict[str, type[BaseModel]] = {
    "<choice>": surface.ChoiceField,
    "<scale>": surface.ScaleField,
    "<number>": surface.NumberField,
    "<open>": surface.OpenField,
}
MODELS: dict[str, type[BaseModel]] = {
    "sections": surface.SectionKeys,
    "blocks": surface.BlockKeys,
    "urgent": surface.UrgentKeys,
    "concern": surface.ConcernKeys,
    "follow_up": surface.FollowUpKeys,
    "documents": surface.PartKeys,
}
