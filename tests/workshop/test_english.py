"""Conditions in English, as they are shown to whoever writes and reviews protocols."""

import pytest

from crisis_cli.workshop.english import English, listed

TEXT = """
    protocol: p
    title: P
    version: 1
    answer_sets: {danger: {yes: "Yes", no: "No"}}
    rules: {soon: {means: Could act soon, thoughts: any_but_no}}
    concern: [{id: c, level: high, when: soon, because: B}]
    sections:
      - id: s
        title: S
        steps:
          - {id: thoughts, ask: Thoughts?, answers: danger, danger: yes}
          - id: setting
            ask: How?
            answers: {alone: "In person, alone", phone: By phone, no: No, unsure: Hard to say}
          - {id: needs, ask: Needs?, kind: choose_many, answers: {bed: Bed, food: Food}}
          - {id: age, ask: Age?, kind: number}
          - {id: water, do: Offer water.}
          - {id: people, list: People?, each: [{id: name, ask: Name, kind: text}]}
"""
UNKNOWN = ["unsure", "declined", "could_not_assess", "not_asked"]


@pytest.fixture
def english(protocol):
    return English(protocol(TEXT))


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (None, "always"),
        (["is", "thoughts", ["yes"]], "thoughts is Yes"),
        (
            ["is", "thoughts", ["yes", "unsure", "declined"]],
            "thoughts is Yes, Not sure or Would rather not say",
        ),
        (["is", "thoughts", ["yes", *UNKNOWN]], "thoughts is anything but No"),
        (["is", "thoughts", UNKNOWN], "thoughts is unknown"),
        (["is", "setting", ["phone", *UNKNOWN]], "setting is By phone or unknown"),
        (["is", "setting", ["unsure"]], "setting is Hard to say"),
        (["is", "setting", ["alone", "phone"]], 'setting is "In person, alone" or By phone'),
        (["is", "water", ["done", "not_yet"]], "water is Done or Not yet"),
        (["number", "age", "at_least", 18], "age is at least 18"),
        (["number", "age", "below", 12.5], "age is below 12.5"),
        (["number", "age", "above", 1234567], "age is above 1234567"),
        (["count", "people", "at_least", 1], "people has at least 1"),
        (["includes", "needs", "all", ["bed", "food"]], "needs includes Bed and Food"),
        (["includes", "needs", "any", ["bed", "food"]], "needs includes Bed or Food"),
        (["includes", "needs", "none", ["bed", "food"]], "needs does not include Bed or Food"),
        (["on_path", "age", True], "age is on the path"),
        (["on_path", "age", False], "age is not on the path"),
        (["rule", "soon"], "the rule soon holds"),
        (["concern", ["high", "emergency"]], "the level of concern is high or emergency"),
        (["not", ["is", "thoughts", ["no"]]], "it is not so that thoughts is No"),
        (
            ["all", [["is", "thoughts", ["yes"]], ["rule", "soon"]]],
            "thoughts is Yes and the rule soon holds",
        ),
        (
            ["any", [["rule", "soon"], ["all", [["rule", "soon"], ["rule", "soon"]]]]],
            "the rule soon holds or (the rule soon holds and the rule soon holds)",
        ),
        (
            ["not", ["any", [["rule", "soon"], ["rule", "soon"]]]],
            "it is not so that (the rule soon holds or the rule soon holds)",
        ),
    ],
)
def test_a_condition_reads_as_english(english, condition, said):
    assert english.say(condition) == said


def test_a_list_in_a_sentence():
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "and")] == [
        "",
        "a",
        "a or b",
        "a, b and c",
    ]
