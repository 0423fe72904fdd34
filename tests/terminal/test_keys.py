"""The keys that work at every prompt, and no answer by accident."""

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crisis_cli.engine.entries import Answered, Emergency, Ending, Kept, Paused, Revisited
from crisis_cli.protocol.compiled import Protocol

EMERGENCY, BACK, PAUSE, WHY, HIDE, NO_ANSWER = "\x05", "\x02", "\x10", "\x17", "\x0c", "\x0e"
CALM = "\x0b"
CTRL_C, CTRL_D, ESC, DOWN = "\x03", "\x04", "\x1b", "\x1b[B"
LATER = 0.35  # longer than a doubled press

# What is pressed to come to a question of each kind, and something typed there that stays.
ONE_OF_EACH = {
    "yes_no": ("kind: yes_no, danger: yes, answers: {yes: 'Yes', no: 'No'}", "", "2\r"),
    "choose_one": ("answers: {a: Ay, b: Bee}", "", "2\r"),
    "choose_many": ("kind: choose_many, answers: {a: Ay, b: Bee}", "2", [DOWN, "\r"]),
    "scale": ("kind: scale, at_least: 0, at_most: 10", "7", [LATER, "\r"]),
    "number": ("kind: number", "7", [LATER, "\r"]),
    "text": ("kind: text", "some words", [LATER, "\r"]),
    "long_text": ("kind: long_text", "some words", "\x13"),
    "date_time": ("kind: date_time", "", "1\r"),
    "phone": ("kind: phone", "555", [LATER, "\r"]),
}


@pytest.fixture(params=ONE_OF_EACH)
def asked(request: pytest.FixtureRequest, protocol: Callable[[str], Protocol]):
    """A protocol that asks one question of a kind; what is typed; what then answers it."""
    body, typed, ends = ONE_OF_EACH[request.param]
    text = f"""
    protocol: one
    title: One question
    version: 1
    languages: [en]
    concern: [{{id: low, level: low, when: {{asked: unknown}}, because: Not known}}]
    sections:
      - id: only
        title: Only
        steps:
          - {{id: asked, ask: "What about this?", help: It matters., {body}}}
    """
    return protocol(text), typed, ends


def test_the_emergency_key_comes_back_to_what_was_typed(by_keys: Callable, asked):
    protocol, typed, ends = asked
    leaving = [typed, EMERGENCY] if typed else EMERGENCY
    walk = by_keys(leaving, "2\r", ends, "1\r", "1\r", protocol=protocol)

    assert walk.how == "ended"
    assert walk.log.events(Emergency) == [Emergency("asked")]
    assert any("911   Life in danger" in screen and "EMERGENCY" in screen for screen in walk.seen)
    assert len(walk.log.events(Answered)) == 1


def test_the_calm_key_comes_back_to_what_was_typed_and_writes_nothing(by_keys: Callable, asked):
    protocol, typed, ends = asked
    without = by_keys([typed, *ends] if typed else ends, "1\r", "1\r", protocol=protocol)
    leaving = [typed, CALM] if typed else CALM
    walk = by_keys(leaving, "1\r", ends, "1\r", "1\r", protocol=protocol)

    assert any("Breathe out slowly." in screen for screen in walk.seen)
    assert [e.event for e in walk.log.entries] == [e.event for e in without.log.entries]
    assert walk.how == "ended"


def test_the_pause_menu_comes_back_to_what_was_typed(by_keys: Callable, asked):
    protocol, typed, ends = asked
    leaving = [typed, PAUSE] if typed else PAUSE
    walk = by_keys(leaving, "1\r", ends, "1\r", "1\r", protocol=protocol)

    assert walk.how == "ended"
    assert len(walk.log.events(Answered)) == 1


def test_why_and_hide_come_back_to_what_was_typed(by_keys: Callable, asked):
    protocol, typed, ends = asked
    leaving = [typed, WHY] if typed else WHY
    walk = by_keys(leaving, BACK, HIDE, ["x", LATER, "\r"], ends, "1\r", "1\r", protocol=protocol)

    assert walk.how == "ended"
    assert any("It matters." in screen for screen in walk.seen)
    assert "Paused. Press Enter.\n" in walk.seen
    assert "\x1b[3J" in walk.said  # the scrollback is emptied too


def test_no_answer_is_a_key_at_every_question(by_keys: Callable, asked):
    protocol, typed, _ = asked
    leaving = [typed, NO_ANSWER] if typed else NO_ANSWER
    walk = by_keys(leaving, "2\r", "1\r", "1\r", protocol=protocol)

    assert walk.log.answers() == {"asked": "declined"}


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_ctrl_c_and_ctrl_d_leave_the_contact_open(by_keys: Callable, asked, key: str):
    protocol, typed, _ = asked
    walk = by_keys([typed, key] if typed else key, protocol=protocol)

    assert walk.how == "broken_off"
    assert walk.log.events(Paused) and not walk.log.events(Answered)


def test_a_terminal_that_is_closed_leaves_the_contact_open(by_keys: Callable, asked):
    walk = by_keys(protocol=asked[0])

    assert walk.how == "broken_off"
    assert walk.state.paused


