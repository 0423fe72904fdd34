"""A slip of the key is judged as if it had never been given, and nothing else goes with it."""

from __future__ import annotations

import pytest
from ladder import LADDER

from crisis_cli.engine.entries import Emergency, Raised

TWO = """
    protocol: two
    title: Two
    version: 1
    languages: [en]
    rules:
      weapon_near: {means: A weapon is near, where: near}
      soon: {means: May act soon, any: [{plan: [yes, unsure]}, {ready: yes}]}
    urgent:
      - {when: weapon_near, run: call}
      - {when: soon, run: call}
    concern:
      - {id: weapon, level: high, when: weapon_near, because: A weapon is near}
      - {id: soon, level: emergency, when: soon, because: May act soon}
    sections:
      - id: s
        title: S
        steps:
          - {id: plan, ask: A plan?, kind: yes_no, danger: yes}
          - {id: ready, ask: The means?, kind: yes_no, danger: yes}
          - {id: gun, ask: A gun?, kind: yes_no}
          - {id: knife, ask: A knife?, kind: yes_no}
          - id: where
            when: {any: [{gun: yes}, {knife: yes}]}
            ask: Where is it?
            answers: {near: Near, far: Far away}
          - {id: helps, ask: What helps?, kind: text}
    blocks:
      call:
        - {id: called, do: Call 911 now., confirm: Who answered?}
    """


def statuses(contact):
    """What became of every alert so far, oldest first."""
    return [alert.status for alert in contact.state.alerts()]


def test_what_a_no_answer_had_no_part_in_goes_with_the_slip(talk):
    """`intent: yes` stands in the same rule, but took no part in it."""
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes", intent="yes", means_near="no")
    contact.say(right_now="yes")
    assert contact.state.alerts()[0].answers == {"right_now": "yes"}
    contact.change("right_now", "no", "corrected", "wrong key")

    assert statuses(contact) == ["mistake"]
    assert contact.state.level().highest == "high"


def test_an_earlier_alert_of_the_rule_does_not_hold_a_slips_alert_open(talk):
    contact = talk(TWO).say(plan="yes").acknowledge().say({"outcome": "done"})
    contact.change("plan", "no").say(ready="yes")
    contact.change("ready", "no", "corrected", "wrong key")

    assert statuses(contact) == ["resolved", "mistake"]
    assert contact.state.level().highest == "emergency"


def test_a_correction_takes_away_nothing_that_still_holds(talk):
    """The question came by the slip, and stays by an answer that was changed since."""
    contact = talk(TWO).say(plan="no", ready="no", gun="yes", knife="no", where="near")
    contact.change("knife", "yes").change("gun", "no", "corrected", "wrong key")

    level = contact.state.level()
    assert (level.highest, level.present) == ("high", "high")
    assert contact.shown == "!call"


def test_what_holds_also_by_the_right_answer_stays_and_cites_it(talk):
    contact = talk(TWO).say(plan="yes").change("plan", "unsure", "corrected", "wrong key")

    assert contact.shown == "!call"
    assert contact.state.alerts()[0].answers == {"plan": "unsure"}
    assert contact.state.level().because[0].answers == {"plan": "unsure"}


def test_what_was_said_before_the_slip_and_has_changed_since_stays_reached(talk):
    contact = talk(TWO).say(plan="yes").acknowledge().say({"outcome": "not_yet"})
    contact.change("plan", "no", "changed").say(ready="no")
    contact.change("ready", "yes").change("ready", "no", "corrected", "wrong key")

    assert statuses(contact) == ["open", "mistake"]
    assert contact.state.level().highest == "emergency"


def test_a_correction_can_itself_be_corrected(talk):
    contact = talk(TWO).say(plan="yes").change("plan", "no", "corrected", "wrong key")
    assert contact.state.level().highest == "none"
    contact.change("plan", "yes", "corrected", "it was right before")

    assert contact.state.level().highest == "emergency"
    assert contact.shown == "!call"
    assert statuses(contact) == ["mistake", "open"]
    assert [g.standing for g in contact.state.history("plan")] == [
        "corrected",
        "corrected",
        "in_force",
    ]


