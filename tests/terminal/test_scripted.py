"""Scripted answers: the same interview with nobody at the keys."""

from collections.abc import Callable
from typing import Any

import pytest
from stage import led

from crisis_cli.engine.entries import Acknowledged, Answered, Drafted, Ending, Revisited
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal.scripted import Scripted

WHOLE = {
    "thoughts": "yes",
    "plan": "yes",
    "where": "Room 4",
    "phoned": {"outcome": "done", "note": "2:20"},
    "needs": ["warm", "bed"],
    "pain": 7,
    "age": "34",
    "called": "declined",
    "story": "It began\nat work.",
    "again": "11/27/2026 14:00",
    "number": 2025550100,
    "friend": {"name": "Ann"},
    "people": [{"name": "Bo", "phone": "555"}, "Cy"],
    "desk": "done",
}


def test_a_script_answers_every_kind(every_kind: Protocol):
    front = Scripted({"answers": WHOLE})
    how, log, _ = led(every_kind, front)

    assert how == "ended"
    assert log.answers() == WHOLE | {
        "needs": ["bed", "warm"],
        "age": 34,
        "again": "2026-11-27T14:00",
        "number": "2025550100",
        "people": [{"name": "Bo", "phone": "555"}, {"name": "Cy"}],
        "desk": {"outcome": "done"},
    }
    assert front.asked == list(log.answers())
    assert front.unused == []


@pytest.mark.parametrize("word", ["unsure", "declined", "could_not_assess", "not_asked"])
def test_the_unknowns_are_plain_words_for_every_kind(every_kind: Protocol, word: str):
    answers = {**dict.fromkeys(WHOLE, word), "thoughts": "no"}
    _, log, _ = led(every_kind, Scripted({"answers": answers}))

    given = [e for e in log.events(Answered) if e.step != "thoughts"]
    assert {event.unknown for event in given} == {word}


def test_a_step_without_an_answer_is_an_error_that_names_it(every_kind: Protocol):
    with pytest.raises(CrisisError, match="no answer for `plan`") as told:
        led(every_kind, Scripted({"answers": {"thoughts": "yes"}}))

    assert "unanswered: not_asked" in told.value.hint


@pytest.mark.parametrize("step", ["phoned", "desk"])
def test_an_action_needs_an_answer_as_any_other_step_does(every_kind: Protocol, step: str):
    answers = {one: answer for one, answer in WHOLE.items() if one != step}

    with pytest.raises(CrisisError, match=step):
        led(every_kind, Scripted({"answers": answers}))


def test_an_action_without_an_answer_can_be_passed_by_and_stays_open(every_kind: Protocol):
    answers = {one: answer for one, answer in WHOLE.items() if one != "phoned"}
    _, log, state = led(every_kind, Scripted({"answers": answers, "unanswered": "not_asked"}))

    assert log.answers()["phoned"] == "not_asked"
    assert [alert.status for alert in state.alerts()] == ["open"]


def test_unanswered_steps_can_be_passed_by(every_kind: Protocol):
    _, log, state = led(every_kind, Scripted({"answers": {}, "unanswered": "not_asked"}))

    assert log.answers()["thoughts"] == "not_asked"
    assert state.level().undetermined


def test_the_client_can_leave_at_the_first_unanswered_step(every_kind: Protocol):
    front = Scripted({"answers": {"thoughts": "yes"}, "unanswered": "end"})
    how, log, _ = led(every_kind, front)

    assert how == "ended"
    assert log.events(Ending) == [Ending("client_left")]
    assert front.asked == ["thoughts", "plan", "told"]
    assert log.answers() == {"thoughts": "yes", "told": "not_asked"}


def test_a_contact_that_had_ended_early_is_only_closed(every_kind: Protocol, by_keys: Callable):
    left = by_keys("\x10", "4\r", "\x03")
    _, log, _ = led(every_kind, Scripted({"answers": {}, "unanswered": "end"}), left.log)

    assert log.events(Ending) == [Ending("client_left")]
    assert log.answers() == {"told": "not_asked"}


