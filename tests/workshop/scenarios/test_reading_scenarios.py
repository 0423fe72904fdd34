"""Scenario files are read as strictly as protocols, each mistake told at its place."""

from __future__ import annotations

import pytest

GOOD = """\
title: He means it
story: A man says yes.
at: 2026-11-25T13:00:00-05:00
answers:
  thoughts: yes
  intent: yes
  near: no
  stay_now: done
expect:
  level: high
  urgent: [may_act]
what_if:
  - title: He does not
    answers: {intent: no}
    expect:
      level: low
      urgent: []
"""


def problem(small, old, new):
    """The first problem of the good file with something wrong in it."""
    assert old in GOOD
    _, found = small.read(GOOD.replace(old, new))
    return found.problems[0]


def test_a_file_gives_its_situation_and_each_what_if(small):
    scenarios, found = small.read(GOOD)

    assert found.problems == ()
    first, other = scenarios
    assert (first.name, other.name) == (
        "He means it",
        "He means it; what if 1: He does not",
    )
    assert other.answers == {"thoughts": "yes", "intent": "no", "near": "no", "stay_now": "done"}
    assert (other.expect.level, other.expect.urgent) == ("low", [])
    assert (first.own, other.own) == ({"thoughts", "intent", "near", "stay_now"}, {"intent"})


def test_a_what_if_expects_what_the_first_does_where_it_says_nothing(small):
    text = GOOD.replace("  level: high\n", "  level: high\n  undetermined: no\n", 1)
    _, other = small.read(text)[0]

    assert other.expect.undetermined == "no"


def test_what_a_what_if_names_as_asked_is_no_longer_expected_to_be_never_asked(small):
    text = GOOD.replace("  level: high\n", "  level: high\n  never_asked: [calm, mood]\n", 1)
    text = text.replace("      level: low\n", "      level: low\n      asked: [calm]\n")
    _, other = small.read(text)[0]

    assert (other.expect.asked, other.expect.never_asked) == (["calm"], ["mood"])


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "words"),
    [
        ("level: high", "levl: high", "E021", 10, "Did you mean 'level'?"),
        ("level: high", "level: hihg", "E023", 10, "Did you mean 'high'?"),
        ("  intent: yes", "  intnet: yes", "E130", 6, "Did you mean 'intent'?"),
        ("  intent: yes", "  intent: yess", "E131", 6, "Did you mean 'yes'?"),
        ("  intent: yes", "  intent: [yes, no]", "E131", 6, "Choose one of: yes, no."),
        ("  intent: yes", "  intent:", "E029", 6, "Write the answer."),
        ("[may_act]", "[may_atc]", "E132", 11, "Did you mean 'may_act'?"),
        ("[may_act]", "[{rule: may_act, after: intnt}]", "E132", 11, "Did you mean 'intent'?"),
        ("level: high", "asked: [intet]", "E132", 10, "Did you mean 'intent'?"),
        ("level: high", "because: [ment]", "E132", 10, "Did you mean 'meant'?"),
        ("level: high", "plan: [Peeple]", "E132", 10, "Did you mean 'People'?"),
        ("level: high", "due: soon", "E045", 10, "Write it as `30 minutes`"),
        ("level: high", "prompts: many", "E025", 10, "Write digits only"),
        ("13:00:00-05:00", "13:00", "E046", 3, "Write it as 2026-11-25T13:00:00-05:00."),
        ("at: 2026", "at: 9999", "E046", 3, "Write it as 2026-11-25T13:00:00-05:00."),
        ("title: He means it\n", "", "E020", 1, "Add `title:`."),
        ("answers: {intent: no}", "answers: {intent: nope}", "E131", 14, "Did you mean 'no'?"),
        ("answers: {intent: no}", "anwsers: {intent: no}", "E021", 14, "Did you mean 'answers'?"),
        ("      level: low", "      leve: low", "E021", 16, "Did you mean 'level'?"),
        ("  thoughts: yes", "  thoughts: yes\n  thoughts: no", "E011", 6, "Keep one of the two."),
        ("what_if:", "whatif:", "E021", 12, "Did you mean 'what_if'?"),
        (
            "what_if:",
            "later: [{step: intent, answer: no, how: corrected}]\nwhat_if:",
            "E020",
            12,
            "Add `reason:`.",
        ),
        ("story:", "protocol: smal\nstory:", "E133", 2, "This one is 'small'."),
        ("story:", "if_asked: {mod: good}\nstory:", "E130", 2, "Did you mean 'mood'?"),
    ],
)
def test_a_mistake_is_told_at_its_line_with_what_to_write(small, old, new, code, line, words):
    found = problem(small, old, new)

    assert (found.code, found.line) == (code, line)
    assert words in found.hint


def test_everything_that_is_wrong_is_told_at_once(small):
    """A word that does not fit hides no other mistake, in the same place or elsewhere."""
    text = GOOD.replace("level: high", "level: hihg\n  asked: [intet]").replace(
        ": yes", ": yess", 1
    )
    text = text.replace("  - title: He does not\n", "  - titel: He does not\n")
    text = text.replace("{intent: no}", "{itent: no}").replace("title: He means it\n", "")
    _, found = small.read(text)

    told = [(one.code, one.line) for one in found.problems]
    assert told == [
        *(("E020", 1), ("E131", 4), ("E023", 9), ("E132", 10)),
        *(("E021", 13), ("E130", 14)),
    ]


def test_what_is_missing_altogether_hides_nothing_either(small):
    text = GOOD[: GOOD.index("expect:")].replace("intent", "intnet")

    assert [one.code for one in small.read(text)[1].problems] == ["E020", "E130"]


def test_a_mistake_is_told_once(small):
    text = GOOD.replace("  level: high", "  levle: hihg").replace("[may_act]", "{a: b}", 1)

    assert [one.code for one in small.read(text)[1].problems] == ["E021", "E023", "E022"]


def test_a_what_if_without_a_plan_expects_no_words_on_it_and_the_other_way_round(small):
    words = GOOD.replace("  level: high\n", "  level: high\n  contains: [Call]\n", 1)
    _, other = small.read(words.replace("      level: low\n", "      plan: none\n"))[0]
    assert (other.expect.plan, other.expect.contains) == (["none"], None)

    none = GOOD.replace("  level: high\n", "  level: high\n  plan: none\n", 1)
    _, other = small.read(none.replace("      level: low\n", "      contains: [Call]\n"))[0]
    assert (other.expect.plan, other.expect.contains) == (None, ["Call"])


def test_a_file_with_a_mistake_gives_no_scenario(small):
    assert small.read(GOOD.replace("level: high", "levl: high"))[0] == []


def test_a_file_that_is_only_words_is_told(small):
    _, found = small.read("just some words\n")

    assert [one.code for one in found.problems] == ["E022"]


def test_an_answer_may_hold_any_character_as_one_that_was_typed(small):
    text = GOOD.replace("stay_now: done", 'stay_now: "he said \\e[31m"')

    assert small.read(text)[1].problems == ()
