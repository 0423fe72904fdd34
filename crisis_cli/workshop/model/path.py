"""The path of one protocol as formulas, with the meaning of `engine.path`.

An interview is answered in protocol order, and goes on to the end or stops before any question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Protocol
from crisis_cli.protocol.truth import questions, unanswered
from crisis_cli.workshop.model.answers import Answers, Given, Many, Measured, asks
from crisis_cli.workshop.model.logic import Formula, Truth, both, either, known, no
from crisis_cli.workshop.model.places import Places
from crisis_cli.workshop.model.reasons import Why, either_why, weighed

# Which answers count: now (nothing that was passed by), on the path, or at an ending (what was
# not reached as well). See `engine.state`.
NOW, COUNTED, AT_AN_ENDING = "now", "counted", "at an ending"
UNTOLD = [one for one in UNKNOWN if unanswered(one)]
UNDRAWN = ("could_not_assess", "not_asked")  # what a danger step off the path may count as

Reached = Callable[[int], Formula]  # whether the interview came as far as answering this place


def always(place: int) -> Formula:
    """An interview that goes on to the end."""
    return True


class Fact(NamedTuple):
    """What is to be known of one step. told: whether no answer still to come changes `on`.

    why: the reason, where it is surely off the path.
    """

    on: Formula
    told: Formula
    waits: Formula
    why: Why


class Path:
    """Which steps are on the path, and what counts for each question.

    Only what is asked about is turned into formulas, with what it hangs on.
    """

    def __init__(self, protocol: Protocol, answers: Answers, reached: Reached) -> None:
        self.protocol, self.answers, self.reached = protocol, answers, reached
        self.places = Places(protocol)
        self._facts: dict[str, Fact] = {}
        self._answered: dict[str, Formula] = {}
        self._rules: dict[tuple[str, str], Formula] = {}
        self._truths: dict[str, Truth] = {}

    def on(self, step: str) -> Formula:
        """Whether the step is on the path."""
        return self._fact(step).on

    def answered(self, step: str) -> Formula:
        """Whether the question was answered (or passed by, which is an answer too)."""
        place = self.places.place[step]
        return (
            both((self.on(step), self.reached(place))) if asks(self.places.steps[place]) else False
        )

    def given(self, step: str) -> Given:
        """The answer that the step gets if it is asked."""
        return self.answers.to(self.places.step(step))

    def word(self, step: str, word: str, view: str = COUNTED) -> Formula:
        """Whether this word counts for the question."""
        return self._is(step, [word], view)

    def untold(self, step: str, view: str) -> Formula:
        """Whether a danger question tells nothing: refused, not found out, not asked."""
        return self._is(step, UNTOLD, view)

    def holds(self, condition: Condition | None, view: str) -> Formula:
        """Whether a condition holds, seen so."""
        if condition is None:
            return True
        self._learn(questions(condition, self.protocol.rules))
        return self._fold(condition, view)

    def _fold(self, condition: Condition, view: str) -> Formula:
        match condition:
            case ["all", parts]:
                return both(self._fold(part, view) for part in parts)
            case ["any", parts]:
                return either(self._fold(part, view) for part in parts)
            case ["not", part]:
                return no(self._fold(part, view))
            case ["rule", name]:
                if (view, name) not in self._rules:
                    self._rules[view, name] = self._fold(self.protocol.rules[name].when, view)
                return self._rules[view, name]
        return self._atom(condition, view)

    def _atom(self, condition: Condition, view: str) -> Formula:
        op, step = condition[0], condition[1]
        if op == "on_path":
            return self.on(step) if condition[2] else no(self.on(step))
        if op == "is":
            return self._is(step, condition[2], view)
        given = self.given(step)
        if op == "includes" and isinstance(given, Many):
            found = given.includes(condition[2], condition[3])
        elif isinstance(given, Measured):
            found = given.compare(condition[2], condition[3])
        else:
            raise ValueError(f"no such condition: {op}")
        return both((self.answered(step), found))

    def _is(self, step: str, words: list[str], view: str) -> Formula:
        """As `word` for each of these, said together."""
        counts = [one for one in words if one != "not_asked" or view != NOW]
        found = [both((self.answered(step), either(map(self.given(step).word, counts))))]
        if self.places.step(step).danger:
            found += [self._undrawn(step, one) for one in counts if one in UNDRAWN]
        if "not_asked" in counts and view == AT_AN_ENDING:
            found.append(self._not_reached(step))
        return either(found)

    # -- one step after the other, in protocol order

    def _fact(self, step: str) -> Fact:
        if step not in self._facts:
            self._learn([step])
        return self._facts[step]

    def _learn(self, steps: Iterable[str]) -> None:
        for name in self.places.cone(steps, self._facts):
            self._facts[name] = self._judged(name)

    def _judged(self, name: str) -> Fact:
        step = self.places.step(name)
        truth = known(True) if step.when is None else self._truth(step.when)
        on = True if step.when is None else self._fold(step.when, COUNTED)
        reached = self.reached(self.places.place[name])
        waits = both((on, no(reached))) if asks(step) else on
        if step.when is None or on is True:
            return Fact(on, truth.told, waits, Why())
        why = self._why(step.when, False).where(truth.no)
        return Fact(on, truth.told, waits, why)

    def _truth(self, condition: Condition) -> Truth:
        """What can be told of a step's condition while answers are still to come."""
        match condition:
            case ["all", parts]:
                found = [self._truth(part) for part in parts]
                return Truth(both(one.yes for one in found), either(one.no for one in found))
            case ["any", parts]:
                found = [self._truth(part) for part in parts]
                return Truth(either(one.yes for one in found), both(one.no for one in found))
            case ["not", part]:
                inner = self._truth(part)
                return Truth(inner.no, inner.yes)
            case ["rule", name]:
                if name not in self._truths:
                    self._truths[name] = self._truth(self.protocol.rules[name].when)
                return self._truths[name]
        return self._ever(condition)

    def _ever(self, atom: Condition) -> Truth:
        fact, now = self._facts[atom[1]], self._atom(atom, COUNTED)
        told = fact.told if atom[0] == "on_path" else both((fact.told, no(fact.waits)))
        return Truth(both((told, now)), both((told, no(now))))

    def _why(self, condition: Condition, wanted: bool) -> Why:
        """Why a step's condition has the truth that it has: `protocol.truth.why`."""
        match condition:
            case ["not", part]:
                return self._why(part, not wanted)
            case ["rule", name]:
                return self._why(self.protocol.rules[name].when, wanted)
            case ["all" | "any" as op, parts]:
                found = (self._part(part, wanted) for part in parts)
                return weighed(found, (op == "all") != wanted)
        return self._says(condition[1])

    def _part(self, part: Condition, wanted: bool) -> Why:
        """The reason of a part that has this truth, or may still get it."""
        truth = self._truth(part)
        return self._why(part, wanted).where(no(truth.no if wanted else truth.yes))

    def _says(self, name: str) -> Why:
        """What one question by itself says of a step that is off the path."""
        fact, danger = self._facts[name], self.places.step(name).danger
        off = self._off_says(name).where(no(fact.on))
        if not danger:
            on = Why(pending=no(fact.told), other=fact.told)
            return either_why(on.where(fact.on), off)
        plain = both((self.answered(name), self.given(name).word("no")))
        unclear = both((self.answered(name), either(map(self.given(name).word, UNKNOWN))))
        rest = both((fact.on, no(plain), no(unclear)))
        sure = both((fact.told, no(fact.waits)))
        on = Why(plain, unclear, both((rest, no(sure))), both((rest, sure)))
        return either_why(on, off)

    def _off_says(self, name: str) -> Why:
        step, why = self.places.step(name), self._facts[name].why
        pending = no(either((why.reassured, why.unanswered, why.other)))
        if not step.danger or step.otherwise == "not_needed":
            return why._replace(pending=pending)
        return Why(why.reassured, either((why.unanswered, why.other)), pending)

    # -- what a danger question that was not drawn counts as

    def _undrawn(self, name: str, word: str) -> Formula:
        step, why = self.places.step(name), self._fact(name).why
        found = [why.unanswered] if word == "not_asked" else []
        if (step.otherwise or "not_asked") == word:
            found.append(why.other)
        return either(found)

    def _not_reached(self, name: str) -> Formula:
        """At an ending: it waits for an answer, or may still come."""
        step, fact = self.places.step(name), self._fact(name)
        found = [fact.waits] if asks(step) else []
        if step.danger:
            told = either((fact.why.reassured, fact.why.unanswered, fact.why.other))
            found.append(both((no(fact.on), no(told))))
        return either(found)
