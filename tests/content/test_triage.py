"""The level that the answers come to: the published cells, and that only a plain no reassures."""

from __future__ import annotations

import random
from typing import Any

import pytest
from conversation import (
    GUIDES,
    SCENARIOS,
    Contact,
    anyhow,
    danger_steps,
    play,
    scenario,
    shipped,
    shuffled,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import WORDS, rank, told

from crisis_cli.engine.entries import Acknowledged, Ending
from crisis_cli.engine.interview import Ask, Show, wanted
from crisis_cli.protocol.truth import questions

NOT_NO = [word for word in WORDS if word != "no"]
MANY = settings(max_examples=100)
each = pytest.mark.parametrize("name", GUIDES)

TABLE = [
    ({}, "none"),
    ({"wish_dead": "yes"}, "low"),
    ({"thoughts": "yes"}, "low"),
    ({"wish_dead": "yes", "thoughts": "yes"}, "low"),
    ({"thoughts": "yes", "method": "yes"}, "moderate"),
    ({"acted_ever": "yes"}, "moderate"),
    ({"thoughts": "yes", "method": "yes", "acted_ever": "yes"}, "moderate"),
    ({"thoughts": "yes", "intent": "yes"}, "high"),
    ({"thoughts": "yes", "plan": "yes"}, "high"),
    ({"acted_ever": "yes", "acted_3_months": "yes"}, "high"),
    ({"wish_dead": "yes", "right_now": "yes"}, "emergency"),
    # No clear answer: at least moderate, and high where something else is yes.
    ({"thoughts": "declined"}, "moderate"),
    ({"thoughts": "unsure"}, "moderate"),
    ({"hurting": "declined", "harm_others": "declined"}, "moderate"),
    ({"thoughts": "yes", "intent": "unsure"}, "high"),
    ({"thoughts": "yes", "intent": "could_not_assess"}, "high"),
    ({"thoughts": "yes", "plan": "not_asked"}, "high"),
    ({"acted_ever": "yes", "acted_3_months": "declined"}, "high"),
    ({"wish_dead": "yes", "hurting": "declined", "self_injury": "declined"}, "high"),
    ({"thoughts": "could_not_assess"}, "moderate"),
    ({"hurting": "not_asked", "harm_others": "not_asked"}, "moderate"),
    # Other dangers.
    ({"scene_unsafe": "yes"}, "emergency"),
    ({"life_threat": "yes"}, "emergency"),
    ({"setting": "someone_else", "told_now": "yes"}, "emergency"),
    ({"hurting": "yes", "harm_others": "yes"}, "moderate"),
    ({"hurting": "yes", "harm_others": "yes", "harm_plan": "yes"}, "emergency"),
    ({"hurting": "yes", "harm_others": "yes", "harm_now": "yes"}, "emergency"),
    ({"hurting": "yes", "self_injury": "yes"}, "moderate"),
    ({"partner_fear": "yes"}, "high"),
    ({"setting": "in_person_others", "can_talk": "no", "fear_signs": "yes"}, "high"),
    ({"others_harmed": "yes", "child_harm": "yes"}, "moderate"),
    ({"others_harmed": "yes", "adult_harm": "yes"}, "moderate"),
    ({"body_mind": "yes", "took_too_much": "yes"}, "emergency"),
    ({"body_mind": "yes", "confused": "yes"}, "emergency"),
    ({"body_mind": "yes", "voices": "yes"}, "high"),
    ({"body_mind": "yes", "withdrawal": "yes"}, "high"),
    ({"body_mind": "yes", "drunk_or_high": "yes"}, "moderate"),
    ({"thoughts": "yes", "guns": "yes"}, "moderate"),
]
URGENT = [
    ({"scene_unsafe": "yes"}, "scene_danger"),
    ({"life_threat": "unsure"}, "body_danger"),
    ({"body_mind": "yes", "took_too_much": "yes"}, "body_danger"),
    ({"body_mind": "yes", "confused": "yes"}, "body_danger"),
    ({"thoughts": "yes", "right_now": "yes"}, "suicide_now"),
    ({"setting": "someone_else", "told_now": "yes"}, "suicide_now"),
    ({"hurting": "yes", "harm_others": "yes", "harm_plan": "yes"}, "harm_soon"),
    ({"thoughts": "yes", "intent": "yes"}, "not_to_be_left"),
    ({"thoughts": "yes", "intent": "unsure"}, "not_to_be_left"),
    ({"acted_ever": "yes", "acted_3_months": "yes"}, "not_to_be_left"),
    ({"body_mind": "yes", "voices": "yes"}, "not_to_be_left"),
    ({"partner_fear": "yes"}, "hurt_by_someone"),
    ({"others_harmed": "yes", "child_harm": "unsure"}, "child_in_danger"),
    ({"others_harmed": "yes", "adult_harm": "yes"}, "adult_in_danger"),
]


@each
@pytest.mark.parametrize(("answers", "level"), TABLE, ids=lambda x: str(x))
def test_a_cell_of_the_table_comes_to_its_level(answers, level, name):
    assert play(answers, name=name).highest == level


@each
@pytest.mark.parametrize(("answers", "rule"), URGENT, ids=lambda x: str(x))
def test_danger_brings_up_its_block_and_no_other(answers, rule, name):
    assert play(answers, name=name).urgent == [rule]


@each
@pytest.mark.parametrize("word", ["declined", "could_not_assess", "not_asked"])
@pytest.mark.parametrize("step", danger_steps())
def test_without_a_yes_or_not_sure_no_block_comes_up(step, word, name):
    here = {"setting": "someone_else"} if step == "told_now" else {}

    assert play(here | {step: word}, name=name).urgent == []


@each
def test_every_danger_question_counts_in_a_concern(name):
    rules = shipped(name).rules
    named = set().union(*(questions(one.when, rules) for one in shipped(name).concern))

    assert set(danger_steps(name)) <= named


@each
@MANY
@given(told(), st.data())
def test_any_answer_in_place_of_a_plain_no_never_lowers_the_level(name, answers, data):
    before = play(answers, name=name)
    nos = [step for step in before.asked if answers.get(step) == "no" and step in danger_steps()]
    if not nos:
        return
    step, word = data.draw(st.sampled_from(nos)), data.draw(st.sampled_from(NOT_NO))

    after = play(answers | {step: word}, name=name)

    assert rank(after.highest) >= rank(before.highest), (step, word)
    assert word != "yes" or set(before.urgent) <= set(after.urgent)


@each
@MANY
@given(told())
def test_with_a_no_for_every_unclear_answer_the_level_is_no_higher(name, answers):
    clear = {k: v if v == "yes" or k not in danger_steps() else "no" for k, v in answers.items()}

    assert rank(play(answers, name=name).highest) >= rank(play(clear, name=name).highest)


@MANY
@given(told(), st.integers(0, 2**32))
def test_the_order_of_the_answers_changes_no_level_and_no_alert(answers, seed):
    in_order, mixed = play(answers), shuffled(answers, random.Random(seed))

    assert mixed.highest == in_order.highest
    assert mixed.state.level().present == in_order.state.level().present
    assert set(mixed.urgent) == set(in_order.urgent)


@MANY
@given(told(), st.integers(0, 45))
def test_ending_early_never_lowers_the_level(answers, prompts):
    """Not below what was reached, and not below what plain noes to the rest would come to."""
    early = _left_after(prompts, answers)
    reached = early.highest
    if not early.state.ending:
        early.do(Ending("client_left"))
    calm_after = {step: answers[step] for step in early.asked if step in answers}

    assert rank(early.highest) >= rank(reached)
    assert rank(early.highest) >= rank(play(calm_after).highest)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_in_every_scenario_a_refusal_in_place_of_a_no_never_lowers_the_level(path):
    answers = scenario(path)["answers"]
    before = play(answers).highest

    for step in (s for s in danger_steps() if answers.get(s) == "no"):
        for word in ("declined", "unsure", "yes"):
            after = play(answers | {step: word})
            assert rank(after.highest) >= rank(before), (step, word)


def _left_after(prompts: int, answers: dict[str, Any]) -> Contact:
    """A contact that was broken off after so many prompts of the path, still open."""
    contact = Contact()
    while isinstance(now := wanted(contact.state), Ask | Show):
        if isinstance(now, Show):
            contact.do(Acknowledged(now.block.id))
            continue
        if len(contact.asked) == prompts:
            break
        contact.asked.append(now.step.id)
        contact.answer(now.step, answers.get(now.step.id, anyhow(now.step)))
    return contact
