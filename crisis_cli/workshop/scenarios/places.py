"""Where a part of a condition stands in the file that it was compiled from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crisis_cli.protocol.tree import Path, Tree
from crisis_cli.workshop.scenarios.conditions import Slip

STANDS_FOR = ("unknown", "any_but_no")  # words of a file that stand for several answers
OPERATORS = ("all", "any", "not", "when")


def found(tree: Tree, path: Path, slip: Slip) -> Path:
    """The path of what a slip is about, as near as it can be told; else of the whole condition."""
    value: Any = tree.value()
    for part in path:
        value = value[part]
    named = [(at, raw) for at, name, raw in _named(value, ()) if name == slip.about]
    words = {*slip.words}
    exact = [at for at, raw in named if words <= _said(raw)]
    roughly = [at for at, raw in named if _said(raw) & {*words, *STANDS_FOR}]
    nearest = next(iter([*exact, *roughly, *(at for at, _ in named)]), ())
    return (*path, *nearest)


def _said(raw: Any) -> set[str]:
    return {one for one in (raw if isinstance(raw, list) else [raw]) if isinstance(one, str)}


def _named(raw: Any, at: Path) -> Iterator[tuple[Path, str, Any]]:
    """Each question and rule that stands in a condition: where, its name, what is said of it."""
    if isinstance(raw, str):
        yield at, raw, raw
    elif isinstance(raw, list):
        for place, one in enumerate(raw):
            yield from _named(one, (*at, place))
    elif isinstance(raw, dict):
        for key, value in raw.items():
            if key in OPERATORS:
                yield from _named(value, (*at, key))
            elif key != "means":
                yield (*at, key), key, value
