"""What can never come up, seen by the solver through every interview: where it is installed, and as
far as the time goes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from crisis_cli.protocol.compiled import LEVELS, Condition
from crisis_cli.protocol.tree import Path
from crisis_cli.workshop.check.look import Look
from crisis_cli.workshop.model.logic import Formula, NoSolver, both, either, no, solver
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.search import FOUND, NONE, Search

SECONDS = 5.0  # for all of it
LARGEST = 2_000  # steps; nobody writes so many by hand
HINT = "Look at it together with the conditions of the questions that it names."


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that is told where no interview makes the goal true.

    unless: the code that makes it idle to tell this one too, at the same place.
    """

    goal: Formula
    code: str
    message: str
    at: Path
    key: bool = False
    unless: str = ""


def impossible(look: Look) -> None:
    """Everything that no interview at all leads to, unless it was seen without the solver."""
    try:
        solver()
    except NoSolver:
        return
    if look.found.broken or len(look.protocol.steps) > LARGEST:
        return
    model = Model(look.protocol)
    for doubt in _never(list(_doubts(look, model)), Search(model)):
        seen = {(doubt.code, doubt.at), (doubt.unless, doubt.at)}
        if not seen & look.told:
            look.tell(doubt.code, doubt.message, doubt.at, HINT, doubt.key)


def _never(doubts: list[Doubt], search: Search) -> list[Doubt]:
    """Those whose goal no interview makes true: each interview that is found clears many."""
    end = time.monotonic() + SECONDS
    left = doubts
    while left:
        verdict = search.check(either(one.goal for one in left), end - time.monotonic())
        if verdict != FOUND:
            return left if verdict == NONE else []
        left = [one for one in left if not search.truth(one.goal)]
    return []


def _doubts(look: Look, model: Model) -> Iterator[Doubt]:
    yield from _urgent(look, model)
    yield from _concern(look, model)
    yield from _steps(look, model)
    yield from _endings(look, model)


def _urgent(look: Look, model: Model) -> Iterator[Doubt]:
    for one in look.protocol.urgent:
        message = f"No answers make the rule '{one.rule}' hold, so '{one.block}' never comes up."
        yield Doubt(model.urgent(one.rule), "E062", message, ("rules", one.rule), key=True)


def _concern(look: Look, model: Model) -> Iterator[Doubt]:
    for i, one in enumerate(look.protocol.concern):
        holds = model.holds(one.when)
        message = f"No answers make '{one.id}' hold: its level is never set."
        yield Doubt(holds, "E064", message, ("concern", i, "when"))
        higher = LEVELS[LEVELS.index(one.level) + 1 :]
        if higher:
            message = f"'{one.id}' never decides: whenever it holds, a higher level is reached too."
            decides = both([holds, no(model.at_least(higher[0]))])
            yield Doubt(decides, "W094", message, ("concern", i, "when"), unless="E064")


def _steps(look: Look, model: Model) -> Iterator[Doubt]:
    for step, path in look.path:
        if step.when is None:
            continue
        code = "E063" if step.danger else "W091"
        message = f"No answers lead to '{step.id}', so it is never asked."
        yield Doubt(model.on(step.id), code, message, (*path, "when"))
        outer, own = look.own(step, path)
        if own is not None:
            message = f"The `when` of '{step.id}' always holds, so it says nothing."
            without = both([model.holds(outer), no(model.holds(own))])
            yield Doubt(without, "W092", message, (*path, "when"), unless=code)


def _endings(look: Look, model: Model) -> Iterator[Doubt]:
    for i, due in enumerate(look.protocol.follow_up):
        yield from _ending(model, due.when, "This follow-up", ("follow_up", i, "when"))
    for name, document in look.protocol.documents.items():
        at: Path = ("documents", name)
        yield from _ending(model, document.when, f"The document '{name}'", (*at, "when"))
        for i, part in enumerate(document.parts):
            what = f"The part '{part.heading}'"
            yield from _ending(model, part.when, what, (*at, "parts", i, "when"))


def _ending(model: Model, when: Condition | None, what: str, at: Path) -> Iterator[Doubt]:
    if when is not None:
        yield Doubt(model.holds(when), "W093", f"{what} never comes: no answers lead to it.", at)
