"""Danger cannot be skipped silently, and an urgent block says at once what to do."""

import pytest

PATH = """\
- {id: thoughts, ask: Thoughts?, answers: danger, danger: yes}
- {id: many, ask: Which?, kind: choose_many, answers: {a: A}, danger: yes}
- {id: often, ask: How often?, answers: {daily: Daily, rarely: Rarely, no: Never}, danger: yes}
- {id: alone, ask: Alone?, kind: yes_no}
- {id: age, ask: Age?, kind: number}
- {id: last, ask: Last?, answers: danger, danger: yes, when: WHEN}
"""
RULES = """\
rules:
  only_danger: {means: D, thoughts: [yes, unsure]}
  only_some: {means: S, any: [{often: rarely}, {thoughts: declined}]}
  also_alone: {means: A, any: [only_danger, {alone: yes}]}
  used: {means: U, any: [also_alone, only_some]}
urgent: [{when: used, run: stay}]
blocks: {stay: [{id: called, do: Call 911.}]}
"""


@pytest.mark.parametrize(
    "condition",
    [
        "{thoughts: yes}",
        "{thoughts: [yes, unsure, declined]}",
        "{any: [{thoughts: yes}, {thoughts: unsure}]}",
        "{any: [{thoughts: yes}, {all: [{thoughts: unknown}, {often: rarely}]}]}",
        "{often: [daily, rarely]}",
        "{not: {thoughts: no}}",
        "{not: {thoughts: [no, declined]}}",
        "only_danger",
        "{any: [only_danger, {thoughts: declined}]}",
    ],
)
def test_what_hangs_on_danger_alone_needs_no_otherwise(with_steps, condition):
    looked = with_steps(PATH.replace("WHEN", condition), RULES)

    assert looked.problems == (), looked.shown


@pytest.mark.parametrize(
    "condition",
    [
        "{alone: yes}",
        "{thoughts: unknown}",
        "{thoughts: unsure}",
        "{thoughts: no}",
        "{not: {thoughts: yes}}",
        "{often: daily}",
        "{all: [{thoughts: yes}, {often: [daily, unsure]}]}",
        "{any: [{often: daily}, {thoughts: no}]}",
        "only_some",
        "{age: {at_least: 18}}",
        "{thoughts: yes, alone: yes}",
        "{any: [{thoughts: yes}, {alone: yes}]}",
        "{thoughts: {on_path: yes}}",
        "{many: {includes: a}}",
        "{many: declined}",
        "also_alone",
        "{not: used}",
    ],
)
def test_what_hangs_on_anything_else_needs_otherwise(with_steps, condition):
    steps = PATH.replace("WHEN", condition)

    assert with_steps(steps, RULES).codes == ["E050"]
    for word in ("could_not_assess", "not_needed"):
        said = steps.replace("when:", f"otherwise: {word}, when:")
        assert with_steps(said, RULES).problems == ()


def test_what_hangs_on_danger_that_may_be_not_needed_needs_otherwise(with_steps):
    """Else nobody said what a man counts as who was never asked about his pregnancy."""
    bleeds = "- {id: bleeds, ask: Bleeding?, answers: danger, danger: yes, when: {alone: yes}"
    steps = PATH.replace("- {id: last", f"{bleeds}, otherwise: not_needed}}\n- {{id: last")
    steps = steps.replace("WHEN", "{bleeds: yes}")

    assert with_steps(steps, RULES).codes == ["E050"]
    asked = steps.replace("otherwise: not_needed", "otherwise: could_not_assess")
    assert with_steps(asked, RULES).problems == ()


def test_the_condition_of_the_section_counts_as_well(look):
    looked = look("""\
        protocol: p
        title: P
        version: 1
        sections:
          - id: a
            title: A
            steps:
              - {id: alone, ask: Alone?, kind: yes_no}
              - {id: first, ask: First?, kind: yes_no, danger: yes}
          - id: b
            title: B
            when: {alone: yes}
            steps:
              - {id: second, ask: Second?, kind: yes_no, danger: yes, when: {first: yes}}
    """)

    assert looked.one().code == "E050"
    assert "second" in looked.one().message


def test_a_danger_step_of_a_block_needs_no_otherwise(with_questions):
    looked = with_questions("""\
        blocks:
          ended_early:
            - {id: b, ask: Are you safe?, kind: yes_no, danger: yes, when: {alone: yes}}
    """)

    assert looked.problems == ()


