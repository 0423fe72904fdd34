"""Everything that can differ between two protocols for the same answers, as formulas."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeVar

from crisis_cli.protocol.compiled import LEVELS, Document, Step
from crisis_cli.workshop.diff.observed import Follow, Seen, Shown
from crisis_cli.workshop.model.logic import Formula, both, differ, either, no
from crisis_cli.workshop.reading.describe import span

Key = TypeVar("Key", bound=Hashable)
Bears = Callable[[Shown, Shown], bool]

# The kinds of change, the most dangerous first, under the titles that they are told under.
URGENT, LEVEL, QUESTIONS = "URGENT BLOCKS", "LEVEL OF CONCERN", "QUESTIONS"
FOLLOW_UP, PAGES = "FOLLOW-UP", "CLIENT PAGES"
KINDS = {
    "urgent_none": URGENT,
    "urgent_lost": URGENT,
    "urgent_gained": URGENT,
    "urgent_moved": URGENT,
    "level_lower": LEVEL,
    "undetermined_lost": LEVEL,
    "level_higher": LEVEL,
    "undetermined_gained": LEVEL,
    "present": LEVEL,
    "danger_lost": QUESTIONS,
    "asked_lost": QUESTIONS,
    "danger_gained": QUESTIONS,
    "asked_gained": QUESTIONS,
    "due_later": FOLLOW_UP,
    "due_sooner": FOLLOW_UP,
    "follow_lost": FOLLOW_UP,
    "follow_gained": FOLLOW_UP,
    "printed_lost": PAGES,
    "printed_gained": PAGES,
}


@dataclass(frozen=True)
class Change:
    """Something that differs for some answers.

    subject: what it is about, several of which may be told together. says: what is so of the
    people, `{}` standing for the subjects. formula: for which answers. bears: whether the engine
    shows it in an interview played under the old and under the new protocol. covers: the name of
    what it is a change of; after: of what it is told only for those who were not told of it yet.
    """

    kind: str
    subject: str
    says: str
    formula: Formula = field(repr=False)
    bears: Bears = field(repr=False)
    covers: str = ""
    after: str = "-"


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

    # -- urgent blocks

    def _urgent(self) -> Iterator[Change]:
        before, now = self.old.blocks(), self.new.blocks()
        any_now = either(now.values())
        for block, was, comes in _pairs(before, now):
            lost = both((was, no(comes)))
            if lost is not False and not _alike(was, comes):
                yield _none(block, both((lost, no(any_now))))
                yield _lost(block, both((lost, any_now)))
        for block, was, comes in _pairs(before, now):
            if not _alike(was, comes):
                yield _gained(block, both((comes, no(was))))
        for block, was, comes in _pairs(before, now):
            yield from self._moved(block, both((was, comes)))

    def _moved(self, block: str, in_both: Formula) -> Iterator[Change]:
        if in_both is False or self.old.behind(block) == self.new.behind(block):
            return
        before, now = self.old.moments(block), self.new.moments(block)
        elsewhere = [differ(a, b) for _, a, b in _pairs(before, now) if not _alike(a, b)]
        formula = both((in_both, either(elsewhere)))
        if formula is not False:
            says = "get the urgent block {} at another moment"
            yield Change("urgent_moved", block, says, formula, _moved(block), "", block)

    # -- the level of concern

    def _levels(self) -> Iterator[Change]:
        before, now = self.old.levels(), self.new.levels()
        for was, comes in _level_pairs():
            if not all(_alike(before[one], now[one]) for one in (was, comes)):
                yield _level(was, comes, both((before[was], now[comes])))
        yield from self._undetermined()
        yield from self._present(either(both((before[one], now[one])) for one in LEVELS))

    def _undetermined(self) -> Iterator[Change]:
        was, comes = self.old.undetermined(), self.new.undetermined()
        if _alike(was, comes):
            return
        says = "no longer have their level told as undetermined"
        lost = both((was, no(comes)))
        yield Change("undetermined_lost", "", says, lost, lambda old, new: (
            old.level.undetermined and not new.level.undetermined
        ))  # fmt: skip
        says = "now have their level told as undetermined"
        gained = both((comes, no(was)))
        yield Change("undetermined_gained", "", says, gained, lambda old, new: (
            new.level.undetermined and not old.level.undetermined
        ))  # fmt: skip

    def _present(self, same: Formula) -> Iterator[Change]:
        """What the answers say in the end, where the highest level is the same."""
        before, now = self.old.present(), self.new.present()
        found: dict[bool, list[Formula]] = {True: [], False: []}
        for was, comes in _level_pairs():
            if not all(_alike(before[one], now[one]) for one in (was, comes)):
                found[_falls(was, comes)].append(both((before[was], now[comes])))
        for lower, parts in found.items():
            yield _now_say(lower, both((same, either(parts))))

    # -- what is asked

    def _asked(self) -> Iterator[Change]:
        steps = {step.id: step for seen in (self.new, self.old) for step in seen.protocol.steps}
        before, now = self.old.asked(), self.new.asked()
        for name, was, comes in _pairs(before, now):
            if not _alike(was, comes):
                yield _no_longer(steps[name], both((was, no(comes))))
                yield _now_also(steps[name], both((comes, no(was))))

    # -- afterwards

    def _follow_up(self) -> Iterator[Change]:
        before, now = self.old.due(), self.new.due()
        pairs = list(_pairs(before, now))
        changed = [within for within, was, comes in pairs if not _alike(was, comes)]
        for was, comes in product(before, now):
            if was != comes and (was in changed or comes in changed):
                yield _due(was, comes, both((before[was], now[comes])))
        same = either(both((was, comes)) for _, was, comes in pairs)
        for follow, was, comes in _pairs(self.old.follows(), self.new.follows()):
            if not _alike(was, comes):
                yield _follow(follow, "lost", both((same, was, no(comes))))
                yield _follow(follow, "gained", both((same, comes, no(was))))

    def _printed(self) -> Iterator[Change]:
        before, now = self.old.protocol.documents, self.new.protocol.documents
        for name in dict.fromkeys([*before, *now]):
            empty = Document(name, None, ())
            was, comes = before.get(name, empty), now.get(name, empty)
            pairs = _pairs(self.old.printed(was), self.new.printed(comes))
            for heading, stood, stands in pairs:
                if not _alike(stood, stands):
                    yield _printed(was, comes, heading, "lost", both((stood, no(stands))))
                    yield _printed(was, comes, heading, "gained", both((stands, no(stood))))


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


def _none(block: str, formula: Formula) -> Change:
    says = "no longer get the urgent block {}, and no other comes"

    def bears(old: Shown, new: Shown) -> bool:
        return block in old.blocks and not new.blocks

    return Change("urgent_none", block, says, formula, bears, covers=block)


def _lost(block: str, formula: Formula) -> Change:
    says = "no longer get the urgent block {}, though another comes"

    def bears(old: Shown, new: Shown) -> bool:
        return block in old.blocks and block not in new.blocks and bool(new.blocks)

    return Change("urgent_lost", block, says, formula, bears, block, block)


def _gained(block: str, formula: Formula) -> Change:
    def bears(old: Shown, new: Shown) -> bool:
        return block in new.blocks and block not in old.blocks

    says = "now get the urgent block {}"
    return Change("urgent_gained", block, says, formula, bears, covers=block)


def _moved(block: str) -> Bears:
    def bears(old: Shown, new: Shown) -> bool:
        in_both = block in old.blocks and block in new.blocks
        return in_both and set(old.moments(block)) != set(new.moments(block))

    return bears


def _level(was: str, comes: str, formula: Formula) -> Change:
    kind = "level_lower" if _falls(was, comes) else "level_higher"

    def bears(old: Shown, new: Shown) -> bool:
        return (old.level.highest, new.level.highest) == (was, comes)

    says = f"{'fall' if kind == 'level_lower' else 'rise'} from level {was} to {comes}"
    return Change(kind, f"{was} to {comes}", says, formula, bears, covers="level")


def _now_say(lower: bool, formula: Formula) -> Change:
    def bears(old: Shown, new: Shown) -> bool:
        was, comes = old.level.present, new.level.present
        same = old.level.highest == new.level.highest
        return same and was != comes and _falls(was, comes) == lower

    what = "lower" if lower else "higher"
    says = f"keep their highest level, but in the end their answers say a {what} one"
    return Change("present", what, says, formula, bears, "", "level")


def _falls(was: str, comes: str) -> bool:
    return LEVELS.index(comes) < LEVELS.index(was)


def _no_longer(step: Step, formula: Formula) -> Change:
    def bears(old: Shown, new: Shown) -> bool:
        return step.id in old.asked and step.id not in new.asked

    kind = "danger_lost" if step.danger else "asked_lost"
    return Change(kind, step.id, f"are no longer {_verb(step)} {{}}", formula, bears)


def _now_also(step: Step, formula: Formula) -> Change:
    def bears(old: Shown, new: Shown) -> bool:
        return step.id in new.asked and step.id not in old.asked

    kind = "danger_gained" if step.danger else "asked_gained"
    return Change(kind, step.id, f"are now also {_verb(step)} {{}}", formula, bears)


def _verb(step: Step) -> str:
    if step.kind == "guidance":
        return "shown the guidance"
    return "asked the danger question" if step.danger else "asked"


def _due(was: int, comes: int, formula: Formula) -> Change:
    def bears(old: Shown, new: Shown) -> bool:
        return (old.due, new.due) == (was, comes)

    kind = "due_later" if comes > was else "due_sooner"
    says = f"are seen again within {span(comes)}, before within {span(was)}"
    return Change(kind, f"{span(was)} to {span(comes)}", says, formula, bears, covers="due")


def _follow(follow: Follow, how: str, formula: Formula) -> Change:
    def bears(old: Shown, new: Shown) -> bool:
        there, gone = (old, new) if how == "lost" else (new, old)
        return old.due == new.due and follow in there.follows and follow not in gone.follows

    subject = f'"{follow.what or "Follow up"}" (within {span(follow.within)})'
    says = f"{'no longer' if how == 'lost' else 'now'} get the follow-up {{}}"
    return Change(f"follow_{how}", subject, says, formula, bears, "", "due")


def _printed(was: Document, comes: Document, heading: str, how: str, formula: Formula) -> Change:
    def bears(old: Shown, new: Shown) -> bool:
        stood, stands = heading in old.printed(was), heading in new.printed(comes)
        return stood != stands and stood == (how == "lost")

    says = (
        f"{'no longer' if how == 'lost' else 'now'} have {{}} on their {was.id.replace('_', ' ')}"
    )
    return Change(f"printed_{how}", f'"{heading}"', says, formula, bears)
