"""Everything that can differ between two protocols for the same answers, as formulas."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any, TypeVar

from crisis_cli.protocol.compiled import ENDED_EARLY, LEVELS, Document
from crisis_cli.workshop.diff import change
from crisis_cli.workshop.diff.change import Change
from crisis_cli.workshop.diff.observed import Seen
from crisis_cli.workshop.model.logic import Formula, both, differ, either, no

Key = TypeVar("Key", bound=Hashable)


class Compared:
    """The interviews of two protocols side by side, under the same answers."""

    def __init__(self, old: Seen, new: Seen) -> None:
        self.old, self.new = old, new

    def changes(self) -> Iterator[Change]:
        """Everything that may differ; what surely does not is left out."""
        yield from self._urgent()
        yield from self._levels()
        yield from self._asked()
        yield from self._follow_up()
        yield from self._printed()

    def early(self) -> Iterator[Change]:
        """What may differ where a contact ends early: then these are models that stop."""
        known = [
            *self._levels(),
            *self._follow_up(),
            *self._printed(),
            *self._steps(ENDED_EARLY, self.old.last_block(), self.new.last_block(), True),
        ]
        for one in known:
            if one.kind != "present":
                yield replace(one, early=True, covers="", after=(*one.after, one.covers))

    # -- urgent blocks

    def _urgent(self) -> Iterator[Change]:
        before, now = self.old.blocks(), self.new.blocks()
        any_now = either(now.values())
        for block, was, comes in _pairs(before, now):
            lost = both((was, no(comes)))
            if lost is not False and not _alike(was, comes):
                yield change.none(block, both((lost, no(any_now))))
                yield change.lost(block, both((lost, any_now)))
        for block, was, comes in _pairs(before, now):
            if not _alike(was, comes):
                yield change.gained(block, both((comes, no(was))))
        for block, was, comes in _pairs(before, now):
            yield from self._moved(block, both((was, comes)))
        for block, was, comes in _pairs(before, now):
            yield from self._inside(block, both((was, comes)))

    def _moved(self, block: str, in_both: Formula) -> Iterator[Change]:
        if in_both is False or self.old.behind(block) == self.new.behind(block):
            return
        before, now = self.old.moments(block), self.new.moments(block)
        elsewhere = [differ(a, b) for _, a, b in _pairs(before, now) if not _alike(a, b)]
        formula = both((in_both, either(elsewhere)))
        yield change.moved(block, formula)

    def _inside(self, block: str, in_both: Formula) -> Iterator[Change]:
        """Steps of a block that are shown with it, or not."""
        if in_both is not False and self.old.inside(block) != self.new.inside(block):
            before, now = self.old.screens(block), self.new.screens(block)
            yield from self._steps(block, before, now, in_both)

    def _steps(
        self,
        block: str,
        before: Mapping[str, Formula],
        now: Mapping[str, Formula],
        in_both: Formula,
    ) -> Iterator[Change]:
        """Of the steps that the block has in both; others are told as its form."""
        steps = {step.id: step for step in self.new.steps_of(block)}
        for name, was, comes in _pairs(before, now):
            if name in before and name in now and not _alike(was, comes):
                yield change.in_block(steps[name], "lost", both((in_both, was, no(comes))))
                yield change.in_block(steps[name], "gained", both((in_both, comes, no(was))))

    # -- the level of concern

    def _levels(self) -> Iterator[Change]:
        before, now = self.old.levels(), self.new.levels()
        for was, comes in _level_pairs():
            if not all(_alike(before[one], now[one]) for one in (was, comes)):
                yield change.level(was, comes, both((before[was], now[comes])))
        yield from self._undetermined()
        yield from self._present(either(both((before[one], now[one])) for one in LEVELS))

    def _undetermined(self) -> Iterator[Change]:
        was, comes = self.old.undetermined(), self.new.undetermined()
        if not _alike(was, comes):
            yield change.undetermined("lost", both((was, no(comes))))
            yield change.undetermined("gained", both((comes, no(was))))

    def _present(self, same: Formula) -> Iterator[Change]:
        """What the answers say in the end, where the highest level is the same."""
        before, now = self.old.present(), self.new.present()
        found: dict[bool, list[Formula]] = {True: [], False: []}
        for was, comes in _level_pairs():
            if not all(_alike(before[one], now[one]) for one in (was, comes)):
                found[change.falls(was, comes)].append(both((before[was], now[comes])))
        for lower, parts in found.items():
            yield change.now_say(lower, both((same, either(parts))))

    # -- what is asked

    def _asked(self) -> Iterator[Change]:
        was_steps, steps = ({s.id: s for s in one.protocol.steps} for one in (self.old, self.new))
        for name, was, comes in _pairs(self.old.asked(), self.new.asked()):
            if not _alike(was, comes) and name in was_steps:
                yield change.no_longer(was_steps[name], both((was, no(comes))))
            if not _alike(was, comes) and name in steps:
                yield change.now_also(steps[name], both((comes, no(was))))

    # -- afterwards

    def _follow_up(self) -> Iterator[Change]:
        before, now = self.old.due(), self.new.due()
        pairs = list(_pairs(before, now))
        changed = [within for within, was, comes in pairs if not _alike(was, comes)]
        for was, comes in product(before, now):
            if was != comes and (was in changed or comes in changed):
                yield change.due(was, comes, both((before[was], now[comes])))
        same = either(both((was, comes)) for _, was, comes in pairs)
        for follow, was, comes in _pairs(self.old.follows(), self.new.follows()):
            if not _alike(was, comes):
                yield change.follow(follow, "lost", both((same, was, no(comes))))
                yield change.follow(follow, "gained", both((same, comes, no(was))))

    def _printed(self) -> Iterator[Change]:
        before, now = self.old.protocol.documents, self.new.protocol.documents
        for name in dict.fromkeys([*before, *now]):
            empty = Document(name, None, ())
            was, comes = before.get(name, empty), now.get(name, empty)
            pairs = _pairs(self.old.printed(was), self.new.printed(comes))
            for heading, stood, stands in pairs:
                if not _alike(stood, stands):
                    yield change.printed(was, comes, heading, "lost", both((stood, no(stands))))
                    yield change.printed(was, comes, heading, "gained", both((stands, no(stood))))


def _pairs(old: Mapping[Key, Formula], new: Mapping[Key, Formula]) -> list[tuple[Key, Any, Any]]:
    """Each key with its formula in both; False where it is not there."""
    return [(key, old.get(key, False), new.get(key, False)) for key in dict.fromkeys([*old, *new])]


def _alike(one: Formula, other: Formula) -> bool:
    """Whether two formulas are the very same, so that nothing can differ."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one.eq(other))


def _level_pairs() -> list[tuple[str, str]]:
    """All pairs of different levels, the deepest fall first."""
    pairs = [(was, comes) for was, comes in product(LEVELS, LEVELS) if was != comes]
    return sorted(pairs, key=lambda pair: LEVELS.index(pair[1]) - LEVELS.index(pair[0]))
