"""Who was asked to think along: an open consult leaves a task due at once, and blocks nothing."""

from datetime import timedelta

import pytest

from crisis_cli.engine.additions import Amended, Countersigned
from crisis_cli.engine.consult import DO
from crisis_cli.engine.entries import Consulted, ConsultNeeded, Ending, Entry
from crisis_cli.errors import CrisisError

SMALL = """
    protocol: small
    title: Small
    version: 1
    sections:
      - id: s
        title: S
        steps:
          - {id: thoughts, ask: Thoughts of suicide?, kind: yes_no, danger: yes}
          - {id: told, do: Call your supervisor., confirm: Who answered?}
    rules:
      in_danger: {means: Thinks of suicide, thoughts: [yes, unsure]}
    urgent:
      - {when: in_danger, run: stay}
    blocks:
      stay:
        - {id: called, do: Stay with them. Call 988., confirm: Who answered?}
      ended_early: []
    follow_up:
      - {within: 24 hours}
"""
NEEDED = ConsultNeeded(
    ["The level of concern is high"], "entry", "who-decides, version 1", ["told"]
)
NOBODY = Consulted("Your supervisor", "supervisor")
SOMEBODY = Consulted("The Access HelpLine", "access_helpline", True, "Stay.", "yes")


@pytest.fixture
def small(talk):
    return talk(SMALL).say("no")


def tasks(talk):
    state = talk.state
    return [one.what for one in state.tasks(state.entries[-1].at)]


def test_a_consult_that_nobody_answered_is_due_at_once_and_ends_all_the_same(small):
    small.do(NEEDED).do(NOBODY).say(told={"outcome": "not_done"}).do(Ending("finished")).close()

    assert small.state.ended
    assert small.state.consult_open
    first = small.state.tasks(small.state.entries[-1].at)[0]
    assert (first.what, first.kind, first.due) == (DO, "outcome", small.state.ending_at)
    assert "The level of concern is high" in first.why


def test_without_a_need_calls_are_kept_and_nothing_is_due(small):
    small.do(NOBODY)

    assert not small.state.consult_open
    assert DO not in tasks(small)
    assert [one.event for one in small.state.consult.calls] == [NOBODY]


@pytest.mark.parametrize(
    ("outcome", "still_open"), [("done", False), ("not_yet", True), ("not_done", True)]
)
def test_an_action_that_is_such_a_call_counts_once_it_is_done(small, outcome, still_open):
    small.do(NEEDED).say(told={"outcome": outcome})

    assert small.state.consult_open is still_open


def test_an_action_that_is_done_does_not_make_up_for_calls_that_nobody_answered(small):
    small.do(NEEDED).do(NOBODY).say(told={"outcome": "done", "note": "Nobody picked up"})
    assert small.state.consult_open

    assert not small.do(SOMEBODY).state.consult_open


def test_whoever_answered_settles_it_in_whatever_order(small):
    assert not small.do(SOMEBODY).do(NEEDED).do(NOBODY).state.consult_open


def need(level):
    return ConsultNeeded([f"The level of concern is {level}"], "entry", "", ["told"], level)


def test_a_call_from_before_the_level_rose_settles_nothing(small):
    small.do(need("moderate")).do(SOMEBODY)
    assert not small.state.consult_open

    assert small.do(need("high")).state.consult_open
    assert not small.do(SOMEBODY).state.consult_open


def test_an_action_from_before_the_level_rose_settles_nothing(small):
    small.do(need("moderate")).say(told={"outcome": "done"})
    assert not small.state.consult_open

    assert small.do(need("emergency")).state.consult_open


def test_more_reasons_at_one_level_need_no_second_call(small):
    small.do(need("high")).do(SOMEBODY)
    more = ConsultNeeded([*need("high").why, "A danger question was declined"], level="high")

    assert not small.do(more).state.consult_open


def test_a_need_without_reasons_takes_back_one_that_came_of_a_slip(small):
    assert not small.do(NEEDED).do(ConsultNeeded()).state.consult_open


@pytest.mark.parametrize("later", [SOMEBODY, Countersigned(agree=False, instruction="See them.")])
def test_it_can_be_settled_after_the_end(small, later):
    small.do(NEEDED).say(told={"outcome": "not_yet"}).do(Ending("finished")).close()

    assert DO in tasks(small)
    small.do(later)
    assert DO not in tasks(small)


def test_a_call_after_the_end_waits_to_be_read_by_a_supervisor(small):
    small.do(NEEDED).say(told={"outcome": "not_yet"}).do(Ending("finished")).close()
    small.do(Countersigned(agree=True)).do(SOMEBODY)

    assert [one.event for one in small.state.after.unread()] == [SOMEBODY]


def test_a_need_is_no_longer_written_down_after_the_end(small):
    small.say(told={"outcome": "done"}).do(Ending("finished")).close()

    with pytest.raises(CrisisError, match="closed"):
        small.do(NEEDED)


@pytest.mark.parametrize(
    "call",
    [Consulted(" "), Consulted("x", followed="yes"), Consulted("x", answered=True, followed="?")],
)
def test_a_call_that_says_nothing_is_refused(small, call):
    with pytest.raises(CrisisError):
        small.do(call)


def test_a_need_keeps_nobody_from_what_comes_next(talk):
    now = talk(SMALL)
    now.say("yes").do(NEEDED)

    assert now.shown == "!stay"
    now.acknowledge().do(NOBODY)
    assert now.shown == "called"


# -- two who sign at once


@pytest.fixture
def two(small):
    """A closed contact, and a way to add countersigns by different people."""
    small.say(told={"outcome": "done"}).do(Ending("finished")).close()
    state = small.state

    def add(by, event):
        last = state.entries[-1]
        state.add(Entry(last.seq + 1, last.at + timedelta(minutes=1), by, event))
        return state.entries[-1].name

    return state, add


def test_two_who_sign_at_once_both_stay_and_are_told(two):
    state, add = two
    add("Kim", Countersigned(agree=True))
    add("Lou", Countersigned(agree=False, instruction="See them."))

    assert len(state.after.countersigns) == 2
    assert [(a.by, b.by) for a, b in state.after.crossed()] == [("Kim", "Lou")]


def test_who_signs_after_reading_the_other_crosses_nobody(two):
    state, add = two
    first = add("Kim", Countersigned(agree=True))
    add("Lou", Countersigned(agree=True, read=[first]))

    assert state.after.crossed() == []


def test_a_third_who_read_both_settles_it(two):
    state, add = two
    both = [add("Kim", Countersigned(agree=True)), add("Lou", Countersigned(agree=True))]
    assert state.after.crossed()

    add("Kim", Countersigned(agree=True, read=both))
    assert state.after.crossed() == []


def test_one_who_signs_twice_crosses_nobody(two):
    state, add = two
    add("Kim", Countersigned(agree=True))
    add("Kim", Countersigned(agree=True))
    add("Lee", Amended("addendum", "More."))

    assert state.after.crossed() == []
