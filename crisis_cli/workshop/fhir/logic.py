"""Conditions as they are written in a protocol: put together, and named as rules where too deep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crisis_cli.protocol.conditions import DEEPEST, OPERATORS
from crisis_cli.workshop.fhir.words import Ids, one_line

Condition = str | dict[str, Any]  # the name of a rule, or keys


def depth(condition: Condition) -> int:
    """How many of all, any and not stand inside one another."""
    if isinstance(condition, str):
        return 0
    return max((_depth_of(key, value) for key, value in condition.items()), default=0)


def _depth_of(key: str, value: Any) -> int:
    if key not in OPERATORS:
        return 0
    inner = value if isinstance(value, list) else [value]
    return 1 + max((depth(one) for one in inner), default=0)


class Rules:
    """The rules that an import needs. made: by name, with what each means."""

    def __init__(self, ids: Ids) -> None:
        self.made: dict[str, tuple[str, dict[str, Any]]] = {}
        self._ids = ids
        self._names: dict[str, str] = {}
        self._sizes: dict[str, int] = {}

    def name(self, condition: Condition, wanted: str, means: str) -> str:
        """A rule for a condition. The same condition gets the same rule."""
        if isinstance(condition, str):
            return condition
        key = repr(condition)
        if key not in self._names:
            name = self._ids.new(wanted, "rule")
            self._names[key] = name
            self.made[name] = (one_line(means), condition)
        return self._names[key]

    def size(self, conditions: list[Condition]) -> int:
        """How many single conditions there are in some, their rules taken in."""
        return sum(map(self._size, conditions))

    def _size(self, condition: Condition) -> int:
        if isinstance(condition, str):
            if condition not in self._sizes:
                self._sizes[condition] = self._size(self.made[condition][1])
            return self._sizes[condition]
        return sum(self._size_of(key, value) for key, value in condition.items())

    def _size_of(self, key: str, value: Any) -> int:
        if key not in OPERATORS:
            return 1
        return self.size(value if isinstance(value, list) else [value])

    def all_of(
        self, parts: Iterable[Condition | None], wanted: str, means: str
    ) -> Condition | None:
        """All of these together; None for none."""
        return self._together("all", [one for one in parts if one is not None], wanted, means)

    def any_of(self, parts: list[Condition], wanted: str, means: str) -> Condition | None:
        """One of these or more; None for none."""
        return self._together("any", _joined(parts), wanted, means)

    def _together(
        self, op: str, parts: list[Condition], wanted: str, means: str
    ) -> Condition | None:
        flat = list({repr(one): one for part in parts for one in _flat(op, part)}.values())
        if len(flat) < 2:
            return flat[0] if flat else None
        fit = [one if depth(one) < DEEPEST else self.name(one, wanted, means) for one in flat]
        merged = _merged(fit) if op == "all" else None
        return merged if merged is not None else {op: fit}


def _flat(op: str, part: Condition) -> list[Condition]:
    if isinstance(part, dict) and list(part) == [op]:
        return list(part[op])
    return [part]


def _merged(parts: list[Condition]) -> Condition | None:
    """{a: yes} and {b: no} as {a: yes, b: no}; None where they are not as simple as that."""
    keys = [key for one in parts if isinstance(one, dict) for key in one]
    simple = all(isinstance(one, dict) for one in parts) and not set(keys) & set(OPERATORS)
    if not simple or len(set(keys)) < len(keys):
        return None
    return {key: value for one in parts if isinstance(one, dict) for key, value in one.items()}


def _joined(parts: list[Condition]) -> list[Condition]:
    """Words of one question together: {a: x} or {a: y} is {a: [x, y]}."""
    words: dict[str, list[str]] = {}
    joined: list[Condition] = []
    for part in parts:
        match part:
            case dict() if len(part) == 1 and _worded(*part.items()):
                [(question, given)] = part.items()
                fresh = question not in words
                kept = words.setdefault(question, [])
                kept += [one for one in _listed(given) if one not in kept]
                if fresh:
                    joined.append({question: kept})
            case _:
                joined.append(part)
    return [_single(part) for part in joined]


def _worded(item: tuple[str, Any]) -> bool:
    key, value = item
    return key not in OPERATORS and isinstance(value, str | list)


def _listed(given: Any) -> list[str]:
    return given if isinstance(given, list) else [given]


def _single(part: Condition) -> Condition:
    match part:
        case dict() if len(part) == 1 and _worded(*part.items()):
            [(question, given)] = part.items()
            words = _listed(given)
            return {question: words[0] if len(words) == 1 else words}
    return part
