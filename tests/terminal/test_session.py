"""The session: danger first, nothing lost, changes explained, and an end that is meant."""

from collections.abc import Callable
from typing import Any

import pytest
from stage import BEGAN, Log, led

from crisis_cli.engine.entries import (
    Acknowledged,
    Answered,
    Emergency,
    Ended,
    Ending,
    Entry,
    Outcome,
    Paused,
    Raised,
    Resumed,
)
from crisis_cli.engine.state import fold
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal import pages
from crisis_cli.terminal.front import Page, Said
from crisis_cli.terminal.scripted import Scripted

EMERGENCY, BACK, PAUSE, CTRL_C, DOWN = "\x05", "\x02", "\x10", "\x03", "\x1b[B"
HIDE = "\x0c"
LATER = 0.35
CALM = {
    "answers": {"thoughts": "no", "called": "Jo", "where": "Room 4", "phoned": "done"},
    "unanswered": "not_asked",
}


def scripted(protocol: Protocol, log: Log | None = None, **script: Any) -> tuple[Log, Any]:
    """What a script leaves in the log, and the state."""
    how, log, state = led(protocol, Scripted(CALM | script), log)

    assert how == "ended"
    return log, state


def test_an_answer_is_kept_before_the_next_question_is_asked(every_kind: Protocol):
    seen: list[tuple[str, int]] = []
    log = Log()

    class Watching(Scripted):
        def ask(self, question: Any, host: Any) -> Any:
            seen.append((question.name, len(log.events(Answered))))
            return super().ask(question, host)

    led(every_kind, Watching(CALM), log)

    asked = [count for name, count in seen if name not in ("review", "finish")]
    assert asked == list(range(len(asked)))


def test_the_block_of_an_urgent_rule_comes_right_after_the_answer(every_kind: Protocol):
    answers = {**CALM["answers"], "thoughts": "yes", "plan": "unsure"}
    log, state = scripted(every_kind, answers=answers)

    plan = next(e.seq for e in log.entries if e.event == Answered("plan", unknown="unsure"))
    after = [entry.event for entry in log.entries if plan < entry.seq <= plan + 3]
    assert after[0] == Acknowledged("stay")
    assert [event.step for event in after[1:]] == ["where", "phoned"]
    assert state.alerts()[0].status == "resolved"


def test_an_open_alert_stands_on_every_screen_until_its_outcome_is_recorded(by_keys: Callable):
    to_alert = ["1\r", "1\r", "1\r", "Room 4\r", "2\r"]  # phoned: not yet
    record = [EMERGENCY, "2\r", "2\r", "1\r", "On call, 2:20\r", "2\r"]
    walk = by_keys(*to_alert, *record, CTRL_C)

    opened = ["Open: Could act soon" in screen for screen in walk.seen]
    assert opened[:3] == [False] * 3
    assert all(opened[3:-2])
    assert opened[-1] is False
    assert walk.state.alerts()[0].status == "resolved"


def test_the_outcome_of_an_alert_can_be_said_in_words(by_keys: Callable):
    to_alert = ["1\r", "1\r", "1\r", "Room 4\r", "2\r"]
    walk = by_keys(*to_alert, EMERGENCY, "2\r", "3\r", "The ambulance came at 3.\r", "2\r", CTRL_C)

    assert walk.log.events(Outcome) == [Outcome("may_act", "The ambulance came at 3.")]


def test_calling_for_help_is_an_alert_of_its_own(by_keys: Callable):
    walk = by_keys(EMERGENCY, "1\r", EMERGENCY, "2\r", "They came.\r", "2\r", CTRL_C)

    assert "Open: The emergency key was used" in walk.seen[2]
    assert walk.log.events(Outcome) == [Outcome("emergency key", "They came.")]


def test_beside_the_emergency_key_the_page_names_why_the_answers_say_what_they_say(every_kind):
    _, state = scripted(every_kind, answers={**CALM["answers"], "thoughts": "yes", "plan": "yes"})
    seq = len(state.entries)
    state.add(Entry(seq, state.entries[-1].at, "worker", Emergency("", calling=True)))
    now = state.if_ended()
    told = [text.text for text in pages.level(state, now)]

    at = told.index(f"The answers now say: {now.present}")
    assert "The emergency key was used" in " ".join(told[:at])
    assert now.because_now[0].text in told[at + 1]


def test_guidance_comes_first_even_when_the_emergency_cannot_be_written(by_keys: Callable):
    walk = by_keys(EMERGENCY, "2\r", "2\r", CTRL_C, log=Log(full=1))

    panel = walk.seen[1]
    assert "1-888-793-4357" in panel
    assert "could not be written down: The disk is full." in panel
    assert walk.log.answers() == {"thoughts": "no"}
    assert walk.log.events(Emergency) == []


