"""Urgent blocks, and the alerts that stay until somebody says what came of it."""

from __future__ import annotations

import pytest

from crisis_cli.engine.entries import Answered, Emergency, Outcome

BOTH = """
    protocol: both
    title: Both
    version: 1
    languages: [en]
    rules:
      RULE: {means: May act soon, any: [{plan: yes}, {ready: yes}]}
    urgent:
      - {when: RULE, run: call}
    concern:
      - {id: CONCERN, level: low, when: RULE, because: May act soon}
    sections:
      - id: s
        title: S
        steps:
          - {id: plan, ask: A plan?, kind: yes_no, danger: yes}
          - {id: ready, ask: The means?, kind: yes_no, danger: yes}
          - {id: helps, ask: What helps?, kind: text}
    blocks:
      call:
        - {id: called, do: Call 911 now., confirm: Who answered?}
        - {id: where, ask: Where are they?, kind: text}
      ended_early:
        - {id: reach, when: {plan: unknown}, ask: How can they be reached?, kind: text}
    """


def both(talk, rule="soon", concern="soon"):
    """A contact under that protocol, its rule and its line of concern so called."""
    return talk(BOTH.replace("RULE", rule).replace("CONCERN", concern))


def test_what_came_of_it_said_in_words_ends_the_questions_of_the_block(talk):
    contact = both(talk).say(plan="yes").acknowledge().do(Outcome("soon", "They are with 911"))

    assert contact.shown == "ready"
    contact.do(Answered("called", {"outcome": "not_yet"}))
    assert contact.state.alerts()[0].status == "resolved"


def test_a_done_that_turns_out_not_to_be_opens_its_alert_again(talk):
    contact = both(talk).say(plan="yes").acknowledge().say({"outcome": "done"}, "At home")
    contact.do(Answered("called", {"outcome": "not_yet"}, how="changed"))

    assert contact.state.alerts()[0].status == "open"
    assert contact.state.tasks(contact.state.entries[-1].at)[0].kind == "outcome"
    assert contact.shown == "ready"


def test_a_block_that_comes_a_second_time_is_asked_afresh_and_leaves_the_first_alone(talk):
    contact = both(talk).say(plan="yes").acknowledge().say({"outcome": "done"}, "At home")
    contact.change("plan", "no").change("plan", "yes").acknowledge()
    assert contact.shown == "called"
    contact.say({"outcome": "not_yet"}, "Gone")

    assert [alert.status for alert in contact.state.alerts()] == ["resolved", "open"]
    assert [given.value for given in contact.state.alerts()[0].outcomes][1:] == ["At home"]


@pytest.mark.parametrize("outcome", ["not_asked", {"outcome": "not_yet"}, {"outcome": "not_done"}])
def test_a_call_that_was_passed_by_or_not_made_settles_nothing(talk, outcome):
    contact = both(talk).say(plan="yes").acknowledge().say(outcome, "not_asked")

    assert contact.state.alerts()[0].status == "open"
    assert contact.shown == "ready"
    contact.leave()
    task = contact.state.tasks(contact.state.ending_at)[0]
    assert (task.why, task.due) == ("alert: soon", contact.state.ending_at)


def test_what_came_of_a_call_that_was_not_made_is_said_apart_and_closes_its_alert(talk):
    contact = both(talk).say(plan="yes").acknowledge().say({"outcome": "not_done"}, "At home")
    contact.do(Outcome("soon", "Their mother came, and we called from her phone"))

    assert contact.state.alerts()[0].status == "resolved"


def test_a_rule_called_as_the_emergency_key_still_brings_up_its_block(talk):
    contact = both(talk, rule="emergency").say(plan="yes").do(Emergency("", calling=True))

    assert contact.shown == "!call"
    assert [alert.by_key for alert in contact.state.alerts()] == [False, True]


@pytest.mark.parametrize("name", ["emergency", "undetermined"])
def test_a_concern_called_as_one_of_our_own_reasons_hides_none(talk, name):
    contact = both(talk, concern=name).say(plan="yes")
    assert contact.state.level().highest == "low"

    assert contact.state.if_ended().highest == "moderate"
    assert contact.leave().state.level().highest == "moderate"
    assert contact.do(Emergency("", calling=True)).state.level().highest == "emergency"


def test_an_early_ending_asks_by_what_was_not_asked(talk):
    contact = both(talk).leave()
    assert contact.shown == "reach"

    assert both(talk).say(plan="no").leave().shown == "closed"


def test_an_urgent_block_is_still_to_be_read_after_the_client_has_left(talk):
    contact = both(talk).say(plan="yes").leave()

    assert contact.shown == "!call"
    assert contact.acknowledge().shown == "called"
    assert contact.say({"outcome": "not_done"}, "unsure").shown == "closed"


def test_a_new_danger_brings_up_what_still_waits_before_an_open_question(talk):
    """In the order of the file, also where the older of two blocks is not the new one."""
    rules = "rules:\n      RULE:"
    other = "rules:\n      other: {means: Other, plan: yes}\n      third: {means: T, ready: yes}"
    text = BOTH.replace("{means: May act soon, any: [{plan: yes}, {ready: yes}]}", "RULE_TEXT")
    text = text.replace(rules, f"{other}\n      RULE:").replace(
        "RULE_TEXT", "{means: M, plan: yes}"
    )
    run = "- {when: RULE, run: call}"
    text = text.replace(
        run, f"{run}\n      - {{when: other, run: b}}\n      - {{when: third, run: c}}"
    )
    more = "".join(f"{name}: [{{id: {name}_do, do: Call 911.}}]\n      " for name in "bc")
    text = text.replace("blocks:\n      ", f"blocks:\n      {more}")
    contact = both(lambda _: talk(text.replace("RULE", "soon").replace("CONCERN", "soon")))
    contact.say(plan="yes").acknowledge()
    assert contact.shown == "called"
    contact.say(ready="yes")

    assert contact.shown == "!b"


def test_what_a_not_makes_hold_is_cited_too(talk):
    text = BOTH.replace("any: [{plan: yes}, {ready: yes}]", "not: {any: [{plan: no}, {ready: no}]}")
    contact = both(lambda _: talk(text.replace("RULE", "soon").replace("CONCERN", "soon")))
    contact.say(plan="unsure", ready="yes")

    assert contact.state.alerts()[-1].answers == {}  # it held before anything was said
    contact.change("plan", "no").change("plan", "declined")
    assert contact.state.alerts()[-1].answers == {"plan": "declined", "ready": "yes"}
