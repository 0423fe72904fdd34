"""How worried to be, why, and how soon the next contact is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from crisis_cli.engine.follow_up import UNSAID, next_contact
from crisis_cli.protocol.compiled import LEVELS, Protocol
from crisis_cli.protocol.spans import span
from crisis_cli.workshop.english import listed
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.replay import Replay
from crisis_cli.workshop.proofs.claims.claim import Answers, Claim
from crisis_cli.workshop.proofs.interviews import Interviews


@dataclass(frozen=True, slots=True)
class LevelAtLeast(Claim):
    """However the contact then ends, the level of concern is at least so high."""

    level: str

    @property
    def claim(self) -> str:
        return f"the level of concern is at least {self.level}."

    def broken(self, every: Interviews) -> Formula:
        return both((every.open.holds(self.when), no(every.open.at_least(self.level))))

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        return self._level(protocol, answers, lambda rank, limit: rank < limit)

    def _level(
        self, protocol: Protocol, answers: Answers, wrong: Callable[[int, int], bool]
    ) -> str:
        state = Replay(protocol, answers).go().end().state
        level = state.level().highest
        off = wrong(LEVELS.index(level), LEVELS.index(self.level))
        return f"The level of concern is {level}." if off and state.holds(self.when) else ""


@dataclass(frozen=True, slots=True)
class LevelAtMost(LevelAtLeast):
    """However the contact then ends, the level of concern is no higher."""

    @property
    def claim(self) -> str:
        return f"the level of concern is at most {self.level}."

    def broken(self, every: Interviews) -> Formula:
        higher = LEVELS[LEVELS.index(self.level) + 1 :][:1]
        above = either(every.open.at_least(level) for level in higher)
        return both((every.open.holds(self.when), above))

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        return self._level(protocol, answers, lambda rank, limit: rank > limit)


@dataclass(frozen=True, slots=True)
class Because(Claim):
    """A line of concern is among the reasons, where the level is no higher than its own."""

    line: str

    @property
    def claim(self) -> str:
        return f"{self.line} is a reason for the level of concern, if none is higher."

    def broken(self, every: Interviews) -> Formula:
        line = next(one for one in every.protocol.concern if one.id == self.line)
        higher = LEVELS[LEVELS.index(line.level) + 1 :][:1]
        above = either(every.open.at_least(level) for level in higher)
        missing = both((no(every.open.concern(line)), no(above)))
        return both((every.open.holds(self.when), missing))

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        line = next(one for one in protocol.concern if one.id == self.line)
        state = Replay(protocol, answers).go().end().state
        level = state.level()
        above = LEVELS.index(level.highest) > LEVELS.index(line.level)
        named = [reason.id for reason in level.because]
        if above or line.id in named or not state.holds(self.when):
            return ""
        return f"The reasons are {listed(named, 'and') or 'none'}; the level is {level.highest}."


@dataclass(frozen=True, slots=True)
class FollowUpWithin(Claim):
    """However the contact then ends, the next one is due within so many seconds."""

    within: int

    @property
    def claim(self) -> str:
        return f"the next contact is due within {span(self.within)}."

    def broken(self, every: Interviews) -> Formula:
        lines = [(every.open.holds(one.when), one.within) for one in every.protocol.follow_up]
        soon = [holds for holds, within in lines if within <= self.within]
        if self.within >= UNSAID:  # when a protocol names none, the engine does
            soon.append(no(either(holds for holds, _ in lines)))
        return both((every.open.holds(self.when), no(either(soon))))

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        state = Replay(protocol, answers).go().end().state
        at = state.ending_at
        if at is None or not state.holds(self.when):
            return ""
        due = next_contact(state.tasks(at)) - at
        late = due > timedelta(seconds=self.within)
        return f"The next contact is due within {span(int(due.total_seconds()))}." if late else ""