def test_the_panel_is_on_the_screen_before_the_emergency_is_written(every_kind: Protocol):
    class Ordered(Scripted):
        order: list[str] = []

        def show(self, page: Page) -> None:
            self.order.append(page.body[0].text)

        def ask(self, question: Any, host: Any) -> Any:
            if question.name == "thoughts" and "EMERGENCY" not in self.order:
                host.emergency()
            return Said("back") if question.name == "emergency" else super().ask(question, host)

    front, log = Ordered(CALM), Log()
    keep = log.keep

    def noting(event: Any) -> Entry:
        front.order.append(type(event).__name__)
        return keep(event)

    log.keep = noting
    led(every_kind, front, log)

    assert front.order[front.order.index("EMERGENCY") + 1] == "Emergency"


def test_an_answer_that_cannot_be_kept_is_tried_again(by_keys: Callable):
    walk = by_keys("2\r", "1\r", "1\r", CTRL_C, log=Log(full=2))

    assert "The disk is full." in walk.seen[1]
    assert "911" in walk.seen[1] and "988" in walk.seen[1]
    assert walk.log.answers() == {"thoughts": "no"}


def test_emergency_and_hide_work_while_nothing_can_be_kept(by_keys: Callable, by_lines: Callable):
    read = ["x", LATER, "\r"]
    keys = by_keys("2\r", EMERGENCY, read, HIDE, read, "1\r", CTRL_C, log=Log(full=1))
    lines = by_lines("2", "!", "", "h", "", "1", log=Log(full=1))

    assert "Get yourself out of danger first" in keys.seen[2]
    assert "Paused. Press Enter." in [screen.strip() for screen in keys.seen]
    assert sum("The disk is full." in screen for screen in keys.seen) == 3
    assert keys.log.answers() == lines.log.answers() == {"thoughts": "no"}
    assert "Get yourself out of danger first" in " ".join(lines.said.split())


def test_ctrl_c_on_the_panel_still_says_that_nothing_was_kept(by_keys: Callable):
    with pytest.raises(CrisisError, match="The disk is full"):
        by_keys("2\r", EMERGENCY, CTRL_C, log=Log(full=9))


def test_who_stops_at_a_full_disk_is_told_so_again_outside(every_kind: Protocol, by_keys: Callable):
    with pytest.raises(CrisisError, match="The disk is full"):
        by_keys("2\r", "2\r", log=Log(full=9))


def test_a_script_lets_a_full_disk_rise(every_kind: Protocol):
    with pytest.raises(CrisisError, match="The disk is full"):
        led(every_kind, Scripted(CALM), Log(full=1))


def test_a_contact_goes_on_where_it_was_left(by_keys: Callable):
    first = by_keys("1\r", CTRL_C)
    again = by_keys("2\r", CTRL_C, log=first.log)

    assert [type(e) for e in (first.log.events(Paused) + first.log.events(Resumed))][:2]
    assert "Do you have a plan?" in again.seen[0]
    assert "You are back." in again.seen[0]


def test_no_level_is_shown_before_the_review(by_keys: Callable):
    walk = by_keys("1\r", "1\r", "1\r", "Room 4\r", "2\r", PAUSE, CTRL_C)

    assert not any("Level of concern" in screen for screen in walk.seen)


def test_a_yes_that_sets_no_level_is_not_told_as_no_danger(by_keys: Callable, protocol: Callable):
    """Whatever the lines of `concern` say, of which there are none here."""
    step = "{id: cold, ask: Cold?, kind: yes_no, danger: yes}"
    sections = f"sections:\n  - {{id: s, title: S, steps: [{step}]}}\n"
    gap = protocol(f"protocol: gap\ntitle: Gap\nversion: 1\n{sections}")
    walk = by_keys("1\r", "1\r", "1\r", protocol=gap)

    assert "Not every danger question met a plain no." in walk.seen[-1]
    assert not any("No danger was reported" in screen for screen in walk.seen)


def test_a_calm_contact_is_told_in_words_that_promise_nothing(by_keys: Callable):
    to_review = ["2\r", ["3", "\r"], "7\r", "34\r", "Jo\r", ["Hm", "\x13"], "1\r", "555\r"]
    to_review += ["Ann\r", "sister\r", "5\r", "2\r", "1\r", "On time\r"]
    walk = by_keys(*to_review, "1\r", "1\r")

    assert "No danger was reported in these answers." in walk.seen[-1]
    assert walk.log.events(Ending) == [Ending("finished")]
    assert walk.log.events(Ended) == [Ended()]


def test_a_private_answer_is_hidden_when_it_is_looked_at_again(by_keys: Callable):
    to_called = ["2\r", ["3", "\r"], "7\r", "34\r", "Secretname\r"]
    walk = by_keys(*to_called, BACK, "2\r", "New\r", CTRL_C)

    assert any("The answer now: (private: not shown)" in screen for screen in walk.seen)
    assert not any("Secretname" in screen for screen in walk.seen)
    assert walk.log.answers()["called"] == "New"


