"""What can be seen of conditions without a solver: which can never hold, which always do, and
which cover others. What is said here is sure; what is not said may still be so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from crisis_cli.protocol.compiled import LEVELS, UNKNOWN, Condition, Protocol, Step
from crisis_cli.protocol.kinds import OUTCOMES
from crisis_cli.protocol.truth import questions

VALUE = "a value"  # stands for every answer that has no word of its own: a text, a number, a list
NOTHING = "no answer"  # the question has no answer, or is not on the path
SEEN = 16  # facts that are kept of what puts one question on the path; more are forgotten
MOST = 20_000  # parts of conditions that are looked at for one answer; after that nothing is seen
DEEPEST = 25  # rules in rules
FLIPPED = {"at_least": "below", "below": "at_least", "at_most": "above", "above": "at_most"}
CHOSEN = ("yes_no", "choose_one")
Words = frozenset[str]


class Range(NamedTuple):
    """Numbers between two limits; `open` ones are not part of it."""

    least: float = float("-inf")
    most: float = float("inf")
    least_open: bool = False
    most_open: bool = False

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        touching = self.least == self.most and (self.least_open or self.most_open)
        return self.least > self.most or touching

    def within(self, op: str, limit: float) -> Range:
        """What is left of it under one more limit."""
        if op in ("at_least", "above"):
            tighter = (limit, op == "above") > (self.least, self.least_open)
            return self._replace(least=limit, least_open=op == "above") if tighter else self
        tighter = (limit, op != "below") < (self.most, not self.most_open)
        return self._replace(most=limit, most_open=op == "below") if tighter else self


# What is known: ("word", question) -> the words that its answer can still be;
# ("number" or "count", question) -> the range; ("concern", "") -> levels.
Known = dict[tuple[str, str], Words | Range]


class Logic:
    """The conditions of one protocol."""

    def __init__(self, protocol: Protocol, unclear: Collection[str] = ()) -> None:
        """unclear: the ids of steps whose conditions have errors: when they come is not known."""
        self._unclear = unclear
        self.rules = protocol.rules
        self.steps = {step.id: step for step in protocol.steps}
        self._needs: dict[str, Known | None] = {}
        self._open: list[str] = []  # the rules that are being looked into
        self._left = MOST
        self.clash = ""  # the question that was found to have no answer left, the last time
        for step in protocol.steps:  # in order, so that none waits for one that comes later
            self._left = MOST
            self._needed(step.id)

    def never(self, *conditions: Condition | None) -> bool:
        """Whether these can surely not all hold at once."""
        return self._known(conditions) is None

    def covers(self, wide: Condition | None, narrow: Condition | None) -> bool:
        """Whether `wide` surely holds whenever `narrow` does."""
        if wide is None or wide == narrow:
            return True
        return self.never(["not", wide], narrow, ["not", wide])

    def always(
        self, condition: Condition, given: Condition | None = None, without: tuple[str, ...] = ()
    ) -> bool:
        """Whether it surely holds once its questions are asked and `given` holds.

        without: words that need not be thought of, such as not_asked.
        """
        known = self._known([given])
        if known is None:
            return False
        for question in questions(condition, self.rules):
            if self.steps[question].when is None and question not in self._unclear:
                there = known.get(("word", question))
                words = there if isinstance(there, frozenset) else self._domain(question)
                known = known | {("word", question): frozenset(words) - {NOTHING, *without}}
        return self._narrow(condition, known, False) is None

    def _known(self, conditions: Iterable[Condition | None]) -> Known | None:
        known: Known | None = {}
        self._left = MOST
        for condition in conditions:
            if condition is not None and known is not None:
                known = self._narrow(condition, known, True)
        return known

    def _narrow(self, condition: Condition, known: Known, holds: bool) -> Known | None:
        """What is known once the condition holds, or does not; None where that cannot be."""
        self._left -= 1
        if self._left < 0:
            return known
        match condition:
            case ["all" | "any" as op, parts]:
                if (op == "all") == holds:
                    return self._each(parts, known, holds)
                return self._one_of(parts, known, holds)
            case ["not", part]:
                return self._narrow(part, known, not holds)
            case ["rule", name]:
                return self._rule(name, known, holds)
            case ["concern", levels]:
                return self._words(known, ("concern", ""), LEVELS, levels, holds)
            case ["on_path", question, wanted]:
                return self._on_path(question, known, wanted == holds)
            case ["is", question, words]:
                return self._is(question, words, known, holds)
        return self._amount(condition, known, holds)

    def _rule(self, name: str, known: Known, holds: bool) -> Known | None:
        return self._inside(f"rule {name}", self.rules[name].when, known, holds)

    def _inside(self, name: str, when: Condition, known: Known, holds: bool) -> Known | None:
        """As `_narrow`, but of something that may lead back to itself, or too deep."""
        if name in self._open or len(self._open) > DEEPEST:
            return known
        self._open.append(name)
        try:
            return self._narrow(when, known, holds)
        finally:
            self._open.pop()

    def _each(self, parts: list[Condition], known: Known, holds: bool) -> Known | None:
        simple = [part for part in parts if part[0] not in ("all", "any", "not", "rule")]
        rest = [part for part in parts if part[0] in ("all", "any", "not", "rule")]
        now: Known | None = known
        for part in (*simple, *rest):
            if now is None:
                return None
            now = self._narrow(part, now, holds)
        return now

    def _one_of(self, parts: list[Condition], known: Known, holds: bool) -> Known | None:
        left = (self._narrow(part, known, holds) for part in parts)
        possible = [one for one in left if one is not None]
        if not possible:
            return None
        return possible[0] if len(possible) == 1 else _common(possible)

    def _is(self, question: str, words: list[str], known: Known, holds: bool) -> Known | None:
        step = self.steps.get(question)
        if step is not None and step.kind in CHOSEN and not step.choices:
            return known  # its answers have errors
        domain = self._domain(question)
        narrowed = self._words(known, ("word", question), domain, words, holds)
        return None if narrowed is None else self._placed(question, narrowed)

    def _placed(self, question: str, known: Known) -> Known | None:
        """Take in what put a question on the path, where its answer can only come from there."""
        step, words = self.steps.get(question), known[("word", question)]
        elsewhere = {NOTHING}
        if step is not None and step.danger:
            elsewhere |= {"could_not_assess", "not_asked"}
        if isinstance(words, Range) or words & elsewhere:
            return known
        needed = self._needed(question)
        return None if needed is None else self._both(known, needed)

    def _on_path(self, question: str, known: Known, wanted: bool) -> Known | None:
        if wanted:
            needed = self._needed(question)
            return None if needed is None else self._both(known, needed)
        step = self.steps.get(question)
        if step is None or question in self._unclear:
            return known
        if step.when is None:
            return None
        off = self._inside(f"step {question}", step.when, known, False)
        if off is None:
            return None
        words = [NOTHING, "could_not_assess", "not_asked"]
        return self._words(off, ("word", question), self._domain(question), words, True)

    def _needed(self, question: str) -> Known | None:
        """What is known where a question is on the path. Questions come in order: no circle."""
        if question not in self._needs:
            step = self.steps.get(question)
            self._needs[question] = {}
            sure = step is not None and question not in self._unclear
            when = step.when if step is not None and sure else None
            needed = {} if when is None else self._narrow(when, {}, True)
            self._needs[question] = needed and dict(list(needed.items())[-SEEN:])
        return self._needs[question]

    def _amount(self, condition: Condition, known: Known, holds: bool) -> Known | None:
        """Numbers and counts as ranges; what a choose_many includes is not looked into."""
        kind, question, op, limit = condition
        if kind == "includes" and op == "any" and not limit and holds:
            return None
        if not holds:
            if known.get(("word", question)) != frozenset({VALUE}) or kind == "includes":
                return known
            op = FLIPPED[op]
        now = self._words(known, ("word", question), self._domain(question), [VALUE], True)
        if now is None or kind == "includes":
            return now
        before = now.get((kind, question), Range())
        limits = before.within(op, limit) if isinstance(before, Range) else Range()
        if limits.empty or self._outside(question, kind, limits):
            self.clash = question
            return None
        return self._placed(question, now | {(kind, question): limits})

    def _outside(self, question: str, kind: str, limits: Range) -> bool:
        """Whether no number that the question takes is in the range."""
        step = self.steps.get(question)
        if step is None:
            return False
        least = 0.0 if kind == "count" and step.least is None else step.least
        for op, limit in (("at_least", least), ("at_most", step.most)):
            limits = limits if limit is None else limits.within(op, limit)
        return limits.empty

    def _words(
        self,
        known: Known,
        key: tuple[str, str],
        domain: Iterable[str],
        words: Iterable[str],
        holds: bool,
    ) -> Known | None:
        before = known.get(key)
        there = before if isinstance(before, frozenset) else frozenset(domain)
        left = there & frozenset(words) if holds else there - frozenset(words)
        if not left:
            self.clash = key[1]
        return known | {key: left} if left else None

    def _both(self, one: Known, other: Known) -> Known | None:
        made = dict(one)
        for key, there in other.items():
            before = made.get(key)
            if isinstance(there, Range) or isinstance(before, Range):
                made.setdefault(key, there)
                continue
            made[key] = there if before is None else before & there
            if not made[key]:
                self.clash = key[1]
                return None
        return made

    def _domain(self, question: str) -> list[str]:
        return [*values(self.steps.get(question)), *UNKNOWN, NOTHING]


def values(step: Step | None) -> list[str]:
    """The words that an answer to a step can be, besides the unknowns."""
    if step is not None and step.kind in CHOSEN:
        return list(step.options)
    return list(OUTCOMES) if step is not None and step.kind == "action" else [VALUE]


def _common(possible: list[Known]) -> Known:
    """What is known whichever of these is so."""
    first, *rest = possible
    made: Known = {}
    for key, there in first.items():
        others = [one.get(key) for one in rest]
        if isinstance(there, Range) or any(o is None or isinstance(o, Range) for o in others):
            continue
        made[key] = there.union(*(other for other in others if isinstance(other, frozenset)))
    return made
