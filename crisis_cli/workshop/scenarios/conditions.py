"""Every way to get one condition a little wrong: a word, a part or the whole of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.compiled import UNKNOWN, Condition
from crisis_cli.workshop.english import listed

TESTS = ("number", "count", "includes")  # of a value, which has no word
FEWER = {"at_least": 1, "above": 1, "at_most": -1, "below": -1}  # how a limit is made stricter
Put = Callable[[Condition], Condition]  # a part of a condition -> the whole with that part


@dataclass(frozen=True, slots=True)
class Slip:
    """One condition that was got wrong.

    what: what is wrong, as it goes on after "If"; `{owner}` stands for where the condition is.
    condition: what is left of it.
    about: the question or rule that it is about, or "". words: the answers that it is about.
    dropped: `answers` where nothing but these words can make a difference, `part` where it may
    besides matter that the question is unknown, else "". beside: other questions of that part.
    value: whether any value may make the difference, and no single word.
    """

    what: str
    condition: Condition
    about: str = ""
    words: tuple[str, ...] = ()
    dropped: str = ""
    beside: tuple[str, ...] = ()
    value: bool = False


def slips(condition: Condition) -> Iterator[Slip]:
    """Every way to get this condition a little wrong."""
    yield Slip("{owner} were turned round", ["not", condition])
    yield from _within(condition, lambda part: part)


def _within(condition: Condition, put: Put) -> Iterator[Slip]:
    match condition:
        case ["all" | "any" as op, parts]:
            for place, part in enumerate(parts):
                if len(parts) > 1:
                    yield _left_out(op, parts, place, put)
                yield from _within(part, _at(op, parts, place, put))
        case ["not", inner]:
            yield Slip("the `not` were forgotten in {owner}", put(inner))
            yield from _within(inner, lambda part: put(["not", part]))
        case ["is" | "includes", *_]:
            yield from _words(condition, put)
        case ["number" | "count", question, op, limit]:
            other = limit + FEWER[op]
            what = f"`{question}` were {op} {other:.15g}, not {limit:.15g}, in {{owner}}"
            left = put([condition[0], question, op, other])
            yield Slip(what, left, question, dropped="answers", value=True)
        case ["on_path", question, wanted]:
            what = f"`{question}` were on_path: {'no' if wanted else 'yes'} in {{owner}}"
            yield Slip(what, put(["on_path", question, not wanted]), question)
        case ["concern", levels]:
            yield from _levels(levels, put)


def _at(op: str, parts: list[Condition], place: int, put: Put) -> Put:
    return lambda part: put([op, [*parts[:place], part, *parts[place + 1 :]]])


def _left_out(op: str, parts: list[Condition], place: int, put: Put) -> Slip:
    part = parts[place]
    left = put([op, parts[:place] + parts[place + 1 :]])
    what = _forgotten(named(part))
    inner = [one for one in part[1] if one[0] == "is"] if part[0] in ("all", "any") else [part]
    if not inner or inner[0][0] in ("not", "concern"):
        return Slip(what, left)
    first, *others = inner
    words = tuple(first[2]) if first[0] == "is" else ()
    value = part[0] in TESTS
    alone = op == "any" and (value or part[0] == "is")
    beside = tuple(one[1] for one in others)
    return Slip(what, left, first[1], words, "part" if alone else "", beside, value)


def _words(condition: Condition, put: Put) -> Iterator[Slip]:
    *head, words = condition
    question = condition[1]
    for word in words:
        if len(words) > 1:
            left = put([*head, [one for one in words if one != word]])
            what, value = _forgotten(f"`{question}: {word}`"), condition[0] in TESTS
            yield Slip(what, left, question, (word,), "answers", value=value)


def _levels(levels: list[str], put: Put) -> Iterator[Slip]:
    for level in levels:
        if len(levels) > 1:
            left = put(["concern", [one for one in levels if one != level]])
            yield Slip(_forgotten(f"`concern: {level}`"), left)


def _forgotten(part: str) -> str:
    return f"{part} were forgotten in {{owner}}"


def named(condition: Condition) -> str:
    """A part of a condition as it is written, in short."""
    match condition:
        case ["is", question, words]:
            return f"`{question}: {_written(words)}`"
        case ["rule", name]:
            return f"`{name}`"
        case ["concern", levels]:
            return f"`concern: {listed(levels)}`"
        case ["not", inner]:
            return f"not {named(inner)}"
        case ["all" | "any" as op, parts]:
            return listed([named(part) for part in parts], "and" if op == "all" else "or")
    return f"the test of `{condition[1]}`"


def _written(words: list[Any]) -> str:
    if tuple(words) == UNKNOWN:
        return "unknown"
    return str(words[0]) if len(words) == 1 else f"[{', '.join(map(str, words))}]"
