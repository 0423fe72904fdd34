"""What no scenario reaches is told: steps, answers, rules, lines of concern, follow-ups."""

from __future__ import annotations

CALM = """\
title: Nothing the matter
answers: {thoughts: no, near: no, mood: good}
expect: {level: none}
"""
MEANS_IT = """\
title: He means it
answers: {thoughts: yes, intent: yes, near: yes, stay_now: done}
expect: {level: high}
"""


def test_what_a_single_calm_scenario_leaves_out(small):
    cover = small.play(CALM).coverage

    assert cover.danger == ("intent",)
    assert cover.steps == ("people", "stay_now")
    assert cover.urgent == cover.never_held == ("may_act",)
    assert cover.concern == ("meant", "thought")
    assert cover.follow_up == (1,)
    assert not cover.enough


def test_the_answers_that_nobody_gave_are_told_and_of_danger_questions_the_unknowns_too(small):
    answers = small.play(CALM).coverage.answers

    assert [word for step, word in answers if step == "mood"] == ["bad"]
    unknown = ["unsure", "declined", "could_not_assess", "not_asked"]
    assert [word for step, word in answers if step == "near"] == ["yes", *unknown]


def test_what_another_scenario_reaches_is_not_told(small):
    cover = small.play(CALM, MEANS_IT).coverage

    assert cover.enough
    assert (cover.danger, cover.urgent, cover.never_held) == ((), (), ())
    assert (cover.concern, cover.follow_up, cover.steps) == ((), (), ("people",))


def test_a_rule_that_held_at_the_end_of_every_scenario_is_told(small):
    assert small.play(MEANS_IT).coverage.always_held == ("may_act",)
    assert small.play(MEANS_IT, CALM).coverage.always_held == ()


def test_a_rule_that_held_only_for_a_while_counts_as_held(small):
    cover = small.play(MEANS_IT + "later: [{step: thoughts, answer: no}]\n").coverage

    assert (cover.never_held, cover.always_held) == ((), ())


def test_guidance_that_was_shown_is_reached(small):
    assert "calm" in small.play(MEANS_IT).coverage.steps
    assert "calm" not in small.play(CALM).coverage.steps


def test_a_danger_question_that_was_never_reached_counts_as_not_asked(small):
    answers = small.play("title: Left\nunanswered: end\nexpect: {level: moderate}\n").coverage

    assert ("near", "not_asked") not in answers.answers
    assert "near" in answers.danger
