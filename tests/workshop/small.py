"""Small protocols that chance makes up, the same for the same number, and all their interviews."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import Any

from crisis_cli.engine.interview import Ask, Show, wanted
from crisis_cli.engine.state import State, fold
from crisis_cli.protocol.compiled import (
    LEVELS,
    UNKNOWN,
    Block,
    Choice,
    Concern,
    Condition,
    Document,
    FollowUp,
    Part,
    Protocol,
    Rule,
    Section,
    Step,
    Urgent,
)
from crisis_cli.workshop.model.replay import Replay, calm

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
SETTING = (Choice("here", "Here"), Choice("phone", "By phone"), Choice("other", "Otherwise"))
NEEDS = (Choice("bed", "A bed"), Choice("food", "Food"))
KINDS = ["danger"] * 5 + ["yes_no", "choose_one", "choose_many", "scale", "number", "list"]
PICKED = [["bed"], ["bed", "food"]]  # what a condition asks for
NOT_NO = [["yes"], ["yes", "unsure"], ["yes", "unsure", "declined"], ["yes", *UNKNOWN]]
# What is tried as an answer besides the unknowns: every value that a condition can tell apart.
TRIED: dict[str, list[Any]] = {
    "yes_no": ["yes", "no"],
    "choose_one": ["here", "phone", "other"],
    "choose_many": [[], ["bed"], ["food"], ["bed", "food"]],
    "scale": [0, 1, 2],
    "number": [0, 1, 1.1, 2, 3],
    "list": [[], [{"name": "some words"}], [{"name": "some words"}] * 2],
    "action": ["done", "not_yet", "not_done"],
    "text": ["some words"],
}


class Made:
    """One protocol on its way. calm: without `not` and `on_path`, as good protocols mostly are."""

    def __init__(self, seed: int, most: int = 4) -> None:
        self.draw = random.Random(seed)
        self.calm = self.draw.random() < 0.4
        self.apart = self.draw.random() < 0.3  # only later steps ask for food, nothing else does
        self.picked = [["food"]] if self.apart else PICKED
        self.steps: list[Step] = []
        for place in range(self.draw.randint(2, most)):
            self.steps.append(self._step(f"q{place}"))
        self.picked = [["bed"]] if self.apart else PICKED
        self.rules = {f"r{i}": self._rule(i) for i in range(self.draw.randint(1, 3))}

    def protocol(self) -> Protocol:
        draw, rules = self.draw, self.rules
        urgent = [Urgent(name, draw.choice(["b0", "b1"])) for name in rules if draw.random() < 0.8]
        draw.shuffle(urgent)
        urgent += [replace(one, block="b1") for one in urgent[:1] if draw.random() < 0.2]
        lines = [self._concern(i) for i in range(draw.randint(1, 3))]
        within = [FollowUp(["concern", ["high", "emergency"]], 12 * 3600)]
        within += [FollowUp(self.condition(1), 48 * 3600)] if draw.random() < 0.7 else []
        return Protocol(
            "made", "Made", "1", "0" * 64,
            sections=(Section("s", "S"),), steps=tuple(self.steps), rules=rules,
            blocks={name: self._block(name) for name in ("b0", "b1", "ended_early")},
            urgent=tuple(urgent), concern=tuple(lines), follow_up=tuple(within),
            documents={"safety_plan": self._plan()},
        )  # fmt: skip

    def _plan(self) -> Document:
        """A plan with somebody for the day and somebody for every hour, each under a condition."""
        part = Part("Always", self._with_level(), resources=("always",))
        return Document(
            "safety_plan", self._with_level(), (Part("By day", None, "", (), ("day",)), part)
        )

    def _with_level(self) -> Condition | None:
        draw = self.draw
        level = ["concern", draw.sample(LEVELS, 2)]
        return draw.choice([None, level, ["not", level], ["any", [level, self.condition(1)]]])

    def _step(self, name: str) -> Step:
        kind = self.draw.choice(KINDS + ["choose_many"] * 4 * self.apart)
        when = self.condition(2) if self.steps and self.draw.random() < 0.7 else None
        otherwise = self.draw.choice(["could_not_assess", "could_not_assess", "not_needed", ""])
        danger = kind == "danger"
        step = Step(name, "yes_no" if danger else kind, f"Is it {name}?", "s", when=when)
        choices = {"choose_one": SETTING, "choose_many": NEEDS, "danger": YES_NO, "yes_no": YES_NO}
        return replace(
            step, danger=danger, otherwise=otherwise if when and danger else "",
            choices=choices.get(kind, ()), least=0 if kind == "scale" else None,
            most=2 if kind in ("scale", "list") else None,
            each=(Step("name", "text", "Name"),) if kind == "list" else (),
        )  # fmt: skip

    def _rule(self, number: int) -> Rule:
        return Rule(f"r{number}", f"rule {number}", self.condition(2))

    def _concern(self, number: int) -> Concern:
        named = self.draw.random() < 0.4
        when = ["rule", self.draw.choice(list(self.rules))] if named else self.condition(2)
        return Concern(f"c{number}", self.draw.choice(LEVELS[1:]), when, f"concern {number}")

    def _block(self, name: str) -> Block:
        first = Step(f"{name}_first", "guidance", "Call 911", block=name)
        call = Step(f"{name}_call", "action", "Call", block=name)
        more = Step(f"{name}_more", "guidance", "More", block=name, when=self.condition(1))
        return Block(name, name, (first, call, more))

    def condition(self, depth: int) -> Condition:
        """A condition on the steps so far."""
        op = self.draw.choice(["atom", "atom", "all", "any"] + ["not"] * (not self.calm))
        if depth and op in ("all", "any"):
            return [op, [self.condition(depth - 1) for _ in range(self.draw.randint(2, 3))]]
        if depth and op == "not":
            return ["not", self.condition(depth - 1)]
        return self._atom(self.draw.choice(self.steps))

    def _atom(self, step: Step) -> Condition:
        draw = self.draw
        if not self.calm and draw.random() < 0.15:
            return ["on_path", step.id, draw.random() < 0.5]
        if step.kind in ("yes_no", "choose_one") or draw.random() < 0.3:
            if step.danger and draw.random() < 0.6:
                return ["is", step.id, draw.choice(NOT_NO)]
            words = [choice.id for choice in step.choices if step.kind != "choose_many"]
            return ["is", step.id, draw.sample([*words, *UNKNOWN], draw.randint(1, 3))]
        if step.kind == "choose_many":
            mode = draw.choice(["all", "any", "none"])
            return ["includes", step.id, mode, draw.choice(self.picked)]
        op = draw.choice(["at_least", "at_most", "above", "below"])
        test = "count" if step.kind == "list" else "number"
        return [test, step.id, op, draw.choice([1, 2])]


def small(seed: int, most: int = 4) -> Protocol:
    """The small protocol of this number."""
    return Made(seed, most).protocol()


def answers(step: Step) -> list[Any]:
    """Every answer to a step that any condition could tell from another."""
    return [*TRIED[step.kind], *UNKNOWN]


@dataclass
class Node:
    """One forward interview in the real engine, stopped: as it stood open, and once it ended.

    next: the question that waits, or "". shown: the blocks that came up after the last answer.
    """

    answers: dict[str, Any]
    parent: Node | None
    open: State
    next: str
    shown: list[Show]
    held: set[str]
    present: str
    end: Replay
    children: list[Node] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int]:
        """How many answers are out of the ordinary, and how many there are."""
        steps = {step.id: step for step in self.open.protocol.steps}
        odd = sum(given != calm(steps[name]) for name, given in self.answers.items())
        return odd, len(self.answers)


def interviews(protocol: Protocol, most: int) -> list[Node]:
    """Every forward interview of a protocol, and every beginning of one; [] if there are more."""
    steps = {step.id: step for step in protocol.steps}
    found = [_node(protocol, {}, None)]
    for node in found:  # grows meanwhile
        for one in answers(steps[node.next]) if node.next else ():
            found.append(_node(protocol, node.answers | {node.next: one}, node))
            node.children.append(found[-1])
        if len(found) > most:
            return []
    return found


def _node(protocol: Protocol, given: dict[str, Any], parent: Node | None) -> Node:
    run = Replay(protocol, given)
    run.settle()
    before = 0
    while len(run.asked) < len(given):
        before = len(run.screens)
        assert run.step()
    now = wanted(run.state)
    waits = now.step.id if isinstance(now, Ask) else ""
    rules = {name for name in protocol.rules if run.state.now.holds(["rule", name])}
    seen = run.screens[before:] if given else list(run.screens)
    present = run.state.level().present
    return Node(given, parent, replace_state(run), waits, seen, rules, present, run.end())


def replace_state(run: Replay) -> State:
    """The state as it stands, which a later ending does not touch."""
    return fold(run.protocol, list(run.state.entries))
