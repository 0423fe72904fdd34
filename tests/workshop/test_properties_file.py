"""The properties file is read strictly, and every mistake in it is told with its place."""

import textwrap

import pytest

from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.protocol.source import examine
from crisis_cli.workshop.proofs.properties import WHATEVER, Property, read_bytes, read_file

PROTOCOL = examine(b"""\
protocol: small
title: Small
version: 1
rules:
  soon: {means: Could act soon, thoughts: [yes, unsure]}
urgent:
  - {when: soon, run: stay}
concern:
  - {id: some, level: high, when: soon, because: Thoughts}
sections:
  - id: s
    title: S
    steps:
      - {id: thoughts, ask: Thoughts of suicide?, kind: yes_no, danger: yes}
      - {id: age, ask: How old?, kind: number}
      - id: plan
        when: {thoughts: [yes, unsure, declined, could_not_assess]}
        ask: A plan?
        kind: yes_no
        danger: yes
blocks:
  stay:
    - {id: call, do: Call 988.}
""")[0]
GOOD = """\
properties:
  small:
    - id: not_left
      means: Nobody is left.
      when: {thoughts: [yes, unsure], age: {at_least: 18}}
      next_block: stay
      asked: [plan]
      follow_up_within: 2 days
"""


def problems(text):
    found = read_bytes(text.encode(), PROTOCOL)[1]
    return [(one.code, one.line, one.column) for one in found.problems]


def broken(old, new):
    """The problems of the good file with one thing changed."""
    assert old in GOOD
    return problems(GOOD.replace(old, new))


def test_a_good_file_gives_its_properties():
    made, found = read_bytes(GOOD.encode(), PROTOCOL)

    assert found.problems == ()
    when = ["all", [["is", "thoughts", ["yes", "unsure"]], ["number", "age", "at_least", 18]]]
    assert made == (
        Property(
            "not_left", "Nobody is left.", when, next_block="stay", asked=("plan",),
            follow_up_within=2 * 86_400, line=3,
        ),
    )  # fmt: skip


def test_without_when_it_holds_whatever_is_answered():
    (one,), _ = read_bytes(GOOD.replace(GOOD.splitlines(True)[4], "").encode(), PROTOCOL)

    assert one.when == WHATEVER


def test_properties_of_other_protocols_are_left_alone():
    text = GOOD + "  another:\n    - {id: a, means: A, when: {nobody: yes}, asked: nobody}\n"

    assert problems(text) == []
    assert len(read_bytes(text.encode(), PROTOCOL)[0]) == 1


def test_a_file_without_properties_for_this_protocol_gives_none():
    assert read_bytes(b"properties: {}\n", PROTOCOL)[0] == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("{thoughts: [yes, unsure], age: {at_least: 18}}", "soon", "E110", 5),
        ("{thoughts: [yes, unsure], age: {at_least: 18}}", "{any: [soon]}", "E110", 5),
        ("thoughts: [yes, unsure], ", "soon: yes, ", "E030", 5),
        ("[yes, unsure]", "[yes, unsur]", "E031", 5),
        ("{at_least: 18}", "{at_leats: 18}", "E044", 5),
        ("thoughts: [yes, unsure], ", "concern: high, ", "E043", 5),
        ("thoughts: [yes, unsure], ", "call: done, ", "E036", 5),
        ("next_block: stay", "next_block: stya", "E033", 6),
        ("[plan]", "[plna]", "E037", 7),
        ("[plan]", "[call]", "E112", 7),
        ("asked: [plan]", "shown: [plan]", "E112", 7),
        ("asked: [plan]", "because: sum", "E113", 7),
        ("2 days", "soon", "E045", 8),
        ("means: Nobody is left.", "meens: Nobody is left.", "E021", 4),
        ("follow_up_within", "folow_up_within", "E021", 8),
        ("next_block: stay", "level_at_least: extreme", "E023", 6),
        ("id: not_left", "id: Not Left", "E024", 3),
        ("properties:", "propertys:", "E021", 1),
        ("{thoughts: [yes, unsure], age: {at_least: 18}}",
         "{any: [{all: [{not: {thoughts: yes}}]}]}", "E041", 5),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line(old, new, code, line):
    assert (code, line) in [found[:2] for found in broken(old, new)]


def test_a_property_that_claims_nothing_is_a_mistake():
    text = GOOD[: GOOD.index("      next_block")]

    assert problems(text) == [("E111", 3, 7)]


def test_two_properties_of_one_id_are_a_mistake():
    again = "".join(GOOD.splitlines(True)[2:])

    assert problems(GOOD + again)[0][:2] == ("E028", 9)


def test_with_any_mistake_no_property_is_used():
    made, found = read_bytes(GOOD.replace("[plan]", "[plna]").encode(), PROTOCOL)

    assert (made, found.broken) == ((), True)


def test_the_problem_tells_what_to_write():
    _, found = read_bytes(GOOD.replace("[plan]", "[paln]").encode(), PROTOCOL)

    assert [one.hint for one in found.problems] == ["Did you mean 'plan'?"]


@pytest.mark.parametrize("data", [b"", b"\xff", b"properties: [", b"- a", b"properties: x", b"\t"])
def test_any_bytes_are_a_message_with_a_place(data):
    made, found = read_bytes(data, PROTOCOL)

    assert made == () and found.broken
    assert all(one.line >= 1 and one.message for one in found.problems)


def test_a_file_is_read_from_its_path(tmp_path):
    path = tmp_path / "properties.yaml"
    path.write_text(textwrap.dedent(GOOD))

    assert [one.id for one in read_file(path, PROTOCOL)[0]] == ["not_left"]


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("yes", [["is", "thoughts", ["yes"]], ["is", "plan", ["yes"]]]),
        ("[unsure, declined]", [["is", q, ["unsure", "declined"]] for q in ("thoughts", "plan")]),
        ("any_but_no", [["is", q, ["yes", *UNKNOWN]] for q in ("thoughts", "plan")]),
    ],
)
def test_any_danger_stands_for_every_danger_question(words, condition):
    text = GOOD.replace(
        "{thoughts: [yes, unsure], age: {at_least: 18}}", f"{{any_danger: {words}}}"
    )

    assert read_bytes(text.encode(), PROTOCOL)[0][0].when == ["any", condition]


def test_any_danger_takes_only_what_any_danger_question_can_be_answered():
    said = "{any_danger: often}"

    assert broken("{thoughts: [yes, unsure], age: {at_least: 18}}", said) == [("E031", 5, 26)]
