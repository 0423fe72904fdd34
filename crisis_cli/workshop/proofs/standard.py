"""What must hold of every protocol, without any file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from crisis_cli.protocol.compiled import SAFETY_PLAN, Part, Urgent
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.replay import Replay, in_words
from crisis_cli.workshop.model.search import FOUND, NONE, NOT_PROVED, shortest
from crisis_cli.workshop.proofs.interviews import Interviews
from crisis_cli.workshop.proofs.monotony import monotony
from crisis_cli.workshop.proofs.verdict import NO_TIME, Verdict

NUMBER = re.compile(r"(?<!\d)(988|911)(?!\d)")
# What the engine sees to for every protocol. Tests hold it; nothing is left to prove.
BY_THE_ENGINE = {
    "follow_up": "Every ending, early ones too, has a follow-up.",
    "outcome": "An emergency that was called in and not confirmed leaves a task.",
    "block_next": "When an urgent rule begins to hold, its block is the next thing on the screen.",
}


def standard(every: Interviews, always: Collection[str] | None) -> Iterator[Verdict]:
    """The verdicts on what must hold of every protocol.

    always: ids of the resources that answer day and night; None where they are not known.
    """
    yield from monotony(every)
    yield from (_urgent(every, one) for one in every.protocol.urgent)
    yield from _dangers(every)
    if SAFETY_PLAN in every.protocol.documents:
        yield _day_and_night(every, always)


# -- urgent rules


def _urgent(every: Interviews, one: Urgent) -> Verdict:
    """Whether an urgent rule can begin to hold, and its block then comes."""
    protocol, last = every.protocol, every.runs[one.rule]
    means = f"Some answers bring up {one.block}: {protocol.rules[one.rule].means}."
    claim = f"the rule {one.rule} can begin to hold, and {one.block} comes up then."
    told = Verdict(f"urgent {one.rule}", means, claim)
    if last != one.block:
        return told.never(f"The rule stands twice under `urgent`, and only {last} comes up.")
    found = every.search.check(every.begins(["rule", one.rule]))
    if found != FOUND:
        return told.never("No answers make the rule hold.") if found == NONE else _open(told)
    answers = every.search.answers()
    run = Replay(protocol, answers).go()
    comes = one.block in run.shown[run.last]
    return told if comes else told.broken_by(answers, in_words(protocol, answers), "")


def _open(told: Verdict) -> Verdict:
    return told.not_proved(NO_TIME)


# -- danger questions


def _dangers(every: Interviews) -> Iterator[Verdict]:
    """Whether every danger question can be asked: many are seen in one interview."""
    left = {step.id: every.whole.on(step.id) for step in every.protocol.steps if step.danger}
    dangers, found = list(left), FOUND
    while left and found == FOUND:
        found = every.search.check(either(left.values()))
        if found == FOUND:
            left = {name: on for name, on in left.items() if not every.search.truth(on)}
    for name in dangers:
        means = f"Some answers lead to the danger question {name}."
        told = Verdict(f"danger {name}", means, f"{name} can be asked.")
        never = told.never("No answers lead to it.") if found == NONE else _open(told)
        yield never if name in left else told


# -- the safety plan


def _day_and_night(every: Interviews, always: Collection[str] | None) -> Verdict:
    """Whether every safety plan names somebody who answers day and night."""
    means = "Every safety plan names somebody who answers day and night."
    claim = "the plan prints 988, 911, or a resource whose hours are `always`."
    told = Verdict("day_and_night", means, claim)
    plan = every.protocol.documents[SAFETY_PLAN]
    parts = [part for part in plan.parts if _reaches(part, always or ())]
    named = either(every.open.holds(part.when) for part in parts)
    goal = both((every.open.holds(plan.when), no(named)))
    found = every.search.check(goal)
    if found == FOUND and always is None:
        return told.not_proved("There is no resource file to look the hours up in.")
    if found == FOUND:
        return _no_contact(every, goal, parts, told)
    return _open(told) if found == NOT_PROVED else told


def _reaches(part: Part, always: Collection[str]) -> bool:
    """Whether a part prints somebody for any hour. Words over answers may go unprinted."""
    words_alone = not part.steps and not part.resources
    return bool(set(part.resources) & set(always) or (words_alone and NUMBER.search(part.text)))


def _no_contact(every: Interviews, goal: Formula, parts: list[Part], told: Verdict) -> Verdict:
    found = shortest(every.open, goal, every.seconds)
    state = Replay(every.protocol, found.answers).go().end().state
    made = state.holds(every.protocol.documents[SAFETY_PLAN].when)
    named = any(state.holds(part.when) for part in parts)
    happens = "The plan is made, and prints nobody of the kind." if made and not named else ""
    said = in_words(every.protocol, found.answers)
    return told.broken_by(found.answers, said, happens, found.simplest)
