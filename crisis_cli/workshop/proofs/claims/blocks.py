"""What comes up at once, or does not, and what is shown in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crisis_cli.engine.interview import Ask, wanted
from crisis_cli.protocol.compiled import ENDED_EARLY, Protocol
from crisis_cli.workshop.english import listed
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.replay import Replay
from crisis_cli.workshop.proofs.claims.claim import AtTheEnd, Claim, are
from crisis_cli.workshop.proofs.interviews import Interviews


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
        return both((self.given(every), no(every.stands(self.block))))

    def seen(self, protocol: Protocol, answers: Mapping[str, Any]) -> str:
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


def _next(run: Replay) -> str:
    """What comes instead of a block that should."""
    shown = run.shown[run.last]
    came = f"There come only {listed(shown, 'and')}" if shown else "No block comes"
    now = wanted(run.state)
    if isinstance(now, Ask):
        return f"{came}; what is asked next is {now.step.id}."
    return f"{came}, and nothing more is asked."


@dataclass(frozen=True, slots=True)
class NeverBlock(AtTheEnd):
    """A block has not come up."""

    block: str

    @property
    def claim(self) -> str:
        return f"the block {self.block} does not come up."

    def wrong(self, every: Interviews) -> Formula:
        return every.came(self.block)

    def told(self, run: Replay) -> str:
        came = self.block in [show.block.id for show in run.screens]
        return f"{self.block} comes up." if came else ""


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
        blocks = listed(sorted(set(self.blocks)), "or")
        how = "never shown" if self.never else "shown"
        return f"{listed(list(self.steps), 'and')} {are(self.steps)} {how} when {blocks} comes up."

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

    def seen(self, protocol: Protocol, answers: Mapping[str, Any]) -> str:
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
