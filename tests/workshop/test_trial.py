"""A protocol that is tried while it is written: begun anywhere, read again, nothing lost."""

import textwrap
from datetime import UTC, datetime

import pytest

from crisis_cli.engine.entries import Acknowledged, Answered, Drafted, Revisited
from crisis_cli.engine.interview import Ask, Show, wanted
from crisis_cli.errors import CrisisError
from crisis_cli.workshop.trial.run import Run

DRAFT = """
    protocol: draft
    title: Draft
    version: 1
    answer_sets:
      danger: {yes: "Yes", no: "No"}
    rules:
      soon: {means: Could act soon, any: [{thoughts: yes}]}
    urgent:
      - {when: soon, run: stay}
    concern:
      - {id: some, level: high, when: {thoughts: yes}, because: Thoughts of suicide}
    sections:
      - id: first
        title: First
        steps:
          - {id: name, ask: What may I call you?, kind: text}
          - {id: need, ask: What do you need?, answers: {bed: A bed, food: Food}}
          - {id: which, ask: Which food?, kind: text, when: {need: food}}
          - {id: thoughts, ask: Any thoughts of ending your life?, answers: danger, danger: yes}
          - id: plan
            ask: Do you have a plan?
            answers: danger
            danger: yes
            when: {thoughts: [yes, unsure, declined, could_not_assess]}
          - {id: note, guidance: Take your time.}
          - id: people
            list: Who could you call?
            each: [{id: who, ask: Name, kind: text}]
    blocks:
      stay:
        - {id: called, do: Stay with them. Call 988 now.}
      ended_early:
        - {id: why_left, ask: Why did it end?, kind: text}
"""


def clock():
    return datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "draft.yaml"
    path.write_text(textwrap.dedent(DRAFT), encoding="utf-8")
    return path


@pytest.fixture
def edit(file):
    """Save the file with one text in place of another."""

    def change(old, new):
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.fixture
def trial(file):
    """Begin a trial, and answer: step -> value."""

    def begin(step="", ways=None, **answers):
        run = Run(file, clock, lambda protocol, name: ways)
        run.said = run.begin(step)
        for name, value in answers.items():
            say(run, name, value)
        return run

    return begin


def say(run, name, value):
    run.tried.do(Answered(name, value))


def at(run):
    """What comes next: the id of the step or block."""
    now = wanted(run.state)
    return now.step.id if isinstance(now, Ask) else now.block.id if isinstance(now, Show) else now


def answers(run):
    return {given.step: given.value or given.unknown for given in run.state.given()}


def test_it_begins_at_the_first_step_and_takes_nothing_for_granted(trial):
    run = trial()

    assert (at(run), run.said, answers(run)) == ("name", "", {})
    assert run.state.opened.practice


def test_what_comes_before_a_step_is_answered_calmly_and_said(trial):
    run = trial("thoughts")

    assert at(run) == "thoughts"
    assert answers(run) == {"name": "some words", "need": "bed"}
    assert run.said.startswith("What comes before 'thoughts' was answered calmly")


def test_guidance_is_reached_with_the_question_that_it_stands_before(trial):
    assert at(trial("note")) == "people"


def test_the_answers_that_lead_to_a_step_are_given_and_named(trial):
    run = trial("plan", {"thoughts": "unsure"})

    assert at(run) == "plan"
    assert run.state.answer("thoughts").unknown == "unsure"
    assert "but for thoughts (Not sure)." in run.said


def test_an_urgent_block_on_the_way_is_passed_and_its_steps_are_not_answered(trial):
    run = trial("plan", {"thoughts": "yes"})

    assert at(run) == "plan"
    assert run.state.answer("called").unknown == "not_asked"


def test_something_to_do_on_the_way_counts_as_done(trial, edit):
    edit("- {id: name, ask: What may I call you?, kind: text}", "- {id: name, do: Sit down.}")

    run = trial("thoughts")

    assert at(run) == "thoughts"
    assert run.state.answer("name").value == {"outcome": "done"}


def test_a_step_that_nobody_knows_a_way_to_is_shown_all_the_same(trial):
    run = trial("plan")

    assert at(run) == "plan"
    assert "asked only when thoughts is Yes" in run.said and "left aside" in run.said
    assert run.state.answer("thoughts").value == "no"


def test_a_step_of_an_urgent_block_begins_with_its_block(trial):
    assert at(trial("called", {"thoughts": "yes"})) == "stay"


def test_without_a_way_into_a_block_the_question_before_it_is_named(trial):
    with pytest.raises(CrisisError, match="the rule 'soon' holds") as told:
        trial("called")

    assert told.value.hint == "Begin before it: --from thoughts"


def test_a_step_that_is_not_there_is_told_with_the_one_that_was_meant(trial):
    with pytest.raises(CrisisError, match="no step 'thougts'") as told:
        trial("thougts")

    assert told.value.hint == "Did you mean 'thoughts'?"


def test_after_a_save_every_answer_is_kept_and_the_new_words_are_asked(trial, edit):
    run = trial(name="Sam", need="bed")
    edit("Any thoughts of ending your life?", "Have you thought of ending your life?")

    state, told = run.again()

    assert wanted(state).step.text == "Have you thought of ending your life?"
    assert answers(run) == {"name": "Sam", "need": "bed"}
    assert told == "Read again. Answers kept: 2."


