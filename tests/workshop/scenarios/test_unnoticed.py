"""Small mistakes in a protocol: which ones no scenario would notice, and where they would be."""

from __future__ import annotations

import pytest

from crisis_cli.commands.protocol.plans import printed
from crisis_cli.protocol.source import contents
from crisis_cli.protocol.strict import read
from crisis_cli.workshop.scenarios.conditions import slips
from crisis_cli.workshop.scenarios.mutants import mutants
from crisis_cli.workshop.scenarios.play import play
from crisis_cli.workshop.scenarios.result import mutated
from crisis_cli.workshop.scenarios.same import same_as
from crisis_cli.workshop.scenarios.verdict import passes

CALM = """\
title: Nothing the matter
answers: {thoughts: no, near: no, mood: good}
expect: {level: none, undetermined: no, urgent: [], due: 7 days, asked: [calm]}
"""
MEANS_IT = """\
title: He means it
answers: {thoughts: yes, intent: yes, near: no, stay_now: done}
expect: {level: high, urgent: [{rule: may_act, after: intent}], due: 24 hours}
"""


@pytest.fixture
def every(small):
    """Every mistake of the small protocol, by what it says."""
    tree, _ = read(contents(small.file))
    assert tree
    return {one.full: one for one in mutants(small.protocol, tree)}


def unnoticed(small, *texts):
    found = mutated(small.play(*texts), printed, same_as(small.protocol))
    return [one.mutant.full for one in found.unnoticed], found


# -- every way to get a condition wrong


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (["is", "plan", ["yes"]], ["{owner} were turned round"]),
        (
            ["is", "plan", ["yes", "unsure"]],
            [
                "{owner} were turned round",
                "`plan: yes` were forgotten in {owner}",
                "`plan: unsure` were forgotten in {owner}",
            ],
        ),
        (
            ["any", [["rule", "r"], ["is", "plan", ["yes"]]]],
            [
                "{owner} were turned round",
                "`r` were forgotten in {owner}",
                "`plan: yes` were forgotten in {owner}",
            ],
        ),
        (
            ["not", ["is", "plan", ["yes"]]],
            ["{owner} were turned round", "the `not` were forgotten in {owner}"],
        ),
        (
            ["number", "age", "at_least", 18],
            ["{owner} were turned round", "`age` were at_least 19, not 18, in {owner}"],
        ),
        (
            ["on_path", "plan", True],
            ["{owner} were turned round", "`plan` were on_path: no in {owner}"],
        ),
        (
            ["includes", "needs", "any", ["bed", "food"]],
            [
                "{owner} were turned round",
                "`needs: bed` were forgotten in {owner}",
                "`needs: food` were forgotten in {owner}",
            ],
        ),
        (
            ["concern", ["low", "high"]],
            [
                "{owner} were turned round",
                "`concern: low` were forgotten in {owner}",
                "`concern: high` were forgotten in {owner}",
            ],
        ),
    ],
)
def test_each_way_to_get_a_condition_wrong(condition, said):
    assert [one.what for one in slips(condition)] == said


def test_what_is_left_of_a_condition_has_just_that_one_thing_missing():
    condition = ["all", [["is", "a", ["yes", "unsure"]], ["not", ["is", "b", ["no"]]]]]

    assert [one.condition for one in slips(condition)] == [
        ["not", condition],
        ["all", [["not", ["is", "b", ["no"]]]]],
        ["all", [["is", "a", ["unsure"]], ["not", ["is", "b", ["no"]]]]],
        ["all", [["is", "a", ["yes"]], ["not", ["is", "b", ["no"]]]]],
        ["all", [["is", "a", ["yes", "unsure"]]]],
        ["all", [["is", "a", ["yes", "unsure"]], ["is", "b", ["no"]]]],
    ]


# -- every mistake of a file


