"""Numbers and conditions as they are written on paper."""

import pytest

from crisis_cli.protocol.compiled import Block, Choice, Protocol, Step, Urgent
from crisis_cli.protocol.paper.formula import ALWAYS, BLANK, NEVER, Formulas, In
from crisis_cli.protocol.paper.numbers import boxes, letter, lettered, numbered, ranged
from crisis_cli.protocol.paper.words import Words

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
LONG = tuple(Choice(f"c{n}", f"A long answer, number {n}") for n in range(3))


def made(**more):
    steps = (
        Step("hurt", "yes_no", "Hurt?", danger=True, choices=YES_NO),
        Step("where", "choose_one", "Where?", choices=LONG),
        Step("note", "guidance", "Say hello."),
        Step(
            "needs", "choose_many", "Needs?", choices=(Choice("bed", "Bed"), Choice("ride", "Ride"))
        ),
        Step("age", "number", "Age?", when=["is", "hurt", ["yes"]]),
        Step("people", "list", "People?"),
    )
    given = {"steps": steps, "rules": {}, "blocks": {}, "urgent": ()} | more
    return Protocol("p", "P", "1", "0", **given)


def said(condition, **more):
    protocol = made(**more)
    return Words(protocol).say(Formulas(protocol).formula(condition))


def test_every_step_of_the_path_has_a_number_guidance_too():
    assert list(numbered(made()).values()) == ["1", "2", "3", "4", "5", "6"]


def test_boxes_are_lettered_by_urgency_and_the_early_ending_comes_last():
    blocks = {
        n: Block(n, n, (Step(f"{n}_1", "action", "Do"),)) for n in ("ended_early", "x", "y", "z")
    }
    protocol = made(blocks=blocks, urgent=(Urgent("r", "y"), Urgent("s", "x"), Urgent("t", "y")))

    assert {name: block.id for name, block in boxes(protocol).items()} == {
        "A": "y", "B": "x", "C": "ended_early",
    }  # fmt: skip
    assert numbered(protocol)["ended_early_1"] == "C1"


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (702, "AAA")]
)
def test_letters_go_on_after_z(place, name):
    assert letter(place) == name


def test_long_answers_are_lettered_and_short_ones_named():
    where, hurt = made().steps[1], made().steps[0]

    assert lettered(where) == {"c0": "a", "c1": "b", "c2": "c"}
    assert lettered(hurt) == {}


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        (["7"], "7"),
        (["7", "8"], "7 and 8"),
        (["7", "8", "9", "12"], "7 to 9 and 12"),
        (["1", "A1"], "1 and A1"),
    ],
)
def test_numbers_in_a_row_are_drawn_together(numbers, text):
    assert ranged(numbers) == text


def hurt(*words):
    return ["is", "hurt", list(words)]


OLD, UNSURE = ["is", "age", ["unsure"]], ["is", "people", ["unsure"]]
UNCLEAR = ("unsure", "declined", "could_not_assess")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (hurt("yes", "unsure"), "1 is Yes or Not sure"),
        (hurt("yes", *UNCLEAR), "1 is Yes or unclear"),
        (hurt(*UNCLEAR, "not_asked"), "1 is unclear or Passed by"),
        (["is", "where", ["c1", "c2"]], "2 is b or c"),
        (["not", hurt("yes")], "1 is No, unclear or Passed by"),
        (["not", OLD], "5 is not Not sure"),
        (["on_path", "age", True], "5 was asked"),
        (["on_path", "age", False], "5 was left out"),
        (["on_path", "hurt", True], "always"),
        (["number", "age", "at_least", 18], "5 is at least 18"),
        (["number", "age", "at_least", 1_000_001], "5 is at least 1000001"),
        (["includes", "needs", "all", ["bed", "ride"]], "4 has tick at Bed and Ride"),
        (["includes", "needs", "none", ["bed", "ride"]], "4 has no tick at Bed or Ride"),
        (["not", ["includes", "needs", "any", ["bed"]]], "it is not so that 4 has tick at Bed"),
        (["count", "people", "at_least", 1], "6 has at least 1 on its list"),
        (["concern", ["high", "emergency"]], "the level is high or emergency"),
        (["any", [hurt("yes"), OLD]], "1 is Yes, or 5 is Not sure"),
        (["any", [hurt("unsure"), OLD, UNSURE]], "any of 1, 5 and 6 is Not sure"),
        (["all", [hurt("unsure"), OLD]], "all of 1 and 5 are Not sure"),
        (
            ["not", ["any", [hurt("yes"), OLD]]],
            "1 is No, unclear or Passed by, and 5 is not Not sure",
        ),
        (
            ["all", [hurt("unsure"), ["any", [OLD, ["number", "age", "below", 9]]]]],
            "1 is Not sure, and (5 is Not sure, or 5 is less than 9)",
        ),
    ],
)
def test_conditions_are_said_in_the_numbers_of_the_form(condition, words):
    assert said(condition) == words


def test_answers_to_one_question_are_joined():
    formulas = Formulas(made())
    yes, no = ["is", "hurt", ["yes"]], ["is", "hurt", ["no"]]

    assert formulas.formula(["any", [yes, no]]) == In("hurt", frozenset({"yes", "no"}))
    assert formulas.formula(["all", [yes, no]]) == NEVER
    assert formulas.formula(["any", [yes, ["not", yes]]]) == ALWAYS


def test_while_questions_are_to_come_nothing_may_stand_for_them():
    ahead = Formulas(made(), to_come=True)

    assert BLANK in ahead.marks("hurt")
    assert ahead.formula(["on_path", "age", True]) == In("hurt", frozenset({"yes"}))


def test_what_was_passed_by_does_not_count_in_an_urgent_rule():
    rules = Formulas(made(), to_come=True, passed_by=False)

    assert rules.formula(["is", "hurt", ["yes", "not_asked"]]) == In("hurt", frozenset({"yes"}))


def test_at_an_early_ending_what_nobody_came_to_is_passed_by():
    early = Formulas(made(), to_come=True, ended=True)
    found = early.formula(["is", "hurt", ["not_asked"]])

    assert found == In("hurt", frozenset({"not_asked", BLANK}))
