"""Every condition that may be written, what it becomes, and what is refused about it."""

import pytest

UNKNOWN = ["unsure", "declined", "could_not_assess", "not_asked"]


@pytest.mark.parametrize(
    ("written", "runs"),
    [
        ("{thoughts: yes}", ["is", "thoughts", ["yes"]]),
        ("{thoughts: [yes, unsure]}", ["is", "thoughts", ["yes", "unsure"]]),
        ("{thoughts: unknown}", ["is", "thoughts", UNKNOWN]),
        ("{thoughts: [yes, unknown, unsure]}", ["is", "thoughts", ["yes", *UNKNOWN]]),
        ("{mood: not_asked}", ["is", "mood", ["not_asked"]]),
        ("{water: [done, not_yet]}", ["is", "water", ["done", "not_yet"]]),
        ("{name: declined}", ["is", "name", ["declined"]]),
        ("{age: {at_least: 18}}", ["number", "age", "at_least", 18]),
        ("{age: {below: 12.5}}", ["number", "age", "below", 12.5]),
        (
            "{pain: {above: 2, at_most: 8}}",
            ["all", [["number", "pain", "above", 2], ["number", "pain", "at_most", 8]]],
        ),
        (
            "{pain: 3}",
            ["all", [["number", "pain", "at_least", 3], ["number", "pain", "at_most", 3]]],
        ),
        ("{needs: {includes: bed}}", ["includes", "needs", "all", ["bed"]]),
        ("{needs: {includes: [bed, food]}}", ["includes", "needs", "all", ["bed", "food"]]),
        ("{needs: {includes_any: [bed]}}", ["includes", "needs", "any", ["bed"]]),
        ("{needs: {includes_none: bed}}", ["includes", "needs", "none", ["bed"]]),
        ("{people: {count: {at_least: 1}}}", ["count", "people", "at_least", 1]),
        ("{mood: {on_path: no}}", ["on_path", "mood", False]),
        ("{mood: {on_path: yes}}", ["on_path", "mood", True]),
        ("{not: {thoughts: no}}", ["not", ["is", "thoughts", ["no"]]]),
        (
            "{any: [{thoughts: yes}, {mood: bad, alone: yes}]}",
            [
                "any",
                [
                    ["is", "thoughts", ["yes"]],
                    ["all", [["is", "mood", ["bad"]], ["is", "alone", ["yes"]]]],
                ],
            ],
        ),
        (
            "{thoughts: yes, any: [{mood: bad}, {mood: awful}]}",
            [
                "all",
                [
                    ["is", "thoughts", ["yes"]],
                    ["any", [["is", "mood", ["bad"]], ["is", "mood", ["awful"]]]],
                ],
            ],
        ),
    ],
)
def test_a_condition_as_it_is_written_becomes_one_that_runs(when, written, runs):
    looked = when(written)

    assert looked.protocol is not None, looked.shown
    assert looked.protocol.steps[-1].when == runs


RULES = """
    rules:
      low: {means: Low, mood: [bad, awful]}
      loose: {means: Loose, thoughts: any_but_no}
      far: {means: Far, when: {loose_end: yes}}
"""


@pytest.mark.parametrize(
    ("written", "runs"),
    [
        ("low", ["rule", "low"]),
        ("{all: [low, {alone: yes}]}", ["all", [["rule", "low"], ["is", "alone", ["yes"]]]]),
        ("{not: low}", ["not", ["rule", "low"]]),
    ],
)
def test_a_rule_is_named_by_its_bare_name(when, written, runs):
    looked = when(written, "rules: {low: {means: Low, mood: [bad, awful]}}")

    assert looked.protocol is not None, looked.shown
    assert looked.protocol.steps[-1].when == runs


@pytest.mark.parametrize(
    ("written", "code", "place", "help"),
    [
        ("{thoughts: unsur}", "E031", "unsur}", "Did you mean 'unsure'?"),
        ("{thoughts: [yes, mabye]}", "E031", "mabye]", "Its answers: yes, no, unsure"),
        ("{water: finished}", "E031", "finished", "done, not_yet, not_done"),
        ("{toughts: yes}", "E030", "toughts", "Did you mean 'thoughts'?"),
        ("{last: declined}", "E035", "last", "before"),
        ("{name: Sam}", "E044", "Sam", "{name: unknown}"),
        ("{needs: bed}", "E044", "bed", "includes"),
        ("{people: yes}", "E044", "yes", "count"),
        ("{mood: {at_least: 2}}", "E044", "at_least", "scale, number"),
        ("{age: {includes: bed}}", "E044", "includes", "choose_many"),
        ("{age: {at_last: 2}}", "E044", "at_last", "Did you mean 'at_least'?"),
        ("{age: {at_least: ten}}", "E025", "ten", "digits"),
        ("{age: {at_least: 010}}", "E025", "010", "digits"),
        ("{needs: {includes: beds}}", "E031", "beds", "Did you mean 'bed'?"),
        ("{people: {count: 2}}", "E044", "2", "{count: {at_least: 1}}"),
        ("{mood: {on_path: maybe}}", "E023", "maybe", "{on_path: yes}"),
        ("{thoughts: any_but_no}", "E042", "any_but_no", "[yes, unsure, declined]"),
        ("{concern: high}", "E043", "concern", "answers"),
        ("{any: [{all: [{not: {alone: yes}}]}]}", "E041", "not", "rules"),
        ("[thoughts, yes]", "E040", "[thoughts", "all"),
        ("{}", "E040", "{}", "question"),
        ("{any: []}", "E040", "[]", "list"),
        ("{any: {alone: yes}}", "E040", "{alone", "list"),
        ("{thoughts: []}", "E040", "[]", "answer"),
        ("{thoughts: }", "E040", "}", "answer"),
        ("thoughts", "E032", "thoughts", "{thoughts: yes}"),
        ("nothing", "E032", "nothing", "rules"),
    ],
)
def test_a_condition_that_cannot_be_is_told_at_its_word(when, written, code, place, help):
    problem = when(written).one()

    assert problem.code == code
    assert problem.source[problem.column - 1 :].startswith(place)
    assert help in problem.hint


