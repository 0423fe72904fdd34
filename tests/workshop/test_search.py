"""The simplest answers that lead somewhere, in words, and run through the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Choice, Protocol, Section, Step
from crisis_cli.protocol.source import load
from crisis_cli.workshop.model.answers import Amount, Answers
from crisis_cli.workshop.model.logic import both, differ, either, free, no, solver
from crisis_cli.workshop.model.model import Model, Stop
from crisis_cli.workshop.model.replay import Replay, in_words, replay
from crisis_cli.workshop.model.search import (
    FOUND,
    NONE,
    NOT_PROVED,
    Search,
    at_most,
    once,
    shortest,
)

SHIPPED = load(Path(__file__).parents[2] / "protocols" / "crisis-intervention.yaml")
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


def small(*steps: Step) -> Protocol:
    return Protocol("p", "P", "1", "0" * 64, sections=(Section("s", "S"),), steps=steps)


def question(name="q", kind="yes_no", **more) -> Step:
    return Step(name, kind, name, "s", choices=YES_NO if kind == "yes_no" else (), **more)


def answer(step: Step, *conditions) -> object:
    """The simplest answer with which all of these hold."""
    model = Model(small(step))
    found = shortest(model, both(model.holds(one) for one in conditions))
    assert found.verdict == FOUND and found.simplest
    run = replay(model.protocol, found.answers)
    assert all(run.state.holds(one) for one in conditions)
    return found.answers[step.id]


# -- the simplest answers


def test_the_shortest_way_to_a_block_is_one_answer():
    stop = Stop(SHIPPED, given := Answers())
    model = Model(SHIPPED, given, stop.reached)
    found = shortest(model, model.urgent("scene_danger"))

    assert in_words(SHIPPED, found.answers) == [("Weapon, fight or threat close by", "Yes")]
    assert list(found.answers)[-1] == "scene_unsafe"


def test_what_is_found_runs_through_the_engine_to_the_same_place():
    model = Model(SHIPPED)
    found = shortest(model, both((model.urgent("harm_soon"), model.on("plan_safer"))))
    run = replay(SHIPPED, found.answers)

    assert run.asked == list(found.answers)
    assert run.state.on_path("plan_safer")
    assert "keep_others_safe" in [show.block.id for show in run.screens]


def test_what_cannot_be_is_none_and_has_no_answers():
    model = Model(SHIPPED)
    found = shortest(model, both((model.on("method"), model.word("thoughts", "no"))))

    assert (found.verdict, found.answers) == (NONE, {})


def test_without_time_nothing_is_known():
    model = Model(SHIPPED)

    assert shortest(model, model.on("method"), 0).verdict == NOT_PROVED
    assert once(model, model.on("method"), 0) == NOT_PROVED


def test_a_real_limit_of_time_is_no_proof():
    """A pigeon too many, which no solver sees in a millisecond."""
    model, holes = Model(small(question())), range(12)
    sits = [[free(f"{pigeon} in {hole}") for hole in holes] for pigeon in range(13)]
    everyone = both(either(row) for row in sits)
    alone = both(at_most([row[hole] for row in sits], 1) for hole in holes)

    assert Search(model).check(both((everyone, alone)), 0.001) == NOT_PROVED


def test_among_equally_simple_answers_one_that_says_something_is_told():
    model = Model(SHIPPED)

    assert shortest(model, model.on("method")).answers["thoughts"] == "yes"


# -- real answers of every kind


@pytest.mark.parametrize(
    ("step", "condition", "said"),
    [
        (question(danger=True), ["any", [["is", "q", ["no", "yes"]]]], "no"),
        (question(), ["not", ["is", "q", ["yes"]]], "no"),
        (question(), ["is", "q", ["declined", "not_asked"]], "declined"),
        (question(kind="scale", least=0, most=10), ["number", "q", "at_least", 4], 4),
        (question(kind="scale", least=3, most=10), ["number", "q", "below", 9], 3),
        (question(kind="scale", least=0, most=10), ["number", "q", "above", 4.5], 5),
        (question(kind="number"), ["number", "q", "below", -2], -3),
        (question(kind="number"), ["number", "q", "above", 17.5], 18),
        (question(kind="number"), ["number", "q", "at_most", 1000], 0),
        (question(kind="text"), ["is", "q", ["unsure"]], "unsure"),
        (question(kind="action"), ["is", "q", ["not_yet"]], "not_yet"),
    ],
)
def test_the_answer_is_the_plainest_that_fits(step, condition, said):
    assert answer(step, condition) == said


def test_a_number_between_two_limits_has_as_few_digits_as_fit():
    above, below = ["number", "q", "above", 1], ["number", "q", "below", 2]

    assert answer(question(kind="number"), above, below) == 1.1
    assert answer(question(kind="number"), above, ["number", "q", "below", 1.001]) == 1.0001


def test_a_list_is_as_long_as_it_must_be():
    step = question(kind="list", each=(Step("when", "date_time", "When"),), most=4)

    assert answer(step, ["count", "q", "above", 2]) == [{"when": "2026-01-01"}] * 3


def test_many_choices_are_the_fewest_that_fit():
    bed, food = Choice("bed", "A bed"), Choice("food", "Food")
    step = Step("q", "choose_many", "q", "s", choices=(bed, food))

    assert answer(step, ["includes", "q", "all", ["bed", "food"]]) == ["bed", "food"]
    assert answer(step, ["includes", "q", "none", ["bed"]]) == []
    assert answer(step, ["includes", "q", "any", ["food"]], ["includes", "q", "none", ["bed"]]) == [
        "food"
    ]


def test_a_choice_that_only_a_later_step_asks_about_is_out_of_the_ordinary():
    """It spares a question, and yet it is one more answer that nobody needs."""
    needs = (Choice("bed", "A bed"), Choice("lock", "A locker"))
    first = Step("q", "choose_many", "q", "s", choices=needs)
    later = question("later", when=["includes", "q", "none", ["lock"]])
    last = question("last", danger=True)
    model = Model(small(first, later, last))
    found = shortest(model, model.holds(["is", "last", ["yes"]]))

    assert found.answers == {"q": [], "later": "yes", "last": "yes"} and found.simplest


def test_a_second_look_at_the_counts_finds_nothing_simpler():
    """What is calm is the same before and after the conditions of all steps were made."""
    model = Model(SHIPPED)
    needs = next(step for step in model.asking if step.kind == "choose_many")
    before = model.answers.to(needs).calm()
    for step in model.asking:
        model.asked(step.id)
    search = Search(model)

    assert search.check(differ(before, model.answers.to(needs).calm())) == NONE


@pytest.mark.parametrize(
    "kind", ["text", "long_text", "date_time", "phone", "person", "number", "action"]
)
def test_any_kind_of_question_gets_an_answer_that_the_engine_takes(kind):
    step = question(kind=kind)
    model = Model(small(step))

    assert replay(small(step), shortest(model, model.on("q")).answers).asked == ["q"]


# -- two protocols with the same answers


def test_two_models_with_the_same_answers_are_given_the_same_ones():
    given = Answers()
    old, new = Model(SHIPPED, given), Model(SHIPPED, given)

    assert shortest(old, differ(old.on("method"), new.on("method"))).verdict == NONE


def test_answers_with_a_prefix_are_of_their_own():
    first = Model(SHIPPED)
    other = Model(SHIPPED, Answers("other ", first.domain))

    assert shortest(first, both((first.on("method"), no(other.on("method"))))).verdict == FOUND


def test_an_answer_that_only_one_of_two_protocols_has_is_given_to_neither():
    more = (*YES_NO, Choice("maybe", "Maybe"))
    wide = small(Step("q", "choose_one", "q", "s", choices=more))
    narrow = small(Step("q", "choose_one", "q", "s", choices=YES_NO))
    for first, second in ((wide, narrow), (narrow, wide)):
        given = Answers()
        models = [Model(first, given), Model(second, given)]
        said = [model.holds(["is", "q", ["maybe"]]) for model in models]

        assert shortest(models[0], either(said)).verdict == NONE
        assert shortest(models[0], models[0].holds(["is", "q", ["yes"]])).verdict == FOUND


# -- the parts


def test_an_amount_keeps_its_limits_in_order():
    domain: list = []
    amount = Amount("n", domain, 0, 10)
    five, eight, two = (amount.reaches(limit) for limit in (5, 8, 2))
    one = solver().Solver()
    one.add(*domain, eight, no(amount.reaches(9)))

    assert str(one.check()) == "sat"
    assert all(one.model().eval(part) for part in (five, two))
    assert (amount.reaches(0), amount.reaches(11)) == (True, False)


def test_a_replay_stops_where_an_answer_is_missing():
    run = Replay(SHIPPED, {"setting": "in_person", "thoughts": "yes"}).go()

    assert run.asked == ["setting"]


def test_an_answer_that_does_not_fit_is_refused_by_the_engine_in_words():
    with pytest.raises((CrisisError, ValueError), match="Choose one of"):
        replay(SHIPPED, {"setting": "somewhere"})


def test_the_blocks_that_come_up_are_told_by_the_answer_that_brought_them():
    run = replay(SHIPPED, {"setting": "in_person", "scene_unsafe": "yes", "life_threat": "unsure"})

    assert run.shown["scene_unsafe"] == ["leave_first"]
    assert run.shown["life_threat"] == ["medical_help"]
    assert run.end().state.level().highest == "emergency"


def test_answers_in_words_leave_out_the_calm_ones():
    said = {"setting": "in_person", "scene_unsafe": "no", "life_threat": "not_asked"}

    assert in_words(SHIPPED, said) == [("Badly hurt or ill", "Not asked")]
