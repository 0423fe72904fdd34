"""Whether somebody has to think along: never less for who knows less, or for more danger."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from led import Led, policies, the_policy, the_protocol

from crisis_cli.engine.entries import Answered, Raised, Revisited
from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.team.need import lowest, needed
from crisis_cli.team.policy import FALLBACK, TIERS

DANGER = [step.id for step in the_protocol().steps if step.danger]
WORDS = ["yes", "no", "unsure", "declined", "could_not_assess"]
SAID = st.dictionaries(st.sampled_from(DANGER), st.sampled_from(WORDS), max_size=6)
AGES = st.sampled_from(["adult", "under_18", "declined"])


def why(policy, tier, state):
    return needed(policy, tier, state).why


def said(answers, age="adult"):
    everything = {"setting": "in_person", "how_much": "short", "age": age}
    return Led(the_protocol(), everything | answers)


# -- what the shipped policy asks


@pytest.mark.parametrize(
    ("answers", "age", "asked"),
    [
        ({}, "adult", ""),
        ({"wish_dead": "yes"}, "adult", ""),
        ({"thoughts": "yes", "method": "yes"}, "adult", "entry"),
        ({"thoughts": "yes", "intent": "yes"}, "adult", "entry intermediate advanced supervisor"),
        ({"hurting": "declined", "self_injury": "declined"}, "adult", "entry intermediate"),
        ({}, "under_18", "entry"),
        ({"others_harmed": "yes", "child_harm": "yes"}, "adult", "entry intermediate"),
    ],
)
def test_each_tier_is_asked_when_the_shipped_policy_says_so(answers, age, asked):
    state = said(answers, age).until().state

    assert " ".join(tier for tier in TIERS if why(the_policy(), tier, state)) == asked


def test_the_reasons_say_what_it_is():
    state = said({"thoughts": "yes", "intent": "yes", "acted_ever": "declined"}, "under_18").until()

    assert why(the_policy(), "entry", state.state) == [
        "The level of concern is high",
        "A danger question was declined",
        "Danger questions went unanswered",
        "The person is under 18, or may be",
    ]


def test_an_unknown_tier_is_asked_as_entry():
    state = said({"thoughts": "declined"}).until().state

    assert why(the_policy(), "", state) == why(the_policy(), "entry", state) != []
    assert needed(the_policy(), "", state).tier == ""


def test_a_question_that_is_still_to_come_asks_for_nothing():
    assert why(the_policy(), "entry", said({}).until("thoughts").state) == []


def test_a_client_who_leaves_half_way_asks_for_a_consult():
    state = said({}).until("thoughts").end("client_left").state

    assert "Danger questions went unanswered" in why(the_policy(), "entry", state)


def test_a_slip_of_the_key_asks_for_nothing_once_it_is_put_right():
    led = said({}).until("hurting")
    led.do(Revisited("thoughts")).do(Answered("thoughts", None, "declined", "changed"))
    assert why(the_policy(), "entry", led.state)

    led.do(Revisited("thoughts")).do(Answered("thoughts", "no", "", "corrected", "wrong key"))
    assert why(the_policy(), "entry", led.state) == []


def test_only_actions_that_the_protocol_has_count_as_the_call():
    assert needed(the_policy(), "", said({}).state).met_by == [
        "consult",
        "high_consult",
        "early_told",
    ]
    policy = replace(the_policy(), met_by=("consult", "elsewhere"))

    assert needed(policy, "", said({}).state).met_by == ["consult"]


def test_a_sign_of_a_question_that_is_not_there_asks_for_nothing():
    minor = replace(the_policy().signs["minor"], answers={"nowhere": ["yes"]})
    policy = replace(the_policy(), signs=the_policy().signs | {"minor": minor})

    assert why(policy, "entry", said({}, "under_18").until().state) == []


@pytest.mark.parametrize(
    ("tiers", "counts"), [([], ""), (["advanced", "entry"], "entry"), (["advanced", ""], "")]
)
def test_of_several_workers_the_one_who_is_asked_most_counts(tiers, counts):
    assert lowest(tiers) == counts


# -- for any policy, and whatever is answered


@given(policies(), SAID, AGES, st.booleans())
def test_a_lower_tier_is_never_asked_less(policy, answers, age, ends):
    led = said(answers, age).until()
    state = led.end().state if ends else led.state

    for lower, upper in pairwise(TIERS):
        assert len(why(policy, lower, state)) >= len(why(policy, upper, state))
    assert why(policy, "", state) == why(policy, "entry", state)


@given(policies(), SAID, st.sampled_from(TIERS))
def test_a_higher_level_never_asks_less(policy, answers, tier):
    led = said(answers).until()
    asked = bool(why(policy, tier, led.state))

    for level in LEVELS[LEVELS.index(led.state.if_ended().highest) + 1 :]:
        led.do(Raised(level))
        now = bool(why(policy, tier, led.state))
        assert now >= asked
        asked = now


@given(policies(), SAID, st.sampled_from(DANGER), st.sampled_from(TIERS))
def test_a_declined_danger_answer_never_asks_less_than_a_plain_no(policy, answers, step, tier):
    plain = said(answers | {step: "no"}).until().state
    declined = said(answers | {step: "declined"}).until().state

    assert bool(why(policy, tier, declined)) >= bool(why(policy, tier, plain))


@given(SAID, AGES, st.sampled_from(TIERS), st.sampled_from(["", "hurting", "needs"]))
def test_leaving_early_never_asks_less(answers, age, tier, step):
    led = said(answers, age).until(step)
    before = bool(why(the_policy(), tier, led.state))

    assert bool(why(the_policy(), tier, led.end("enough").state)) >= before


@given(SAID, AGES, st.sampled_from(TIERS))
def test_what_is_built_in_never_asks_anybody_less_than_the_shipped_policy_for_danger(
    answers, age, tier
):
    state = said(answers, age).until().state
    danger = [one for one in why(the_policy(), tier, state) if "level" in one or "anger" in one]

    assert len(why(FALLBACK, tier, state)) >= len(danger)