def test_back_at_the_first_question_says_so_and_stays(by_keys: Callable, asked):
    protocol, typed, _ = asked
    walk = by_keys([typed, BACK] if typed else BACK, CTRL_C, protocol=protocol)

    assert any("there is nothing before it" in screen for screen in walk.seen)


def test_enter_alone_answers_nothing(by_keys: Callable, asked):
    walk = by_keys(["\r", "\r", LATER, CTRL_C], protocol=asked[0])

    assert walk.log.events(Answered) == []


def test_what_is_typed_before_a_prompt_is_ready_is_thrown_away(by_keys: Callable, asked):
    walk = by_keys([LATER, CTRL_C], protocol=asked[0], early={0: "1\r2\r\r"})

    assert walk.log.events(Answered) == []


def test_the_emergency_key_is_not_thrown_away(by_keys: Callable, asked):
    walk = by_keys("1\r", CTRL_C, protocol=asked[0], early={0: f"1\r{EMERGENCY}2\r"})

    assert walk.log.events(Emergency) == [Emergency("asked"), Emergency("asked", calling=True)]


# -- a whole interview


WHOLE = [
    *("1\r", "1\r", "1\r", "Room 4\r", "1\r", "On call\r"),  # danger, and its urgent block
    *(["3", "\r"], "7\r", "34\r", "Jo\r", ["Hm", "\x13"], "1\r", "555\r"),
    *("Ann\r", "sister\r", "556\r", "1\r", "Bo\r", "557\r", "4\r", "2\r"),
    *("1\r", "1\r"),  # review and finish
]


def test_a_second_enter_at_any_prompt_of_an_interview_changes_nothing(by_keys: Callable):
    once = by_keys(*WHOLE)
    doubled = by_keys(*(["\r", *([keys] if isinstance(keys, str) else keys)] for keys in WHOLE))

    assert once.how == doubled.how == "ended"
    assert [e.event for e in doubled.log.entries] == [e.event for e in once.log.entries]


def test_two_enters_in_one_burst_answer_one_question(by_keys: Callable):
    walk = by_keys("2\r\r2\r", [LATER, CTRL_C])

    assert walk.log.answers() == {"thoughts": "no"}


@pytest.mark.parametrize("gap", [0.0, 0.1])
def test_a_second_enter_on_a_text_that_stands_there_already_is_the_same_press(
    by_keys: Callable, gap: float
):
    # The friend is asked for again, so each field begins with what was said before.
    to_friend = ["2\r", ["3", "\r"], "7\r", "34\r", "Jo\r", ["Hm", "\x13"], "1\r", "555\r"]
    friend = ["Ann\r", "sister\r", "556\r"]
    back_to_it = [BACK, "2\r"]
    walk = by_keys(*to_friend, *friend, *back_to_it, [gap, "\r", gap, "\r", 0.05, CTRL_C])

    assert walk.log.answers()["friend"] == {"name": "Ann", "relation": "sister", "phone": "556"}
    assert len([e for e in walk.log.events(Answered) if e.step == "friend"]) == 1


def test_a_danger_question_has_nothing_chosen_until_a_key_says_so(by_keys: Callable):
    walk = by_keys(["\r", "\r", DOWN, "\r"], CTRL_C)

    assert "> " not in walk.seen[0]
    assert walk.log.answers() == {"thoughts": "yes"}


def test_an_urgent_block_and_finishing_need_more_than_enter(by_keys: Callable):
    walk = by_keys("1\r", "1\r", ["\r", "\r", LATER, "\r", CTRL_C])

    assert "NOW: Stay and call" in walk.seen[-1]
    assert [type(e.event).__name__ for e in walk.log.entries][-1] == "Paused"


def test_back_shows_the_answer_and_leaves_it(by_keys: Callable):
    walk = by_keys("2\r", BACK, "1\r", CTRL_C)

    assert any("The answer now: No" in screen for screen in walk.seen)
    assert walk.log.events(Revisited) == [Revisited("thoughts")]
    assert walk.log.events(Kept) == [Kept("thoughts")]


def test_esc_is_back_except_in_a_long_text(by_keys: Callable):
    to_story = ["2\r", ["3", "\r"], "7\r", "34\r", "Jo\r"]
    walk = by_keys(*to_story, ["Hm", ESC, "\r"], [ESC, 0.2], "1\r", CTRL_C)

    assert walk.log.answers()["story"] == "Hm"
    assert walk.log.events(Revisited) == [Revisited("story")]


@pytest.mark.parametrize(
    ("pressed", "how"), [("3\r", "enough"), ("4\r", "client_left"), ("5\r", "cut_off")]
)
def test_the_pause_menu_can_end_the_contact(by_keys: Callable, pressed: str, how: str):
    walk = by_keys(PAUSE, pressed, "Call tomorrow\r", "1\r")

    assert walk.how == "ended"
    assert walk.log.events(Ending) == [Ending(how)]
    assert walk.log.answers() == {"told": "Call tomorrow"}