def test_rules_lines_steps_answers_and_headings_all_have_mistakes(every):
    owners = dict.fromkeys(one.owner for one in every.values())

    assert list(owners) == [
        "the rule `may_act`",
        "the line of concern `meant`",
        "the line of concern `thought`",
        "the condition of `intent`",
        "the condition of the section `after`",
        "the condition of `people`",
        "the condition of follow-up 1",
        "`urgent`",
        "`concern`",
        "`thoughts`",
        "`intent`",
        "`near`",
        "`mood`",
    ]


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("`intent: unsure` were forgotten in the rule `may_act`", "- intent: [yes, unsure]"),
        ("`near: yes` were forgotten in the rule `may_act`", "- near: yes"),
        (
            "`thoughts: unsure` were forgotten in the line of concern `thought`",
            "- {id: thought, level: low",
        ),
        (
            "`thoughts: declined` were forgotten in the condition of `intent`",
            "when: {thoughts: [yes",
        ),
        ("the condition of the section `after` were turned round", "when: {thoughts: no}"),
        ("the condition of `people` were forgotten", "- {id: people"),
        ("the condition of follow-up 1 were turned round", "- {when: {concern: high}"),
        ("the rule `may_act` did not bring up the block `stay`", "- {when: may_act, run: stay}"),
        ("the line of concern `meant` were not there", "- {id: meant"),
        ("`mood` had no answer `bad`", "- {id: mood"),
    ],
)
def test_a_mistake_names_the_line_that_it_would_be_in(small, every, what, source):
    line = small.file.read_text().splitlines()[every[f"If {what}"].line - 1]

    assert line.strip().startswith(source)


def test_what_decides_about_danger_is_told_from_what_does_not(every):
    calm = {one.owner for one in every.values() if not one.danger}

    assert calm == {
        "the condition of the section `after`",
        "the condition of `people`",
        "the condition of follow-up 1",
        "`mood`",
    }


def test_a_mistake_in_a_section_is_made_in_each_of_its_steps(every):
    protocol = every["If the condition of the section `after` were turned round"].make()

    whens = {step.id: step.when for step in protocol.steps}
    turned = ["not", ["is", "thoughts", ["no"]]]
    assert whens["calm"] == whens["mood"] == turned
    assert whens["people"] == ["all", [turned, ["is", "mood", ["bad"]]]]


def test_a_mistake_in_a_step_leaves_the_condition_of_its_section(every):
    protocol = every["If the condition of `people` were forgotten"].make()

    assert protocol.steps[-1].when == ["is", "thoughts", ["no"]]


# -- who would notice


def test_a_mistake_that_no_scenario_would_notice_is_told(small):
    told, found = unnoticed(small, CALM, MEANS_IT)

    assert "If `intent: unsure` were forgotten in the rule `may_act`" in told
    assert "If the rule `may_act` did not bring up the block `stay`" not in told
    assert found.tried == len(told) + len(found.same) + noticed(found)


def noticed(found):
    return found.tried - len(found.unnoticed) - len(found.same)


def test_one_more_scenario_notices_one_more_mistake(small):
    what_if = """\
    what_if:
      - answers: {intent: unsure}
        expect: {level: moderate, urgent: [may_act]}
    """.replace("\n    ", "\n").strip()
    before, _ = unnoticed(small, CALM, MEANS_IT)
    more = MEANS_IT + what_if.replace("moderate", "low").replace("urgent:", "due: 7 days, urgent:")
    after, _ = unnoticed(small, CALM, more)

    gone = set(before) - set(after)
    assert "If `intent: unsure` were forgotten in the rule `may_act`" in gone
    assert set(after) < set(before)


def test_a_scenario_that_fails_notices_nothing(small):
    wrong = MEANS_IT.replace("level: high", "level: low")

    assert set(unnoticed(small, CALM)[0]) == set(unnoticed(small, CALM, wrong)[0])


def test_without_scenarios_that_pass_nothing_is_noticed(small):
    _, found = unnoticed(small, CALM.replace("level: none", "level: high"))

    assert noticed(found) == 0


def test_without_a_solver_it_is_said_that_nothing_was_proved(small):
    found = mutated(small.play(CALM), printed, None)

    assert found.same == ()
    assert found.unproved == len(found.danger) > 0


def test_leaving_out_scenarios_that_cannot_tell_hides_no_one_who_could(small, every):
    left = CALM.replace("calm]}", "calm]}\nunanswered: end").replace("mood: good", "mood: bad")
    later = MEANS_IT.replace("level: high,", "level: high, present: low,")
    later += "later: [{step: intent, answer: no}]\n"
    result = small.play(CALM, MEANS_IT, left, later)
    passing = [one.scenario for one in result.outcomes if one.passed]
    found = mutated(result, printed, None)

    assert len(passing) == 4
    quiet = [
        what
        for what, mutant in every.items()
        if all(passes(one, play(mutant.make(), one), printed) for one in passing)
    ]
    assert [one.mutant.full for one in found.unnoticed] == quiet
