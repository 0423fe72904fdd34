"""What was begun in a trial and not ended waits for a question that has room for it."""

import textwrap
from datetime import UTC, datetime

import pytest

from crisis_cli.engine.entries import Answered, Drafted, Ending
from crisis_cli.engine.interview import wanted
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.source import load
from crisis_cli.workshop.reading.named import step_of
from crisis_cli.workshop.trial.run import Run

DRAFT = """
    protocol: draft
    title: Draft
    version: 1
    sections:
      - id: first
        title: First
        steps:
          - {id: name, ask: What may I call you?, kind: text}
          - id: people
            list: Who could you call?
            each: [{id: who, ask: Name, kind: text}]
    blocks:
      ended_early:
        - {id: why_left, ask: Why did they leave?, kind: text}
        - {id: where, ask: Where did they go?, kind: text}
"""
ROWS = [{"who": "Ana"}]


@pytest.fixture
def save(tmp_path):
    """Write the file of the trial, with one text in place of another."""
    file = tmp_path / "draft.yaml"

    def write(old="", new=""):
        file.write_text(textwrap.dedent(DRAFT).replace(old, new), encoding="utf-8")
        return file

    return write


@pytest.fixture
def trial(save):
    """A trial in which a list was begun."""
    run = Run(save(), lambda: datetime(2026, 11, 23, 15, tzinfo=UTC), lambda protocol, name: None)
    run.begin()
    run.tried.do(Answered("name", "Sam"))
    run.tried.do(Drafted("people", ROWS))
    return run


def test_another_wording_of_a_field_keeps_the_list_that_was_begun(trial, save):
    save("ask: Name,", "ask: Their name,")

    _, told = trial.again()

    assert wanted(trial.state).offer == ROWS
    assert "set aside" not in told


@pytest.mark.parametrize(
    "change",
    [("id: who", "id: person"), ("id: people", "id: friends")],
)
def test_a_list_that_has_no_room_now_is_told_and_comes_back_with_its_question(trial, save, change):
    save(*change)
    _, told = trial.again()
    assert wanted(trial.state).offer is None
    assert "Begun, and set aside: people." in told
    save("title: Draft", "title: Second")

    trial.again()

    assert wanted(trial.state).offer == ROWS


def test_a_list_that_was_ended_since_is_not_begun_again(trial, save):
    trial.tried.do(Answered("people", [{"who": "Bo"}]))
    save("title: Draft", "title: Second")

    _, told = trial.again()

    assert trial.state.answer("people").value == [{"who": "Bo"}]
    assert trial.state.drafts == {} and "set aside" not in told


def test_a_contact_that_ended_early_is_still_at_what_is_asked_then(trial, save):
    trial.tried.do(Ending("client_left"))
    trial.tried.do(Answered("why_left", "Tired"))
    save("Where did they go?", "Where to?")

    trial.again()

    assert trial.state.answer("why_left").value == "Tired"
    assert (wanted(trial.state).step.id, wanted(trial.state).step.text) == ("where", "Where to?")


def test_a_step_that_is_not_there_is_told_with_a_command_that_works(save):
    with pytest.raises(CrisisError) as told:
        step_of(load(save()), "sleep")

    assert told.value.hint == "See them all: crisis protocol describe FILE"
