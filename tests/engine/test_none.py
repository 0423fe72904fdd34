"""How the level none is told: "no danger was reported" only after a plain no to every question."""

from __future__ import annotations

import pytest

from crisis_cli.engine.concern import NO_DANGER, NOT_ALL_NO
from crisis_cli.engine.entries import Emergency

# No line of `concern` takes up `cold`, or what was said of `how_bad`.
TEXT = """
protocol: gap
title: Gap
version: 1
answer_sets:
  danger: {yes: "Yes", no: "No"}
concern:
  - {id: hurt, level: high, when: {hurt: yes}, because: Hurt}
sections:
  - id: first
    title: First
    steps:
      - {id: alone, ask: Alone?, kind: yes_no}
      - {id: hurt, ask: Hurt?, answers: danger, danger: yes}
      - {id: cold, ask: Cold?, answers: danger, danger: yes}
      - id: how_bad
        when: {alone: yes}
        otherwise: not_needed
        ask: How bad is it?
        answers: {bad: Bad, no: Fine}
        danger: yes
follow_up:
  - {within: 7 days}
"""


def none_of(contact):
    """How the highest level is told, and the present one; both are none here."""
    level = contact.state.if_ended()
    assert (level.highest, level.present) == ("none", "none")
    tasks = contact.state.tasks(contact.state.entries[-1].at)
    assert [task.why for task in tasks if task.kind == "follow_up"] == [level.none.lower()]
    return level.none, level.none_now


def test_after_a_plain_no_to_every_danger_question_no_danger_was_reported(talk):
    contact = talk(TEXT).say(alone="yes", hurt="no", cold="no", how_bad="no")

    assert none_of(contact) == (NO_DANGER, NO_DANGER)
    assert none_of(contact.leave("finished")) == (NO_DANGER, NO_DANGER)


@pytest.mark.parametrize(
    "said",
    [
        {"alone": "no", "hurt": "no", "cold": "yes"},
        {"alone": "no", "hurt": "no", "cold": "unsure"},
        {"alone": "yes", "hurt": "no", "cold": "no", "how_bad": "bad"},
    ],
)
def test_whatever_the_protocol_says_any_other_answer_is_no_plain_no(talk, said):
    contact = talk(TEXT).say(**said)

    assert none_of(contact) == (NOT_ALL_NO, NOT_ALL_NO)
    assert none_of(contact.leave("finished")) == (NOT_ALL_NO, NOT_ALL_NO)


def test_the_present_level_names_its_own_line_and_answers_beside_a_higher_one(talk):
    contact = talk(TEXT).say(alone="no", hurt="yes")
    assert contact.state.level().because_now == ()

    level = contact.do(Emergency("", calling=True)).state.level()
    assert (level.highest, level.present) == ("emergency", "high")
    assert [(one.id, one.answers) for one in level.because_now] == [("hurt", {"hurt": "yes"})]


def test_an_answer_that_is_not_called_for_any_more_was_said_all_the_same(talk):
    contact = talk(TEXT).say(alone="yes", hurt="no", cold="no", how_bad="bad")

    assert none_of(contact.change("alone", "no")) == (NOT_ALL_NO, NO_DANGER)


def test_what_was_changed_to_a_no_was_said_all_the_same(talk):
    contact = talk(TEXT).say(alone="no", hurt="no", cold="unsure").change("cold", "no")

    assert none_of(contact) == (NOT_ALL_NO, NO_DANGER)


def test_what_was_asked_again_stands_beside_the_new_answer(talk):
    contact = talk(TEXT).say(alone="no", hurt="no", cold="unsure")
    contact.change("cold", "no", "asked_again", "warm now")

    assert none_of(contact) == (NOT_ALL_NO, NOT_ALL_NO)


def test_a_slip_of_the_key_was_never_said(talk):
    contact = talk(TEXT).say(alone="no", hurt="no", cold="unsure")
    contact.change("cold", "no", "corrected", "wrong key")

    assert none_of(contact) == (NO_DANGER, NO_DANGER)


def test_a_refusal_leaves_the_present_level_none_and_is_no_plain_no(talk):
    contact = talk(TEXT).say(alone="no", hurt="declined", cold="no").leave("finished")
    level = contact.state.level()

    assert (level.highest, level.present) == ("moderate", "none")
    assert level.none_now == NOT_ALL_NO


def test_a_yes_in_a_block_counts_though_no_rule_may_look_there(talk):
    rules = "rules:\n  lonely: {means: Alone, alone: yes}\nurgent:\n  - {when: lonely, run: b}\n"
    asked = "{id: armed, ask: Armed?, kind: yes_no, danger: yes}"
    blocks = f"blocks:\n  b:\n    - {{id: read, guidance: Call 988.}}\n    - {asked}\n"
    contact = talk(rules + TEXT + blocks).say(alone="yes").acknowledge()
    contact.say(armed="yes", hurt="no", cold="no", how_bad="no")

    assert none_of(contact) == (NOT_ALL_NO, NOT_ALL_NO)
