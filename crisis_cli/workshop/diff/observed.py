"""What can be seen of an interview under one protocol: once as formulas, once in the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crisis_cli.engine.follow_up import UNSAID
from crisis_cli.protocol.compiled import (
    ENDED_EARLY,
    LEVELS,
    UNKNOWN,
    Condition,
    Document,
    FollowUp,
    Part,
    Step,
)
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.spans import due
from crisis_cli.protocol.truth import questions
from crisis_cli.workshop.model.answers import Many, Measured
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.model import Model
from crisis_cli.workshop.model.path import AT_AN_ENDING, COUNTED
from crisis_cli.workshop.model.replay import Replay
from crisis_cli.workshop.reading.residual import whole

OPENING = ""  # stands for the step before the first answer


@dataclass(frozen=True, slots=True)
class Follow:
    """A follow-up that is due after an interview."""

    within: int
    what: str
    after: int = 0
    caring: bool = False

    @property
    def due(self) -> str:
        """When it is due, in words."""
        return due(self.within, self.after, self.caring)


def _follow(one: FollowUp) -> Follow:
    return Follow(one.within, one.what, one.after, one.caring)


class Seen:
    """Everything that can be seen of the interviews of one protocol, as formulas."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.protocol = model.protocol

    def asked(self) -> dict[str, Formula]:
        """Each step of the path: whether it comes."""
        return {step.id: self.model.on(step.id) for step in self.protocol.steps}

    def blocks(self) -> dict[str, Formula]:
        """Each urgent block: whether it ever comes up."""
        return {name: either(map(self._ever, rules)) for name, rules in self._rules().items()}

    def moments(self, block: str) -> dict[str, Formula]:
        """For each step: whether the block comes up right after its answer."""
        found: dict[str, list[Formula]] = {}
        for place, _, begins in self._turns(block):
            step = self.protocol.steps[place].id if place >= 0 else OPENING
            found.setdefault(step, []).append(begins)
        return {step: either(parts) for step, parts in found.items()}

    def screens(self, block: str) -> dict[str, Formula]:
        """For each step of a block: whether it is ever shown with it."""
        steps = self.steps_of(block)
        found: dict[str, list[Formula]] = {step.id: [] for step in steps}
        for _, here, begins in self._turns(block):
            for step in steps:
                found[step.id].append(both((begins, here.path.holds(step.when, COUNTED))))
        return {name: either(parts) for name, parts in found.items()}

    def _turns(self, block: str) -> Iterator[tuple[int, Model, Formula]]:
        """Each place of the path whose answer can bring up a block, with the interview as it then
        stands, and whether the block comes up right there; -1 is the opening."""
        for rule in self._rules().get(block, ()):
            before: Formula = False
            for place in self.model.turns(["rule", rule]):
                here = self.model.earlier(place)
                now = here.urgent(rule)
                yield place, here, both((now, no(before)))
                before = now

    def last_block(self) -> dict[str, Formula]:
        """For each step of the block of an early ending: whether it is shown there."""
        holds = self.model.path.holds
        return {step.id: holds(step.when, AT_AN_ENDING) for step in self.steps_of(ENDED_EARLY)}

    def steps_of(self, block: str) -> tuple[Step, ...]:
        """The steps of a block; none where there is no such block."""
        blocks = self.protocol.blocks
        return blocks[block].steps if block in blocks else ()

    def behind(self, block: str) -> list[Any]:
        """Everything that decides when a block comes up: the same list, the same moments."""
        return self._decided_by(self._begins(block))

    def inside(self, block: str) -> list[Any]:
        """Everything that decides which steps are shown with a block, and when."""
        steps = self.steps_of(block)
        whens = [step.when for step in steps if step.when is not None]
        return [[step.id for step in steps], self._decided_by([*self._begins(block), *whens])]

    def _begins(self, block: str) -> list[Condition]:
        rules = self.protocol.rules
        return [rules[name].when for name in self._rules().get(block, ())]

    def _decided_by(self, whens: list[Condition]) -> list[Any]:
        rules = self.protocol.rules
        cone = self.model.path.places.cone(q for when in whens for q in questions(when, rules))
        steps = (self.model.path.places.step(name) for name in cone)
        facts = [(s.id, s.when and whole(s.when, rules), s.danger, s.otherwise) for s in steps]
        return [[whole(when, rules) for when in whens], facts]

    def levels(self) -> dict[str, Formula]:
        """Each level of concern: whether it is the highest in the end."""
        return {level: self.model.level(level) for level in LEVELS}

    def present(self) -> dict[str, Formula]:
        """Each level: whether it is what the answers say in the end."""
        return {level: self.model.level(level, at_ending=False) for level in LEVELS}

    def undetermined(self) -> Formula:
        """Whether danger questions went unanswered."""
        return self.model.undetermined()

    def due(self) -> dict[int, Formula]:
        """Each span in seconds: whether the next contact is due within it."""
        spans: dict[int, Formula] = {}
        sooner: Formula = False
        lines = [one for one in self.protocol.follow_up if not one.caring]
        for within in sorted({one.within for one in lines}):
            mine = [one for one in lines if one.within == within]
            holds = either(self.model.holds(one.when) for one in mine)
            spans[within] = both((holds, no(sooner)))
            sooner = either((sooner, holds))
        spans[UNSAID] = either((spans.get(UNSAID, False), no(sooner)))
        return spans

    def follows(self) -> dict[Follow, Formula]:
        """Each follow-up: whether it is to be done."""
        found: dict[Follow, list[Formula]] = {}
        for one in self.protocol.follow_up:
            holds = self.model.holds(one.when)
            found.setdefault(_follow(one), []).append(holds)
        return {follow: either(parts) for follow, parts in found.items()}

    def printed(self, document: Document) -> dict[str, Formula]:
        """Each heading of a client page: whether it stands there."""
        made = self.model.holds(document.when)
        found: dict[str, list[Formula]] = {}
        for part in document.parts:
            stands = both((made, self.model.holds(part.when), self._filled(part)))
            found.setdefault(part.heading, []).append(stands)
        return {heading: either(parts) for heading, parts in found.items()}

    def _rules(self) -> dict[str, list[str]]:
        """The rules that bring up each block. Of a rule that stands twice, the last counts."""
        runs = {one.rule: one.block for one in self.protocol.urgent}
        return {block: [r for r, b in runs.items() if b == block] for block in runs.values()}

    def _ever(self, rule: str) -> Formula:
        """Whether an urgent rule holds at any time."""
        condition = ["rule", rule]
        if self.model.path.places.steady(condition):
            return self.model.urgent(rule)
        places = self.model.turns(condition)
        earlier = (self.model.earlier(place).urgent(rule) for place in places)
        return either([self.model.urgent(rule), *earlier])

    def _filled(self, part: Part) -> Formula:
        """Whether there is anything to print under a heading."""
        if part.resources or (part.text and not part.steps):
            return True
        steps = {step.id: step for step in self.protocol.steps if not step.private}
        return either(self._said(steps[name]) for name in part.steps if name in steps)

    def _said(self, step: Step) -> Formula:
        """Whether a question got an answer that can be printed."""
        if not KINDS[step.kind].asks:
            return False
        given = self.model.answers.to(step)
        words = [word for word in given.words if word not in UNKNOWN]
        said = either(given.word(word) for word in words)
        if isinstance(given, Many):
            said = given.includes("any", given.ids)
        elif isinstance(given, Measured) and step.kind == "list":
            said = given.compare("at_least", 1)
        return both((self.model.asked(step.id), said))


