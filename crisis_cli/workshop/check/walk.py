"""Conditions as they are written and as they run, side by side, so that each part has its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.compiled import Condition
from crisis_cli.protocol.conditions import OPERATORS
from crisis_cli.protocol.surface.values import ALWAYS
from crisis_cli.protocol.tree import Path
from crisis_cli.workshop.check.logic import DEEPEST
from crisis_cli.workshop.check.look import Look


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a condition.

    beside: what must hold together with it. turned: whether a `not` stands around it.
    """

    written: Any
    runs: Condition
    at: Path
    beside: tuple[Condition, ...] = ()
    turned: bool = False

    @property
    def items(self) -> tuple[list[Any], Path] | None:
        """What stands under an `any:`, with its place; None for every other part."""
        if self.runs[0] != "any":
            return None
        if isinstance(self.written, list):
            return self.written, self.at
        alone = isinstance(self.written, dict) and list(self.written) == ["any"]
        return (self.written["any"], (*self.at, "any")) if alone else None


def parts(look: Look, written: Any, runs: Condition | None, at: Path) -> Iterator[Part]:
    """A condition without errors, and every part of it, those of its rules too."""
    if runs is None or written is ALWAYS:
        return
    yield from _inside(look, Part(written, runs, at), 0)


def of_rule(look: Look, name: str) -> Iterator[Part]:
    """The parts of one rule."""
    yield from parts(look, *_rule(look, name))


def _rule(look: Look, name: str) -> tuple[Any, Condition, Path]:
    keys, at = look.file.rules[name], ("rules", name)
    runs = look.protocol.rules[name].when
    beside = dict(keys.model_extra or {})
    if not beside:
        return keys.when, runs, (*at, "when")
    return beside if keys.when is ALWAYS else beside | {"all": [keys.when]}, runs, at


def _inside(look: Look, part: Part, depth: int) -> Iterator[Part]:
    yield part
    if isinstance(part.written, str):
        if depth < DEEPEST and part.runs[0] == "rule":
            written, runs, at = _rule(look, part.runs[1])
            inner = Part(written, runs, at, part.beside, part.turned)
            yield from _inside(look, inner, depth + 1)
    elif isinstance(part.written, dict):
        yield from _of_keys(look, part, depth)


def _of_keys(look: Look, part: Part, depth: int) -> Iterator[Part]:
    keys = list(part.written)
    together = part.runs[1] if len(keys) > 1 else [part.runs]
    if len(together) != len(keys):
        return
    for key, runs in zip(keys, together, strict=True):
        beside = part.beside + tuple(one for one in together if one is not runs)
        one = Part(part.written[key], runs, (*part.at, key), beside, part.turned)
        if len(keys) > 1:
            yield one
        if key in OPERATORS:
            yield from _operator(look, one, depth)


def _operator(look: Look, part: Part, depth: int) -> Iterator[Part]:
    if part.runs[0] == "not":
        inner = Part(part.written, part.runs[1], part.at, part.beside, not part.turned)
        yield from _inside(look, inner, depth)
        return
    for i, (written, runs) in enumerate(zip(part.written, part.runs[1], strict=False)):
        together = part.runs[1] if part.runs[0] == "all" else ()
        beside = part.beside + tuple(one for one in together if one is not runs)
        yield from _inside(look, Part(written, runs, (*part.at, i), beside, part.turned), depth)
