"""One step explained: what hangs on it, and what each of its answers leads to."""

import json

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.reading.explain import as_data, as_text
from crisis_cli.workshop.reading.leads import leads

TEXT = """
    protocol: p
    title: P
    version: 1
    answer_sets: {danger: {yes: "Yes", no: "No"}}
    rules:
      soon: {means: Could act soon, any: [{plan: yes}, {thoughts: yes, plan: unsure}]}
      later: {means: Later, any: [soon, {age: {below: 18}}]}
    urgent: [{when: soon, run: stay}]
    concern:
      - {id: planned, level: high, when: {plan: yes}, because: A plan}
      - {id: some, level: emergency, when: {thoughts: yes, plan: yes}, because: Both}
    sections:
      - id: first
        title: First
        steps:
          - {id: thoughts, ask: Thoughts?, answers: danger, danger: yes}
          - id: plan
            ask: A plan?
            answers: danger
            danger: yes
            when: {thoughts: [yes, unsure]}
            otherwise: not_needed
            say: Stay calm.
            help: It matters.
          - {id: age, ask: Age?, kind: number}
          - {id: needs, ask: Needs?, kind: choose_many, answers: {bed: Bed, food: Food, ride: Ride}}
          - {id: call, do: Call., when: later}
          - {id: where, ask: Where?, kind: text, when: {needs: {includes: bed}, plan: no}}
          - {id: notes, ask: Notes?, kind: long_text}
    blocks:
      stay: [{id: help_now, do: Call 911.}, {id: word, guidance: Speak., when: {plan: yes}}]
    follow_up:
      - {when: {plan: unsure}, within: 24 hours, what: Ask again}
      - {when: {concern: high}, within: 48 hours}
    documents:
      safety_plan:
        - {heading: Where I sleep, from: where, when: {plan: [yes, no]}}
"""


@pytest.fixture
def loaded(protocol):
    return protocol(TEXT)


def told(loaded, step):
    """What each answer leads to, as lines without their indent."""
    text = as_text(loaded, step)
    part = text.partition("WHAT EACH ANSWER LEADS TO\n")[2]
    found, answer = {}, ""
    for line in part.splitlines():
        if line.startswith("    "):
            found[answer].append(line.strip())
        else:
            answer = line.strip()
            found[answer] = []
    return found


def test_what_is_asked_why_and_when_stand_first(loaded):
    lines = as_text(loaded, "plan").splitlines()

    assert lines[:6] == [
        'plan: yes or no, danger; section "First"',
        "  A plan?",
        "  Answers: Yes or No",
        "  Say: Stay calm.",
        "  Why: It matters.",
        "",
    ]
    assert "  When thoughts is Yes or Not sure." in lines
    assert "  Off the path for another reason than a plain no, it is not needed." in lines


def test_rules_are_spelled_out_with_those_that_they_name(loaded):
    text = as_text(loaded, "call")

    assert "When the rule later holds." in text
    assert "later (Later) holds when the rule soon holds or age is below 18." in text
    assert "soon (Could act soon) holds when plan is Yes or" in text


def test_everything_that_hangs_on_a_step_is_named(loaded):
    text = as_text(loaded, "plan")

    for line in (
        "  Rules: soon and later",
        "  Steps: call and where",
        "  Steps of blocks: word",
        "  Urgent: the urgent block stay comes at once (soon)",
        "  Level of concern: the level is emergency (Both)",
        "  Level of concern: the level is at least high (A plan)",
        "  Follow-up: follow-up within 24 hours: Ask again",
        "  Through the level of concern: follow-up within 48 hours",
        '  Documents: "Where I sleep" stands in safety_plan',
    ):
        assert line in text.splitlines()


def test_where_an_answer_is_printed_is_said(loaded):
    assert '  Printed in safety_plan under "Where I sleep"' in as_text(loaded, "where")


def test_a_step_that_nothing_hangs_on_says_so(loaded):
    assert "  Nothing: no condition names it" in as_text(loaded, "notes")
    assert leads(loaded, loaded.steps[-1]) == []


