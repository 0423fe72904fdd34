"""crisis protocol explain, paths-to, why-not and diff: what they print and how they end."""

import json
import sys

import pytest


@pytest.fixture
def answers(short):
    """A file of answers beside the short protocol."""

    def write(text):
        path = short.with_name("answers.yaml")
        path.write_text(text)
        return path

    return write


@pytest.fixture
def edited(short):
    """A copy of the short protocol in which a danger answer lost its block."""
    path = short.with_name("edited.yaml")
    path.write_text(short.read_text().replace("[{thoughts: yes}]", "[{thoughts: unsure}]"))
    return path


def test_explain_takes_a_step_of_the_protocol_that_came_along(crisis):
    result = crisis("protocol", "explain", "intent")

    assert result.exit_code == 0
    assert result.stdout.startswith('intent: yes or no, danger; section "')


def test_explain_takes_a_step_of_a_file_and_a_code(crisis, short):
    step = crisis("protocol", "explain", "thoughts", short, "--json")
    code = crisis("protocol", "explain", "E031")

    assert json.loads(step.stdout)["hangs"]["rules"] == ["soon"]
    assert "E031" in code.stdout


def test_a_step_that_is_not_there_is_a_sentence_and_ends_with_1(crisis, short, answers):
    file = answers("answers: {name: Sam}\n")
    for command in (["explain"], ["paths-to"], ["why-not", "--answers", file]):
        result = crisis("protocol", command[0], "thoght", short, *command[1:])
        assert result.exit_code == 1
        assert "There is no step 'thoght'" in result.stderr
        assert "Did you mean 'thoughts'?" in result.stderr


def test_paths_to_tells_the_answers_and_ends_with_0(crisis, short):
    result = crisis("protocol", "paths-to", "called", short)

    assert result.exit_code == 0
    assert "  Any thoughts of ending your life?: Yes" in result.stdout
    data = json.loads(crisis("protocol", "paths-to", "called", short, "--json").stdout)
    assert data["answers"]["thoughts"] == "yes"


def test_paths_to_a_step_that_nobody_reaches_ends_with_4(crisis, short):
    step = "          - {id: never, ask: Never?, kind: text, when: {thoughts: {on_path: no}}}\n"
    text = short.read_text()
    short.write_text(text.replace("blocks:", f"{step.replace('          ', '      ')}blocks:"))
    result = crisis("protocol", "paths-to", "never", short)

    assert (result.exit_code, result.stderr) == (4, "")
    assert "No answers lead to never: that is proved." in result.stdout


def test_why_not_plays_the_answers_and_keeps_nothing(crisis, short, answers, home):
    file = answers("answers: {name: Sam, thoughts: no}\nunanswered: not_asked\n")
    result = crisis("protocol", "why-not", "called", short, "--answers", file)

    assert result.exit_code == 0
    assert "the rule soon (Could act soon) never held" in result.stdout
    assert "  No: thoughts is Yes. The answer was No." in result.stdout
    assert crisis("cases").stdout.count("practice") == 0


def test_why_not_says_where_the_answers_end(crisis, short, answers):
    file = answers("answers: {name: Sam}\n")
    result = crisis("protocol", "why-not", "friend", short, "--answers", file, "--json")

    assert json.loads(result.stdout)["how"] == "waiting"
    assert "They have none for thoughts." in json.loads(result.stdout)["summary"]


def test_why_not_names_the_answers_that_belong_to_no_step(crisis, short):
    answers = short.with_name("answers.yaml")
    answers.write_text("answers: {name: Sam, thouhgts: no, friend: {name: A}}\n", encoding="utf-8")

    done = crisis("protocol", "why-not", "friend", short, "--answers", answers, "--json")

    assert done.exit_code == 0
    assert done.stderr == "No steps of short, so not used: thouhgts\n"


def test_an_answer_that_does_not_fit_is_a_sentence(crisis, short, answers):
    file = answers("answers: {name: Sam, thoughts: maybe}\n")
    result = crisis("protocol", "why-not", "friend", short, "--answers", file)

    assert result.exit_code == 1
    assert "The answer to `thoughts` does not fit" in result.stderr


def test_diff_of_a_protocol_with_itself_says_so_and_ends_with_0(crisis, short):
    result = crisis("protocol", "diff", short, short)

    assert (result.exit_code, result.stdout) == (0, "No answers lead anywhere else.\n")


def test_diff_names_the_lost_block_first_and_ends_with_0_all_the_same(crisis, short, edited):
    result = crisis("protocol", "diff", short, edited)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[1] == (
        "  People who answer Yes to thoughts no longer get the urgent block stay, "
        "and no other comes."
    )
    data = json.loads(crisis("protocol", "diff", "--json", short, edited).stdout)
    assert data["changes"][0]["kind"] == "urgent_none" and data["complete"]


def test_diff_without_time_says_that_it_did_not_compare_and_ends_with_4(crisis, short, edited):
    result = crisis("protocol", "diff", short, edited, "--seconds", "0")

    assert result.exit_code == 4
    assert result.stdout.startswith("NOT COMPARED")


def test_diff_of_a_broken_file_tells_its_problems(crisis, short, edited):
    edited.write_text(edited.read_text().replace("kind: person", "kind: preson"))
    result = crisis("protocol", "diff", short, edited)

    assert result.exit_code == 1
    assert "E023 error" in result.stderr


@pytest.mark.parametrize("command", ["diff", "paths-to"])
def test_without_the_solver_it_is_said_how_to_get_it(crisis, short, monkeypatch, command):
    from crisis_cli.workshop.model.logic import solver

    monkeypatch.setitem(sys.modules, "z3", None)
    solver.cache_clear()
    given = [short, short] if command == "diff" else ["called", short]
    result = crisis("protocol", command, *given)
    solver.cache_clear()

    assert result.exit_code == 1
    assert "'.[author]'" in result.stderr


def test_describe_needs_no_solver(crisis, short, monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)

    assert "Questions: 3, 3 in a calm contact." in crisis("protocol", "describe", short).stdout
