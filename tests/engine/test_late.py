"""A contact that is written down later: both times stay, and what is due is counted from then."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from talk import START, Talk

from crisis_cli.engine.entries import Opened, from_json, to_json
from crisis_cli.protocol.compiled import Block, FollowUp, Protocol, Rule, Step, Urgent

THEN = "2026-11-20T14:05-05:00"
STEPS = (Step("hurt", "yes_no", "Hurt?", danger=True), Step("name", "text", "Name?"))
DO = Step("called", "action", "Call", block="stay")
PROTOCOL = Protocol(
    "p", "P", "1", "abcdef0123456789", steps=STEPS, follow_up=(FollowUp(None, 24 * 3600),),
    rules={"r": Rule("r", "In danger", ["is", "hurt", ["unsure"]])},
    blocks={"stay": Block("stay", "Stay", (DO,))}, urgent=(Urgent("r", "stay"),),
)  # fmt: skip


def test_what_is_due_is_counted_from_when_it_took_place():
    state = Talk(PROTOCOL, happened=THEN).say("unsure").acknowledge().state

    (open_now, follow_up) = state.tasks(START + timedelta(days=9))
    assert follow_up.due == datetime(2026, 11, 21, 19, 5, tzinfo=UTC)
    assert open_now.due == datetime(2026, 11, 20, 19, 5, tzinfo=UTC)


def test_an_ending_does_not_move_what_is_due():
    talk = Talk(PROTOCOL, happened=THEN).leave()

    assert talk.state.tasks(START)[-1].due == datetime(2026, 11, 21, 19, 5, tzinfo=UTC)


def test_both_times_are_kept():
    late, now = Talk(PROTOCOL, happened=THEN).state, Talk(PROTOCOL).state

    assert late.happened == late.took_place == datetime(2026, 11, 20, 19, 5, tzinfo=UTC)
    assert late.entries[0].at == START
    assert now.happened is None and now.took_place == START


def test_urgent_blocks_come_up_as_in_any_contact():
    assert Talk(PROTOCOL, happened=THEN).say("unsure").shown == "!stay"


def test_entries_from_before_there_were_late_ones_still_load():
    old = {"type": "opened", "protocol": "p", "version": "1", "hash": "0"}

    assert from_json(old) == Opened("p", "1", "0")
    assert to_json(Opened("p", "1", "0")) == old


def test_a_late_one_comes_back_as_it_was():
    event = Opened("p", "1", "0", happened=THEN, paper_hash="abcd")

    assert from_json(json.loads(json.dumps(to_json(event)))) == event


@pytest.mark.parametrize(
    ("typed", "other"),
    [("", False), ("abcdef01", False), ("abcdef0123456789", False), ("ffff", True)],
)
def test_a_form_of_other_questions_is_seen_by_its_fingerprint(typed, other):
    assert Opened("p", "1", PROTOCOL.hash, paper_hash=typed).other_form is other
