"""The shortest answers that lead to a step: found by the solver, borne out by the engine."""

import pytest

from crisis_cli.engine.interview import Ask, wanted
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import ENDED_EARLY
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.model.replay import Replay, replay
from crisis_cli.workshop.reading.paths_to import odd_answers, paths_to

TEXT = """
    protocol: p
    title: P
    version: 1
    answer_sets: {danger: {yes: "Yes", no: "No"}}
    rules: {soon: {means: Could act soon, plan: [yes, unsure]}}
    urgent: [{when: soon, run: stay}]
    sections:
      - id: first
        title: First
        steps:
          - {id: hello, guidance: Hello.}
          - {id: thoughts, ask: Thoughts?, label: Thoughts, answers: danger, danger: yes}
          - {id: plan, ask: A plan?, label: Plan, answers: danger, danger: yes,
             when: {thoughts: yes}}
          - {id: both, ask: Both?, kind: text, when: {plan: no, thoughts: yes}}
          - {id: never, ask: Never?, kind: text, when: {thoughts: no, plan: yes}}
    blocks:
      stay:
        - {id: help_now, do: Call 911.}
        - {id: word, guidance: Speak., when: {plan: yes}}
        - {id: no_way, guidance: Never., when: {thoughts: no}}
      ended_early:
        - {id: told, guidance: Tell your supervisor., when: {thoughts: yes}}
      idle: [{id: alone, guidance: Nobody comes here.}]
"""


@pytest.fixture
def loaded(protocol):
    return protocol(TEXT)


@pytest.mark.parametrize(
    ("step", "odd", "questions"),
    [
        ("hello", [], 0),
        ("thoughts", [], 0),
        ("plan", [("Thoughts", "Yes")], 1),
        ("both", [("Thoughts", "Yes")], 2),
        ("word", [("Thoughts", "Yes"), ("Plan", "Yes")], 2),
        ("told", [("Thoughts", "Yes")], 1),
    ],
)
def test_the_answers_are_the_fewest_out_of_the_ordinary(loaded, step, odd, questions):
    way = paths_to(loaded, step)

    assert (way.verdict, list(way.odd), len(way.answers)) == ("found", odd, questions)


@pytest.mark.parametrize("step", ["never", "no_way", "alone"])
def test_where_no_answers_lead_it_is_proved_and_said(loaded, step):
    way = paths_to(loaded, step)

    assert way.verdict == "none" and not way.found
    assert way.text().startswith(f"No answers lead to {step}: that is proved.")
    assert odd_answers(loaded, step) is None


def test_an_early_ending_is_part_of_the_way(loaded):
    assert "Then the contact ends, early." in paths_to(loaded, "told").text()
    assert paths_to(loaded, "told").data()["ends_early"] is True


def test_without_time_nothing_is_claimed(loaded):
    way = paths_to(loaded, "plan", seconds=0)

    assert way.verdict == "not proved"
    assert "in the time there was" in way.text()


def test_only_answers_out_of_the_ordinary_are_given_to_a_trial(loaded):
    assert odd_answers(loaded, "both") == {"thoughts": "yes"}


def test_a_step_that_is_not_there_is_a_sentence(loaded):
    with pytest.raises(CrisisError, match="There is no step 'plann'"):
        paths_to(loaded, "plann")


def test_the_engine_comes_to_steps_all_over_the_shipped_protocol():
    shipped = load(find("crisis-intervention"))
    for step in [one for one in shipped.steps if KINDS[one.kind].asks][::6]:
        now = wanted(replay(shipped, paths_to(shipped, step.id).answers).state)
        assert isinstance(now, Ask) and now.step.id == step.id


def test_every_shipped_block_can_come():
    shipped = load(find("crisis-intervention"))
    for block in shipped.blocks.values():
        for step in block.steps[-1:]:
            way = paths_to(shipped, step.id)
            run = Replay(shipped, way.answers).go()
            assert way.found, step.id
            shown = [one.id for show in run.screens for one in show.steps]
            assert way.left == (block.id == ENDED_EARLY)
            assert way.left or step.id in shown
