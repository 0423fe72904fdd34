"""Why some answers do not lead to a step: every part that decides it, with the answer behind it."""

import json

import pytest

from crisis_cli.engine.entries import Answered, Ending, Revisited
from crisis_cli.errors import CrisisError
from crisis_cli.workshop.model.replay import Replay
from crisis_cli.workshop.reading.why_not import why_not

TEXT = """
    protocol: p
    title: P
    version: 1
    answer_sets: {danger: {yes: "Yes", no: "No"}}
    rules:
      soon: {means: Could act soon, any: [{plan: yes}, {thoughts: yes, plan: unsure}]}
    urgent: [{when: soon, run: stay}]
    sections:
      - id: first
        title: First
        steps:
          - {id: thoughts, ask: Thoughts?, answers: danger, danger: yes}
          - {id: plan, ask: A plan?, answers: danger, danger: yes, when: {thoughts: [yes, unsure]}}
          - {id: calm, guidance: Breathe., when: {thoughts: no}}
          - {id: near, ask: Near?, answers: danger, danger: yes, when: {plan: [yes, declined]}}
          - {id: after, ask: After?, kind: text, when: {not: soon}}
          - {id: last, ask: Last?, kind: text}
    blocks:
      stay:
        - {id: help_now, do: Call 911.}
        - {id: word, guidance: Speak., when: {plan: yes}}
        - {id: other, guidance: Listen., when: {plan: unsure}}
      ended_early:
        - {id: told, guidance: Tell your supervisor., when: {plan: unknown}}
"""


@pytest.fixture
def ask(protocol):
    """What becomes of a step under some answers; `leave` ends the contact where they end."""
    loaded = protocol(TEXT)

    def look(name, leave=False, change=(), **answers):
        run = Replay(loaded, answers).go()
        for step, value in change:
            run.do(Revisited(step))
            run.do(Answered(step, value, how="changed"))
        if leave:
            run.do(Ending("client_left"))
        return why_not(loaded, name, run.state.entries)

    return look


def test_the_part_that_was_false_is_named_with_the_answer_that_made_it_so(ask):
    told = ask("plan", thoughts="no", last="x")

    assert (told.how, told.when) == ("off", "thoughts is Yes or Not sure")
    assert told.text().endswith("  No: thoughts is Yes or Not sure. The answer was No.")


def test_a_question_off_the_path_is_followed_to_the_answer_that_took_it_off(ask):
    lines = ask("near", thoughts="no").text().splitlines()

    assert lines[-2:] == [
        "  No: plan is Yes or Would rather not say. It was not on the path.",
        "    No: thoughts is Yes or Not sure. The answer was No.",
    ]


def test_what_a_danger_question_off_the_path_counts_as_is_said(ask):
    assert "It counts as not asked." in ask("near", thoughts="declined").text()


def test_a_rule_that_held_is_opened_up(ask):
    lines = ask("after", thoughts="yes", plan="unsure").text().splitlines()

    assert lines[3:] == [
        "  Yes: the rule soon holds.",
        "    Yes: thoughts is Yes. The answer was Yes.",
        "    Yes: plan is Not sure. The answer was Not sure.",
    ]


def test_a_step_that_was_asked_says_where_and_what_was_answered(ask):
    told = ask("near", thoughts="yes", plan="declined", near="no")

    assert (told.how, told.number, told.after) == ("asked", 3, "plan")
    assert "question 3, right after plan. The answer was No." in told.summary
    assert [part.answer for part in told.parts] == ["The answer was Would rather not say."]


def test_an_urgent_block_in_between_counts_as_a_question(ask):
    told = ask("near", thoughts="yes", plan="yes", near="no")

    assert (told.number, told.after) == (4, "help_now")


def test_guidance_that_was_shown_says_after_which_question(ask):
    told = ask("calm", thoughts="no", after="x")

    assert told.how == "shown" and "right after thoughts" in told.summary


def test_answers_that_end_before_the_step_say_so(ask):
    assert ask("last", thoughts="no").how == "waiting"
    assert "the contact ended before it, after thoughts" in ask("last", True, thoughts="no").summary


def test_while_earlier_questions_are_open_nothing_is_claimed(ask):
    told = ask("plan")

    assert told.how == "open" and "questions before it are open" in told.summary
    assert ask("plan", True).how == "open", "what an ending fills in reaches no condition"


def test_a_step_that_a_change_took_off_the_path_names_the_change(ask):
    told = ask("plan", thoughts="yes", plan="no", change=[("thoughts", "no")])

    assert told.how == "left"
    assert "asked as question 2, right after thoughts, and then thoughts changed" in told.summary


def test_a_block_that_never_came_says_which_rule_did_not_hold(ask):
    told = ask("word", thoughts="yes", plan="no")

    assert told.how == "no_block"
    assert "the rule soon (Could act soon) never held" in told.summary
    assert {part.holds for part in told.parts} == {False}


def test_a_step_that_its_block_left_out_says_why(ask):
    held, left = (ask(name, thoughts="yes", plan="yes") for name in ("word", "other"))

    assert (held.how, left.how) == ("shown", "off")
    assert left.parts[0].answer == "The answer was Yes."


def test_a_question_that_was_passed_by_brings_up_no_urgent_block(protocol):
    loaded = protocol(TEXT.replace("[{plan: yes}, {th", "[{plan: [yes, not_asked]}, {th"))
    run = Replay(loaded, {"thoughts": "yes", "plan": "not_asked"}).go()
    told = why_not(loaded, "word", run.state.entries)

    assert told.how == "no_block"
    assert {part.holds for part in told.parts} == {False}


def test_the_block_of_an_early_ending_comes_only_then(ask):
    assert ask("told", thoughts="no", after="x", last="y").how == "no_block"
    early = ask("told", True, thoughts="yes")
    assert early.how == "shown"
    assert early.parts[0].answer == "It has no answer yet. It counts as not asked."


def test_the_data_says_the_same(ask):
    data = json.loads(json.dumps(ask("near", thoughts="no").data()))

    assert (data["how"], data["parts"][0]["step"]) == ("off", "plan")
    assert data["parts"][0]["because"][0]["answer"] == "The answer was No."


def test_a_step_that_is_not_there_is_a_sentence(ask):
    with pytest.raises(CrisisError, match="There is no step 'neer'"):
        ask("neer")
