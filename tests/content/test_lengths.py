"""How long it takes: to be safe, to ask about suicide, to be done."""

from __future__ import annotations

import pytest
from conversation import LADDER, SCENARIOS, Contact, play, scenario, shipped

from crisis_cli.engine.entries import Ending
from crisis_cli.engine.interview import Ask, Closed, wanted

SETTINGS = ["in_person", "in_person_others", "phone", "phone_others", "someone_else"]


def asked_until(step: str, **answers: str) -> list[str]:
    """The prompts of a contact up to this step."""
    asked = play(answers).asked
    return asked[: asked.index(step) + 1]


def up_to_the_last_danger(setting: str) -> Contact:
    """A calm contact that was ended once the last danger question was answered."""
    told = {"setting": setting, "can_talk": "yes", "call_back": "202-555-0100"}
    told |= {"caller": {"name": "Sam"}}
    contact = Contact()
    while isinstance(now := wanted(contact.state), Ask) and now.step.section != "tonight":
        step = now.step
        contact.asked.append(step.id)
        contact.answer(step, "no" if step.danger else told.get(step.id, "here"))
    contact.do(Ending("enough"))
    return contact


def test_scene_and_life_are_asked_within_three_questions():
    assert asked_until("life_threat", setting="in_person") == [
        "setting",
        "scene_unsafe",
        "life_threat",
    ]


@pytest.mark.parametrize("setting", SETTINGS)
def test_suicide_is_asked_within_eight_questions(setting):
    assert len(asked_until("wish_dead", setting=setting)) <= 8


@pytest.mark.parametrize("setting", ["phone", "phone_others"])
def test_from_afar_the_place_and_a_number_come_first(setting):
    assert asked_until("call_back", setting=setting) == ["setting", "where", "call_back"]


def test_of_a_third_party_the_place_and_a_number_are_asked_first():
    asked = asked_until("caller", setting="someone_else")

    assert asked == ["setting", "where_person", "caller"]


@pytest.mark.parametrize("setting", ["in_person", "in_person_others", "phone"])
def test_a_calm_contact_can_stop_at_twelve_prompts_with_no_danger_left_open(setting):
    contact = up_to_the_last_danger(setting)

    level = contact.state.level()
    assert len(contact.asked) <= 12
    assert (level.highest, level.undetermined) == ("none", False)
    assert isinstance(wanted(contact.state), Closed)


@pytest.mark.parametrize("setting", ["phone_others", "someone_else"])
def test_what_could_not_be_asked_is_all_that_twelve_prompts_leave_open(setting):
    contact = up_to_the_last_danger(setting)

    level = contact.state.level()
    assert len(contact.asked) <= 12
    assert (level.highest, level.undetermined) == ("moderate", True)
    left = {"partner_fear": "could_not_assess", "home_unsafe": "not_asked"}
    assert [reason.answers for reason in level.because] == [left]


def test_every_danger_question_comes_before_all_that_is_not_about_danger():
    sections = [step.section for step in shipped().steps if step.danger]

    assert set(sections) == {"first", "suicide", "dangers", "means"}
    assert [s.id for s in shipped().sections][5] == "tonight"


def test_a_calm_contact_has_at_most_thirty_prompts():
    first = scenario(SCENARIOS[0])

    assert len(play(first["answers"], "error").asked) <= int(first["expect"]["prompts"]) == 30


def test_who_cannot_talk_on_is_done_within_ten_more_prompts():
    asked = play({"thoughts": "yes", "how_much": "short"}).asked

    assert len(asked) - asked.index("how_much") - 1 <= 10


def test_the_ladder_is_asked_in_order_and_by_its_fixed_names():
    answers = dict.fromkeys(LADDER, "yes")

    assert [step for step in play(answers).asked if step in LADDER] == list(LADDER)


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, ["wish_dead", "thoughts", "acted_ever"]),
        ({"wish_dead": "yes"}, ["wish_dead", "thoughts", "acted_ever", "right_now"]),
        ({"thoughts": "declined"}, ["wish_dead", "thoughts", *LADDER[2:6], "right_now"]),
        ({"acted_ever": "unsure"}, ["wish_dead", "thoughts", *LADDER[5:]]),
    ],
)
def test_the_ladder_skips_only_after_a_plain_no(answers, asked):
    assert [step for step in play(answers).asked if step in LADDER] == asked


@pytest.mark.parametrize(
    ("alone", "overheard"),
    [
        ({"setting": "in_person"}, {"setting": "in_person_others", "can_talk": "no"}),
        ({"setting": "in_person_others", "can_talk": "yes"}, {"setting": "phone_others"}),
        ({"setting": "phone"}, {"setting": "in_person_others", "can_talk": "unsure"}),
    ],
)
def test_fear_of_a_partner_is_asked_only_when_nobody_listens(alone, overheard):
    alone, not_alone = play(alone), play(overheard)

    assert "partner_fear" in alone.asked
    assert "partner_fear" not in not_alone.asked
    assert not_alone.state.standing_in("partner_fear") == "could_not_assess"
    assert "fear_signs" in not_alone.asked
