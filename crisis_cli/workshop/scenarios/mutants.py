"""A protocol with one thing got wrong in it: every way, each with its place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.tree import Path, Tree
from crisis_cli.workshop.scenarios.conditions import Slip, slips
from crisis_cli.workshop.scenarios.places import found
from crisis_cli.workshop.scenarios.sites import Site, Sites

OTHERWISE = {"could_not_assess": "not_needed", "not_needed": "could_not_assess"}


@dataclass(frozen=True, slots=True)
class Touches:
    """Which scenarios could notice a mutant at all.

    kind: `any`; `answers`, those in which one of these words counted for `name`; `part`, these or
    an unknown; `urgent` and `concern`, those in which the rule or line of this name held.
    note: a step that must be named as shown or not. step: one that is likely to be named.
    """

    kind: str = "any"
    name: str = ""
    words: tuple[str, ...] = ()
    note: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A protocol with one thing got wrong.

    owner: in what, for a heading. what: what is wrong, as it goes on after "If"; `{owner}` stands
    for the owner. advice: the scenario that would notice it. line: in the protocol's file.
    danger: whether it decides about danger.
    """

    owner: str
    what: str
    advice: str
    line: int
    danger: bool
    touches: Touches
    make: Callable[[], Protocol]

    @property
    def short(self) -> str:
        """What is wrong, under a heading that names the owner."""
        return self.what.format(owner="it")

    @property
    def full(self) -> str:
        """What is wrong, as half a sentence."""
        return f"If {self.what.format(owner=self.owner)}"


def mutants(protocol: Protocol, tree: Tree) -> Iterator[Mutant]:
    """Every mutant of a protocol, in the order of its parts. tree: its file."""
    made = _Mutants(protocol, tree)
    for site in made.sites.every():
        yield from made.slips(site)
    yield from made.urgent()
    yield from made.concern()
    yield from made.steps()


class _Mutants:
    """The mutants of one protocol."""

    def __init__(self, protocol: Protocol, tree: Tree) -> None:
        self.protocol, self.tree = protocol, tree
        self.sites = Sites(protocol, tree.value())

    def slips(self, site: Site) -> Iterator[Mutant]:
        """Each way to get a condition a little wrong; first, to forget it."""
        if not site.needed:
            advice = "Write one where it does not hold, and say what must not come of it."
            slip = Slip("{owner} were forgotten", ["all", []])
            yield self._slip(site, slip, advice, partial(site.put, None))
        for slip in slips(site.condition):
            yield self._slip(site, slip, _advice(slip), partial(site.put, slip.condition))

    def _slip(self, site: Site, slip: Slip, advice: str, make: Callable[[], Protocol]) -> Mutant:
        line = self._line(found(self.tree, site.path, slip))
        kind = slip.dropped or "any"
        words = ("",) if slip.value else slip.words  # a value has no word
        touches = Touches(kind, slip.about, words, site.note, site.step)
        return Mutant(site.owner, slip.what, advice, line, site.danger, touches, make)

    def urgent(self) -> Iterator[Mutant]:
        """Each line of `urgent` left out."""
        for place, one in enumerate(self.protocol.urgent):
            what = f"the rule `{one.rule}` did not bring up the block `{one.block}`"
            advice = f"Write one where `{one.rule}` holds, and expect it under `urgent`."
            yield self._without("urgent", place, one.rule, what, advice)

    def concern(self) -> Iterator[Mutant]:
        """Each line of concern left out."""
        for place, one in enumerate(self.protocol.concern):
            what = f"the line of concern `{one.id}` were not there"
            advice = f"Write one where nothing else makes the level {one.level}, and expect it."
            yield self._without("concern", place, one.id, what, advice)

    def _without(self, key: str, place: int, name: str, what: str, advice: str) -> Mutant:
        """One line left out of those under a key of the file."""
        lines = getattr(self.protocol, key)
        left: dict[str, Any] = {key: (*lines[:place], *lines[place + 1 :])}
        make, line = partial(replace, self.protocol, **left), self._line((key, place))
        return Mutant(f"`{key}`", what, advice, line, True, Touches(key, name), make)

    def steps(self) -> Iterator[Mutant]:
        """Each answer of a step left out, and each `otherwise` the other one."""
        for place, path in self.sites.places():
            step = self.protocol.steps[place]
            if len(step.choices) > 1:
                yield from self._options(step, place, path)
            if step.otherwise:
                yield self._otherwise(step, place, path)

    def _options(self, step: Step, place: int, path: Path) -> Iterator[Mutant]:
        danger = self.sites.cone.decides(step)
        for choice in step.choices:
            what = f"`{step.id}` had no answer `{choice.id}`"
            advice = f"Write one where the answer to `{step.id}` is `{choice.id}`."
            left = tuple(one for one in step.choices if one != choice)
            make = partial(self.sites.with_step, place, replace(step, choices=left))
            line = self._line((*path, "answers", choice.id))
            touches = Touches("answers", step.id, (choice.id,))
            yield Mutant(f"`{step.id}`", what, advice, line, danger, touches, make)

    def _otherwise(self, step: Step, place: int, path: Path) -> Mutant:
        other = OTHERWISE[step.otherwise]
        what = f"`{step.id}` had `otherwise: {other}`, not `{step.otherwise}`"
        advice = (
            f"Write one where `{step.id}` is not on the path and every other danger question is "
            "answered; expect `undetermined`."
        )
        make = partial(self.sites.with_step, place, replace(step, otherwise=other))
        line = self._line((*path, "otherwise"))
        return Mutant(f"`{step.id}`", what, advice, line, True, Touches(), make)

    def _line(self, path: Path) -> int:
        return self.tree.place(path, key=True)[0]


def _advice(slip: Slip) -> str:
    if not (slip.about and slip.words):
        return "Write one where only this makes the difference, and say what must come of it."
    said = " or ".join(f"`{word}`" for word in slip.words)
    return f"Write one where the answer to `{slip.about}` is {said}, and nothing else of it holds."