class Shown:
    """What one interview of the engine showed, in the same terms as `Seen`."""

    def __init__(self, contact: Replay) -> None:
        self.contact, self.state = contact, contact.state
        self.protocol = contact.protocol
        self.level = self.state.level()

    @property
    def asked(self) -> list[str]:
        """The steps that came, in order."""
        return [step.id for step in self.state.path()]

    @property
    def blocks(self) -> list[str]:
        """The urgent blocks that came up, each once, in order."""
        return list(dict.fromkeys(one for some in self.contact.shown.values() for one in some))

    def moments(self, block: str) -> list[str]:
        """The steps right after which a block came up."""
        return [step for step, blocks in self.contact.shown.items() if block in blocks]

    def came(self, block: str) -> bool:
        """Whether a block came up; that of an early ending too."""
        return block in self.blocks or (block == ENDED_EARLY and self.state.early)

    def seen(self, step: Step) -> bool:
        """Whether a step of a block was ever shown with it."""
        if step.block == ENDED_EARLY:
            last = self.protocol.blocks.get(ENDED_EARLY)
            return last is not None and step.id in [one.id for one in self.state.shown(last)]
        return any(step.id in [s.id for s in one.steps] for one in self.contact.screens)

    @property
    def follows(self) -> list[Follow]:
        """The follow-ups that are to be done, the soonest first."""
        holding = [one for one in self.protocol.follow_up if self.state.holds(one.when)]
        found = dict.fromkeys(_follow(one) for one in holding)
        return sorted(found, key=lambda one: one.within)

    @property
    def due(self) -> int:
        """Seconds until the next contact is due at the latest."""
        return min([one.within for one in self.follows if not one.caring], default=UNSAID)

    def printed(self, document: Document) -> list[str]:
        """The headings that stand on a client page."""
        if not self.state.holds(document.when):
            return []
        stands = (part for part in document.parts if self._stands(part))
        return list(dict.fromkeys(part.heading for part in stands))

    def _stands(self, part: Part) -> bool:
        filled = bool(part.resources or (part.text and not part.steps))
        return self.state.holds(part.when) and (filled or any(map(self._said, part.steps)))

    def _said(self, name: str) -> bool:
        given = self.state.answer(name) if self.state.on_path(name) else None
        if given is None or given.unknown or self.state.step(name).private:
            return False
        return bool(KINDS[self.state.step(name).kind].lines(self.state.step(name), given.value))
