"""Small protocols in which nearly everything hangs on something, the same for the same number."""

from __future__ import annotations

import random
from typing import Any

from crisis_cli.protocol.compiled import (
    UNKNOWN,
    Block,
    Choice,
    Condition,
    Protocol,
    Rule,
    Section,
    Step,
    Urgent,
)

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
WORDS = [["yes"], ["no"], ["yes", "unsure"], ["yes", *UNKNOWN], ["unsure", "not_asked"],
         ["yes", "unsure", "declined"], ["could_not_assess"], ["not_asked"]]  # fmt: skip


def dense(number: int) -> Protocol:
    """A protocol of some questions in sections with conditions, with rules that bring up boxes."""
    chance = random.Random(number)
    steps: list[Step] = []
    for part in range(chance.randint(1, 3)):
        shared = _condition(chance, steps) if steps and chance.random() < 0.7 else None
        for _ in range(chance.randint(2, 4)):
            own = _condition(chance, steps) if steps and chance.random() < 0.6 else None
            steps.append(_step(chance, f"q{len(steps)}", f"s{part}", shared, own))
    rules = {f"r{n}": Rule(f"r{n}", f"rule {n}", _condition(chance, steps)) for n in range(2)}
    late = _condition(chance, steps) if chance.random() < 0.5 else None
    blocks = {
        "b": Block(
            "b",
            "B",
            (Step("b1", "action", "Do", block="b"), Step("b2", "text", "?", block="b", when=late)),
        )
    }
    return Protocol(
        f"p{number}", "P", "1", "0" * 64, steps=tuple(steps), rules=rules, blocks=blocks,
        sections=tuple(Section(f"s{n}", f"S{n}") for n in range(3)),
        urgent=tuple(Urgent(name, "b") for name in rules),
    )  # fmt: skip


def _step(
    chance: random.Random, name: str, section: str, shared: Condition | None, own: Condition | None
) -> Step:
    whens = [one for one in (shared, own) if one is not None]
    when = ["all", whens] if len(whens) > 1 else (whens or [None])[0]
    danger = chance.random() < 0.6
    otherwise = chance.choice(["could_not_assess", "not_needed"]) if danger and when else ""
    return Step(
        name, "yes_no", f"{name}?", section, when=when, danger=danger, otherwise=otherwise,
        choices=YES_NO,
    )  # fmt: skip


def _condition(chance: random.Random, steps: list[Step], depth: int = 1) -> Condition:
    kind = chance.choice(["is", "is", "is", "all", "any", "not", "on_path"])
    if kind in ("all", "any") and depth:
        return [kind, [_condition(chance, steps, depth - 1) for _ in range(2)]]
    if kind == "not" and depth:
        return ["not", _condition(chance, steps, depth - 1)]
    question = chance.choice(steps[-3:] if chance.random() < 0.6 else steps).id
    if kind == "on_path":
        return ["on_path", question, chance.random() < 0.5]
    return ["is", question, chance.choice(WORDS)]


def answered(chance: random.Random, protocol: Protocol) -> dict[str, Any]:
    """Some answer to everything."""
    found: dict[str, Any] = {"b1": {"outcome": "done"}, "b2": "x"}
    for step in protocol.steps:
        found[step.id] = chance.choice(["yes", "yes", "no", "no", *UNKNOWN])
    return found
