"""What may be claimed of some answers: each as a formula, and as the real engine shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from crisis_cli.engine.follow_up import UNSAID, next_contact
from crisis_cli.engine.interview import Ask, Review, wanted
from crisis_cli.protocol.compiled import ENDED_EARLY, LEVELS, Condition, Protocol
from crisis_cli.protocol.spans import span
from crisis_cli.workshop.english import listed
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.replay import Replay
from crisis_cli.workshop.proofs.interviews import Interviews
from crisis_cli.workshop.proofs.properties import Property

Answers = Mapping[str, Any]
WHOLE, OPEN = "whole", "open"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that must follow from some answers.

    Each kind says: `claim`, in words; `given`, whether its answers are given at all; `broken`,
    the interviews in which it does not follow; and `seen`, what the real engine does with
    answers that should break it, in words, or "" where it does follow there.
    over: the interviews that it is about, to the end or stopped anywhere.
    """

    when: Condition
    over = OPEN

    @property
    def claim(self) -> str:
        """What must follow, in words."""
        raise NotImplementedError

    def model(self, every: Interviews) -> Model:
        """The interviews that it is about."""
        return every.whole if self.over == WHOLE else every.open

    def given(self, every: Interviews) -> Formula:
        """Whether its answers are given."""
        return self.model(every).holds(self.when)

    def broken(self, every: Interviews) -> Formula:
        """Whether its answers are given, and it does not follow."""
        raise NotImplementedError

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        """What the real engine does instead; "" where it does what must follow."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NextBlock(Claim):
    """A block comes up before anything else is asked, or its rule held already, and it came."""

    block: str

    @property
    def claim(self) -> str:
        return f"the block {self.block} comes before anything else is asked."

    def given(self, every: Interviews) -> Formula:
        return every.begins(self.when)

    def broken(self, every: Interviews) -> Formula:
        return both((every.begins(self.when), no(every.stands(self.block))))

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        run, held = Replay(protocol, answers), False
        while True:
            run.settle()
            holds = run.state.now.holds(self.when)
            if holds and not held and not self._came(run):
                return _next(run)
            held = holds
            if not run.step():
                return ""

    def _came(self, run: Replay) -> bool:
        runs = {one.rule: one.block for one in run.protocol.urgent}
        standing = [rule for rule, block in runs.items() if block == self.block]
        now = any(run.state.now.holds(["rule", rule]) for rule in standing)
        return now or self.block in run.shown[run.last]


@dataclass(frozen=True, slots=True)
class NeverBlock(Claim):
    """A block has not come up."""

    block: str

    @property
    def claim(self) -> str:
        return f"the block {self.block} does not come up."

    def broken(self, every: Interviews) -> Formula:
        return both((every.open.holds(self.when), every.came(self.block)))

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        run = Replay(protocol, answers).go().end()
        came = self.block in [show.block.id for show in run.screens]
        return f"{self.block} comes up." if came and run.state.holds(self.when) else ""


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
class Asked(Claim):
    """Steps are on the path; or, where `never`, none of them is."""

    steps: tuple[str, ...]
    never: bool = False
    over = WHOLE

    @property
    def claim(self) -> str:
        if self.never:
            return f"{listed(list(self.steps), 'and')} {_are(self.steps)} never asked."
        return f"{listed(list(self.steps), 'and')} {_are(self.steps)} asked."

    def broken(self, every: Interviews) -> Formula:
        on = [every.whole.on(step) for step in self.steps]
        wrong = either(on) if self.never else no(both(on))
        return both((every.whole.holds(self.when), wrong))

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        run = Replay(protocol, answers).go()
        if not isinstance(wanted(run.state), Review) or not run.state.holds(self.when):
            return ""
        wrong = [step for step in self.steps if run.state.on_path(step) == self.never]
        how = "asked" if self.never else "not asked"
        return f"{listed(wrong, 'and')} {_are(wrong)} {how}." if wrong else ""


@dataclass(frozen=True, slots=True)
class Shown(Claim):
    """Whenever the block of some steps comes up, they are shown in it; or `never`, none of them.

    blocks: for each step its block.
    """

    steps: tuple[str, ...]
    blocks: tuple[str, ...]
    never: bool = False

    @property
    def claim(self) -> str:
        blocks, how = (
            listed(sorted(set(self.blocks)), "or"),
            "never shown" if self.never else "shown",
        )
        return f"{listed(list(self.steps), 'and')} {_are(self.steps)} {how} when {blocks} comes up."

    def given(self, every: Interviews) -> Formula:
        return either(self._here(every, block) for block in set(self.blocks))

    def broken(self, every: Interviews) -> Formula:
        found = []
        for step, block in zip(self.steps, self.blocks, strict=True):
            when = next(s.when for s in every.protocol.blocks[block].steps if s.id == step)
            shown = every.seen(when, block)
            found.append(both((self._here(every, block), shown if self.never else no(shown))))
        return either(found)

    def _here(self, every: Interviews, block: str) -> Formula:
        return both((every.comes(block), every.given(self.when, block)))

    def seen(self, protocol: Protocol, answers: Answers) -> str:
        run, looked = Replay(protocol, answers), 0
        going = True
        while going:
            run.settle()
            screens, looked = run.screens[looked:], len(run.screens)
            if run.state.now.holds(self.when):
                for one in screens:
                    if wrong := self._wrong(one.block.id, {step.id for step in one.steps}):
                        return wrong
            going = run.step()
        return self._at_the_end(run)

    def _at_the_end(self, run: Replay) -> str:
        run.end()
        block = run.protocol.blocks.get(ENDED_EARLY)
        if block is None or not run.state.early or not run.state.holds(self.when):
            return ""
        return self._wrong(ENDED_EARLY, {step.id for step in run.state.shown(block)})

    def _wrong(self, block: str, shown: set[str]) -> str:
        mine = [s for s, b in zip(self.steps, self.blocks, strict=True) if b == block]
        wrong = [step for step in mine if (step in shown) == self.never]
        how = "with" if self.never else "without"
        return f"{block} comes up {how} {listed(wrong, 'and')}." if wrong else ""


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


def claims(one: Property, protocol: Protocol) -> list[Claim]:
    """Everything that a property claims."""
    return [claim for make in TABLE for claim in make(one, protocol)]


def _shown(one: Property, protocol: Protocol) -> list[Claim]:
    home = {step.id: name for name, block in protocol.blocks.items() for step in block.steps}
    both_ = [(one.shown, False), (one.never_shown, True)]
    return [
        Shown(one.when, steps, tuple(home[step] for step in steps), never)
        for steps, never in both_
        if steps
    ]


def _if(given: Any, make: Callable[..., Claim], one: Property, *more: Any) -> list[Claim]:
    return [make(one.when, given, *more)] if given else []


# One line for each thing that a property may claim.
TABLE: tuple[Callable[[Property, Protocol], list[Claim]], ...] = (
    lambda one, _: _if(one.next_block, NextBlock, one),
    lambda one, _: _if(one.never_block, NeverBlock, one),
    lambda one, _: _if(one.level_at_least, LevelAtLeast, one),
    lambda one, _: _if(one.level_at_most, LevelAtMost, one),
    lambda one, _: _if(one.because, Because, one),
    lambda one, _: _if(one.asked, Asked, one),
    lambda one, _: _if(one.never_asked, Asked, one, True),
    _shown,
    lambda one, _: _if(one.follow_up_within, FollowUpWithin, one),
)


def _next(run: Replay) -> str:
    """What comes instead of a block that should."""
    shown = run.shown[run.last]
    came = f"There come only {listed(shown, 'and')}" if shown else "No block comes"
    now = wanted(run.state)
    if isinstance(now, Ask):
        return f"{came}; what is asked next is {now.step.id}."
    return f"{came}, and nothing more is asked."


def _are(steps: tuple[str, ...] | list[str]) -> str:
    return "is" if len(steps) == 1 else "are"
