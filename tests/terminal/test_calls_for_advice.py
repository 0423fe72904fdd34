"""The interview asks for a consult, keeps every try with its time, and goes on without one."""

from datetime import timedelta

import pytest

from crisis_cli.engine.entries import (
    Acknowledged,
    Answered,
    Consulted,
    ConsultNeeded,
    Emergency,
    Ended,
    Ending,
    Opened,
)
from crisis_cli.errors import CrisisError
from crisis_cli.terminal.kit import Called, Chain, Consulting
from crisis_cli.terminal.scripted import Scripted

SMALL = """
    protocol: small
    title: Small
    version: 1
    rules:
      in_danger: {means: Thinks of suicide, thoughts: [yes, unsure]}
    urgent:
      - {when: in_danger, run: stay}
    sections:
      - id: s
        title: S
        steps:
          - {id: thoughts, ask: Thoughts of suicide?, kind: yes_no, danger: yes}
          - {id: told, do: Call your supervisor., confirm: Who answered?}
          - {id: name, ask: What name may I use?, kind: text}
    blocks:
      stay:
        - {id: called, do: Stay with them. Call 988., confirm: Who answered?}
      ended_early: []
    follow_up:
      - {within: 24 hours}
"""
BOSS = Called("boss", "Your supervisor", "", "", "Monday to Friday, 9 am to 5 pm", False)
LINE = Called("line", "The Access HelpLine", "", "access_helpline", "", True)
CHOOSE = "Whom did you call?"


@pytest.fixture
def small(protocol):
    return protocol(SMALL)


def asked(why="The level of concern is high", at_once=False, met_by=(), said="", tier="entry"):
    """A policy that always wants a consult once the first question was answered."""

    def needed(state):
        reasons = [why] if why and state.given() else []
        return ConsultNeeded(reasons, tier, "ours, version 1", list(met_by))

    def chain(calls, now):
        tried = [one.event.link for one in calls]
        left = [one.id for one in (BOSS, LINE) if one.id not in tried]
        until = now + timedelta(minutes=10) if tried else None
        waits = "Your supervisor" if tried else ""
        return Chain((BOSS, LINE), left[0] if left else "", waits, until, there=False)

    return Consulting(needed, lambda: at_once, chain, lambda: said)


def calls(walk):
    return walk.log.events(Consulted)


def flat(walk):
    return " ".join(walk.said.split())


FINISH = ["1", "1"]  # in the review, and then for good


def test_before_the_end_it_asks_who_was_called_and_keeps_each_try(by_lines, small):
    walk = by_lines(
        "2", "2", "Sam", "1",  # no; not yet; a name; finish
        "1", "2",  # the supervisor: no answer
        "2", "1", "Stay with him.", "1",  # the HelpLine: answered, followed
        "1", protocol=small, consulting=asked(),
    )  # fmt: skip

    assert walk.how == "ended"
    assert calls(walk) == [
        Consulted("Your supervisor", "boss"),
        Consulted("The Access HelpLine", "line", True, "Stay with him.", "yes"),
    ]
    said = flat(walk)
    assert "The level of concern is high" in said
    assert "Nobody of your agency can be reached at this hour. Do not wait." in said
    assert "1-888-793-4357 The Access HelpLine" in said
    assert (
        "No number Your supervisor (ask your agency for it; Monday to Friday, 9 am to 5 pm;"
        " not now)" in said
    )
    assert "Next: The Access HelpLine, when Your supervisor has not called back by" in said
    assert "Or now: you need not wait." in said
    assert "Your supervisor, no answer" in said


@pytest.mark.parametrize(
    ("answers", "kept"),
    [(["/b"], ("", "")), (["Stay.", "b"], ("Stay.", ""))],
    ids=["said", "followed"],
)
def test_that_they_answered_is_kept_where_the_worker_goes_back(by_lines, small, answers, kept):
    walk = by_lines(
        "2", "2", "Sam", "1", "2", "1", *answers, "1", protocol=small, consulting=asked()
    )  # fmt: skip

    assert calls(walk) == [Consulted("The Access HelpLine", "line", True, *kept)]
    assert walk.how == "ended" and not walk.state.consult_open


def test_nobody_answers_and_the_contact_ends_all_the_same(by_lines, small):
    walk = by_lines("2", "2", "Sam", "1", "1", "2", "4", "1", protocol=small, consulting=asked())

    assert walk.how == "ended"
    assert calls(walk) == [Consulted("Your supervisor", "boss")]
    assert walk.state.consult_open
    assert "Nobody was reached: go on. It stays to be done, and is due at once." in flat(walk)


def test_advice_that_is_not_followed_says_what_is_done_instead(by_lines, small):
    walk = by_lines(
        "2", "2", "Sam", "1", "3", "Dr. Hill at the clinic", "1", "Send him home.", "3",
        "He has no home; I stay.", "1", protocol=small, consulting=asked(),
    )  # fmt: skip

    assert calls(walk) == [
        Consulted("Dr. Hill at the clinic", "", True, "Send him home.", "no",
                  "He has no home; I stay.")
    ]  # fmt: skip


