"""Beginning a trial at a step: what is taken for granted before it, and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from crisis_cli.engine.entries import Acknowledged
from crisis_cli.engine.interview import Ask, Show, wanted
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.truth import questions
from crisis_cli.workshop.english import English, listed
from crisis_cli.workshop.model.replay import answered, calm, words
from crisis_cli.workshop.reading.named import step_of
from crisis_cli.workshop.trial.log import Clock, Tried

CALM = "What comes before '{step}' was answered calmly: no danger, the first of each choice."
SHORTEST = "What comes before '{step}' was answered calmly, but for {answers}."
LIFTED = "It is asked only when {when}; that was left aside."


@dataclass(frozen=True, slots=True)
class Begun:
    """A trial that stands at its step.

    said: what was taken for granted. lifted: the step whose own condition is left aside, or "".
    """

    tried: Tried
    said: str
    lifted: str = ""


def begin_at(protocol: Protocol, name: str, ways: Mapping[str, Any] | None, clock: Clock) -> Begun:
    """A trial at the step of this id. CrisisError where there is none, or no way there.

    ways: answers that lead there, by step, where somebody could work them out.
    """
    step = step_of(protocol, name)
    for answers in ({}, ways or {}):
        tried = Tried(protocol, clock)
        if _led(tried, step, answers):
            return Begun(tried, _said(protocol, step, answers))
    if step.block:
        raise _unreached(protocol, step)
    tried = Tried(without_condition(protocol, name), clock)
    _led(tried, step, {})
    when = English(protocol).say(step.when)
    return Begun(tried, f"{CALM.format(step=name)} {LIFTED.format(when=when)}", name)


def without_condition(protocol: Protocol, name: str) -> Protocol:
    """The protocol with one step that is always asked; as it is where no step is named."""
    steps = (replace(one, when=None) if one.id == name else one for one in protocol.steps)
    return replace(protocol, steps=tuple(steps)) if name else protocol


def _led(tried: Tried, step: Step, answers: Mapping[str, Any]) -> bool:
    """Answer until the step is what comes next; whether it ever does."""
    while True:
        match wanted(tried.state):
            case Show(block=block) if block.id == step.block:
                return True
            case Show(block=block):
                tried.do(Acknowledged(block.id))
            case Ask(step=asked, notes=notes):
                if step.id in (asked.id, *(note.id for note in notes)):
                    return True
                tried.do(answered(asked, answers.get(asked.id, _granted(asked))))
            case _:
                return False


def _granted(step: Step) -> Any:
    """What is taken for granted; in an urgent block on the way nothing is said."""
    return "not_asked" if step.block else calm(step)


def _said(protocol: Protocol, step: Step, answers: Mapping[str, Any]) -> str:
    before = [one.id for one in protocol.steps]
    if not answers and before and step.id == before[0]:
        return ""
    if not answers:
        return CALM.format(step=step.id)
    known = {one.id: one for one in protocol.all_steps}
    told = [f"{one} ({words(known[one], value)})" for one, value in answers.items()]
    return SHORTEST.format(step=step.id, answers=listed(told, "and"))


def _unreached(protocol: Protocol, step: Step) -> CrisisError:
    """There is no way into a block but through its rule."""
    rules = protocol.rules_of(step.block)
    names = [n for rule in rules for n in sorted(questions(rule.when, protocol.rules))]
    hint = f"Begin before it: --from {names[0]}" if names else "It comes when a contact ends early."
    told = listed([f"the rule '{rule.id}' holds" for rule in rules])
    when = f", which comes when {told}" if rules else ""
    return CrisisError(f"'{step.id}' stands in the block '{step.block}'{when}.", hint)
