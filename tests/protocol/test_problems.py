"""How a problem is shown: the place, the line with a caret under it, and what to do."""

import pytest

from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.problems import Broken, Found, Problem, did_you_mean, show


def test_a_problem_is_shown_with_its_place_line_caret_and_hint():
    problem = Problem(
        code="E031",
        message="'thoughts' has no answer 'unsur'.",
        line=19,
        column=20,
        hint="Did you mean 'unsure'?",
        source="  when: {thoughts: unsur}",
    )

    assert problem.show("protocols/crisis.yaml") == (
        "protocols/crisis.yaml:19:20: E031 error: 'thoughts' has no answer 'unsur'.\n"
        "    19 |   when: {thoughts: unsur}\n"
        "       |                    ^\n"
        "    Did you mean 'unsure'?"
    )


def caret(source, column):
    _, line, marks, *_ = Problem("E001", "m", 1, column, "h", source).show("f").splitlines()
    return line, marks.index("^")


def test_the_caret_stands_under_wide_letters_and_marks_too():
    assert caret("中文 x", 4)[1] - caret("x", 1)[1] == 5
    assert caret("e\u0301 x", 4)[1] - caret("x", 1)[1] == 2


def test_a_long_line_is_cut_around_the_place():
    line, at = caret("a" * 500 + "HERE" + "b" * 500, 501)

    assert len(line) < 80, "a terminal would break it, and the caret would stand elsewhere"
    assert line[at:].startswith("HERE")


def test_nothing_in_a_file_or_its_name_can_act_on_the_terminal():
    problem = Problem("E004", "\x1b[2Jbad", 1, 1, "\x1b]0;x\x07", "a\x1b[31mb\tc\u202e")

    assert not set(problem.show("f\x1b.yaml")) & set("\x1b\x07\t\u202e")


def test_a_code_says_whether_it_is_an_error_or_a_warning():
    assert Problem("E050", "m", 1, 1).severity == "error"
    assert Problem("W080", "m", 1, 1).severity == "warning"


def test_problems_stand_in_the_order_of_the_file_and_each_once():
    found = Found(["a", "b"])
    for line, column in ((2, 1), (1, 5), (1, 2), (1, 5)):
        found.add("E006", "m", line, column)

    assert [(one.line, one.column) for one in found.problems] == [(1, 2), (1, 5), (2, 1)]


def test_an_error_among_too_many_warnings_is_told_all_the_same():
    found = Found([""] * 1000)
    for line in range(1, 300):
        found.add("W082", "m", line, 1)
    found.add("E006", "m", 500, 1)

    assert found.broken
    assert [one.code for one in found.problems].count("E006") == 1
    assert (len(found.problems), found.more, found.more_errors) == (201, 99, 0)


def test_near_words_are_suggested_and_far_ones_are_not():
    assert did_you_mean("unsur", ["yes", "unsure"]) == "Did you mean 'unsure'?"
    assert did_you_mean("perhaps", ["yes", "unsure"]) == ""
    assert did_you_mean("x", []) == ""


@pytest.mark.parametrize(
    ("word", "words", "meant"),
    [
        ("True", ["yes", "no"], "yes"),
        ("Yes", ["yes", "no"], "yes"),
        ("refused", ["unsure", "declined"], "declined"),
        ("options", ["ask", "answers"], "answers"),
        ("min", ["at_most", "at_least"], "at_least"),
        ("do", ["when", "run"], "run"),
        ("911", ["lifeline", "nine_one_one"], "nine_one_one"),
        ("options", ["ask", "kind"], ""),
    ],
)
def test_words_of_other_programs_are_understood(word, words, meant):
    assert did_you_mean(word, words) == (f"Did you mean '{meant}'?" if meant else "")


def test_a_broken_file_carries_its_problems_and_says_what_to_do():
    problems = (Problem("E006", "m", 1, 1), Problem("W082", "n", 2, 1))
    error = Broken("f.yaml", problems)

    assert isinstance(error, CrisisError) and error.exit == Exit.TOLD
    assert error.problems == problems
    assert "it has 1 error." in error.message and "crisis protocol check" in error.hint
    assert show("f.yaml", problems) in error.message
