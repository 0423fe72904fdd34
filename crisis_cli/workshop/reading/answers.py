"""The answers to a question that can make a difference: one for each way that conditions see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, pairwise
from typing import Any

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Step
from crisis_cli.protocol.kinds import KINDS, OUTCOMES, Refused, accept, value_or_unknown
from crisis_cli.protocol.truth import Said, matches, said
from crisis_cli.workshop.model.answers import ANYTHING, item

WIDEST = 10  # options of one choose-many that conditions name; more would be too many together


class TooMany(Exception):
    """More answers than can be looked at one by one."""


def answers(step: Step, atoms: Iterable[Condition]) -> list[Any]:
    """Answers to a step, as a script gives them: every way in which these atoms tell them apart.

    Each is a kept value, or the word of an unknown; what conditions see is `seen`. Answers of a
    choice are all there, also those that no atom tells apart. TooMany for a wide choose-many.
    """
    if not KINDS[step.kind].asks:
        return []
    values = MAKERS.get(step.kind, _one)(step, list(atoms))
    return [*_kept(step, values), *UNKNOWN]


def seen(step: Step, answer: Any) -> Said:
    """An answer of a script as conditions see it."""
    return said(step, *value_or_unknown(answer))


def kinds_of_answers(step: Step, atoms: list[Condition]) -> list[Any]:
    """Of the answers that these atoms see alike, one each; a danger question also tells no, an
    unknown and the rest apart."""
    found: dict[tuple[Any, ...], Any] = {}
    for answer in answers(step, atoms):
        as_seen = seen(step, answer)
        held = tuple(matches(atom, as_seen) for atom in atoms if atom[0] != "on_path")
        found.setdefault((*held, step.danger and _of_danger(as_seen.word)), answer)
    return list(found.values())


def _of_danger(word: str) -> str:
    return word if word == "no" else "unknown" if word in UNKNOWN else ""


def _kept(step: Step, values: Iterable[Any]) -> Iterator[Any]:
    """Those that fit, as they are kept, each once."""
    before: list[Any] = []
    for value in values:
        try:
            kept = accept(step, value)
        except Refused:
            continue
        if kept not in before:
            before.append(kept)
            yield kept


def _choices(step: Step, atoms: list[Condition]) -> Iterator[Any]:
    return (choice.id for choice in step.choices)


def _subsets(step: Step, atoms: list[Condition]) -> Iterator[Any]:
    named = {one for atom in atoms if atom[0] == "includes" for one in atom[3]}
    if len(named) > WIDEST:
        raise TooMany
    ids = [choice.id for choice in step.choices if choice.id in named]
    sizes = (combinations(ids, size) for size in range(len(ids) + 1))
    return (list(some) for some in chain.from_iterable(sizes))


def _numbers(step: Step, atoms: list[Condition]) -> Iterator[Any]:
    """Numbers at, between, below and above all limits, the least first."""
    limits = [atom[3] for atom in atoms if atom[0] == "number"]
    limits += [one for one in (step.least, step.most) if one is not None] or [0]
    at = sorted(set(limits))
    between = [(low + high) / 2 for low, high in pairwise(at)]
    near = [number // 1 + more for number in at for more in (-1, 0, 1)]
    return map(_plain, sorted({*at, *between, *near}))


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _lists(step: Step, atoms: list[Condition]) -> Iterator[Any]:
    """Lists of every length that a limit is near."""
    limits = [atom[3] for atom in atoms if atom[0] == "count"]
    near = {int(limit // 1) + more for limit in limits for more in (-1, 0, 1)}
    lengths = sorted({0, 1, int(step.least or 0), *near})
    return ([item(step)] * length for length in lengths if length >= 0)


def _outcomes(step: Step, atoms: list[Condition]) -> Iterator[Any]:
    return iter(OUTCOMES)


def _one(step: Step, atoms: list[Condition]) -> Iterator[Any]:
    return iter([ANYTHING[step.kind]])


MAKERS: dict[str, Callable[[Step, list[Condition]], Iterator[Any]]] = {
    "yes_no": _choices,
    "choose_one": _choices,
    "choose_many": _subsets,
    "scale": _numbers,
    "number": _numbers,
    "list": _lists,
    "action": _outcomes,
}
