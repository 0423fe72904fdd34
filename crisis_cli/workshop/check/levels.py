"""Which answers to danger questions the lines of `concern` take up, and which none of them does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Rule, Step
from crisis_cli.workshop.check.look import Look
from crisis_cli.workshop.english import listed

ONE_OF = ("yes_no", "choose_one")
# How a line of `concern` takes up the answers to a question of a kind. No line can name what was
# said in words.
TAKE_UP = {
    "yes_no": "{{{step}: [{words}]}}",
    "choose_one": "{{{step}: [{words}]}}",
    "choose_many": "{{{step}: {{includes_any: [{words}]}}}}",
    "scale": "{{{step}: {{at_least: 1}}}}",
    "number": "{{{step}: {{at_least: 1}}}}",
    "list": "{{{step}: {{count: {{at_least: 1}}}}}}",
}
VALUE = ""  # the word of an answer that is a number, a text, a list
Words = dict[str, set[str]]  # question -> the answers to it that are taken up


def set_by_danger(look: Look) -> None:
    """Every answer to a danger question but a plain no is named by a line of `concern`."""
    taken = _taken_up(look)
    if taken is None:
        return
    for step, path in look.danger:
        named = taken.get(step.id, set())
        left = [word for word in _dangers(step) if word not in named]
        if left:
            message = f"{_said(step, left)} the danger question '{step.id}' sets no level."
            look.tell("E066", message, (*path, "id"), _line(step, left, named))


def _taken_up(look: Look) -> Words | None:
    """The answers that the lines of `concern` name; None where one of them has errors."""
    if look.known_broken("concern"):
        return None
    found: Words = {}
    for i, one in enumerate(look.protocol.concern):
        if not look.sound(one.when, ("concern", i)):
            return None
        for atom, holds in _atoms(one.when, look.protocol.rules) if one.level != "none" else ():
            step = look.steps.get(atom[1])
            if step is not None:
                found.setdefault(step.id, set()).update(_words(atom, holds, step))
    return found


def _atoms(
    condition: Condition, rules: Mapping[str, Rule], holds: bool = True
) -> Iterator[tuple[Condition, bool]]:
    """The single parts of a condition, and whether it helps that they hold, or that they do not."""
    match condition:
        case ["all" | "any", parts]:
            for part in parts:
                yield from _atoms(part, rules, holds)
        case ["not", part]:
            yield from _atoms(part, rules, not holds)
        case ["rule", name]:
            yield from _atoms(rules[name].when, rules, holds)
        case _:
            yield condition, holds


def _words(atom: Condition, holds: bool, step: Step) -> set[str]:
    """The answers to a question with which a part of a condition is as it should be."""
    match atom:
        case ["is", _, words]:
            return set(words) if holds else {*_dangers(step), *UNKNOWN} - set(words)
        case ["on_path", _, there]:
            return set(_dangers(step)) if there == holds else set()
        case ["includes", _, mode, ids]:
            return set(ids) if (mode != "none") == holds else set()
    return {VALUE}  # a number or a length: how much of it means danger, people decide


def _dangers(step: Step) -> list[str]:
    """The answers to a danger question that mean danger: all but a plain no.

    Of a choice of one, none where the compiler tells that there is no `no`.
    """
    if step.kind in ONE_OF:
        return [word for word in step.options if word != "no"] if "no" in step.options else []
    return list(step.options) or [VALUE] * (step.kind in TAKE_UP)


def _said(step: Step, left: list[str]) -> str:
    """The answers that no line names, as the beginning of a sentence."""
    if left == [VALUE]:
        return "An answer to"
    if step.kind == "yes_no":
        return "A yes to"
    return f"The answer {listed([f'`{word}`' for word in left])} to"


def _line(step: Step, left: list[str], taken: set[str]) -> str:
    """The line that is missing, as it is written; what a `not sure` means is said in it too."""
    more = [] if "unsure" in taken else ["unsure"]
    words = ", ".join(left + more if step.kind in ONE_OF else left)
    when = TAKE_UP[step.kind].format(step=step.id, words=words)
    line = f"- {{id: {step.id}, level: high, when: {when}, because: ...}}"
    return f"Write under `concern:`, with the level and words that fit, `{line}`."
