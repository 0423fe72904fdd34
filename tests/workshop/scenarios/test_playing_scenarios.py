"""A scenario is played through the real engine; what differs from what it expects is told."""

from __future__ import annotations

import textwrap

import pytest

MEANS_IT = """\
title: He means it
answers: {thoughts: yes, intent: yes, near: no, stay_now: done}
expect:
  level: high
  present: high
  undetermined: no
  because: [meant]
  urgent: [{rule: may_act, after: intent}]
  due: 24 hours
  asked: [intent, stay_now]
  never_asked: [calm, mood]
  prompts: 4
  plan: [Any time]
  contains: [Call 988.]
"""


def test_what_comes_out_as_expected_passes(small):
    result = small.play(MEANS_IT)

    assert [list(one.differences) for one in result.outcomes] == [[]]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("level: high", "level: low", "level: expected low, but saw high through meant"),
        ("present: high", "present: none", "present: expected none, but saw high"),
        ("undetermined: no", "undetermined: yes", "undetermined: expected yes, but saw no"),
        ("[meant]", "[thought]", "because: expected thought, but saw meant"),
        (
            "after: intent",
            "after: near",
            "urgent: expected may_act after near, but saw may_act after intent",
        ),
        (
            "[{rule: may_act, after: intent}]",
            "[]",
            "urgent: expected none, but saw may_act after intent",
        ),
        ("24 hours", "7 days", "due: expected 7 days, but saw 24 hours"),
        ("[intent, stay_now]", "[intent, mood]", "asked: expected mood, but saw nothing of it"),
        (
            "[calm, mood]",
            "[calm, near]",
            "never_asked: expected no near, but saw it asked or shown",
        ),
        ("prompts: 4", "prompts: 3", "prompts: expected at most 3, but saw 4"),
        ("plan: [Any time]", "plan: [People]", "plan: expected People, but saw Any time"),
        ("plan: [Any time]", "plan: none", "plan: expected none, but saw a plan"),
        ("[Call 988.]", "[Call 311.]", "contains: expected Call 311., but saw a plan without it"),
        (
            "undetermined: no",
            "not_asked: [near]",
            "not_asked: expected near, but saw nothing of it",
        ),
    ],
)
def test_each_difference_is_told_with_what_was_expected_and_what_was_seen(
    small, differs, old, new, told
):
    assert old in MEANS_IT

    assert differs(MEANS_IT.replace(old, new)) == [told]


@pytest.mark.parametrize(
    ("old", "told"),
    [
        ("  plan: [Any time]\n", ["contains: expected Call 988., but saw that no plan was made"]),
        ("  contains: [Call 988.]\n", ["plan: expected a plan, but saw none"]),
        (
            "",
            [
                "plan: expected a plan, but saw none",
                "contains: expected Call 988., but saw that no plan was made",
            ],
        ),
    ],
)
def test_words_on_a_plan_that_is_not_made_are_not_there(small, differs, old, told):
    """The plan has a condition, and a scenario that passed by accident proves nothing."""
    text = small.file.read_text("utf-8")
    head, parts = text.split("  safety_plan:\n")
    under = "  safety_plan:\n    when: {thoughts: no}\n    parts:\n"
    small.file.write_text(head + under + textwrap.indent(parts, "  "), encoding="utf-8")

    assert differs(MEANS_IT.replace(old, "", 1)) == told


def test_a_difference_names_its_line(small):
    ((difference,),) = [
        one.differences for one in small.play(MEANS_IT.replace("24", "25")).outcomes
    ]

    assert difference.line == 9


def test_a_rule_alone_passes_whatever_step_brought_it_up(differs):
    assert differs(MEANS_IT.replace("[{rule: may_act, after: intent}]", "[may_act]")) == []


def test_an_asked_step_without_an_answer_is_told_with_its_question(differs):
    told = differs(MEANS_IT.replace("intent: yes, ", "", 1))

    assert told == ["`intent` was asked, and has no answer: Do you mean it?."]


def test_an_answer_that_is_not_used_is_told(differs):
    told = differs(MEANS_IT.replace("near: no,", "near: no, mood: good,", 1))

    assert told == ["`mood` was not asked, so its answer was not used."]


def test_an_answer_for_where_it_is_asked_may_go_unused(differs):
    assert differs(MEANS_IT + "if_asked: {mood: good}\n") == []


def test_an_answer_of_the_first_may_go_unused_in_a_what_if_but_not_its_own(small):
    text = MEANS_IT + (
        "what_if:\n"
        "  - {answers: {intent: no}, expect: {level: low, present: low, because: [thought], "
        "urgent: [], due: 7 days, asked: [intent], prompts: 3}}\n"
        "  - {answers: {mood: good}, expect: {}}\n"
    )
    first, second, third = small.play(text).outcomes

    assert first.passed and second.passed
    assert [str(one) for one in third.differences] == [
        "`mood` was not asked, so its answer was not used."
    ]


def test_who_leaves_at_a_question_leaves_the_rest_not_asked(differs):
    text = """\
    title: He leaves
    unanswered: end
    answers: {thoughts: yes}
    expect: {level: moderate, undetermined: yes, not_asked: [intent, near], asked: [intent]}
    """

    assert differs(text) == []


def test_what_is_passed_by_is_not_asked(differs):
    text = """\
    title: In a hurry
    unanswered: not_asked
    answers: {thoughts: no}
    expect: {level: moderate, present: none, undetermined: yes, not_asked: [near, mood]}
    """

    assert differs(text) == []


def test_an_answer_may_change_before_the_end(differs):
    text = MEANS_IT.replace("expect:\n  level: high\n  present: high", "expect:\n  present: low")
    text = text.replace("prompts: 4", "prompts: 5")
    text += "later: [{step: intent, answer: no}]\n"

    assert differs(text) == []


def test_a_change_of_what_was_never_answered_is_told(differs):
    told = differs(MEANS_IT + "later: [{step: mood, answer: good}]\n")

    assert told == ["`mood` is to change, and was never answered."]


def test_a_file_that_cannot_be_read_makes_the_whole_fail(small):
    result = small.play(MEANS_IT, MEANS_IT.replace("level", "levl"))

    assert not result.passed
    assert [path.name for path, _ in result.broken] == ["1.yaml"]
    assert len(result.outcomes) == 1
