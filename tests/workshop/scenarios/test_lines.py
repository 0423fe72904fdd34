"""The lines of a scenario: a misspelt step, one that nobody hears, and the answer read out."""

import pytest

from crisis_cli.workshop.scenarios.lines import gives_away, looked_over
from crisis_cli.workshop.scenarios.play import play

SAID = """\
title: He means it
answers: {thoughts: yes, intent: unsure, near: no, stay_now: done}
lines:
  thoughts: Every night.
  intent: I do not know. (He looks away.)
expect: {level: low}
"""


@pytest.fixture
def found(small):
    """Look a scenario over; the problems as code, line and hint."""

    def look(text):
        told = looked_over(text.encode(), small.folder / "one.yaml", small.protocol).found
        return [(one.code, one.line, one.hint) for one in told.problems]

    return look


def test_lines_at_steps_that_are_asked_are_as_they_should_be(found):
    assert found(SAID) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "hint"),
    [
        ("  intent:", "  intnet:", "E130", 5, "Did you mean 'intent'?"),
        ("  intent:", "  mood:", "E134", 5, "leads past the step"),
        ("  intent:", "  calm:", "E134", 5, "leads past the step"),
        ("Every night.", "Yes!", "E135", 4, "what somebody would say"),
        ("Every night.", "not sure", "E135", 4, "what somebody would say"),
        ("(He looks away.)", "(He looks away.", "E136", 5, "into one pair"),
        ("(He looks away.)", "He looks away.)", "E136", 5, "into one pair"),
        ("(He looks away.)", "(He (Lee) looks away.)", "E136", 5, "into one pair"),
        ("Every night.", "", "E029", 4, ""),
        (
            "Every night.",
            "Perpetually contemplating irreversible alternatives, unfortunately, lately",
            "W096",
            4,
            "short words for",
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_told_at_its_place(found, old, new, code, line, hint):
    ((is_code, is_line, is_hint),) = found(SAID.replace(old, new))

    assert (is_code, is_line) == (code, line)
    assert hint in is_hint


def test_what_happens_may_be_told_in_longer_words(found):
    aside = "(The supervisor on duty immediately telephones the responsible colleague at hospital.)"
    assert found(SAID.replace("Every night.", aside)) == []


def test_a_line_of_a_change_is_looked_over_too(found):
    later = "later: [{step: near, answer: yes, line: Yes}]\nexpect:"
    assert [code for code, *_ in found(SAID.replace("expect:", later))] == ["E135"]


def test_lines_change_nothing_of_what_comes_of_a_scenario(small):
    with_lines, without = (
        looked_over(text.encode(), small.file, small.protocol).scenarios[0]
        for text in (SAID, "".join(SAID.splitlines(True)[:2] + SAID.splitlines(True)[-1:]))
    )

    assert play(small.protocol, with_lines).asked == play(small.protocol, without).asked


def test_a_line_gives_an_answer_away_whatever_its_case_and_marks(small):
    step = small.protocol.steps[0]

    assert gives_away(step, "  YES... ") == "Yes"
    assert gives_away(step, "Would rather not say!") == "Would rather not say"
    assert gives_away(step, "Yes, every night.") == ""
