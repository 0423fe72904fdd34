"""What is seen of conditions without a solver is sure: no interview ever shows otherwise."""

import random
from dataclasses import replace

import pytest
from small import answers, small

from crisis_cli.engine.interview import Ask, wanted
from crisis_cli.protocol.compiled import Rule
from crisis_cli.workshop.check.logic import Logic, Range
from crisis_cli.workshop.model.replay import Replay

PROTOCOL = """
    protocol: p
    title: P
    version: 1
    sections:
      - id: s
        title: S
        steps:
          - {id: alone, ask: A?, kind: yes_no}
          - {id: mood, ask: M?, answers: {good: Good, bad: Bad}, when: {alone: yes}}
          - {id: age, ask: Old?, kind: number, at_least: 0, at_most: 120}
          - {id: sad, ask: Sad?, kind: yes_no, danger: yes}
          - {id: plan, ask: Plan?, kind: yes_no, danger: yes, when: {sad: [yes, unsure]}}
          - {id: water, do: Offer water.}
          - {id: people, list: Who?, each: [{id: n, ask: N?, kind: text}], at_most: 3}
"""


@pytest.fixture
def logic(protocol):
    return Logic(protocol(PROTOCOL))


def is_(question, *words):
    return ["is", question, list(words)]


@pytest.mark.parametrize(
    "condition",
    [
        ["all", [is_("alone", "yes"), is_("alone", "no")]],
        ["all", [is_("alone", "yes"), ["not", is_("alone", "yes", "no")]]],
        ["all", [is_("alone", "no"), is_("mood", "bad")]],  # asked only after a yes
        ["all", [["any", [is_("alone", "no"), is_("alone", "unsure")]], is_("mood", "bad")]],
        ["all", [["number", "age", "at_least", 18], ["number", "age", "below", 18]]],
        ["number", "age", "above", 120],
        ["all", [["number", "age", "at_least", 18], ["not", ["number", "age", "at_least", 18]]]],
        ["all", [["number", "age", "above", 18], ["not", ["number", "age", "above", 18]]]],
        ["all", [["number", "age", "at_least", 3], is_("age", "unsure")]],
        ["all", [["count", "people", "at_least", 1], ["count", "people", "below", 1]]],
        ["count", "people", "above", 3],
        ["on_path", "alone", False],
        ["all", [["on_path", "mood", False], is_("mood", "good")]],
        ["all", [is_("sad", "no"), is_("plan", "yes")]],
        ["all", [["concern", ["high"]], ["concern", ["low"]]]],
        ["all", [is_("water", "done"), is_("water", "not_yet")]],
        ["any", []],
        ["includes", "mood", "any", []],
        ["not", ["any", [is_("alone", "yes"), ["not", is_("alone", "yes")]]]],
    ],
    ids=str,
)
def test_what_cannot_be_is_seen(logic, condition):
    assert logic.never(condition)


@pytest.mark.parametrize(
    "condition",
    [
        ["all", [is_("alone", "yes"), is_("mood", "bad")]],
        ["all", [is_("sad", "no"), is_("plan", "not_asked")]],  # counted without being asked
        ["all", [is_("sad", "declined"), is_("plan", "could_not_assess")]],
        ["any", [is_("alone", "yes"), ["all", [is_("alone", "yes"), is_("alone", "no")]]]],
        ["all", [["number", "age", "at_least", 18], ["number", "age", "at_most", 18]]],
        ["all", [["not", ["number", "age", "at_least", 18]], is_("age", "unsure")]],
        ["not", is_("mood", "good")],
        ["on_path", "mood", False],
    ],
    ids=str,
)
def test_what_can_be_is_left_alone(logic, condition):
    assert not logic.never(condition)


def test_a_condition_covers_those_that_hold_only_where_it_does(logic):
    wide = ["any", [is_("sad", "yes", "unsure"), is_("plan", "yes")]]

    assert logic.covers(wide, is_("sad", "yes"))
    assert logic.covers(None, wide) and logic.covers(wide, wide)
    assert logic.covers(is_("alone", "yes"), is_("mood", "bad"))
    assert not logic.covers(is_("sad", "yes"), wide)
    assert not logic.covers(wide, None)


def test_a_condition_that_every_answer_fits_always_holds(logic):
    every = is_("alone", "yes", "no", "unsure", "declined", "could_not_assess", "not_asked")

    assert logic.always(every)
    assert logic.always(["not", ["all", [is_("alone", "yes"), is_("alone", "no")]]])
    assert logic.always(is_("alone", "yes", "no"), given=is_("alone", "yes"))
    assert not logic.always(is_("mood", "good", "bad"))
    assert not logic.always(is_("alone", *every[2][:-1]))
    assert logic.always(is_("alone", *every[2][:-1]), without=("not_asked",))


@pytest.mark.parametrize(
    ("limits", "empty"),
    [
        ([("at_least", 3), ("at_most", 3)], False),
        ([("above", 3), ("at_most", 3)], True),
        ([("at_least", 3), ("above", 3), ("below", 4)], False),
        ([("below", 2), ("at_most", 5), ("at_least", 2)], True),
        ([("at_most", 2), ("below", 2), ("above", 1)], False),
    ],
)
def test_limits_leave_a_range(limits, empty):
    found = Range()
    for op, limit in limits:
        found = found.within(op, limit)

    assert found.empty == empty


def test_rules_that_go_in_a_circle_do_not_keep_it_busy(protocol):
    made = protocol(PROTOCOL)
    again = Rule("a", "A", ["any", [["rule", "a"]] * 40])

    assert not Logic(replace(made, rules={"a": again})).never(["rule", "a"])


def moments(protocol, draw):
    """States of one interview by chance: after each answer, and at its end."""
    run = Replay(protocol, {})
    while isinstance(now := wanted(run.state), Ask):
        yield run.state.now.holds, run.state
        run.answers = run.answers | {now.step.id: draw.choice(answers(now.step))}
        run.step()
    yield run.state.now.holds, run.state
    yield run.state.holds, run.end().state


@pytest.mark.parametrize("block", range(10))
def test_no_interview_by_chance_shows_otherwise(block):
    claimed = 0
    for seed in range(block * 30, block * 30 + 30):
        protocol, draw = small(seed, 5), random.Random(seed)
        logic, rules = Logic(protocol), list(protocol.rules)
        whens = {step.id: step.when for step in protocol.steps if step.when}
        never = [name for name in rules if logic.never(["rule", name])]
        off = [name for name, when in whens.items() if logic.never(when)]
        always = [name for name, when in whens.items() if logic.always(when)]
        covers = [
            (wide, narrow)
            for wide in rules
            for narrow in rules
            if wide != narrow and logic.covers(["rule", wide], ["rule", narrow])
        ]
        claimed += len(never) + len(off) + len(always) + len(covers)
        for _ in range(25):
            for holds, state in moments(protocol, draw):
                on = {step.id for step in state.path()}
                assert not any(holds(["rule", name]) for name in never), seed
                assert not on & set(off), seed
                for wide, narrow in covers:
                    assert holds(["rule", wide]) or not holds(["rule", narrow]), seed
            assert set(always) <= on, seed
    assert claimed > 5