def test_each_answer_says_what_follows_surely_what_perhaps_and_what_not(loaded):
    found = told(loaded, "plan")

    assert "Then: call comes" in found["Yes"]
    assert "Then: word comes in their blocks" in found["Yes"]
    assert "Then: the urgent block stay comes at once (soon)" in found["Yes"]
    assert "With other answers: the level is emergency (Both)" in found["Yes"]
    assert "Not then: where comes" in found["Yes"]
    assert "With other answers: where comes" in found["No"]
    assert "Then: follow-up within 24 hours: Ask again" in found["Not sure"]
    assert "With other answers: the urgent block stay comes at once (soon)" in found["Not sure"]


def test_answers_that_lead_to_the_same_are_told_together(loaded):
    assert "Would rather not say, Could not find out or Not asked" in told(loaded, "plan")


UNDETERMINED = "Then: at the end the level is undetermined, and at least moderate"
LADDER = """
    protocol: p
    title: P
    version: 1
    answer_sets: {danger: {yes: "Yes", no: "No"}}
    sections:
      - id: first
        title: First
        steps:
          - {id: voices, ask: Voices?, answers: danger, danger: yes}
          - {id: afraid, ask: Afraid?, answers: danger, danger: yes}
          - {id: obey, ask: Obey?, answers: danger, danger: yes, when: {voices: yes}}
          - {id: both, ask: Both?, answers: danger, danger: yes, when: {voices: yes, afraid: yes}}
          - {id: say, ask: What?, kind: text, when: {obey: [yes, unsure]}}
"""


def test_a_plain_no_is_told_apart_from_what_leaves_the_level_undetermined(protocol):
    found = told(protocol(LADDER), "obey")

    assert found == {
        "Yes or Not sure": ["Then: say comes"],
        "No": ["Not then: say comes"],
        "Would rather not say, Could not find out or Not asked": [
            UNDETERMINED,
            "Not then: say comes",
        ],
    }


def test_a_danger_question_that_an_unclear_answer_leaves_out_stands_as_not_asked(protocol):
    """Not so where another answer may still rule it out by a plain no."""
    found = told(protocol(LADDER), "voices")

    assert found["No"] == ["Not then: obey and both come"]
    assert found["Not sure, Would rather not say, Could not find out or Not asked"] == [
        "Then: obey stands as not asked",
        UNDETERMINED,
        "With other answers: both stands as not asked",
        "Not then: obey and both come",
    ]


def test_an_answer_that_is_not_about_danger_leaves_nothing_undetermined(loaded):
    assert not any("undetermined" in line for some in told(loaded, "age").values() for line in some)


def test_of_a_number_the_conditions_about_it_are_told_apart(loaded):
    found = told(loaded, "age")
    other = next(key for key in found if key.startswith("any other answer"))

    assert found["age is below 18"] == ["Then: call comes"]
    assert "call" not in " ".join(found[other])


def test_each_choice_of_many_is_told_by_itself(loaded):
    found = told(loaded, "needs")

    assert found["Bed"] == ["With other answers: where comes"]
    assert any(key.startswith("None of these, Food, Ride") for key in found)


def test_a_step_of_a_block_comes_when_its_rule_holds(loaded):
    text = as_text(loaded, "word")

    assert "block stay" in text.splitlines()[0]
    assert "  When the rule soon holds." in text
    assert "  When plan is Yes." in text


def test_the_data_is_plain_and_says_the_same(loaded):
    data = json.loads(json.dumps(as_data(loaded, "plan")))

    assert data["comes"]["when"] == ["thoughts is Yes or Not sure"]
    assert data["hangs"]["rules"] == ["soon", "later"]
    urgent = [use for use in data["hangs"]["uses"] if use["kind"] == "urgent"]
    assert urgent == [
        {
            "kind": "urgent",
            "id": "stay",
            "words": "the urgent block stay comes at once (soon)",
            "through": [],
        }
    ]
    yes = next(lead for lead in data["leads"] if lead["answers"] == ["yes"])
    assert "call" in [use["id"] for use in yes["surely"]]


def test_a_step_that_is_not_there_gets_the_one_that_was_meant(loaded):
    with pytest.raises(CrisisError) as error:
        as_text(loaded, "thougts")
    assert error.value.hint == "Did you mean 'thoughts'?"


def test_every_shipped_step_can_be_explained():
    shipped = load(find("crisis-intervention"))
    inside = [step for block in shipped.blocks.values() for step in block.steps]

    for step in (*shipped.steps, *inside):
        assert as_text(shipped, step.id).startswith(f"{step.id}: ")
