"""Where a part of a condition stands in the file that it was compiled from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from crisis_cli.protocol.tree import Path, Tree
from crisis_cli.workshop.scenarios.conditions import Slip

STANDS_FOR = ("unknown", "any_but_no")  # words of a file that stand for several answers
OPERATORS = ("all", "any", "not", "when")


def found(tree: Tree, path: Path, slip: Slip) -> Path:
    """The path of what a slip is about, as near as it can be told; else of the whole condition."""
    value: Any = tree.value()
    for part in path:
        value = value[part]
    named = [one for one in _named(value, ()) if one.name == slip.about]
    named = [one for one in named if set(slip.beside) <= one.beside] or named
    words = {*slip.words}
    exact = [one.at for one in named if words <= _said(one.raw)]
    roughly = [one.at for one in named if _said(one.raw) & {*words, *STANDS_FOR}]
    nearest = next(iter([*exact, *roughly, *(one.at for one in named)]), ())
    return (*path, *nearest)


class Named(NamedTuple):
    """A question or rule that stands in a condition: where, its name, what is said of it, and
    what stands beside it."""

    at: Path
    name: str
    raw: Any
    beside: set[str]


def _said(raw: Any) -> set[str]:
    return {one for one in (raw if isinstance(raw, list) else [raw]) if isinstance(one, str)}


def _named(raw: Any, at: Path) -> Iterator[Named]:
    if isinstance(raw, str):
        yield Named(at, raw, raw, set())
    elif isinstance(raw, list):
        for place, one in enumerate(raw):
            yield from _named(one, (*at, place))
    elif isinstance(raw, dict):
        for key, value in raw.items():
            if key in OPERATORS:
                yield from _named(value, (*at, key))
            elif key != "means":
                yield Named((*at, key), key, value, set(raw))