def test_a_change_shows_what_it_sets_aside_before_it_is_made(by_keys: Callable):
    change = [BACK, BACK, "2\r", "2\r", "2\r"]  # thoughts: no, they now say something else
    walk = by_keys("1\r", "2\r", *change, "2\r", "1\r", CTRL_C)

    preview = next(screen for screen in walk.seen if "sets these answers aside" in screen)
    assert "Do you have a plan? No" in preview
    assert walk.log.answers() == {"thoughts": "yes", "plan": "no"}


@pytest.mark.parametrize(
    ("key", "how"), [("1\r", "corrected"), ("2\r", "changed"), ("3\r", "asked_again")]
)
def test_a_changed_danger_answer_says_how_it_changed(by_keys: Callable, key: str, how: str):
    reason = [] if how == "changed" else ["Said so when sober\r"]
    walk = by_keys("1\r", BACK, "2\r", "2\r", key, *reason, CTRL_C)

    changed = walk.log.events(Answered)[-1]
    assert (changed.value, changed.how) == ("no", how)
    assert bool(changed.reason) == (how != "changed")


def test_the_worker_can_raise_the_level_and_not_lower_it(by_keys: Callable, protocol: Callable):
    short = protocol("""
    protocol: one
    title: One
    version: 1
    languages: [en]
    concern: [{id: some, level: moderate, when: {asked: yes}, because: They said so}]
    sections:
      - {id: only, title: Only, steps: [{id: asked, ask: Is it bad?, kind: yes_no}]}
    """)
    walk = by_keys("1\r", "2\r", "1\r", "I saw a rope\r", "1\r", "1\r", protocol=short)

    raising = next(screen for screen in walk.seen if "Raise it to:" in screen)
    assert "1  High" in raising and "2  Emergency" in raising and "Moderate" not in raising
    assert walk.log.events(Raised) == [Raised("high", "I saw a rope")]


LIST_FIRST = """
    protocol: list-first
    title: A list first
    version: 1
    languages: [en]
    sections:
      - id: only
        title: Only
        steps:
          - id: people
            list: Who could come?
            each: [{id: name, ask: Name, kind: text}, {id: phone, ask: Phone, kind: phone}]
            at_most: 3
"""
FIRST = "This is the first question"


def test_that_nothing_is_before_the_first_question_is_said_once(by_keys: Callable, protocol):
    walk = by_keys(BACK, "1\r", "Sam\r", CTRL_C, protocol=protocol(LIST_FIRST))

    told = [FIRST in screen for screen in walk.seen]
    assert told[:2] == [False, True]
    assert not any(told[2:])


def test_the_last_level_of_the_case_is_shown_when_a_contact_begins(by_keys: Callable):
    walk = by_keys(CTRL_C, brought={"level": "high"})

    assert "The level of concern in the last contact was high." in walk.seen[0]


def test_an_answer_cannot_act_on_the_terminal(by_keys: Callable):
    nasty = "\x1b[200~\x1b[2J\x1b]0;owned\x07<b>[bold]\u202eevil\x1b[201~"
    to_called = ["2\r", ["3", "\r"], "7\r", "34\r", "Jo\r"]
    walk = by_keys(*to_called, [nasty, "\x13"], BACK, CTRL_C)

    said = walk.log.answers()["story"]
    assert "\x1b]0;owned\x07<b>[bold]\u202eevil" in said  # kept as it was typed
    assert "\x1b]0;owned" not in walk.said
    assert "[U+202E]evil" in walk.said


def test_a_text_of_100_000_characters_is_kept_and_read_back_short(every_kind: Protocol):
    answers = {**CALM["answers"], "story": "x" * 100_000}
    log, state = scripted(every_kind, answers=answers)
    from crisis_cli.terminal import pages

    assert log.answers()["story"] == "x" * 100_000
    assert "(100,000 characters)" in pages.reviewed(state)["story"]


def test_the_state_after_a_session_is_the_fold_of_its_entries(every_kind: Protocol):
    answers = {**CALM["answers"], "thoughts": "yes", "plan": "yes"}
    log, state = scripted(every_kind, answers=answers)
    again = fold(every_kind, log.entries)

    assert again.level() == state.level()
    assert again.tasks(BEGAN) == state.tasks(BEGAN)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["2\r", "\x03"], True),
        (["\x0e", "4\r", "\x03"], False),
        (["1\r", "1\r", "1\r", "Room 4\r", "1\r", "Jo, 2:20\r", "\x03"], False),
    ],
    ids=["no danger", "a danger question passed by", "thoughts and a plan"],
)
def test_it_may_be_enough_for_tonight_only_where_danger_is_known_and_not_pressing(
    by_keys, keys, told
):
    walk = by_keys(*keys)

    assert "What happened" in walk.seen[-1]
    assert ("This may be enough for tonight" in walk.seen[-1]) is told