def test_urgent_blocks_are_acknowledged_by_the_script(every_kind: Protocol):
    _, log, _ = led(every_kind, Scripted({"answers": WHOLE}))

    assert log.events(Acknowledged) == [Acknowledged("stay")]


def test_later_changes_are_made_at_the_review(every_kind: Protocol):
    later = [
        {"step": "plan", "answer": "no", "how": "asked_again", "reason": "Sober now"},
        {"step": "age", "answer": "43"},
    ]
    front = Scripted({"answers": WHOLE, "later": later})
    _, log, _ = led(every_kind, front)

    assert log.events(Revisited) == [Revisited("plan"), Revisited("age")]
    assert log.events(Answered)[-2:] == [
        Answered("plan", "no", how="asked_again", reason="Sober now"),
        Answered("age", 43, how="changed"),
    ]
    assert front.asked[-2:] == ["plan", "age"]
    assert front.unused == []


def test_a_later_change_that_opens_new_questions_is_answered_from_the_answers(every_kind: Protocol):
    answers = {**WHOLE, "thoughts": "no"}
    front = Scripted({"answers": answers, "later": [{"step": "thoughts", "answer": "yes"}]})
    _, log, _ = led(every_kind, front)

    assert front.asked[-4:] == ["thoughts", "plan", "where", "phoned"]
    assert log.answers()["plan"] == "yes"


def test_answers_that_nothing_asked_for_are_reported(every_kind: Protocol):
    answers = {**WHOLE, "thoughts": "no", "typo": "x"}
    front = Scripted({"answers": answers})
    led(every_kind, front)

    assert front.unused == ["plan", "where", "phoned", "typo"]


def test_an_answer_that_does_not_fit_names_its_step(every_kind: Protocol):
    with pytest.raises(CrisisError, match=r"`thoughts` does not fit: Choose one of: yes, no"):
        led(every_kind, Scripted({"answers": {"thoughts": "perhaps"}}))


@pytest.mark.parametrize(
    ("script", "place"),
    [
        ([], "The answers file"),
        ({"answers": []}, "`answers`"),
        ({"answer": {}}, "'answer'"),
        ({"unanswered": "skip"}, "`unanswered` is 'skip'"),
        ({"later": {}}, "`later`"),
        ({"later": ["age"]}, "`later`, number 1"),
        ({"later": [{"step": "age"}]}, "which answer"),
        ({"later": [{"step": "age", "answer": 1, "how": "fixed"}]}, "`how` is 'fixed'"),
        ({"later": [{"step": "age", "answer": 1, "how": "corrected"}]}, "needs a `reason`"),
    ],
)
def test_a_script_of_the_wrong_shape_says_where_and_what_to_do(script: Any, place: str):
    with pytest.raises(CrisisError) as told:
        Scripted(script)

    assert place in told.value.message
    assert told.value.hint


def test_a_change_to_a_step_that_was_not_asked_is_told(every_kind: Protocol):
    later = [{"step": "nothing", "answer": "no"}]
    with pytest.raises(CrisisError, match="nothing"):
        led(every_kind, Scripted({"answers": WHOLE, "later": later}))


def test_a_script_and_hands_leave_the_same_entries(every_kind: Protocol, by_keys: Callable):
    keys = ["1\r", "1\r", "1\r", "Room 4\r", "1\r", "2:20\r", ["13", "\r"], "7\r", "34\r"]
    keys += [["\x0e"], "2\r", ["It began\rat work.", "\x13"], "6\r", "11/27/2026 14:00\r", "1\r"]
    keys += ["2025550100\r", "Ann\r", [0.35, "\r"], [0.35, "\r"], "1\r", "Bo\r", "555\r"]
    keys += ["1\r", "Cy\r", [0.35, "\r"], "5\r", "1\r", [0.35, "\r"], "1\r", "1\r"]
    _, log, _ = led(every_kind, Scripted({"answers": WHOLE}))

    by_hand = [e.event for e in by_keys(*keys).log.entries if not isinstance(e.event, Drafted)]

    assert by_hand == [e.event for e in log.entries]