def test_a_new_question_is_asked_at_once_and_then_it_goes_on_where_it_was(trial, edit):
    run = trial(name="Sam", need="bed", thoughts="no")
    edit(
        "- {id: need, ask: What",
        "- {id: hurt, ask: Are you hurt?, kind: text}\n      - {id: need, ask: What",
    )

    run.again()
    assert at(run) == "hurt"
    say(run, "hurt", "No")
    assert at(run) == "people"


def test_an_answer_that_does_not_fit_any_more_is_told_and_asked_again(trial, edit):
    run = trial(name="Sam", need="bed")
    edit("{bed: A bed, food: Food}", "{room: A room, food: Food}")

    _, told = run.again()

    assert at(run) == "need"
    assert "Answers kept: 1. These do not fit any more" in told
    assert "'need': Choose one of: room, food." in told


def test_an_answer_whose_question_is_gone_is_told_and_comes_back_with_it(trial, edit):
    run = trial(name="Sam", need="food", which="Rice", thoughts="no")
    edit("id: which", "id: dish")
    assert "No longer in the file: which." in run.again()[1]
    assert at(run) == "dish"

    edit("id: dish", "id: which")
    run.again()

    assert (at(run), run.state.answer("which").value) == ("people", "Rice")


def test_an_answer_that_left_the_path_is_told_as_waiting(trial, edit):
    run = trial(name="Sam", need="food", which="Rice", thoughts="no")
    edit("when: {need: food}", "when: {need: bed}")

    assert "Not asked now: which." in run.again()[1]
    assert at(run) == "people"


def test_an_answer_that_the_person_took_off_the_path_does_not_come_back_by_itself(trial, edit):
    run = trial(name="Sam", need="food", which="Rice")
    edit("title: Draft", "title: First draft")
    run.again()
    run.tried.do(Answered("need", "bed", how="changed"))
    edit("when: {need: food}", "when: {need: [bed, food]}")

    run.again()

    assert at(run) == "which"


def test_an_urgent_block_that_was_read_is_not_shown_again_and_its_answer_stays(trial, edit):
    run = trial(name="Sam", need="bed", thoughts="yes")
    run.tried.do(Acknowledged("stay"))
    say(run, "called", {"outcome": "done"})
    edit("title: Draft", "title: First draft")

    run.again()

    assert at(run) == "plan"
    assert run.state.alerts()[0].status == "resolved"


def test_an_urgent_rule_that_the_save_adds_comes_up_at_once(trial, edit):
    run = trial(name="Sam", need="food", which="Rice")
    edit("any: [{thoughts: yes}]", "any: [{thoughts: yes}, {need: food}]")

    run.again()

    assert at(run) == "stay"


def test_a_broken_save_is_told_with_its_places_and_the_run_stays(trial, edit):
    run = trial(name="Sam")
    edit("title: Draft", "title: Draft\ntitel: x")

    with pytest.raises(CrisisError) as told:
        run.again()

    assert "draft.yaml:4:1: E021 error: The key 'titel'" in told.value.message
    assert "     4 | titel: x\n       | ^" in told.value.message
    assert (at(run), answers(run)) == ("need", {"name": "Sam"})
    edit("titel: x\n", "")
    edit("title: Draft", "title: Mended")
    assert run.again()[0].protocol.title == "Mended"


def test_a_file_that_was_not_saved_changes_nothing(trial):
    run = trial(name="Sam")
    before = run.state

    state, told = run.again()

    assert state is before and told == "The file has not changed since it was read."


def test_a_list_that_was_begun_is_not_lost(trial, edit):
    run = trial(name="Sam", need="bed", thoughts="no")
    run.tried.do(Drafted("people", [{"who": "Ana"}]))
    edit("title: Draft", "title: First draft")

    run.again()

    assert wanted(run.state).offer == [{"who": "Ana"}]


def test_a_list_with_other_fields_begins_anew(trial, edit):
    run = trial(name="Sam", need="bed", thoughts="no")
    run.tried.do(Drafted("people", [{"who": "Ana"}]))
    edit("{id: who, ask: Name, kind: text}", "{id: person, ask: Name, kind: text}")

    run.again()

    assert wanted(run.state).offer is None


def test_the_answer_that_is_looked_at_again_stays_before_them(trial, edit):
    run = trial(name="Sam", need="bed")
    run.tried.do(Revisited("name"))
    edit("title: Draft", "title: First draft")

    run.again()

    assert at(run) == "name"


def test_the_step_whose_condition_was_left_aside_is_still_asked_after_a_save(trial, edit):
    run = trial("plan")
    edit("Do you have a plan?", "Have you made a plan?")

    run.again()

    assert at(run) == "plan"
    assert wanted(run.state).step.text == "Have you made a plan?"


def test_at_the_end_it_says_the_level_and_that_nothing_was_kept(trial):
    run = trial(name="Sam", need="bed", thoughts="yes")

    assert run.told() == ("Level of concern: high. Thoughts of suicide\nNothing of this was kept.")


def test_at_the_end_a_yes_that_sets_no_level_is_not_told_as_no_danger(trial, edit):
    edit("level: high", "level: none")
    run = trial(name="Sam", need="bed", thoughts="yes", plan="no")

    assert run.told().startswith("Level of concern: none. Not every danger question met a plain no")