def test_two_slips_one_after_the_other_leave_nothing(talk):
    contact = talk(TWO).say(plan="yes").acknowledge().say({"outcome": "done"}, ready="yes")
    contact.change("ready", "no", "corrected", "wrong key")
    contact.change("plan", "unsure", "corrected", "wrong key")
    contact.change("plan", "no", "corrected", "wrong key")

    assert statuses(contact) == ["mistake"]
    assert contact.state.level().highest == "none"


def test_a_correction_of_what_was_asked_again_leaves_the_first_answer(talk):
    contact = talk(TWO).say(plan="yes").acknowledge().say({"outcome": "not_yet"})
    contact.change("plan", "unsure", "asked_again", "alone now")
    contact.change("plan", "no", "corrected", "wrong key")

    assert statuses(contact) == ["open"]
    assert contact.state.level().highest == "emergency"
    assert contact.state.history("plan")[0].standing == "kept_too"


@pytest.mark.parametrize("event", [Emergency("", calling=True), Raised("emergency", "a feeling")])
def test_a_correction_leaves_what_the_worker_raised(talk, event):
    contact = talk(TWO).say(plan="no", ready="no", gun="yes", knife="no", where="near")
    contact.acknowledge().do(event).change("gun", "no", "corrected", "wrong key")

    assert contact.state.level().highest == "emergency"
    assert contact.state.alerts()[0].status == "mistake"


def test_a_slip_in_a_pending_block_ends_its_questions(talk):
    contact = talk(TWO).say(plan="yes").acknowledge()
    assert contact.shown == "called"
    contact.change("plan", "no", "corrected", "wrong key")

    assert contact.shown == "ready"


def test_what_was_said_under_a_slip_stays_reached_though_it_was_changed_before(talk):
    contact = talk(LADDER).say(
        name="J", alone="yes", thoughts="yes", intent="yes", means_near="yes"
    )
    contact.change("intent", "no").change("thoughts", "no", "corrected", "wrong key")

    assert contact.state.level().highest == "emergency"
    assert contact.state.alerts()[0].status == "open"


@pytest.mark.parametrize("answer", ["no", "not_asked"])
def test_a_no_or_nothing_said_under_a_slip_holds_nothing(talk, answer):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes", intent=answer)
    contact.change("thoughts", "no", "corrected", "wrong key")

    assert contact.state.level().highest == "none"


def test_a_correction_leaves_alerts_from_before_its_slip(talk):
    contact = talk(TWO).say(plan="no", ready="no", gun="yes", knife="no", where="near")
    contact.acknowledge().say({"outcome": "not_yet"})
    contact.change("knife", "yes").change("gun", "no", "corrected", "wrong key")
    contact.change("where", "far").change("plan", "yes")
    contact.change("plan", "no", "corrected", "wrong key")

    assert statuses(contact) == ["open", "mistake"]


def test_an_alert_that_was_a_mistake_stays_one_when_its_question_leaves_the_path(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes", intent="no", right_now="yes")
    contact.change("right_now", "no", "corrected", "wrong key")
    contact.change("thoughts", "no", "corrected", "wrong key")

    assert statuses(contact) == ["mistake"]
    assert contact.state.level().highest == "none"


def test_what_a_third_answer_said_outlives_two_slips_above_it(talk):
    contact = talk(LADDER).say(
        name="J", alone="yes", thoughts="yes", intent="yes", means_near="yes"
    )
    contact.change("intent", "no", "corrected", "wrong key")
    contact.change("thoughts", "no", "corrected", "wrong key")

    assert contact.state.level().highest == "emergency"
    assert statuses(contact) == ["open"]
