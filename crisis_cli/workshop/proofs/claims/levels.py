"""How worried to be, why, and how soon the next contact is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from crisis_cli.engine.follow_up import UNSAID, first_contact
from crisis_cli.protocol.compiled import LEVELS, Concern, Protocol
from crisis_cli.protocol.spans import span
from crisis_cli.workshop.english import listed
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.replay import Replay
from crisis_cli.workshop.proofs.claims.claim import AtTheEnd
from crisis_cli.workshop.proofs.interviews import Interviews


@dataclass(frozen=True, slots=True)
class LevelAtLeast(AtTheEnd):
    """The level of concern is at least so high."""

    level: str

    @property
    def claim(self) -> str:
        return f"the level of concern is at least {self.level}."

    def wrong(self, every: Interviews) -> Formula:
        return no(every.open.at_least(self.level))

    def told(self, run: Replay) -> str:
        level = run.state.level().highest
        return f"The level of concern is {level}." if _higher(self.level, level) else ""


@dataclass(frozen=True, slots=True)
class LevelAtMost(AtTheEnd):
    """The level of concern is no higher."""

    level: str

    @property
    def claim(self) -> str:
        return f"the level of concern is at most {self.level}."

    def wrong(self, every: Interviews) -> Formula:
        return every.open.above(self.level)

    def told(self, run: Replay) -> str:
        level = run.state.level().highest
        return f"The level of concern is {level}." if _higher(level, self.level) else ""


@dataclass(frozen=True, slots=True)
class Because(AtTheEnd):
    """A line of concern is among the reasons, where the level is no higher than its own."""

    line: str

    @property
    def claim(self) -> str:
        return f"{self.line} is a reason for the level of concern, if none is higher."

    def wrong(self, every: Interviews) -> Formula:
        line = self._in(every.protocol)
        return both((no(every.open.concern(line)), no(every.open.above(line.level))))

    def told(self, run: Replay) -> str:
        level = run.state.level()
        named = [reason.id for reason in level.because]
        if self.line in named or _higher(level.highest, self._in(run.protocol).level):
            return ""
        return f"The reasons are {listed(named, 'and') or 'none'}; the level is {level.highest}."

    def _in(self, protocol: Protocol) -> Concern:
        return next(one for one in protocol.concern if one.id == self.line)


@dataclass(frozen=True, slots=True)
class FollowUpWithin(AtTheEnd):
    """The next contact is due within so many seconds."""

    within: int

    @property
    def claim(self) -> str:
        return f"the next contact is due within {span(self.within)}."

    def wrong(self, every: Interviews) -> Formula:
        lines = [
            (every.open.holds(one.when), one.within)
            for one in every.protocol.follow_up
            if not one.caring
        ]
        soon = [holds for holds, within in lines if within <= self.within]
        if self.within >= UNSAID:  # when a protocol names none, the engine does
            soon.append(no(either(holds for holds, _ in lines)))
        return no(either(soon))

    def told(self, run: Replay) -> str:
        at = run.state.ending_at
        if at is None:
            return ""
        due = first_contact(run.state.every_task(at)) - at
        late = due > timedelta(seconds=self.within)
        return f"The next contact is due within {span(int(due.total_seconds()))}." if late else ""


def _higher(one: str, other: str) -> bool:
    return LEVELS.index(one) > LEVELS.index(other)
