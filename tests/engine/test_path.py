"""Which steps are on the path, and what a danger step off the path counts as."""

from __future__ import annotations

import pytest

from crisis_cli.engine.entries import Answered
from crisis_cli.errors import CrisisError

HEAD = """
    protocol: p
    title: P
    version: 1
    languages: [en]
    rules:
      open_thoughts: {means: Not ruled out, thoughts: [yes, unsure]}
    sections:
      - id: s
        title: S
        steps:
          - {id: thoughts, ask: Thoughts?, kind: yes_no, danger: yes}
          - {id: alone, ask: Alone?, kind: yes_no}
          - {id: age, ask: Age?, kind: number}
          - id: needs
            ask: Needs?
            kind: choose_many
            answers: {bed: Bed, food: Food}
          - id: people
            list: People?
            each: [{id: name, ask: Name, kind: text}]
          - {id: call, do: Call somebody.}
          - id: target
            when: WHEN
            otherwise: could_not_assess
            ask: Target?
            kind: yes_no
            danger: yes
    """

BOTH_NO = {"alone": "no", "thoughts": "no"}


def target(talk, when, **said):
    """A contact whose last step has this condition, after these answers."""
    return talk(HEAD.replace("WHEN", when)).say(**said)


@pytest.mark.parametrize(
    ("when", "said", "on"),
    [
        ("{alone: yes}", {}, False),
        ("{alone: yes}", {"alone": "yes"}, True),
        ("{alone: [yes, unsure]}", {"alone": "unsure"}, True),
        ("{alone: yes, thoughts: yes}", {"alone": "yes", "thoughts": "no"}, False),
        ("{alone: unknown}", {"alone": "not_asked"}, True),
        ("{alone: unknown}", {"alone": "no"}, False),
        ("{not: {alone: yes}}", {}, True),
        ("{not: {alone: yes}}", {"alone": "yes"}, False),
        ("{any: [{alone: yes}, {thoughts: yes}]}", {"thoughts": "yes"}, True),
        ("{all: [{alone: yes}, {thoughts: yes}]}", {"thoughts": "yes"}, False),
        ("open_thoughts", {"thoughts": "unsure"}, True),
        ("{age: {at_least: 18}}", {"age": 18}, True),
        ("{age: {above: 18}}", {"age": 18}, False),
        ("{age: {at_most: 18}}", {"age": 18}, True),
        ("{age: {below: 18}}", {"age": 17}, True),
        ("{age: {below: 18}}", {}, False),
        ("{age: {below: 18}}", {"age": "declined"}, False),
        ("{needs: {includes: bed}}", {"needs": ["bed", "food"]}, True),
        ("{needs: {includes: [bed, food]}}", {"needs": ["bed"]}, False),
        ("{needs: {includes_any: [bed, food]}}", {"needs": ["bed"]}, True),
        ("{needs: {includes_none: [bed]}}", {"needs": ["food"]}, True),
        ("{needs: {includes_none: [bed]}}", {}, False),
        ("{needs: {includes_none: [bed]}}", {"needs": "declined"}, False),
        ("{people: {count: {at_least: 1}}}", {"people": [{"name": "Ana"}]}, True),
        ("{people: {count: {below: 1}}}", {"people": []}, True),
        ("{people: {count: {below: 1}}}", {}, False),
        ("{call: done}", {"call": {"outcome": "done"}}, True),
        ("{call: done}", {"call": {"outcome": "not_yet"}}, False),
        ("{call: {on_path: yes}}", {}, True),
        ("{call: {on_path: no}}", {}, False),
    ],
)
def test_a_step_is_on_the_path_while_its_condition_holds(talk, when, said, on):
    assert ("target" in target(talk, when, **said).path) == on


@pytest.mark.parametrize(
    ("when", "said", "counts"),
    [
        ("{thoughts: yes}", {"thoughts": "no"}, ""),
        ("{thoughts: yes}", {"thoughts": "declined"}, "not_asked"),
        ("{thoughts: yes}", {"thoughts": "not_asked"}, "not_asked"),
        ("{alone: yes}", {"alone": "no"}, "could_not_assess"),
        ("{alone: yes}", {"alone": "declined"}, "could_not_assess"),
        ("{alone: yes}", {}, ""),
        ("{alone: yes, thoughts: yes}", BOTH_NO, ""),
        ("{alone: yes, thoughts: yes}", {"alone": "no", "thoughts": "yes"}, "could_not_assess"),
        ("{any: [{alone: yes}, {thoughts: yes}]}", BOTH_NO, "could_not_assess"),
        ("open_thoughts", {"thoughts": "no"}, ""),
        ("open_thoughts", {"thoughts": "could_not_assess"}, "not_asked"),
    ],
)  # fmt: skip
def test_a_danger_step_off_the_path_counts_as_the_reason_says(talk, when, said, counts):
    contact = target(talk, when, **said)

    assert "target" not in contact.path
    assert contact.state.standing_in("target") == counts


