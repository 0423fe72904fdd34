"""The scenarios that can be practised, as a list, and choosing one of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crisis_cli.boundary import tell
from crisis_cli.commands.chosen import STANDARD
from crisis_cli.commands.options import give, room, say_json
from crisis_cli.commands.practice.expecting import expected
from crisis_cli.commands.practice.passes import day_of, on_record, practised
from crisis_cli.commands.practice.roles import roles
from crisis_cli.commands.stores import records
from crisis_cli.commands.typed import ask as typed
from crisis_cli.documents.text import WIDTH, wrap
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible
from crisis_cli.records.passed import Passed

HEAD = "Practise with a made-up client. Nothing of it becomes a record."
WHICH = "Which one? A number; Enter alone: practise freely"
BEGIN = "Begin one: crisis practice NAME. Practise freely: crisis practice {standard}"
NO_SUCH = "Type a number from 1 to {count}, or Enter alone."


@dataclass(frozen=True, slots=True)
class Offered:
    """A scenario to practise with. passed: when, an ISO time with zone, or "". changed: whether
    its file has been changed since. expected: whether the policy expects it."""

    name: str
    meet: str
    expected: bool
    passed: str
    changed: bool


def chosen(ask: bool, json: bool) -> str:
    """The scenario or protocol that somebody chooses from the list; "" where it was only shown.

    ask: whether it is asked for at all; without, it is the standard protocol.
    """
    if not ask:
        return STANDARD
    every = list(offered())
    if json:
        say_json([_data(one) for one in every])
        return ""
    give("\n".join(visible(line) for line in _lines(every)))
    if not sys.stdin.isatty():
        give("\n" + BEGIN.format(standard=STANDARD))
        return ""
    return _asked(every)


def offered() -> Iterator[Offered]:
    """The scenarios with lines, by name."""
    done: dict[str, Passed] = {}
    wanted: tuple[str, ...] = ()
    try:
        done = {one.scenario: one for one in practised()}
        with records() as store:
            wanted = expected(store)
            done |= {one.scenario: one for one in on_record(store)}
    except CrisisError as error:
        tell(error.message)
    for name, path in roles().items():
        one = done.get(name)
        changed = one is not None and _hash(path) != one.scenario_hash
        yield Offered(name, _meet(path), name in wanted, one.at if one else "", changed)


def _asked(every: list[Offered]) -> str:
    while True:
        said = typed(WHICH, default="").strip()
        if not said:
            return STANDARD
        with suppress(ValueError, IndexError):
            if int(said) > 0:
                return every[int(said) - 1].name
        if said in {one.name for one in every}:
            return said
        tell(NO_SUCH.format(count=len(every)))


def _lines(every: list[Offered]) -> Iterator[str]:
    wide = room(WIDTH)
    yield from wrap(HEAD, wide)
    yield ""
    for number, one in enumerate(every, 1):
        yield from wrap(f"{one.name}{_standing(one)}", wide, f"{number:3}  ", "     ")
        yield from wrap(one.meet, wide, "     ", "     ")


def _standing(one: Offered) -> str:
    """What is known of it, in a few words."""
    if one.passed:
        return f" - passed {day_of(one.passed)}{', changed since' * one.changed}"
    return " - your agency expects this one" if one.expected else ""


def _meet(path: Path) -> str:
    from crisis_cli.protocol.plain import placed

    with suppress(CrisisError):
        raw, _ = placed(path)
        return " ".join(str(raw.get("meet", "")).split()) if isinstance(raw, dict) else ""
    return ""


def _hash(path: Path) -> str:
    from hashlib import sha256

    from crisis_cli.protocol.source import contents

    return sha256(contents(path)).hexdigest()


def _data(one: Offered) -> dict[str, Any]:
    return {
        "name": one.name,
        "meet": one.meet,
        "expected": one.expected,
        "passed": one.passed or None,
        "changed_since": one.changed,
    }
