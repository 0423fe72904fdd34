"""Whether somebody has to think along before a contact ends, and why: from its state, the policy
and the tier of whoever leads it. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.engine.answers import CORRECTED
from crisis_cli.engine.concern import Level
from crisis_cli.engine.entries import ConsultNeeded
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.team.policy import CANNOT_DETERMINE, DECLINED, TIERS, Policy

LEVEL = "The level of concern is {}"


def needed(policy: Policy, tier: str, state: State) -> ConsultNeeded:
    """What the policy wants now; without reasons where it wants nothing. tier: "" for one that
    nobody recorded."""
    met_by = [one for one in policy.met_by if _asked_in(state, one)]
    level = _level(state)
    wants = _from(policy.tier(tier).level, level.highest)
    why = [LEVEL.format(level.highest)] if wants else []
    why += _signs(policy, tier, state, level.undetermined)
    return ConsultNeeded(why, tier, policy.said, met_by, level.highest if wants else "")


def _asked_in(state: State, step: str) -> bool:
    return any(one.id == step for one in state.protocol.all_steps)


def _level(state: State) -> Level:
    """What was said so far; once nothing is left to ask, what an ending would add too."""
    return state.level() if state.next() else state.if_ended()


def _from(least: str, level: str) -> bool:
    return LEVELS.index(level) >= LEVELS.index(least)


def _signs(policy: Policy, tier: str, state: State, undetermined: bool) -> Iterator[str]:
    for sign in policy.tier(tier).also:
        if _there(policy, sign, state, undetermined):
            yield policy.means(sign)


def _there(policy: Policy, sign: str, state: State, undetermined: bool) -> bool:
    if sign == CANNOT_DETERMINE:
        return undetermined
    if sign == DECLINED:
        given = (one for one in state.given() if one.standing != CORRECTED)
        return any(one.unknown == "declined" and state.step(one.step).danger for one in given)
    counted = state.counted()
    answers = policy.signs[sign].answers
    asked = (question for question in answers if state.on_path(question))
    return any(counted.holds(["is", question, answers[question]]) for question in asked)


def lowest(tiers: list[str]) -> str:
    """Of several who led a contact, the tier that is asked most: "" where one is not known."""
    return min(tiers, key=lambda one: TIERS.index(one) if one in TIERS else -1, default="")
