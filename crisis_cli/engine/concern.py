"""The level of concern: what the answers now say, and the highest that was reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crisis_cli.engine.answers import CORRECTED, IN_FORCE, KEPT_TOO, Given
from crisis_cli.engine.view import View, Watch
from crisis_cli.protocol.compiled import LEVELS, Concern
from crisis_cli.protocol.truth import unanswered

# How the level none is told: it is no all-clear, and less than that where a danger question met
# another answer than a plain no, which no line of the protocol took up.
NO_DANGER = "No danger was reported in these answers"
NOT_ALL_NO = "Not every danger question met a plain no"
UNDETERMINED = "undetermined"
# Danger questions that went unanswered are handled as at least this, never as "no"
# (docs/sources.md: a refusal does not reassure).
UNDETERMINED_LEVEL = "moderate"

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a level: the rule, its level and words, and the answers that fired it.

    answers: step id -> the kept value, or the word of an unknown.
    at: when it first held in this contact.
    """

    id: str
    level: str
    text: str
    answers: dict[str, Any]
    at: datetime

    @property
    def key(self) -> Key:
        """What makes it one reason. Not the id alone: a protocol may use one of ours."""
        return self.id, self.text


@dataclass(frozen=True, slots=True)
class Level:
    """A level of concern with its reasons.

    highest: reached in this contact; decides the follow-up. present: what the answers now say.
    undetermined: danger questions went unanswered. because: the reasons of the highest.
    because_now: those of the present level, with the answers that fire them now; empty where the
    reasons of the highest name them already.
    none, none_now: how it is told where the highest, or the present level, is none.
    """

    highest: str
    present: str
    undetermined: bool
    because: tuple[Reason, ...]
    because_now: tuple[Reason, ...]
    none: str
    none_now: str


def higher(*levels: str) -> str:
    """The highest of some levels; none of no levels."""
    return max(levels, key=LEVELS.index, default="none")


def reason(concern: Concern, view: View, at: datetime) -> Reason:
    """Why a concern that holds does so."""
    fired = view.fired(concern.when)
    return Reason(concern.id, concern.level, concern.because, fired, at)


def untold(view: View) -> dict[str, Any]:
    """The danger questions that went unanswered: step id -> how."""
    found = {step.id: view.get(step.id) for step in view.protocol.steps if step.danger}
    return {q: said.word for q, said in found.items() if said and unanswered(said.word)}


def none_as(view: View, given: Iterable[Given]) -> str:
    """How a level of none is told: by what counts for the danger questions, and what was said."""
    danger = {step.id for step in view.protocol.all_steps if step.danger}
    counted = (view.get(question) for question in danger)
    words = [one.word for one in counted if one]
    words += [one.unknown or one.value for one in given if one.step in danger]
    return NO_DANGER if all(word == "no" for word in words) else NOT_ALL_NO


class Levels:
    """The reasons for concern that a contact has reached. None is ever taken back."""

    def __init__(self, view: View) -> None:
        self.reasons: dict[Key, Reason] = {}
        self._view = view
        self._rules = {one.id: one for one in view.protocol.concern}
        self.watch = Watch(view, {one.id: one.when for one in view.protocol.concern})

    def began(self, names: list[str], at: datetime) -> None:
        """These concerns began to hold."""
        for name in names:
            self.reach(reason(self._rules[name], self._view, at))

    def reach(self, reason: Reason) -> None:
        """One more reason; of the same reason the first stays."""
        self.reasons.setdefault(reason.key, reason)

    def corrected(self, left: dict[Key, Reason], at: datetime) -> None:
        """A slip of the key was put right: these reasons are left, and whatever holds now."""
        self.reasons = left
        self.began([name for name in self._rules if name in self.watch.holding], at)

    def level(self, view: View, given: list[Given], more: Iterable[Reason] = ()) -> Level:
        """The level after these answers, `more` being reasons that an ending would add."""
        reasons = {reason.key: reason for reason in more} | self.reasons
        highest = higher(*(reason.level for reason in reasons.values()))
        now = higher(*(self._rules[name].level for name in self.watch.holding))
        because = tuple(r for r in reasons.values() if r.level == highest != "none")
        present = self._present(now)
        because_now = () if _named(present, because) else present
        said = [one for one in given if one.standing != CORRECTED]  # a slip was never said
        stands = [one for one in said if one.standing in (IN_FORCE, KEPT_TOO)]
        told = none_as(view, said), none_as(view, stands)
        return Level(highest, now, bool(untold(view)), because, because_now, *told)

    def _present(self, now: str) -> tuple[Reason, ...]:
        """Why the present level is this one: since when, and by which answers as they stand."""
        held = [one for one in self._rules.values() if one.id in self.watch.holding]
        by = [one for one in held if one.level == now != "none"]
        since = [self.reasons[one.id, one.because].at for one in by]
        return tuple(reason(one, self._view, at) for one, at in zip(by, since, strict=True))


def _named(present: Iterable[Reason], because: Iterable[Reason]) -> bool:
    """Whether each reason is among those others, by answers that still stand."""
    cited = {one.key: one.answers for one in because}
    stands = {one.key: one.answers for one in present}
    return all(k in cited and cited[k].items() <= stands[k].items() for k in stands)


def at_an_ending(view: View, at: datetime) -> list[Reason]:
    """Every reason that holds at an ending, unanswered danger questions among them."""
    reasons = [reason(one, view, at) for one in view.protocol.concern if view.holds(one.when)]
    missing = untold(view)
    if missing:
        text = "Danger questions went unanswered, so danger could not be ruled out"
        reasons.append(Reason(UNDETERMINED, UNDETERMINED_LEVEL, text, missing, at))
    return reasons
