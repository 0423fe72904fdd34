"""When a reader of the form must stop and do a box: an urgent rule has begun to hold.

A rule is judged by what stands on the form. So where a danger question that is left out counts for
one, its box comes up when the reader comes to that question, and not at the answer before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from crisis_cli.documents.paper.known import Known
from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.paper.formula import (
    ALWAYS,
    BLANK,
    NEVER,
    All,
    Formula,
    Formulas,
    In,
    Some,
    questions,
)
from crisis_cli.protocol.paper.numbers import box_letters, boxes


@dataclass(frozen=True, slots=True)
class Stop:
    """Do this box now. when: what else must be so. again: also if it was done before.

    rule: why, for a box that stands for several rules. order: the most pressing first.
    step: of a box that was done before, a question that had no reason to be asked then.
    """

    order: int
    box: str
    rule: str
    when: Formula = ALWAYS
    again: bool = False
    step: str = ""


@dataclass(frozen=True, slots=True)
class _Watched:
    """Something that may begin to be so at any answer."""

    stop: Stop
    formula: Formula
    formulas: Formulas
    first: int  # the place of the question from which on it can matter
    named: tuple[str, ...]


class Stops:
    """The urgent rules of one protocol, each with its box."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self._rules = Formulas(protocol, to_come=True, passed_by=False)
        self._steps = Formulas(protocol, to_come=True)
        self._watched = [*self._of_rules(), *self._of_steps()]
        self._readers: dict[str, list[int]] = {}
        self._settled: dict[str, list[Formula]] = {}
        for place, one in enumerate(self._watched):
            for question in one.named:
                self._readers.setdefault(question, []).append(place)
            if one.named:
                last = max(one.named, key=self._rules.place.__getitem__)
                self._settled.setdefault(last, []).append(one.formula)

    @property
    def shared(self) -> set[str]:
        """The letters of boxes that stand for several rules."""
        letters = [one.stop.box for one in self._watched if not one.stop.step]
        return {letter for letter in letters if letters.count(letter) > 1}

    def first(self) -> tuple[Stop, ...]:
        """The boxes to do before anything is asked."""
        nothing = self._unwritten(Known(), 0)
        rules = [one for one in self._watched if not one.stop.step]
        return tuple(one.stop for one in rules if nothing.told(one.formula))

    def after(self, before: Known, now: Known, marked: Collection[str]) -> tuple[Stop, ...]:
        """What comes up when these questions get their marks."""
        touched = {place for one in marked for place in self._readers.get(one, ())}
        if not touched:
            return ()
        places = [self._rules.place[one] for one in marked]
        before = self._unwritten(before, min(places))
        now = self._unwritten(now, max(places) + 1)
        found = [self._watched[place] for place in sorted(touched)]
        late = [one for one in found if one.first < max(places)]
        return tuple(stop for one in late for stop in _begun(one, before, now))

    def reads(self, question: str) -> bool:
        """Whether an urgent rule, or a box, looks at this question."""
        return question in self._readers

    def settled_by(self, question: str) -> list[Formula]:
        """The formulas of which this is the last question."""
        return self._settled.get(question, [])

    def _of_rules(self) -> Iterator[_Watched]:
        letters = box_letters(self.protocol)
        for order, one in enumerate(self.protocol.urgent):
            if one.block in letters:
                formula = self._rules.formula(["rule", one.rule])
                named = tuple(dict.fromkeys(questions(formula)))
                stop = Stop(order, letters[one.block], one.rule)
                yield _Watched(stop, formula, self._rules, -1, named)

    def _of_steps(self) -> Iterator[_Watched]:
        """Questions of boxes that may get a reason to be asked after the box was done."""
        rules: dict[str, list[_Watched]] = {}
        for one in self._of_rules():
            rules.setdefault(one.stop.box, []).append(one)
        every = boxes(self.protocol)
        for letter, mine in rules.items():
            first = min(map(self._from, mine))
            for step in every[letter].steps:
                if step.when is not None and KINDS[step.kind].asks:
                    yield self._late(letter, step, first)

    def _late(self, letter: str, step: Step, first: int) -> _Watched:
        formula = self._steps.formula(step.when)
        stop = Stop(len(self.protocol.urgent), letter, "", step=step.id)
        return _Watched(stop, formula, self._steps, first, tuple(dict.fromkeys(questions(formula))))

    def _from(self, rule: _Watched) -> int:
        """The place of the first question that can bring a rule up; -1 where it holds at first."""
        if self._unwritten(Known(), 0, rule.named).told(rule.formula):
            return -1
        return min(map(self._rules.place.__getitem__, rule.named), default=-1)

    def _unwritten(self, known: Known, place: int, named: Collection[str] | None = None) -> Known:
        """As known, where nothing stands yet from this step on."""
        blank = frozenset([BLANK])
        named = self._readers if named is None else named
        to_come = {one: blank for one in named if self._rules.place[one] >= place}
        return Known({**known.marks, **to_come}, known.held, known.failed)


def _begun(one: _Watched, before: Known, now: Known) -> Iterator[Stop]:
    """The stop, where something begins to be so."""
    when, earlier = now.left(one.formula, one.formulas), before.left(one.formula, one.formulas)
    again = not rises(one.formula)
    if again:
        when = one.formulas.both([when, one.formulas.opposite(earlier)])
    else:
        when = _new(when, earlier, one.formulas)
    if when != NEVER:
        stop = one.stop
        yield Stop(stop.order, stop.box, stop.rule, when, again and not stop.step, stop.step)


def _new(now: Formula, earlier: Formula, formulas: Formulas) -> Formula:
    """Of a rule that goes on to hold, what was not so already."""
    if earlier in (ALWAYS, now):
        return NEVER
    old = earlier.parts if isinstance(earlier, Some) else (earlier,)
    stood = {one.question: one.marks for one in old if isinstance(one, In)}
    parts = now.parts if isinstance(now, Some) else (now,)
    return formulas.either(
        formulas.one_of(part.question, part.marks - stood[part.question])
        if isinstance(part, In) and part.question in stood
        else part
        for part in parts
        if part not in old
    )


def rises(formula: Formula) -> bool:
    """Whether a formula that holds goes on to hold, whatever is answered next."""
    match formula:
        case In(_, marks):
            return BLANK not in marks
        case All(parts) | Some(parts):
            return all(rises(part) for part in parts)
    return formula.holds
