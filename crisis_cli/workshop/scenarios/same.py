"""Whether a mistake in a protocol changes anything at all: told by the solver, over every
interview that is answered in order and stops anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from crisis_cli.protocol.compiled import LEVELS, Condition, Protocol, Step
from crisis_cli.protocol.truth import atoms, rules_named
from crisis_cli.workshop.model.answers import Answers
from crisis_cli.workshop.model.logic import Formula, NoSolver, differ, either
from crisis_cli.workshop.model.model import Model, Stop
from crisis_cli.workshop.model.path import AT_AN_ENDING, COUNTED, UNDRAWN
from crisis_cli.workshop.model.search import FOUND, NONE, Counts, Search, simplest

SECONDS = 10.0  # for one mistake
EXAMPLE = 3.0  # seconds for the simplest answers that show one

Look = Callable[[Model], Formula]  # something that can be seen of an interview


@dataclass(frozen=True, slots=True)
class Told:
    """What the solver says of a mistake. same: it changes nothing. shown: it changes something.

    Neither where it was not proved in time. example: the simplest answers that show it, without
    the calm ones; worked out when it is called.
    """

    same: bool
    shown: bool
    example: Callable[[], dict[str, Any]]


class Sameness:
    """One protocol, compared with mistakes in it. NoSolver where there is none."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.answers = Answers()
        self.stop = Stop(protocol, self.answers)
        self.model = Model(protocol, self.answers, self.stop.reached)
        self.search = Search(self.model, SECONDS)
        self.search.check(True)

    def __call__(self, mutant: Protocol) -> Told:
        """What is known of a protocol with one mistake in it."""
        other = Model(mutant, self.answers, self.stop.reached)
        looks = list(_looks(self.protocol, mutant))
        goal = either(differ(look(self.model), look(other)) for look in looks)
        verdict = self.search.check(goal)
        return Told(verdict == NONE, verdict == FOUND, lambda: self._example(goal, other))

    def _example(self, goal: Formula, other: Model) -> dict[str, Any]:
        counts = Counts.of([self.model, other])
        if self.search.check(goal) != FOUND:
            return {}
        simplest(self.search, goal, counts, EXAMPLE)
        found = self.search.answers()
        calm = {step.id: self.answers.to(step).calm() for step in self.model.asking}
        return {step: said for step, said in found.items() if not self.search.truth(calm[step])}


def same_as(protocol: Protocol) -> Sameness | None:
    """What tells mistakes that change nothing; None where there is no solver."""
    try:
        return Sameness(protocol)
    except NoSolver:
        return None


def _looks(old: Protocol, new: Protocol) -> Iterator[Look]:
    """Everything that a difference between the two can show in: where none does, nothing after it
    does either."""
    rules = _reached(old, new)

    def touched(was: Condition | None, now: Condition | None) -> bool:
        return was != now or bool(rules & set(rules_named(was)))

    for step, other in zip(old.steps, new.steps, strict=True):
        if step != other or touched(step.when, other.when):
            yield from _step(step)
    for one in old.urgent:
        if one.rule in rules or one not in new.urgent:
            yield partial(_urgent, one.rule)
    for level in _levels(old, new, rules):
        yield partial(_at_least, level, True)
        yield partial(_at_least, level, False)
    for where, was, now in _conditions(old, new):
        if touched(was, now):
            yield partial(_holds, where)
            yield partial(_holds_now, where)


def _step(step: Step) -> Iterator[Look]:
    yield partial(_on, step.id)
    for word in UNDRAWN if step.danger else ():
        yield partial(_word, step.id, word, AT_AN_ENDING)
        yield partial(_word, step.id, word, COUNTED)


def _on(step: str, model: Model) -> Formula:
    return model.on(step)


def _word(step: str, word: str, view: str, model: Model) -> Formula:
    return model.path.word(step, word, view)


def _urgent(rule: str, model: Model) -> Formula:
    runs = any(one.rule == rule for one in model.protocol.urgent)
    return model.urgent(rule) if runs else False


def _at_least(level: str, at_ending: bool, model: Model) -> Formula:
    return model.at_least(level, at_ending)


Where = Callable[[Protocol], Condition | None]


def _conditions(
    old: Protocol, new: Protocol
) -> Iterator[tuple[Where, Condition | None, Condition | None]]:
    """The conditions of blocks, follow-ups and client pages: where, and both as they are."""
    wheres: list[Where] = []
    for name, block in old.blocks.items():
        wheres += [partial(_block_step, name, place) for place, _ in enumerate(block.steps)]
    wheres += [partial(_follow_up, place) for place, _ in enumerate(old.follow_up)]
    for name, document in old.documents.items():
        wheres += [partial(_part, name, place) for place in range(-1, len(document.parts))]
    yield from ((where, where(old), where(new)) for where in wheres)


def _block_step(block: str, place: int, protocol: Protocol) -> Condition | None:
    return protocol.blocks[block].steps[place].when


def _follow_up(place: int, protocol: Protocol) -> Condition | None:
    return protocol.follow_up[place].when


def _part(document: str, place: int, protocol: Protocol) -> Condition | None:
    """Of one heading, or at -1 of the whole page."""
    whole = protocol.documents[document]
    return whole.when if place < 0 else whole.parts[place].when


def _holds(where: Where, model: Model) -> Formula:
    return model.holds(where(model.protocol))


def _holds_now(where: Where, model: Model) -> Formula:
    """As a block sees it while the contact goes on; what asks for the level is not seen then."""
    when = where(model.protocol)
    found = atoms(when, model.protocol.rules)
    return False if any(a[0] == "concern" for a in found) else model.path.holds(when, COUNTED)


def _levels(old: Protocol, new: Protocol, rules: set[str]) -> list[str]:
    """The levels of the lines of concern that are not the same, or name a rule that is not."""
    there = {one.id: one for one in new.concern}
    changed = (o for o in old.concern if there.get(o.id) != o or rules & set(rules_named(o.when)))
    return sorted({one.level for one in changed}, key=LEVELS.index)


def _reached(old: Protocol, new: Protocol) -> set[str]:
    """The rules that are not the same, and those that name one of them."""
    found = {name for name, rule in old.rules.items() if rule != new.rules[name]}
    size = -1
    while size < len(found):
        size = len(found)
        found |= {name for name, rule in old.rules.items() if found & set(rules_named(rule.when))}
    return found
