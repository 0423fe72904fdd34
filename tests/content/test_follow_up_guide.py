"""The follow-up: danger asked afresh as in the first contact, what stayed unclear, the plan."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from conversation import LADDER, PROTOCOLS, Contact, always, anyhow, danger_steps, play, shipped
from hypothesis import given, settings
from made_answers import rank, told

from crisis_cli.commands.contacts import brought
from crisis_cli.commands.protocol.plans import printed
from crisis_cli.engine.entries import Acknowledged, Ended, Ending, Opened
from crisis_cli.engine.interview import Ask, Closed, Show, wanted
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.truth import Said, evaluate, matches, questions
from crisis_cli.workshop.check.report import examined
from crisis_cli.workshop.proofs.properties import read_file
from crisis_cli.workshop.proofs.prove import prove
from crisis_cli.workshop.scenarios.belonging import belonging
from crisis_cli.workshop.scenarios.result import play_all

NAME = "follow-up"
FILE = PROTOCOLS / f"{NAME}.yaml"
ALONE = ["in_person", "in_person_others", "phone"]
REACHED = [*ALONE, "phone_others"]
# What a follow-up asks in its own way: since the last talk, of everybody who is alone.
OWN_WORDS = {"wish_dead", "thoughts", "acted_ever", "home_unsafe"}
OWN_RULES = {"thoughts_open", "danger_heard", "plan_made", "help_missing"}
# What somebody else said, and what could be seen, is asked again where that is so again. Of the
# person alone the ladder itself and `partner_fear` are asked instead.
INSTEAD = {"told_now", "fear_signs"}


def crisis() -> Protocol:
    return shipped()


def later() -> Protocol:
    return shipped(NAME)


# -- the same as in the first contact


def test_the_blocks_are_those_of_the_first_contact_word_for_word():
    assert later().blocks == crisis().blocks


def test_the_levels_the_alarms_and_their_order_are_those_of_the_first_contact():
    assert later().concern == crisis().concern
    assert later().urgent == crisis().urgent


def test_each_rule_is_that_of_the_first_contact_but_for_those_of_a_follow_up():
    theirs, ours = crisis().rules, later().rules

    assert set(ours) - set(theirs) == {"plan_made", "help_missing", "kind_words"}
    assert set(theirs) <= set(ours)
    assert {name for name in theirs if ours[name] != theirs[name]} <= OWN_RULES


@pytest.mark.parametrize("rule", ["thoughts_open", "danger_heard"])
def test_a_rule_of_its_own_holds_wherever_that_of_the_first_contact_does(rule):
    """Wider: what is asked only because it stayed unclear counts by itself."""
    theirs, ours = crisis().rules[rule].when, later().rules[rule].when

    assert ours[0] == theirs[0] == "any"
    assert all(part in ours[1] for part in theirs[1])
    assert questions(later().rules["danger_heard"].when, {}) == set(danger_steps(NAME))


def test_the_danger_questions_are_those_of_the_first_contact_in_its_order_and_its_words():
    assert danger_steps(NAME) == danger_steps()
    for step in danger_steps():
        theirs, ours = by_id(crisis(), step), by_id(later(), step)
        assert (ours.choices, ours.label, ours.private) == (
            theirs.choices,
            theirs.label,
            theirs.private,
        )
        if step not in OWN_WORDS:
            assert ours == theirs, step


def test_the_ladder_is_asked_by_its_fixed_names():
    answers = dict.fromkeys(LADDER, "yes")

    assert [s for s in play(answers, name=NAME).asked if s in LADDER] == list(LADDER)


@settings(max_examples=200)
@given(told())
def test_the_same_answers_come_to_the_same_level_and_the_same_blocks(answers):
    before = play(answers)
    if "home_unsafe" not in before.asked:  # asked of more people here
        answers = answers | {"home_unsafe": "no"}
    now = play(answers, name=NAME)

    assert now.highest == before.highest
    assert now.urgent == before.urgent


def by_id(protocol: Protocol, step: str) -> Step:
    return next(one for one in protocol.steps if one.id == step)


# -- what was unclear is asked again


def contact(state: State) -> Any:
    """What `brought` looks at of a stored contact."""
    return SimpleNamespace(state=state)


def opened(name: str, before: Contact | None = None) -> Contact:
    """A contact of this protocol for the same client."""
    protocol = shipped(name)
    given = brought(contact(before.state)) if before else {}
    new = Contact(State(protocol))
    new.do(Opened(protocol.id, protocol.version, protocol.hash, brought=given))
    return new


def led(new: Contact, answers: dict[str, Any], leaves: str = "") -> Contact:
    """The contact led to its end; it is left before the step `leaves`."""
    while not isinstance(now := wanted(new.state), Closed):
        match now:
            case Show(block):
                new.do(Acknowledged(block.id))
            case Ask(step) if step.id == leaves and not new.state.ending:
                new.do(Ending("client_left"))
            case Ask(step):
                new.asked.append(step.id)
                new.answer(step, answers.get(step.id, anyhow(step)))
            case _:
                new.do(Ending("finished"))
    new.do(Ended())
    return new


@cache
def gates(step: str) -> dict[str, str]:
    """The answers that lead to a danger question: each gate that it hangs on is open, and the
    worker is where it can be asked."""
    where = {"told_now": "someone_else", "fear_signs": "phone_others"}
    opens: dict[str, str] = {"setting": where.get(step, "in_person")}
    wait = [step]
    while wait:
        named = questions(by_id(crisis(), wait.pop()).when, crisis().rules)
        for gate in set(danger_steps()) & named - set(opens) - {"fear_signs", "wish_dead"}:
            opens[gate] = "unsure"
            wait.append(gate)
    return opens


@cache
def left_unclear(step: str, word: str) -> Contact:
    """A first contact in which this danger question was asked and stayed unclear."""
    first = led(opened("crisis-intervention"), {**gates(step), step: word})
    assert step in first.asked
    assert first.state.answer(step).unknown == word
    return first


@pytest.mark.parametrize("setting", ALONE)
@pytest.mark.parametrize("word", ["unsure", "declined", "could_not_assess", "not_asked"])
@pytest.mark.parametrize("step", [one for one in danger_steps() if one not in INSTEAD])
def test_each_danger_question_that_stayed_unclear_is_asked_again_in_any_case(step, word, setting):
    """Whoever says a plain no to everything else is asked it all the same."""
    now = led(opened(NAME, left_unclear(step, word)), {"setting": setting, "can_talk": "yes"})

    assert step in now.state.opened.brought["unclear"]
    assert step in now.asked
    assert now.state.level().undetermined is False


@pytest.mark.parametrize(
    ("step", "setting", "instead"),
    [("told_now", "someone_else", "right_now"), ("fear_signs", "phone_others", "partner_fear")],
)
def test_what_another_said_or_what_was_seen_is_asked_where_it_is_so_again(step, setting, instead):
    before = left_unclear(step, "unsure")

    assert step in led(opened(NAME, before), {"setting": setting}).asked
    alone = led(opened(NAME, before), {"setting": "in_person", "wish_dead": "yes"})
    assert step not in alone.asked
    assert instead in alone.asked


@pytest.mark.parametrize("word", ["unsure", "declined"])
@pytest.mark.parametrize("step", danger_steps())
def test_what_stays_unclear_again_is_asked_once_more_and_counts_for_the_level(step, word):
    """Alone and by itself: no level falls because the question before it met a plain no."""
    where = gates(step)["setting"]
    now = led(opened(NAME, left_unclear(step, word)), {"setting": where, step: word})
    once_more = led(opened(NAME, now), {"setting": where})

    assert rank(now.highest) >= rank("moderate")
    assert "consult" in now.asked or "handoff" in now.asked
    assert step in once_more.asked


@pytest.mark.parametrize("step", danger_steps())
def test_a_yes_to_it_comes_to_a_level_whatever_else_is_no(step):
    where = gates(step)["setting"]
    now = led(opened(NAME, left_unclear(step, "declined")), {"setting": where, step: "yes"})

    assert rank(now.highest) >= rank("low" if step in ("wish_dead", "thoughts") else "moderate")
    assert now.urgent == [one.rule for one in later().urgent if by_itself(one.rule, step)]


def by_itself(rule: str, step: str) -> bool:
    """Whether a yes to one danger question is enough for a rule."""
    yes = Said("yes", None)
    rules = later().rules
    return bool(evaluate(["rule", rule], lambda a: a[1] == step and matches(a, yes), rules))


def test_after_a_yes_to_suicide_and_a_walk_out_the_rest_is_asked_in_any_case():
    left = led(opened("crisis-intervention"), {"thoughts": "yes"}, leaves="method")
    asked = led(opened(NAME, left), {"setting": "phone"}).asked

    assert {"method", "intent", "plan", "right_now", "means_near", "guns", "pills"} <= set(asked)


def test_a_contact_that_was_begun_in_between_and_never_ended_loses_nothing():
    between = opened("crisis-intervention", left_unclear("intent", "declined"))
    between.answer(between.state.step("setting"), "phone")
    now = led(opened(NAME, between), {"setting": "phone"})

    assert "intent" in now.asked
    assert set(danger_steps()) >= set(now.state.opened.brought["unclear"]) > {"intent", "thoughts"}


def test_whoever_left_at_the_first_question_is_not_asked_all_that_was_never_reached():
    left = led(opened("crisis-intervention"), {}, leaves="scene_unsafe")
    now = opened(NAME, left)

    assert set(now.state.opened.brought["unclear"]) > {"intent", "took_too_much"}
    assert len(safety(now, "phone")) <= 12


# -- how long it takes


def safety(new: Contact, setting: str) -> list[str]:
    """The prompts of a calm contact until the last danger question is answered."""
    while isinstance(now := wanted(new.state), Ask) and now.step.section not in ("means", "since"):
        if now.step.section == "tonight":
            break
        new.asked.append(now.step.id)
        new.answer(now.step, {"setting": setting, "can_talk": "yes"}.get(now.step.id)
                   or anyhow(now.step))  # fmt: skip
    return new.asked


@pytest.mark.parametrize("setting", ALONE)
def test_it_can_stop_at_twelve_prompts_with_no_danger_left_open(setting):
    now = opened(NAME)

    assert len(safety(now, setting)) <= 12
    now.do(Ending("enough"))
    level = now.state.level()
    assert (level.highest, level.undetermined) == ("none", False)


@pytest.mark.parametrize("setting", ["phone_others", "someone_else"])
def test_what_could_not_be_asked_aloud_is_all_that_twelve_prompts_leave_open(setting):
    now = opened(NAME)

    assert len(safety(now, setting)) <= 12
    now.do(Ending("enough"))
    left = {"partner_fear": "could_not_assess", "home_unsafe": "could_not_assess"}
    assert [reason.answers for reason in now.state.level().because] == [left]


def test_scene_and_life_come_first_and_by_phone_the_place_before_them():
    assert play({"setting": "in_person"}, name=NAME).asked[:3] == [
        "setting",
        "scene_unsafe",
        "life_threat",
    ]
    assert play({"setting": "phone"}, name=NAME).asked[:2] == ["setting", "where"]


@pytest.mark.parametrize("setting", REACHED)
def test_suicide_is_asked_within_eight_questions(setting):
    assert play({"setting": setting}, name=NAME).asked.index("wish_dead") < 8


@pytest.mark.parametrize(("more", "most"), [({}, 25), ({"used": "yes"}, 27)])
def test_a_calm_follow_up_by_phone_is_short(more, most):
    calm = {"setting": "phone", "first_step": "done", "help_came": "yes"}

    assert len(play(calm | more, name=NAME).asked) <= most + 1  # the place


def test_a_new_plan_part_by_part_stays_below_forty_prompts():
    assert len(play({"plan_now": "change"}, name=NAME).asked) <= 40


# -- somebody else picks up


def test_whoever_else_picks_up_hears_nothing_before_the_worker_is_told_so():
    now = opened(NAME)
    now.answer(now.state.step("setting"), "someone_else")

    shown = wanted(now.state)
    assert [note.id for note in shown.notes] == ["third_party"]
    assert by_id(later(), "third_party").text.startswith("Do not say whether you know the person")
    assert "hello" not in [step.id for step in now.state.path()]


def test_no_worker_text_offers_to_leave_a_message_that_nobody_agreed_to():
    says = [step.say for step in later().steps if re.search("message|voicemail", step.say)]

    assert all("No message unless they say so" in text for text in says)


# -- the plan


def test_each_part_of_the_last_plan_arrives_at_the_step_of_the_same_name():
    parts = [step for step in crisis().steps if step.start_from]

    assert len(parts) >= 9
    for theirs in parts:
        ours = by_id(later(), theirs.id)
        assert (ours.start_from, ours.kind, ours.each) == ("last_plan", theirs.kind, theirs.each)


PLAN = {
    "thoughts": "yes",
    "how_much": "full",
    "paper": "yes",
    "needs": ["phone"],
    "plan_signs": [{"sign": "I stop eating"}],
    "plan_self": [{"step": "Walk"}],
    "plan_places": [{"place": "The library"}],
    "plan_people": [{"name": "Rosa"}],
    "plan_helpers": [{"name": "The clinic"}],
    "plan_matters": "My dog",
    "safer_change": "Rosa keeps the pills",
    "safer_holder": {"name": "Rosa"},
    "no_phone": "The shelter desk",
}


def test_a_plan_that_is_gone_through_and_kept_says_what_the_last_one_said():
    """Nothing of the last plan falls off the new paper because danger is over."""
    first = led(opened("crisis-intervention"), PLAN)
    new = opened(NAME, first)
    calm = {"plan_now": "change", "still_away": "yes", "needs": ["phone"]}
    while isinstance(now := wanted(new.state), Ask):
        offer = new.state.offer(now.step.id)
        new.answer(now.step, calm.get(now.step.id, offer or anyhow(now.step)))
    new.do(Ending("finished"))

    assert new.highest == "none"
    before, after = printed(first.state), printed(new.state)
    assert set(before.headings) <= set(after.headings)
    for words in ("I stop eating", "The library", "Rosa keeps the pills", "The shelter desk"):
        assert words in after.words()


@pytest.mark.parametrize("answer", ["no", "unsure", "declined", "could_not_assess"])
def test_where_paper_is_not_safe_no_plan_is_made(answer):
    now = play({"plan_now": "short", "paper": answer, "short_steps": ["Walk"]}, name=NAME)

    assert now.headings() == []


def test_a_plan_that_stays_makes_no_new_paper():
    assert play({"plan_now": "keep"}, name=NAME).headings() == []


# -- trusted as the first contact is


def test_it_passes_the_check_and_only_the_age_of_numbers_is_told():
    report = examined(str(FILE), FILE.read_bytes(), None)

    assert [str(one) for one in report.problems if one.code != "W090"] == []


def test_everything_that_must_hold_of_it_is_proved():
    made, found = read_file(PROTOCOLS / "properties.yaml", later())
    assert not found.problems
    verdicts = prove(later(), made, always())

    assert [one.text() for one in verdicts if not one.held] == []
    assert len(verdicts) > 140


@pytest.mark.parametrize("urgent", crisis().urgent, ids=lambda one: one.rule)
def test_without_one_of_its_alarms_a_property_breaks(urgent):
    made, _ = read_file(PROTOCOLS / "properties.yaml", later())
    without = replace(later(), urgent=tuple(u for u in later().urgent if u != urgent))
    about = [one for one in made if one.next_block]

    assert not all(one.held for one in prove(without, about, always()))


def test_its_scenarios_come_out_as_they_expect_and_reach_everything():
    files = belonging(later(), FILE, None)
    result = play_all(later(), FILE, files, printed)

    assert [one.scenario.name for one in result.outcomes if not one.passed] == []
    assert len(result.outcomes) > 290
    assert result.coverage.enough


def test_every_ending_of_a_calm_follow_up_has_two_dates():
    """In two weeks, and after thirty days; besides, a few warm words after one week and four."""
    ended = play({}, name=NAME)

    due = [t for t in ended.state.tasks(ended.state.ending_at) if t.kind == "follow_up"]
    days = [((one.due - ended.state.ending_at).days, one.caring) for one in due]
    assert sorted(days) == [(7, True), (14, False), (30, False), (30, True)]


def test_each_of_its_questions_asks_something():
    assert all(KINDS[step.kind].asks or step.kind == "guidance" for step in later().steps)
