"""The way through a form on paper: who is asked what, where to go on, and when to stop.

A reader goes from one item to the next. What the engine finds out from a condition, they are told
in one of three ways: beside an answer ("go to 16"), above an item ("ask only if 15 is Yes"), or
not at all, where everybody who gets there is to be asked. All three are computed here, from what
is known on every way that leads to an item; a test reads the form and walks with the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from crisis_cli.documents.paper.known import Known, met
from crisis_cli.documents.paper.reasons import Reasons
from crisis_cli.documents.paper.stops import Stop, Stops
from crisis_cli.protocol.compiled import Protocol, Section, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.paper.formula import (
    ALWAYS,
    BLANK,
    NEVER,
    All,
    Formula,
    Formulas,
    answers,
    questions,
)


@dataclass(frozen=True, slots=True)
class Tick:
    """Unknowns to tick at danger questions that are left out: the word, their ids, and when."""

    word: str
    steps: tuple[str, ...]
    when: Formula = ALWAYS


@dataclass(frozen=True, slots=True)
class Way:
    """What to do before going on. to: an item, or None for the very next one.

    ticks: at questions that are passed over. stops: the boxes that come first.
    """

    to: int | None = None
    ticks: tuple[Tick, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(slots=True)
class Item:
    """One place of the form: the head of a section, or a step.

    gate: what is left to be judged before it; ALWAYS where everybody is asked.
    otherwise: the way of those who are not. ways: after each answer, by its mark.
    """

    section: Section | None = None
    step: Step | None = None
    gate: Formula = ALWAYS
    otherwise: Way = Way()
    ways: dict[str, Way] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Whether an answer is written here."""
        return self.step is not None and KINDS[self.step.kind].asks


