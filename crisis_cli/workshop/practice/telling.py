"""A look back at a role-play in words, and as plain JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from crisis_cli.engine.concern import UNDETERMINED
from crisis_cli.workshop.practice.looking_back import (
    ACTION,
    ANSWER,
    DANGER,
    ENDING,
    LookingBack,
    Other,
)
from crisis_cli.workshop.scenarios.verdict import Difference

PASSED = "Passed: it came out as the scenario expects."
SCRIPTED = (
    "It came out as the scenario expects. It does not count as passed: a file gave the answers, "
    "and only what somebody answers at the questions counts."
)
NOT_YET = "Not passed yet. Left to look at:"
SAME = "You understood everything as the scenario has it."
RAISED = (
    "You raised the level to {level}. That is always yours to do; here it is left aside, so that "
    "the answers can be looked at."
)
HEADS = {
    DANGER: "Danger, understood otherwise",
    ENDING: "When it ended",
    ACTION: "What was done",
    ANSWER: "Other answers",
}
OPEN = "Still open at the end, and nobody said what came of it"
UNCLEAR = "danger questions without a plain answer"
POINT = "One other answer, to think about"
LOOKED_AT = {
    "level": "the level of concern",
    "present": "the level that the answers say at the end",
    "undetermined": "whether danger questions went unanswered",
    "because": "why it is at that level",
    "urgent": "what comes up at once",
    "due": "when the next contact is due",
}
WORD = re.compile(r"[a-z0-9_]+")


def as_text(back: LookingBack) -> str:
    """What came of it, paragraph by paragraph."""
    parts = [_head(back), *_others(back)]
    parts += ["\n".join([OPEN, *(f"  - {one}" for one in back.open)])] if back.open else []
    parts += [_point(back.point)] if back.point else []
    return "\n\n".join(part for part in parts if part)


def _head(back: LookingBack) -> str:
    lines = [f"LOOKING BACK: {back.role.file.title}", back.role.file.story, ""]
    held = SCRIPTED if back.scripted else PASSED
    lines += [NOT_YET, *(f"  - {_left(back, one)}" for one in back.left)] if back.left else [held]
    lines += [SAME] if back.passed and not back.others else []
    lines += [RAISED.format(level=back.raised)] if back.raised else []
    return "\n".join(lines)


def _left(back: LookingBack, one: Difference) -> str:
    expected, seen = _named(back, one.expected), _named(back, one.seen)
    return f"{LOOKED_AT[one.about]}: the scenario has {expected}, and yours came to {seen}."


def _named(back: LookingBack, text: str) -> str:
    """The names in a text in words, as a worker reads them on the screen."""
    protocol = back.role.protocol
    names = {step.id: f"'{step.name}'" for step in protocol.all_steps}
    names |= {rule.id: f"'{rule.means}'" for rule in protocol.rules.values()}
    names |= {one.id: f"'{one.because}'" for one in protocol.concern}
    names[UNDETERMINED] = UNCLEAR
    return WORD.sub(lambda found: names.get(found[0], found[0]), text)


def _others(back: LookingBack) -> Iterator[str]:
    for kind, head in HEADS.items():
        told = [_other(one) for one in back.others if one.kind == kind]
        if told:
            yield "\n".join([head, *told])


def _other(one: Other) -> str:
    lines = [f"  {one.name}"]
    lines += [f"    At that point: {one.line}"] if one.line else []
    if one.kind == ENDING:
        lines.append(f"    In the scenario {one.here}; with you {one.yours}.")
    else:
        lines.append(f"    Here the scenario has '{one.here}'; you chose '{one.yours}'.")
    return "\n".join([*lines, f"    What that changes: {' '.join(one.changes)}"])


def _point(one: Other) -> str:
    said = [f"  At '{one.name}' it was: {one.line}"] if one.line else [f"  {one.name}"]
    told = f"  You chose '{one.yours}'. With '{one.here}', and a plain no to all else that is then"
    return "\n".join([POINT, *said, f"{told} asked: {' '.join(one.changes)}"])


def as_data(back: LookingBack) -> dict[str, Any]:
    """The same as plain JSON."""
    return {
        "scenario": back.role.name,
        "title": back.role.file.title,
        "scenario_hash": back.role.hash,
        "passed": back.passed,
        "scripted": back.scripted,
        "left": [{k: v for k, v in asdict(one).items() if k != "line"} for one in back.left],
        "others": [_data(one) for one in back.others],
        "open": list(back.open),
        "raised": back.raised,
        "point": _data(back.point) if back.point else None,
    }


def _data(one: Other) -> dict[str, Any]:
    return {**asdict(one), "changes": list(one.changes)}