CHAIN = """
    protocol: chain
    title: Chain
    version: 1
    languages: [en]
    sections:
      - id: s
        title: S
        steps:
          - {id: alone, ask: Alone?, kind: yes_no}
          - {id: first, ask: First?, kind: yes_no, danger: yes}
          - {id: second, ask: Second?, kind: yes_no, danger: yes}
          - id: maybe
            when: {not: {first: yes}}
            otherwise: OTHERWISE
            ask: Maybe?
            kind: yes_no
            danger: yes
          - {id: last, when: WHEN, otherwise: OTHERWISE, ask: Last?, kind: yes_no, danger: yes}
    """


def last(talk, when, otherwise="could_not_assess", **said):
    """What the last step of the chain counts as after these answers."""
    text = CHAIN.replace("WHEN", when).replace("OTHERWISE", otherwise)
    return talk(text).say(**said).state.standing_in("last")


def test_nothing_counts_while_a_plain_no_may_still_reassure(talk):
    both = "{first: yes, second: yes}"
    assert last(talk, both, first="declined") == ""
    assert last(talk, both, first="declined", second="no") == ""
    assert last(talk, both, first="declined", second="yes") == "not_asked"


def test_nothing_counts_while_a_danger_question_may_still_go_unanswered(talk):
    either = "{any: [{alone: yes}, {all: [{alone: yes}, {first: yes}]}]}"
    assert last(talk, either, alone="no") == ""
    assert last(talk, either, alone="no", first="no") == "could_not_assess"
    assert last(talk, either, alone="no", first="declined") == "not_asked"


def test_nothing_counts_while_a_question_it_names_may_still_leave_the_path(talk):
    named = "{alone: yes, maybe: no}"
    assert last(talk, named, alone="no", maybe="yes") == ""
    assert last(talk, named, alone="no", maybe="yes", first="no") == "could_not_assess"


def test_what_hangs_on_a_question_that_is_not_needed_is_told_by_its_own_word(talk):
    assert last(talk, "{maybe: yes}", "not_needed", first="yes") == ""
    assert last(talk, "{maybe: yes}", "could_not_assess", first="yes") == "not_asked"


def test_a_step_that_an_open_question_may_still_bring_counts_as_nothing_yet(talk):
    contact = target(talk, "{alone: yes}")
    assert not contact.state.level().undetermined
    contact.say(alone="no")

    assert contact.state.level().undetermined


@pytest.mark.parametrize(("step", "raw"), [("age", "18"), ("needs", "bed"), ("call", "done")])
def test_only_the_form_that_conditions_read_is_kept(talk, step, raw):
    """Else a log could hold what no condition can be asked about, and never be opened again."""
    with pytest.raises(CrisisError, match=step):
        target(talk, "{alone: yes}").do(Answered(step, raw))


def test_the_questions_left_are_counted_at_most_and_go_down(talk):
    contact = target(talk, "{alone: yes}")
    counts = [contact.state.most_left()]
    for step, answer in {
        "thoughts": "no",
        "alone": "no",
        "age": 30,
        "needs": [],
        "people": [],
    }.items():
        contact.say(**{step: answer})
        counts.append(contact.state.most_left())
    contact.say(call={"outcome": "done"})

    assert counts == [7, 6, 4, 3, 2, 1]
    assert contact.state.most_left() == 0
    assert contact.shown == "review"


def test_a_step_that_was_not_drawn_counts_only_once_no_plain_no_can_reassure_about_it(talk):
    contact = talk(
        """
        protocol: order
        title: Order
        version: 1
        languages: [en]
        concern:
          - {id: afraid, level: high, when: {fear: any_but_no}, because: Fear not ruled out}
        sections:
          - id: s
            title: S
            steps:
              - {id: alone, ask: Alone?, kind: yes_no}
              - {id: partner, ask: Does anybody hurt you?, kind: yes_no, danger: yes}
              - id: fear
                when: {alone: yes, partner: [yes, unsure]}
                otherwise: could_not_assess
                ask: Afraid now?
                kind: yes_no
                danger: yes
        """
    ).say(alone="no")
    assert contact.state.standing_in("fear") == ""
    assert contact.state.if_ended().undetermined
    contact.say(partner="no")

    assert contact.state.standing_in("fear") == ""
    assert contact.state.if_ended().highest == "none"
