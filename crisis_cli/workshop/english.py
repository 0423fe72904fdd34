"""Conditions in English: `thoughts is Yes, Not sure or Would rather not say`."""

from __future__ import annotations

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Protocol, Step
from crisis_cli.protocol.kinds import OUTCOMES, SPECIAL

COMPARED = {"at_least": "at least", "at_most": "at most", "above": "above", "below": "below"}
INCLUDED = {
    "all": ("includes", "and"),
    "any": ("includes", "or"),
    "none": ("does not include", "or"),
}


class English:
    """The conditions of one protocol in words."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.steps = {step.id: step for step in protocol.steps}

    def say(self, condition: Condition | None) -> str:
        """A condition in words; "always" where there is none."""
        if condition is None:
            return "always"
        match condition:
            case ["all" | "any" as op, parts]:
                return f" {'and' if op == 'all' else 'or'} ".join(map(self._inner, parts))
            case ["not", inner]:
                return f"it is not so that {self._inner(inner)}"
            case ["rule", name]:
                return f"the rule {name} holds"
            case ["concern", levels]:
                return f"the level of concern is {listed(levels)}"
        return self._about(self.steps[condition[1]], condition)

    def _inner(self, condition: Condition) -> str:
        """Part of a longer condition: in brackets where it could be misread."""
        said = self.say(condition)
        return f"({said})" if condition[0] in ("all", "any") and len(condition[1]) > 1 else said

    def _about(self, step: Step, condition: Condition) -> str:
        match condition:
            case ["is", _, words]:
                return f"{step.id} is {_answers(step, words)}"
            case ["number", _, op, limit]:
                return f"{step.id} is {COMPARED[op]} {limit:.15g}"
            case ["count", _, op, limit]:
                return f"{step.id} has {COMPARED[op]} {limit:.15g}"
            case ["includes", _, mode, ids]:
                verb, joint = INCLUDED[mode]
                return f"{step.id} {verb} {listed(labels(step, ids), joint)}"
        return f"{step.id} is {'' if condition[2] else 'not '}on the path"


def listed(words: list[str], joint: str = "or") -> str:
    """Words as a list in a sentence: a, b or c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def counted(count: int, thing: str) -> str:
    """So many things: 1 step, 2 steps."""
    return f"{count} {thing}" + ("" if count == 1 else "s")


def offered(step: Step) -> list[str]:
    """What a step offers, a line each: its answers, or what is asked for each item of a list."""
    ids = [choice.id for choice in step.choices]
    lines = [f"Answers: {listed(labels(step, ids))}"] if ids else []
    fields = [field.name for field in step.each]
    return lines + ([f"For each: {listed(fields, 'and')}"] if fields else [])


def _answers(step: Step, words: list[str]) -> str:
    """The answers of a condition; all four unknowns are one word."""
    if not set(UNKNOWN) <= set(words):
        return listed(labels(step, words))
    known = [word for word in words if word not in UNKNOWN]
    if known and [one for one in step.options if one not in known] == ["no"]:
        return f"anything but {listed(labels(step, ['no']))}"
    return listed([*labels(step, known), "unknown"])


def labels(step: Step, ids: list[str]) -> list[str]:
    """The words of answers; in quotes where a comma in them could be misread."""
    labels = SPECIAL | OUTCOMES | {choice.id: choice.label for choice in step.choices}
    said = (labels.get(one, one) for one in ids)
    return [f'"{one}"' if "," in one else one for one in said]
