"""Conditions that look at a question which nobody may have asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from crisis_cli.protocol.compiled import UNKNOWN, Condition, Step
from crisis_cli.protocol.tree import Path
from crisis_cli.protocol.truth import atoms
from crisis_cli.workshop.check import walk
from crisis_cli.workshop.check.logic import values
from crisis_cli.workshop.check.look import Look


class Use(NamedTuple):
    """A condition where it is used. danger: help or a level hangs on it."""

    written: Any
    runs: Condition | None
    at: Path
    danger: bool


def unasked(look: Look) -> None:
    """Warn where a condition says something about a question that has no answer."""
    for use in _uses(look):
        if use.runs is None or not look.sound(use.runs, use.at):
            continue
        for part in walk.parts(look, use.written, use.runs, use.at):
            if part.runs[0] == "not" and not part.turned:
                _not(look, use, part)
            elif part.runs[0] == "is" and not part.turned:
                _no(look, use, part)


def _uses(look: Look) -> Iterator[Use]:
    file, protocol = look.file, look.protocol
    for one, urgent in zip(file.urgent, protocol.urgent, strict=True):
        if urgent.rule in protocol.rules:
            yield Use(one.when, ["rule", urgent.rule], ("rules", urgent.rule), True)
    for i, (line, made) in enumerate(zip(file.concern, protocol.concern, strict=True)):
        yield Use(line.when, made.when, ("concern", i, "when"), True)
    for hanging in look.hanging:
        if not hanging.simple:
            at = hanging.at
            yield Use(look.written(at).when, hanging.own, (*at, "when"), False)
    for i, (due, task) in enumerate(zip(file.follow_up, protocol.follow_up, strict=True)):
        yield Use(due.when, task.when, ("follow_up", i, "when"), False)


def _not(look: Look, use: Use, part: walk.Part) -> None:
    """A `not` holds also where its question has no answer."""
    for atom in atoms(part.runs[1], look.protocol.rules):
        if atom[0] in ("concern", "on_path"):
            continue
        step = look.steps[atom[1]]
        if use.danger and not _answered(look, use.runs, step):
            message = (
                f"This holds as long as '{step.id}' has no answer, so also before it is asked."
            )
            hint = f"Name the answers that are meant: {{{step.id}: [...]}}, instead of `not`."
        elif not use.danger and _may_be_off(look, use.runs, step, atom):
            message = f"This holds also where '{step.id}' is not asked."
            hint = f"Name the answers instead of `not`, or add {{{step.id}: {{on_path: yes}}}}."
        else:
            continue
        look.tell("W095", message, _key(part), hint, key=True)


def _key(part: walk.Part) -> Path:
    alone = isinstance(part.written, dict) and "not" in part.written and part.at[-1] != "not"
    return (*part.at, "not") if alone else part.at


def _answered(look: Look, whole: Condition | None, step: Step) -> bool:
    """Whether a question surely has an answer once the whole condition holds."""
    if look.logic.never(whole, _no_answer(step)):
        return True
    later = (look.steps[one[1]] for one in atoms(whole, look.protocol.rules) if one[0] == "is")
    place = look.place
    return step.when is None and any(
        place[one.id] > place[step.id] and look.logic.never(whole, _no_answer(one)) for one in later
    )


def _no_answer(step: Step) -> Condition:
    return ["not", ["is", step.id, [*values(step), *UNKNOWN]]]


def _may_be_off(look: Look, whole: Condition | None, step: Step, atom: Condition) -> bool:
    """Whether nobody may have asked, and that is no plain no to danger."""
    if step.when is None or look.logic.never(whole, ["on_path", step.id, False]):
        return False
    reassured = step.danger and atom[0] == "is" and "no" not in atom[2]
    return not reassured


def _no(look: Look, use: Use, part: walk.Part) -> None:
    """A `no` is said only where the question is asked."""
    _, question, words = part.runs
    step = look.steps[question]
    alone = "no" in words and not set(words) & set(UNKNOWN)
    if not alone or step.when is None or step.danger == use.danger:
        return
    if any(look.logic.covers(step.when, one) for one in part.beside) or _within(look, use, step):
        return
    after = "an earlier plain no" if step.danger else "the answers before it"
    message = f"Where '{question}' is not asked, because of {after}, this does not hold."
    hint = f"If it is meant then too, add {{{question}: {{on_path: no}}}} under an `any`."
    look.tell("W095", message, part.at, hint)


def _within(look: Look, use: Use, step: Step) -> bool:
    """Whether the section of the step that has this condition asks the question in every case."""
    if use.at[0] != "sections":
        return False
    here = look.written(use.at[:-1]).id
    section = look.steps[here].section
    outer, _ = look.own(look.steps[here], use.at[:-1])
    same = look.steps[step.id].section == section
    return look.logic.covers(step.when, outer) if outer is not None or same else False
