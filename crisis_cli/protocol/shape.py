"""Whether a file has the shape that it should: the keys and values, told in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from crisis_cli.protocol.misfits import Misfit, misfits
from crisis_cli.protocol.surface.file import File
from crisis_cli.protocol.tree import Path, Tree

ROUNDS = 5  # of taking out what does not fit; each leaves less
NAMED = ("rules", "blocks", "answer_sets")  # where the key is the name
TOO_MANY = 2_000  # errors after which the rest of the file is not looked at
Whole = TypeVar("Whole", bound=BaseModel)
STUB = {"protocol": "unnamed", "title": "?", "version": "0"}


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
    fresh: list[Path] = [()]  # the parts that are looked at for the first time
    for _ in range(ROUNDS):
        try:
            return File.model_validate(raw), broken
        except ValidationError as error:
            found = misfits(error, File)
        lost = any(misfit.path == ("sections",) for misfit in found)
        for misfit in found:
            new = any(misfit.path[: len(path)] == path for path in fresh)
            if new and (not lost or len(misfit.path) == 1):
                misfit.tell(tree)
        if lost or len(found) > TOO_MANY:  # without the questions everything else looks wrong too
            break
        settled = _renamed(found, tree)
        fresh = [one.settled for one in settled]
        rest = _without([one for one in found if one not in settled], tree)
        broken |= _around(found, raw) | (ids(raw) - ids(rest))
        raw = rest
    return None, broken


def fitted(
    tree: Tree, whole: type[Whole], begins: str, stub: Mapping[str, Any] | None = None
) -> Whole | None:
    """A file of another kind as its model; None where anything does not fit, which is noted.

    begins: how such a file begins, for one that has no keys at all. stub: the least that the model
    needs. With it, what fits is given all the same, to be looked at in the same pass.
    """
    raw = tree.value()
    if not isinstance(raw, dict):
        tree.problem("E022", "This file is written as `key: value`.", (), f"Begin with {begins}.")
        return None
    fresh: list[Path] = [()]
    for _ in range(1 if stub is None else ROUNDS):
        try:
            return whole.model_validate(raw)
        except ValidationError as error:
            found = misfits(error, whole)
        for misfit in found:
            if any(misfit.path[: len(path)] == path for path in fresh):
                misfit.tell(tree)
        settled = _renamed(found, tree)
        fresh = [one.settled for one in settled]
        tree.remove(one.path for one in found if one not in settled)
        rest = tree.value()
        raw = {**(stub or {}), **(rest if isinstance(rest, dict) else {})}
    return None


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


def _around(found: Iterable[Misfit], raw: Any) -> set[str]:
    """The ids of whatever has errors in it."""
    named: set[str] = set()
    for misfit in found:
        path = misfit.path
        if len(path) > 1 or isinstance(misfit.given, dict | list):
            named.add(str(path[0]))  # what is left out may have used anything
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


def _renamed(found: Iterable[Misfit], tree: Tree) -> list[Misfit]:
    """Give misspelt keys the name that was meant; the misfits that are settled so."""
    return [one for one in found if all([tree.rename(*key) for key in one.renames()] or [False])]


def _without(found: Iterable[Misfit], tree: Tree) -> dict[str, Any]:
    """The file without what does not fit; a title that is missing hides nothing else."""
    untitled = [one for one in found if _may_lack(one)]
    for one in untitled:
        tree.add(one.path, "?")
    tree.remove(one.path for one in found if one not in untitled)
    rest = tree.value()
    return STUB | (rest if isinstance(rest, dict) else {})


def _may_lack(misfit: Misfit) -> bool:
    gap = misfit.kind == "missing"
    return gap and misfit.path[0] == "sections" and misfit.name == "title"