def test_the_step_of_the_protocol_keeps_the_calls_and_is_not_asked_twice(by_lines, small):
    walk = by_lines(
        "2", "1", "2", "2", "1", "Stay.", "1",  # at the step: no answer, then the HelpLine
        "1", "They know", "Sam", "1", "1", protocol=small, consulting=asked(met_by=["told"]),
    )  # fmt: skip

    assert walk.how == "ended"
    assert [one.answered for one in calls(walk)] == [False, True]
    (told,) = [one for one in walk.log.events(Answered) if one.step == "told"]
    assert told.value["outcome"] == "done"
    assert flat(walk).count(CHOOSE) == 2


def test_what_was_called_is_there_to_confirm_the_step_with(by_lines, small):
    walk = by_lines(
        "2", "1", "2", "2", "1", "Stay.", "1", "1", "=", "Sam", "1", "1",
        protocol=small, consulting=asked(met_by=["told"]),
    )  # fmt: skip

    (told,) = [one for one in walk.log.events(Answered) if one.step == "told"]
    assert told.value["note"] == (
        "2:09 pm Your supervisor, no answer; 2:10 pm The Access HelpLine, answered: Stay."
    )


def test_it_is_told_at_once_where_the_tier_says_so_after_what_to_do_now(by_lines, small):
    walk = by_lines(
        "1", "1", "1", "Ana",  # yes; read; the block's call is done
        "2", "1", "Come.", "1", protocol=small, consulting=asked(at_once=True),
    )  # fmt: skip

    events = [type(one.event) for one in walk.log.entries]
    assert events.index(Acknowledged) < events.index(Consulted)
    answered = [one.event.step for one in walk.log.entries if isinstance(one.event, Answered)]
    assert answered == ["thoughts", "called"]  # and only then the next question


def test_what_to_do_in_danger_waits_for_no_consult_and_no_disk(by_lines, small):
    walk = by_lines("1", "1", protocol=small, consulting=asked(at_once=True))

    events = [type(one.event) for one in walk.log.entries]
    assert events[:4] == [Opened, Answered, Acknowledged, ConsultNeeded]


def test_leaving_early_asks_for_it_before_the_close_and_only_once(by_lines, small):
    walk = by_lines("2", "p", "4", "4", "1", protocol=small, consulting=asked())

    assert walk.how == "ended"
    events = [type(one.event) for one in walk.log.entries]
    assert events.index(Ending) < events.index(Ended)
    assert flat(walk).count(CHOOSE) == 1
    assert walk.state.consult_open


def test_the_emergency_key_works_while_it_asks_whom_was_called(by_lines, small):
    walk = by_lines("2", "2", "Sam", "1", "!", "2", "4", "1", protocol=small, consulting=asked())

    assert walk.log.events(Emergency)
    assert walk.how == "ended"


def test_a_call_can_be_written_down_though_nobody_has_to_be_asked(by_lines, small):
    walk = by_lines(
        "2", "2", "Sam", "3", "2", "1", "All fine.", "1", "1", "1",
        protocol=small, consulting=asked(why=""),
    )  # fmt: skip

    assert [one.advice for one in calls(walk)] == ["All fine."]
    assert walk.log.events(ConsultNeeded) == []
    assert walk.how == "ended"


def test_who_has_no_tier_is_told_how_they_are_asked(by_lines, small):
    walk = by_lines("2", "2", "Sam", "1", "4", "1", protocol=small, consulting=asked(tier=""))

    assert "Nobody has recorded your tier, so you are asked as at entry." in flat(walk)


def test_a_policy_that_cannot_be_used_is_told(by_lines, small):
    walk = by_lines(
        "2", "2", "Sam", "1", "4", "1", protocol=small, consulting=asked(said="Broken.")
    )

    assert "Broken." in flat(walk)


def test_without_a_policy_nothing_is_asked(by_lines, small):
    walk = by_lines("2", "2", "Sam", "1", "1", protocol=small)

    assert walk.how == "ended"
    assert CHOOSE not in flat(walk) and "call for advice" not in flat(walk)


# -- from a script


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        ("x", "not a list"),
        ([{"answered": "yes"}], "says not who was called"),
        ([{"whom": "x", "answered": "maybe"}], "`answered`"),
        ([{"whom": "x", "answered": "yes", "advice": "a", "followed": "?"}], "`followed`"),
        ([{"whom": "x", "when": "now"}], "a key 'when'"),
    ],
)
def test_a_script_says_what_is_wrong_with_a_call(calls, told):
    with pytest.raises(CrisisError, match=told):
        Scripted({"consult": calls})


def test_a_call_that_nothing_asked_for_is_told_as_not_used():
    assert Scripted({"consult": [{"whom": "boss"}]}).unused == ["consult"]