def test_otherwise_where_it_does_nothing_is_only_a_warning(with_steps):
    looked = with_steps("""\
        - {id: a, ask: A?, kind: yes_no, otherwise: not_needed}
        - {id: b, ask: B?, kind: yes_no, danger: yes, otherwise: not_needed}
    """)

    assert looked.codes == ["W081", "W081"]
    assert looked.protocol is not None


def urgent(block):
    return f"""
        rules: {{r: {{means: R, thoughts: yes}}}}
        urgent: [{{when: r, run: b}}]
        blocks:
          b: {block}
    """


@pytest.mark.parametrize(
    "block",
    [
        "[{id: c, do: Call 911 now.}]",
        "[{id: c, do: Stay there., call: [lifeline]}]",
        "[{id: g, guidance: Stay there.}, {id: c, do: Now call., say: It is 988.}]",
        "[{id: g, guidance: Get out., call: [x]}, {id: c, do: Wait., when: {alone: yes}}]",
        "{title: Now, steps: [{id: c, do: Call 202-555-0100.}]}",
    ],
)
def test_a_good_urgent_block_says_what_to_do_first_and_names_a_number(with_questions, block):
    looked = with_questions(urgent(block))

    assert looked.problems == (), looked.shown


@pytest.mark.parametrize(
    ("block", "codes"),
    [
        ("[{id: c, do: Stay there.}]", ["W080"]),
        ("[{id: c, do: Wait 10 minutes.}]", ["W080"]),
        ("[{id: c, do: Wait.}, {id: d, do: Call 911., when: {alone: yes}}]", ["W080"]),
        (
            "[{id: c, do: Go.}, {id: d, do: Hide., when: {alone: yes}}, {id: e, do: Call 911.}]",
            ["W080"],
        ),
        ("[{id: c, do: Call 911., when: {alone: yes}}]", ["E052"]),
        ("[{id: c, ask: Did you call 911?, kind: yes_no}]", ["E052"]),
        ("[]", ["E052"]),
        ("{when: {alone: yes}, steps: [{id: c, do: Call 911.}]}", ["E051"]),
    ],
)
def test_a_bad_urgent_block_is_told(with_questions, block, codes):
    looked = with_questions(urgent(block))

    assert looked.codes == codes
    assert (looked.protocol is None) == codes[0].startswith("E")


def test_a_danger_question_that_no_answer_can_reassure_is_told(with_steps):
    looked = with_steps("- {id: a, ask: A?, answers: {often: Often, rarely: Rarely}, danger: yes}")

    assert looked.one().code == "W087"


def many_dangers(answer):
    """Eight danger questions with three answers each, and one that hangs on some of them."""
    steps = "".join(
        f"- {{id: q{i}, ask: Q?, answers: {{a: A, b: B, no: No}}, danger: yes}}\n" for i in range(8)
    )
    any_of = ", ".join(f"{{q{i}: {answer}}}" for i in range(8))
    return (
        f"{steps}- {{id: last, ask: L?, answers: danger, danger: yes, when: {{any: [{any_of}]}}}}"
    )


def test_a_condition_too_big_to_see_through_needs_otherwise_unless_it_takes_all_but_no(with_steps):
    assert with_steps(many_dangers("[a, b]")).problems == ()
    assert with_steps(many_dangers("a")).codes == ["E050"]


def test_rules_in_a_circle_are_told_as_that_and_nothing_hangs(with_steps):
    rules = "rules: {one: {means: O, any: [two]}, two: {means: T, any: [one, {thoughts: no}]}}"

    assert set(with_steps(PATH.replace("WHEN", "one"), rules).codes) == {"E038"}


def test_a_word_for_the_record_does_nothing_on_a_danger_question(with_steps):
    looked = with_steps("""\
        - {id: a, ask: A?, kind: yes_no, danger: yes, record: said}
        - {id: b, ask: B?, kind: yes_no, record: said}
    """)

    assert looked.codes == ["W081"]
    assert [step.record for step in looked.protocol.steps[-2:]] == ["", "said"]


@pytest.mark.parametrize(
    "step",
    [
        "{id: a, ask: A?, kind: yes_no, record: assessment}",
        "{id: a, guidance: Sit down., record: said}",
    ],
)
def test_a_word_for_the_record_that_there_is_not_is_refused(with_steps, step):
    assert not with_steps(f"- {step}\n").protocol