def test_a_rule_used_as_a_key_is_told_as_a_rule(when):
    problem = when("{low: yes}", "rules: {low: {means: Low, mood: bad}}").problems[0]

    assert (problem.code, "bare name" in problem.hint) == ("E030", True)


def test_any_but_no_reaches_a_when_through_no_rule_of_rules(when):
    looked = when(
        "outer",
        """
        rules:
          inner: {means: Inner, thoughts: any_but_no}
          outer: {means: Outer, any: [inner]}
        """,
    )

    assert looked.one().code == "E042"


def test_any_but_no_is_every_answer_but_no(with_questions):
    looked = with_questions("""\
        concern:
          - {id: a, level: low, when: {thoughts: any_but_no}, because: A}
    """)

    assert looked.protocol.concern[0].when == ["is", "thoughts", ["yes", *UNKNOWN]]


def test_any_but_no_needs_an_answer_no(with_questions):
    looked = with_questions("""\
        concern:
          - {id: a, level: low, when: {mood: any_but_no}, because: A}
    """)

    assert looked.one().code == "E044"


@pytest.mark.parametrize("place", ["follow_up: [{when: %s, within: 1 day}]"])
def test_any_but_no_stands_in_no_follow_up(with_questions, place):
    assert with_questions(place % "{thoughts: any_but_no}").codes == ["E042"]


@pytest.mark.parametrize(
    "more",
    [
        "concern: [{id: a, level: low, when: {concern: high}, because: A}]",
        "rules: {a: {means: A, concern: high}}\nurgent: [{when: a, run: b}]\n"
        "blocks: {b: [{id: c, do: Call 911.}]}",
        "blocks: {ended_early: [{id: c, do: Stay., when: {concern: high}}]}",
    ],
)
def test_the_level_of_concern_is_asked_for_only_after_the_answers(with_questions, more):
    assert with_questions(more).codes == ["E043"]


def test_a_level_that_is_not_there_is_told(with_questions):
    looked = with_questions("follow_up: [{when: {concern: hihg}, within: 1 day}]")

    assert (looked.one().code, looked.one().hint) == ("E023", "Did you mean 'high'?")


@pytest.mark.parametrize("rule", ["b: yes", "e: yes, b: yes", "b: yes, e: yes"])
def test_a_rule_that_looks_ahead_may_not_decide_about_an_earlier_step(with_steps, rule):
    looked = with_steps(
        """\
        - {id: e, ask: E?, kind: yes_no}
        - {id: a, ask: A?, kind: text, when: late}
        - {id: b, ask: B?, kind: yes_no}
        """,
        f"rules: {{late: {{means: Late, {rule}}}}}\n",
    )

    assert looked.one().code == "E035"
    assert looked.at("E035").startswith("late")


def test_the_condition_of_a_section_names_only_earlier_sections(look):
    looked = look("""\
        protocol: p
        title: P
        version: 1
        sections:
          - id: a
            title: A
            when: {q: yes}
            steps: [{id: q, ask: Q?, kind: yes_no}]
    """)

    assert looked.one().code == "E035"


def test_a_block_may_name_any_question_of_the_path(with_questions):
    looked = with_questions("""\
        blocks:
          ended_early:
            - {id: card, do: Give the card., when: {people: {count: {at_least: 1}}}}
    """)

    assert looked.problems == ()


def test_rules_that_go_in_a_circle_are_told_each_at_its_name(with_questions):
    looked = with_questions("""\
        rules:
          a: {means: A, any: [b]}
          b: {means: B, any: [c]}
          c: {means: C, any: [a]}
          d: {means: D, any: [d]}
    """)

    assert looked.codes == ["E038"] * 4
    assert [problem.line for problem in looked.problems] == [19, 20, 21, 22]


def test_a_chain_of_a_thousand_rules_is_refused_and_not_followed_to_its_end(with_questions):
    chain = "".join(f"  r{i}: {{means: R, any: [r{i + 1}]}}\n" for i in range(1000))
    looked = with_questions(f"rules:\n{chain}  r1000: {{means: R, alone: yes}}\n")

    assert set(looked.codes) == {"E039", "W082"}


def test_a_condition_that_names_large_rules_many_times_is_refused(when):
    parts = ", ".join(["{alone: yes}"] * 1500)

    assert when("{any: [r, r]}", f"rules: {{r: {{means: R, any: [{parts}]}}}}").codes == ["E039"]


def test_a_rule_may_have_its_condition_under_when(with_questions):
    looked = with_questions("rules: {a: {means: A, when: {alone: yes}}, b: {means: B, any: [a]}}\n")

    assert looked.codes == ["W082"]
    assert looked.protocol.rules["a"].when == ["is", "alone", ["yes"]]


def test_a_rule_without_a_condition_is_told(with_questions):
    assert "E020" in with_questions("rules: {a: {means: A}}\n").codes