def test_handing_over_asks_who_takes_over(by_keys: Callable):
    walk = by_keys(PAUSE, "6\r", "The mobile team\r", "Nothing\r", "1\r")

    assert walk.log.events(Ending) == [Ending("handed_off", "The mobile team")]


def test_a_list_is_added_to_changed_and_moved(by_keys: Callable):
    to_people = ["2\r", ["3", "\r"], "7\r", "34\r", "Jo\r", ["Hm", "\x13"], "1\r", "555\r", "Ann\r"]
    to_people += [[LATER, "\r"], [LATER, "\r"]]
    add = ["1\r", "Bo\r", "1\r", "1\r", "Cy\r", "2\r"]
    move_second_up = ["4\r", "2\r"]
    change_first = ["2\r", "1\r", "\x7f\x7fDi\r", [LATER, "\r"]]
    walk = by_keys(*to_people, *add, *move_second_up, *change_first, "5\r", CTRL_C)

    assert walk.log.answers()["people"] == [
        {"name": "Di", "phone": "2"},
        {"name": "Bo", "phone": "1"},
    ]


def test_no_key_brings_back_what_was_said_to_another_question(by_keys: Callable):
    to_called = ["2\r", ["3", "\r"], "7\r", "34\r", "Secretname\r", ["Hm", "\x13"], "1\r"]
    walk = by_keys(*to_called, ["\x1b[A", 0.1, "\x12Sec", 0.1, CTRL_C])

    assert not any("Secretname" in screen for screen in walk.seen)


def test_the_page_stays_whole_when_a_long_text_grows(by_keys: Callable):
    to_story = ["2\r", ["3", "\r"], "7\r", "34\r", "Jo\r"]
    walk = by_keys(*to_story, ["line\r" * 60, 0.1, "end", CTRL_C], rows=22)

    assert walk.seen[-1].startswith("911 life in danger   988 crisis line   Ctrl-E EMERGENCY")
    assert "end" in walk.seen[-1]


def test_a_long_page_is_read_in_parts_and_ends_with_its_question(by_keys: Callable):
    walk = by_keys([LATER, "\r"], "2\r", CTRL_C, columns=40, rows=16)

    assert "there is more to read" in walk.seen[0]
    assert "killing\nyourself?" in walk.seen[1]
    assert all(screen.startswith("911") for screen in walk.seen)
    assert walk.log.answers() == {"thoughts": "no"}


def test_ctrl_z_writes_nothing_into_a_text(by_keys: Callable):
    walk = by_keys("2\r", "3\r", "7\r", "34\r", "Jo\x1a\r", CTRL_C)

    assert walk.log.answers()["called"] == "Jo"


def no_number(words: str) -> bool:
    return re.fullmatch("[0-9]+", words) is None


# What chooses nothing: Enter, letters, blanks, numbers that are no choice, and sentences with a
# number in them, each with its Enter.
SENTENCE = st.text("0123456789 aint:-.?", min_size=2, max_size=12).filter(no_number)
NO_CHOICE = st.lists(
    st.one_of(
        st.sampled_from(["\r", "y\r", "n\r", " \r", "x\r", "\t", "0\r", "99\r", "in 2 days\r"]),
        st.sampled_from(["Bus 52 at 2:30\r", "12 2\r", "\x1b[200~no, 1 day\x1b[201~\r"]),
        SENTENCE.map("{}\r".format),
    ),
    max_size=6,
)


def test_a_number_counts_by_itself_and_a_slip_is_taken_back(by_keys: Callable):
    walk = by_keys(["in 2 days", "\r", "1x", "\x7f", "\r"], CTRL_C)

    assert "'in 2 days' is no number of the list. Enter clears it." in "\n".join(walk.seen)
    assert walk.log.events(Answered) == [Answered("thoughts", "yes")]


def test_a_sentence_ticks_nothing_that_is_kept_unseen(by_keys: Callable):
    walk = by_keys("2\r", ["no 1", "\r", "3", "\r"], CTRL_C)

    assert walk.log.answers()["needs"] == ["warm"]


LONG = """
    protocol: p
    title: P
    version: 1
    sections:
      - id: now
        title: Now
        aim: Know it.
        steps:
          - {{id: where, ask: Where?, kind: choose_one, answers: {{{places}}}}}
"""


@pytest.mark.parametrize(("count", "told"), [(5, False), (20, True)])
def test_a_menu_that_does_not_fit_says_so(by_keys: Callable, protocol: Callable, count, told):
    places = ", ".join(f"place_{one}: Place {one}" for one in range(count))
    walk = by_keys([DOWN, CTRL_C], protocol=protocol(LONG.format(places=places)))

    assert ("fit here: the down arrow shows the rest." in walk.seen[-1]) is told


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(early=NO_CHOICE, keys=NO_CHOICE)
def test_law_11_keys_that_choose_nothing_never_answer_a_danger_question(
    by_keys: Callable, early: list[str], keys: list[str]
):
    """Nor does anything, a choice among it, that was typed before the question was ready."""
    walk = by_keys([*keys, LATER, CTRL_C], early={0: "1\r" + "".join(early)})

    assert walk.log.events(Answered) == []