class Flow:
    """The items of one protocol, with the ways between them."""

    def __init__(self, protocol: Protocol) -> None:
        self.formulas = Formulas(protocol)
        self.reasons = Reasons(self.formulas)
        self.stops = Stops(protocol)
        self.items = list(_items(protocol))
        self._gates = [self._gate(place) for place in range(len(self.items))]
        self._ticks = [self.reasons.ticks(one.step) if one.step else {} for one in self.items]
        self._later = self._looked_at()
        self._arrivals: list[list[Known]] = [[] for _ in range(len(self.items) + 1)]
        self._arrivals[0].append(Known())
        for place in range(len(self.items)):
            self._settle(place)

    # -- what is judged

    def _gate(self, place: int) -> Formula:
        """The whole condition of an item: of a section's head, what all of its steps share."""
        one = self.items[place]
        if one.step:
            return self.formulas.gate(one.step)
        gates = [self.formulas.gate(step) for step in self._steps(place)]
        if len(gates) < 2:
            return ALWAYS
        shared = [part for part in _parts(gates[0]) if all(part in _parts(g) for g in gates[1:])]
        return self.formulas.both(shared)

    def _steps(self, place: int) -> Iterator[Step]:
        """The steps under the head of a section."""
        for one in self.items[place + 1 :]:
            if one.step is None:
                return
            yield one.step

    def _looked_at(self) -> list[frozenset[str]]:
        """For each item, the questions that it or a later one looks at, urgent rules included."""
        later, found = frozenset[str](), []
        for place in reversed(range(len(self.items))):
            step = self.items[place].step
            formulas = [self._gates[place], *self._ticks[place].values()]
            formulas += self.stops.settled_by(step.id) if step else []
            later = later.union(*map(questions, formulas))
            found.append(later)
        return [*reversed(found), frozenset()]

    # -- the ways

    def _settle(self, place: int) -> None:
        """The gate of an item and all ways out of it, for everybody who gets here."""
        one, gate, arrivals = self.items[place], self._gates[place], self._arrivals[place]
        self._arrivals[place] = []
        if not arrivals:  # nobody gets here: a question stays as its author wrote it
            one.gate = gate if one.step else ALWAYS
            return
        known = met(arrivals)
        one.gate = known.left(gate, self.formulas)
        if one.gate != ALWAYS:
            one.otherwise = self._left_out(place, known.when(gate, False, self.formulas))
            known = known.when(gate, True, self.formulas)
        if one.gate == NEVER:
            return
        if one.step and one.asks:
            one.ways = self._answered(place, one.step, known)
        else:
            self._arrive(place + 1, known)

    def _left_out(self, place: int, out: Known) -> Way:
        """The way of those whom an item does not concern: of a head, past its whole section."""
        last = place + (0 if self.items[place].step else len(list(self._steps(place))))
        ticks, known = list[Tick](), out
        for at in range(place, last + 1):
            more, known = self._ticked(at, known)
            ticks += more
        return self._on(last + 1, out, known, ticks, place)

    def _answered(self, place: int, step: Step, known: Known) -> dict[str, Way]:
        """The way after each answer."""
        marks = answers(step)
        if step.id not in self._later[place + 1] and not self.stops.reads(step.id):
            # Nobody looks at the answer again.
            return dict.fromkeys(marks, self._after(place, step, known, marks))
        return {mark: self._after(place, step, known, [mark]) for mark in marks}

    def _after(self, place: int, step: Step, known: Known, marks: list[str]) -> Way:
        return self._on(place + 1, known, known.given(step.id, marks), [], place)

    def _on(self, at: int, before: Known, known: Known, ticks: list[Tick], place: int) -> Way:
        """On from an item, over all that is surely left out, to whatever comes next."""
        marks, (to, known, more) = known, self._walk(at, known)
        far = any(one.step for one in self.items[place + 1 : to])
        self._arrive(*(to, known) if far else (place + 1, marks))
        marked = [one.id for one in self._passed(place, to) if one.id in known.marks]
        stops = self.stops.after(before, known, marked) if marked else ()
        return Way(to if far else None, tuple(_together([*ticks, *more])), stops)

    def _passed(self, place: int, at: int) -> Iterator[Step]:
        """The questions from one item to before another."""
        for one in self.items[place:at]:
            if one.step and one.asks:
                yield one.step

    def _walk(self, at: int, known: Known) -> tuple[int, Known, list[Tick]]:
        """The first item that may concern a reader who is known so far, and what they tick on
        the way."""
        ticks = list[Tick]()
        while at < len(self.items):
            gate, truth = self._gates[at], known.told(self._gates[at])
            if self.items[at].step is None:
                if truth is None:
                    break
                known = known.when(gate, truth, self.formulas) if gate != ALWAYS else known
            else:
                more, after = self._ticked(at, known) if truth is False else ([], known)
                if truth is not False or any(one.when != ALWAYS for one in more):
                    break
                ticks, known = ticks + more, after
            at += 1
        return at, known, ticks

    def _ticked(self, place: int, out: Known) -> tuple[list[Tick], Known]:
        """What to tick at an item that is left out, and what is known then."""
        step = self.items[place].step
        if step is None or not self.items[place].asks:
            return [], out
        left = {word: out.left(when, self.formulas) for word, when in self._ticks[place].items()}
        ticks = [Tick(word, (step.id,), when) for word, when in left.items() if when != NEVER]
        sure = [one.word for one in ticks if one.when == ALWAYS]
        return ticks, out.given(step.id, sure[:1] or [BLANK, *(one.word for one in ticks)])

    def _arrive(self, place: int, known: Known) -> None:
        self._arrivals[place].append(known.only(self._later[place]))


def _items(protocol: Protocol) -> Iterator[Item]:
    """The head of each section, then its steps."""
    named = {one.id: one for one in protocol.sections}
    last = ""
    for step in protocol.steps:
        if step.section != last and step.section in named:
            yield Item(section=named[step.section])
        last = step.section
        yield Item(step=step)


def _parts(gate: Formula) -> tuple[Formula, ...]:
    return gate.parts if isinstance(gate, All) else (gate,)


def _together(ticks: list[Tick]) -> Iterator[Tick]:
    """Ticks of the same word for the same reason, as one."""
    found: dict[tuple[str, Formula], list[str]] = {}
    for one in ticks:
        found.setdefault((one.word, one.when), []).extend(one.steps)
    for (word, when), steps in found.items():
        yield Tick(word, tuple(steps), when)
