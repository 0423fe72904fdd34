"""Whoever leaves with a life at stake: 911 stands first, and stays open until it is done."""

from __future__ import annotations

from typing import Any

import pytest
from conversation import Contact, anyhow

from crisis_cli.engine.entries import Acknowledged, Ending
from crisis_cli.engine.interview import Ask, Show, wanted

AT_STAKE = [
    {"right_now": "yes", "thoughts": "yes"},
    {"life_threat": "unsure"},
    {"thoughts": "yes", "method": "leaves"},
    {"body_mind": "yes", "took_too_much": "unsure"},
    {"hurting": "yes", "harm_others": "yes", "harm_plan": "yes"},
]


def left_after(answers: dict[str, Any]) -> Contact:
    """A contact that ends after the last of these answers; nothing was done about anything."""
    contact, last = Contact(), list(answers)[-1]
    while True:
        now = wanted(contact.state)
        if isinstance(now, Show):
            contact.do(Acknowledged(now.block.id))
            continue
        assert isinstance(now, Ask)
        if now.step.block:
            contact.answer(now.step, "not_yet")
        elif answers.get(now.step.id) == "leaves" or contact.state.answer(last):
            break
        else:
            contact.answer(now.step, answers.get(now.step.id, anyhow(now.step)))
    contact.do(Ending("client_left"))
    return contact


def page(contact: Contact) -> list[str]:
    """What stands on the screen now, from the top: the notes, then what is asked."""
    now = wanted(contact.state)
    assert isinstance(now, Ask)
    return [*(note.id for note in now.notes), now.step.id]


@pytest.mark.parametrize("answers", AT_STAKE, ids=str)
def test_who_leaves_with_a_life_at_stake_meets_911_before_anything_else(answers):
    contact = left_after(answers)
    first = page(contact)
    step = wanted(contact.state).step

    assert [one for one in first if one != "early_safe"] == ["early_911"]
    assert "nine_one_one" in step.call
    assert "911" in step.text.split(".")[0]
    contact.answer(step, "911 at 21:52")
    assert page(contact)[-1] == "early_told"


@pytest.mark.parametrize("scene", ["yes", "unsure"])
def test_with_a_weapon_close_by_the_worker_gets_to_safety_before_the_call(scene):
    assert page(left_after({"scene_unsafe": scene})) == ["early_safe", "early_911"]


def test_who_leaves_in_no_such_danger_is_let_go_with_kind_words():
    contact = left_after({"wish_dead": "yes", "thoughts": "no"})

    assert page(contact) == ["early_words", "early_told"]


def test_911_not_yet_called_about_somebody_who_left_is_due_at_once():
    contact = left_after({"thoughts": "yes", "method": "leaves"})
    contact.answer(wanted(contact.state).step, "not_yet")
    contact.answer(wanted(contact.state).step, "not_yet")

    ended = contact.state.ending_at
    now = [task for task in contact.state.tasks(ended) if task.kind == "outcome"]
    assert [task.why for task in now] == ["action: early_911", "action: early_told"]
    assert {task.due for task in now} == {ended}
