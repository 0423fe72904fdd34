"""Law 4: no answer in place of a plain no to a danger question ever lowers the level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.compiled import LEVELS, Protocol, Step
from crisis_cli.protocol.kinds import say
from crisis_cli.workshop.model.answers import Answers, Given, IsTrue
from crisis_cli.workshop.model.logic import Formula, both, either, free, no
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.replay import Replay, answered, in_words
from crisis_cli.workshop.model.search import (
    FOUND,
    NONE,
    NOT_PROVED,
    Counts,
    Search,
    at_most,
    once,
    simplest,
)
from crisis_cli.workshop.proofs.interviews import Interviews
from crisis_cli.workshop.proofs.verdict import NO_TIME, Verdict

ONE_OF = ("yes_no", "choose_one")
MEANS = "Only a plain no reassures: no other answer to a danger question makes the level lower."
AT_AN_ENDING, PRESENT = "only_no_reassures", "only_no_reassures_now"
CLAIM = {
    AT_AN_ENDING: "However the contact ends, its level is at least that of the same answers with a "
    "plain no.",
    PRESENT: "The level that the answers now say is at least that of the same answers with a plain "
    "no.",
}


class Instead(Answers):
    """The same answers as others, but one danger question has another answer than no."""

    def __init__(self, before: Answers) -> None:
        super().__init__(before.prefix, before.domain)
        self.before = before
        self.changed: dict[str, Changed] = {}
        self._words: dict[str, Formula] = {}

    def to(self, step: Step) -> Given:
        if not step.danger or step.kind not in ONE_OF or "no" not in self.before.to(step).words:
            return self.before.to(step)
        if step.id not in self.changed:
            self.changed[step.id] = Changed(self.before.to(step), self)
        return self.changed[step.id]

    def new(self, word: str) -> Formula:
        """Whether the other answer is this word. Just one question changes, so one will do."""
        if word not in self._words:
            here = free(f"instead={word}")
            self.domain += [either((no(one), no(here))) for one in self._words.values()]
            self._words[word] = here
        return self._words[word]

    def some_change(self) -> Formula:
        """At least one question has another answer."""
        here = [one.here for one in self.changed.values()]
        return both((either(here), either(self._words.values())))

    def one_change(self) -> Formula:
        """Just one question has another answer."""
        return both((self.some_change(), at_most([one.here for one in self.changed.values()], 1)))

    def change(self, truth: IsTrue) -> tuple[str, str]:
        """The question whose answer is another one, and that answer."""
        step = next(name for name, one in self.changed.items() if truth(one.here))
        return step, next(word for word, one in self._words.items() if truth(one))


class Changed(Given):
    """The answer to a danger question: as before, or, where that was no, another one."""

    def __init__(self, before: Given, instead: Instead) -> None:
        self.before, self.instead, self.step = before, instead, before.step
        self.words, self.domain = before.words, before.domain
        self._formulas: dict[str, Formula] = {}
        self.here = free(f"instead of {before.name}")
        fits = both((before.word("no"), either(map(instead.new, self._other))))
        self.domain.append(either((no(self.here), fits)))

    @property
    def _other(self) -> list[str]:
        return [word for word in self.words if word != "no"]

    def word(self, word: str) -> Formula:
        if word not in self.words:
            return False
        if word not in self._formulas:
            before = self.before.word(word)
            other = both((self.here, self.instead.new(word))) if word != "no" else False
            kept = both((before, no(self.here))) if word == "no" else before
            self._formulas[word] = either((kept, other))
        return self._formulas[word]

    def calm(self) -> Formula:
        return self.before.calm()

    def read(self, truth: IsTrue) -> Any:
        if not truth(self.here):
            return self.before.read(truth)
        return self.instead.change(truth)[1]


def monotony(every: Interviews) -> list[Verdict]:
    """The verdicts on law 4, at every ending and at every moment."""
    if not any(step.danger for step in every.protocol.steps):
        return []
    return Pair(every).verdicts()


class Pair:
    """Two interviews that stop at the same place, with the same answers but for one."""

    def __init__(self, every: Interviews) -> None:
        self.every = every
        self.instead = Instead(every.answers)
        self.other = Model(every.protocol, self.instead, every.stop.reached)
        self.search = Search(every.open, every.seconds)

    def verdicts(self) -> list[Verdict]:
        """Both at once where nothing lowers either level, as is the rule."""
        falls = {name: self._falls(name == AT_AN_ENDING) for name in CLAIM}
        told = {name: Verdict(name, MEANS, claim) for name, claim in CLAIM.items()}
        # If several changes lower a level, then one of them by itself does, the others made
        # before it or not. So it is enough to ask for some; and that is much faster to answer.
        some = both((either(falls.values()), self.instead.some_change()))
        if once(self.every.open, some, self.every.seconds) == NONE:
            return list(told.values())
        return [self._verdict(told[name], falls[name]) for name in CLAIM]

    def _verdict(self, told: Verdict, falls: Formula) -> Verdict:
        counts = Counts.of([self.every.open, self.other])
        goal = both((falls, self.instead.one_change()))  # of every question that they come to
        found = self.search.check(goal)
        if found == FOUND:
            return self._broken(told, goal, counts)
        return told.not_proved(NO_TIME) if found == NOT_PROVED else told

    def _falls(self, at_ending: bool) -> Formula:
        every, other = self.every.open, self.other
        levels = [one for one in LEVELS if one in self._levels()]
        pairs = ((every.at_least(one, at_ending), other.at_least(one, at_ending)) for one in levels)
        return either(both((before, no(after))) for before, after in pairs)

    def _levels(self) -> set[str]:
        return {"moderate", *(one.level for one in self.every.protocol.concern)}

    def _broken(self, told: Verdict, goal: Formula, counts: Counts) -> Verdict:
        sure = simplest(self.search, goal, counts, self.every.seconds)
        answers, others = (self.search.answers(one) for one in (self.every.open, self.other))
        change = self.instead.change(self.search.truth)
        happens = Seen(self.every.protocol, answers, others, change).words(told.id == AT_AN_ENDING)
        said = in_words(self.every.protocol, answers)
        return told.broken_by(answers, said, happens, sure, change)


@dataclass(frozen=True, slots=True)
class Seen:
    """Both interviews in the real engine."""

    protocol: Protocol
    answers: dict[str, Any]
    others: dict[str, Any]
    change: tuple[str, str]

    def words(self, at_ending: bool) -> str:
        """How the level falls, or "" where it does not."""
        before, after = (self._level(one, at_ending) for one in (self.answers, self.others))
        if LEVELS.index(after) >= LEVELS.index(before):
            return ""
        step = next(one for one in self.protocol.steps if one.id == self.change[0])
        event = answered(step, self.change[1])
        word = say(step, event.value, event.unknown)
        more = {k: v for k, v in self.others.items() if k not in self.answers}
        told = "".join(f" ({label}: {said})" for label, said in in_words(self.protocol, more))
        return f"With {word} to {step.name}{told} the level falls from {before} to {after}."

    def _level(self, answers: dict[str, Any], at_ending: bool) -> str:
        run = Replay(self.protocol, answers).go()
        if at_ending:
            return run.end().state.level().highest
        return run.state.level().present
