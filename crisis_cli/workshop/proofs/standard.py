"""What must hold of every protocol, without any file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from crisis_cli.protocol.compiled import SAFETY_PLAN, Part
from crisis_cli.workshop.english import listed
from crisis_cli.workshop.model.logic import Formula, both, either, no
from crisis_cli.workshop.model.replay import Replay, in_words
from crisis_cli.workshop.model.search import FOUND, NONE, NOT_PROVED, once, shortest
from crisis_cli.workshop.proofs.interviews import Interviews
from crisis_cli.workshop.proofs.monotony import monotony
from crisis_cli.workshop.proofs.verdict import NO_TIME, Verdict

NUMBER = re.compile(r"(?<!\d)(988|911)(?!\d)")


def standard(every: Interviews, always: Collection[str] | None) -> Iterator[Verdict]:
    """The verdicts on what must hold of every protocol.

    always: ids of the resources that answer day and night; None where they are not known.
    """
    yield from monotony(every)
    yield from _urgents(every)
    yield from _dangers(every)
    yield from _levels(every)
    if SAFETY_PLAN in every.protocol.documents:
        yield _day_and_night(every, always)


def _can_be(every: Interviews, goals: dict[str, Formula]) -> dict[str, str]:
    """For each of some goals whether any interview makes it true: many are seen in one."""
    left, told = dict(goals), dict.fromkeys(goals, FOUND)
    if every.search.check(both(left.values())) == FOUND:
        return told
    found = FOUND
    while left and found == FOUND:
        found = every.search.check(either(left.values()))
        if found == FOUND:
            left = {name: one for name, one in left.items() if not every.search.truth(one)}
    return told | dict.fromkeys(left, found)


def _judged(told: Verdict, found: str, never: str) -> Verdict:
    if found == FOUND:
        return told
    return told.never(never) if found == NONE else told.not_proved(NO_TIME)


# -- urgent rules


def _urgents(every: Interviews) -> Iterator[Verdict]:
    """Whether every urgent rule can begin to hold, so that its block comes."""
    found = _can_be(every, {rule: every.held(rule) for rule in every.runs})
    for one in every.protocol.urgent:
        means = f"Some answers bring up {one.block}: {every.protocol.rules[one.rule].means}."
        claim = f"the rule {one.rule} can begin to hold, and {one.block} comes up then."
        told, last = Verdict(f"urgent {one.rule}", means, claim), every.runs[one.rule]
        if last != one.block:
            yield told.never(f"The rule stands twice under `urgent`, and only {last} comes up.")
        else:
            yield _judged(told, found[one.rule], "No answers make the rule hold.")


# -- danger questions


def _dangers(every: Interviews) -> Iterator[Verdict]:
    """Whether every danger question can be asked."""
    dangers = [step.id for step in every.protocol.steps if step.danger]
    found = _can_be(every, {name: every.whole.on(name) for name in dangers})
    for name in dangers:
        means = f"Some answers lead to the danger question {name}."
        told = Verdict(f"danger {name}", means, f"{name} can be asked.")
        yield _judged(told, found[name], "No answers lead to it.")


def _levels(every: Interviews) -> Iterator[Verdict]:
    """Whether every answer to a danger question but a plain no sets a level."""
    open_, none = every.open, no(every.open.at_least("low"))
    dangers = [step.id for step in every.protocol.steps if step.danger]
    heard = {q: both((open_.asked(q), no(open_.word(q, "no")))) for q in dangers}
    if not dangers:
        return
    means = "Whoever gives a danger question any answer but a plain no does not end at level none."
    told = Verdict("danger_sets_a_level", means, "However the contact ends, its level is not none.")
    found = once(open_, both((none, either(heard.values()))), every.seconds)
    if found != FOUND:
        yield told.not_proved(NO_TIME) if found == NOT_PROVED else told
        return
    seen = _can_be(every, {q: both((one, none)) for q, one in heard.items()})
    missed = {q: both((heard[q], none)) for q, found in seen.items() if found == FOUND}
    yield _no_level(every, missed, told) if missed else told.not_proved(NO_TIME)


def _no_level(every: Interviews, missed: dict[str, Formula], told: Verdict) -> Verdict:
    """The simplest answers that end at none, and every question of which there are some."""
    why = f"Answers to {listed(list(missed), 'and')} break it."
    found = shortest(every.open, either(missed.values()), every.seconds)
    if found.verdict != FOUND:
        return told.never(why)
    state = Replay(every.protocol, found.answers).go().end().state
    heard = [q for q in missed if found.answers.get(q, "no") != "no"]
    none = heard and state.level().highest == "none"
    happens = "The level of concern is none." if none else ""
    said = in_words(every.protocol, found.answers)
    broken = told.broken_by(found.answers, said, happens, found.simplest)
    return replace(broken, why=why)


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
    return told.not_proved(NO_TIME) if found == NOT_PROVED else told


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
