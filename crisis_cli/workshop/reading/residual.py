"""What is left of a condition once some answers are known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from crisis_cli.protocol.compiled import Condition, Rule
from crisis_cli.protocol.truth import LEAST_REASSURING, MOST_REASSURING, OTHER, REASSURED


class Settled(NamedTuple):
    """A condition that no further answer can change: whether it holds, and why."""

    holds: bool
    why: str = OTHER


# What is left: settled, or the open part as a tuple, its operator first. Equal when alike.
Left = Settled | tuple[Any, ...]
Settling = Callable[[Condition], Settled | None]  # what one atom has come to, None while it is open


def whole(condition: Condition, rules: dict[str, Rule]) -> Left:
    """A condition of which nothing is known yet, its rules resolved."""
    match condition:
        case ["all" | "any" as op, parts]:
            return (op, frozenset(whole(part, rules) for part in parts))
        case ["not", part]:
            return ("not", whole(part, rules))
        case ["rule", name]:
            return whole(rules[name].when, rules)
    return tuple(_frozen(one) for one in condition)


def narrowed(left: Left, settle: Settling, reasons: bool = False) -> Left:
    """What is left of it now.

    settle: what each atom has come to. reasons: keep apart why it fails; otherwise every settled
    condition has the same reason.
    """
    if isinstance(left, Settled):
        return left if reasons else Settled(left.holds)
    if left[0] in ("all", "any"):
        return _joined(left[0], [narrowed(part, settle, reasons) for part in left[1]], reasons)
    if left[0] == "not":
        inner = narrowed(left[1], settle, reasons)
        return Settled(not inner.holds, inner.why) if isinstance(inner, Settled) else ("not", inner)
    found = settle(list(left))
    return left if found is None else found if reasons else Settled(found.holds)


def nothing(atom: Condition) -> None:
    """That nothing is known of an atom yet."""


def _joined(op: str, parts: list[Left], reasons: bool) -> Left:
    """An `all` or `any` of these parts, as small as can be told."""
    settled = {part for part in parts if isinstance(part, Settled)}
    still_open = frozenset(part for part in parts if not isinstance(part, Settled))
    deciding = _best({one for one in settled if one.holds == (op == "any")}, MOST_REASSURING)
    rest = _best({one for one in settled if one.holds == (op == "all")}, LEAST_REASSURING)
    if not still_open:
        return deciding or rest or Settled(op == "all")
    if deciding:
        final = not reasons or deciding.why == REASSURED
        return deciding if final else (op, still_open | {deciding})
    if reasons and rest:
        return (op, still_open | {rest})
    return next(iter(still_open)) if len(still_open) == 1 else (op, still_open)


def _best(some: set[Settled], order: tuple[str, ...]) -> Settled | None:
    return min(some, key=lambda one: order.index(one.why), default=None)


def _frozen(part: Any) -> Any:
    return tuple(_frozen(one) for one in part) if isinstance(part, list) else part
