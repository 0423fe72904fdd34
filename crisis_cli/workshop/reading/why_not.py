"""Why a step was not reached by some answers, or at which point it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from crisis_cli.engine.answers import Given
from crisis_cli.engine.entries import Acknowledged, Answered, Entry
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import ENDED_EARLY, Condition, Protocol, Step
from crisis_cli.protocol.kinds import KINDS, SPECIAL, say
from crisis_cli.workshop.english import English
from crisis_cli.workshop.reading.named import step_of


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a condition that decides it.

    holds: what it came to. step, answer: the question that it is about, and what was said there;
    none where it is a rule. because: the parts of the rule, or why the question was not asked.
    """

    says: str
    holds: bool
    answer: str
    step: str
    because: tuple[Part, ...] = ()

    def data(self) -> dict[str, Any]:
        """As plain JSON."""
        told = {"says": self.says, "holds": self.holds, "step": self.step, "answer": self.answer}
        return {**told, "because": [part.data() for part in self.because]}


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What became of a step under some answers.

    how: asked (it came, as question number `number`); shown (guidance that came); left (it was on
    the path, and later a change took it off); waiting (it is on the path, and the answers end
    before it); off (its condition does not hold); no_block (its block never came); open (it cannot
    be told yet). after: the step before it. parts: what decided its condition.
    """

    step: Step
    how: str
    summary: str
    number: int = 0
    after: str = ""
    when: str = ""
    parts: tuple[Part, ...] = field(default=())

    def data(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "step": self.step.id,
            "how": self.how,
            "summary": self.summary,
            "number": self.number,
            "after": self.after,
            "when": self.when,
            "parts": [part.data() for part in self.parts],
        }

    def text(self) -> str:
        """In words."""
        lines = [self.summary]
        if self.when:
            lines += ["", f"It comes when {self.when}."]
        lines += [f"  {line}" for part in self.parts for line in _indented(part)]
        return "\n".join(lines)


def why_not(protocol: Protocol, name: str, entries: Sequence[Entry], stuck: str = "") -> WhyNot:
    """What became of a step in a contact that was played.

    stuck: the step at which the answers came to an end, or "". CrisisError for no such step.
    """
    return _Played(protocol, step_of(protocol, name), entries, stuck).told()


class _Played:
    """One step, and one contact as far as its answers go. An ending is kept apart: what it adds
    reaches no condition of the path."""

    def __init__(
        self, protocol: Protocol, step: Step, entries: Sequence[Entry], stuck: str
    ) -> None:
        self.protocol, self.step, self.stuck = protocol, step, stuck
        self.state, self.whole = State(protocol), State(protocol)
        self.asked: list[str] = []
        self.came = False  # whether the block of the step was shown
        for entry in entries:
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        self.whole.add(entry)
        if not self.whole.ending:
            self.state.add(entry)
        match entry.event:
            case Answered(name) if name not in self.asked:
                self.asked.append(name)
            case Acknowledged(block) if block == self.step.block:
                self.came = True

    def told(self) -> WhyNot:
        if self.step.id in self.asked:
            return self._asked()
        if self.step.block:
            return self._in_block()
        if self.state.on_path(self.step.id):
            return self._shown() if not KINDS[self.step.kind].asks else self._waiting()
        return self._off("off", f"{self.step.id} was not reached: its condition does not hold.")

    def _asked(self) -> WhyNot:
        place = self.asked.index(self.step.id)
        after = self.asked[place - 1] if place else ""
        where = f"question {place + 1}" + (f", right after {after}" if after else "")
        last = self.whole.history(self.step.id)[-1]
        if last.because and last.because != self.step.id:
            why = f"was asked as {where}, and then {last.because} changed and took it off the path."
            return self._off("left", f"{self.step.id} {why}")
        reached = f"{self.step.id} was reached: {where}. The answer was {self._words(last)}."
        parts = () if self.step.block else self._parts(self.step.when)
        return WhyNot(self.step, "asked", reached, place + 1, after, self._when(), parts)

    def _words(self, given: Given) -> str:
        return say(self.state.step(given.step), given.value, given.unknown)

    def _shown(self) -> WhyNot:
        path = [step.id for step in self.state.path()]
        before = [name for name in path[: path.index(self.step.id)] if name in self.asked]
        after = before[-1] if before else ""
        where = f"right after {after}" if after else "at the very beginning"
        reached = f"{self.step.id} was shown, {where}. It is guidance: nothing is asked."
        parts = self._parts(self.step.when)
        return WhyNot(self.step, "shown", reached, 0, after, self._when(), parts)

    def _waiting(self) -> WhyNot:
        last = self.asked[-1] if self.asked else ""
        why = "the contact ended before it" if self.whole.ending else "the answers end before it"
        where = f", after {last}" if last else ""
        at = f" They have none for {self.stuck}." if self.stuck else ""
        told = f"{self.step.id} is on the path, but {why}{where}.{at}"
        parts = self._parts(self.step.when)
        return WhyNot(self.step, "waiting", told, 0, last, self._when(), parts)

    def _off(self, how: str, summary: str) -> WhyNot:
        assert self.step.when is not None
        parts = self._parts(self.step.when)
        if how == "off" and any(map(_is_open, parts)):
            how = "open"
            summary = f"{self.step.id} was not reached so far: questions before it are open."
        return WhyNot(self.step, how, summary, when=self._when(), parts=parts)

    def _in_block(self) -> WhyNot:
        """The step of a block: the block never came, or the step is no part of it here."""
        block = self.step.block
        if block == ENDED_EARLY and not self.whole.early:
            told = f"The block {block} comes only when a contact ends before its last question."
            return WhyNot(self.step, "no_block", told)
        if not self.came and block != ENDED_EARLY:
            return self._no_block()
        held = self.step in self.whole.shown(self.protocol.blocks[block])
        how = "shown" if held else "off"
        verb = "came with" if held else "was left out of"
        parts = self._parts(self.step.when, self.whole)
        told = f"{self.step.id} {verb} the block {block}."
        return WhyNot(self.step, how, told, when=self._when(), parts=parts)

    def _no_block(self) -> WhyNot:
        block = self.step.block
        rules = self.protocol.rules_of(block)
        named = " or ".join(f"{rule.id} ({rule.means})" for rule in rules)
        told = f"The block {block} never came: nothing runs it."
        if rules:
            told = f"The block {block} never came: the rule {named} never held."
        parts = tuple(part for rule in rules for part in self._parts(rule.when, now=True))
        when = " or ".join(English(self.protocol).say(rule.when) for rule in rules)
        return WhyNot(self.step, "no_block", told, when=when, parts=parts)

    def _when(self) -> str:
        return English(self.protocol).say(self.step.when) if self.step.when is not None else ""

    def _parts(
        self,
        condition: Condition | None,
        state: State | None = None,
        now: bool = False,
    ) -> tuple[Part, ...]:
        """What decides a condition; see `_Deciding`."""
        found = _Deciding(self.protocol, state or self.state, now)
        return () if condition is None else found.parts(condition)


class _Deciding:
    """What decides conditions in one state of a contact.

    now: what was passed by counts nowhere, as for urgent rules.
    """

    def __init__(self, protocol: Protocol, state: State, now: bool) -> None:
        self.protocol, self.state = protocol, state
        self.view = state.now if now else state.counted()
        self.english = English(protocol)

    def parts(self, condition: Condition, above: frozenset[str] = frozenset()) -> tuple[Part, ...]:
        """The parts that give a condition its truth, each with the answer behind it, each once."""
        found = (self._part(one, above) for one in self.view.deciding(condition))
        return tuple(dict.fromkeys(found))

    def _part(self, one: Condition, above: frozenset[str]) -> Part:
        """A rule with what decides it; or an answer, with why its question was not asked."""
        says, holds, name = self.english.say(one), self.view.holds(one), one[1]
        if one[0] == "rule":
            return Part(says, holds, "", "", self.parts(self.protocol.rules[name].when, above))
        step = self.state.step(name)
        because: tuple[Part, ...] = ()
        if not self.state.on_path(name) and name not in above and step.when is not None:
            because = self.parts(step.when, above | {name})
        return Part(says, holds, self._answer(step), name, because)

    def _answer(self, step: Step) -> str:
        """What was said to a question, or why nothing was."""
        given, word = self.state.answer(step.id), self.state.standing_in(step.id)
        if given:
            return f"The answer was {say(step, given.value, given.unknown)}."
        counts = f" It counts as {SPECIAL[word].lower()}." if word else ""
        if self.state.on_path(step.id):
            return f"{OPEN}{counts}"
        return f"It was not on the path.{counts}"


OPEN = "It has no answer yet."


def _is_open(part: Part) -> bool:
    return part.answer.startswith(OPEN) or any(map(_is_open, part.because))


def _indented(part: Part, depth: int = 0) -> Iterator[str]:
    """A part, and under it why its question was not on the path."""
    yield f"{'  ' * depth}{'Yes' if part.holds else 'No'}: {part.says}. {part.answer}".rstrip()
    for inner in part.because:
        yield from _indented(inner, depth + 1)
