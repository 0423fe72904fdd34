"""A protocol in words and as data, for whoever reviews it."""

import json
import time

import pytest

from crisis_cli.protocol.compiled import Choice, Protocol, Section, Step
from crisis_cli.protocol.source import find, load
from crisis_cli.protocol.spans import span
from crisis_cli.workshop.reading.describe import as_data, as_text

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
TEXT = """
    protocol: p
    title: P
    version: 1
    about: What it is for.
    answer_sets: {danger: {yes: "Yes", no: "No"}}
    rules: {soon: {means: Could act soon, thoughts: yes}}
    urgent: [{when: soon, run: stay}]
    concern: [{id: c, level: high, when: soon, because: They said so}]
    sections:
      - id: first
        title: First
        aim: Know how they are.
        steps:
          - {id: alone, ask: Alone?, kind: yes_no, private: yes}
          - id: thoughts
            ask: Thoughts?
            answers: danger
            danger: yes
            when: {alone: yes}
            otherwise: could_not_assess
          - {id: people, list: Who?, each: [{id: name, ask: Name, kind: text}]}
    blocks: {stay: {title: Stay, steps: [{id: called, do: Call 911., confirm: Who?}]}}
    follow_up: [{when: {concern: high}, within: 24 hours, what: Call}, {within: 90 minutes}]
    documents: {safety_plan: [{heading: People, from: people, when: {thoughts: yes}}]}
"""


@pytest.fixture
def described(protocol):
    return protocol(TEXT)


def test_the_data_names_every_step_with_its_condition_in_both_forms(described):
    data = as_data(described)
    steps = {step["id"]: step for step in data["steps"]}

    assert list(steps) == ["alone", "thoughts", "people", "called"]
    assert steps["thoughts"] | {"fields": 0} == {
        "id": "thoughts",
        "section": "first",
        "block": "",
        "link_id": "",
        "kind": "yes_no",
        "text": "Thoughts?",
        "choices": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}],
        "danger": True,
        "otherwise": "could_not_assess",
        "private": False,
        "record": "",
        "when": {"data": ["is", "alone", ["yes"]], "english": "alone is Yes"},
        "fields": 0,
    }
    assert steps["alone"]["when"] is None and steps["alone"]["private"]
    assert (steps["called"]["block"], steps["called"]["section"]) == ("stay", "")
    assert [field["id"] for field in steps["people"]["fields"]] == ["name"]


def test_the_text_says_what_is_asked_when_and_what_follows(described):
    text = as_text(described)

    for line in (
        "P (p, version 1)",
        "What it is for.",
        "FIRST",
        "Know how they are.",
        "  alone  [yes_no, private]",
        "  thoughts  [yes_no, danger]",
        "    Answers: Yes or No",
        "    When alone is Yes",
        "    Otherwise it counts as could not assess",
        "    For each: Name",
        "  soon: Could act soon",
        "    Holds when thoughts is Yes",
        "  When the rule soon begins to hold: stay",
        "  Block stay: Stay",
        "  high: They said so (c)",
        "  Within 24 hours, when the level of concern is high: Call",
        "  Within 90 minutes",
        "  People (people), when thoughts is Yes",
    ):
        assert line in text.splitlines()


def test_a_span_is_said_in_the_words_of_a_protocol():
    spans = {60: "1 minute", 5400: "90 minutes", 86_400: "24 hours", 259_200: "72 hours"}
    spans |= {604_800: "7 days", 1_209_600: "14 days", 262_800: "73 hours"}

    assert {seconds: span(seconds) for seconds in spans} == spans


def test_the_shipped_protocol_can_be_described_whole():
    shipped = load(find("crisis-intervention"))
    text = as_text(shipped)
    data = json.loads(json.dumps(as_data(shipped)))

    assert all(f"  {step.id}  [" in text for step in shipped.steps)
    assert {"id", "section", "kind", "choices", "danger", "when", "block"} <= set(data["steps"][0])


def long(count):
    """A protocol of so many questions in sections of twenty, two of three asked after a yes."""
    steps = [
        Step(f"q{i}", "yes_no", "Is it so?", f"s{i // 20}", choices=YES_NO, when=asked_after(i))
        for i in range(count)
    ]
    sections = tuple(Section(f"s{i}", "S") for i in range(count // 20 + 1))
    return Protocol("p", "P", "1", "0" * 64, sections=sections, steps=tuple(steps))


def asked_after(place):
    return ["is", f"q{place - place % 3}", ["yes"]] if place % 3 else None


def seconds_to_describe(protocol):
    times = []
    for _ in range(3):
        began = time.process_time()
        as_text(protocol)
        times.append(time.process_time() - began)
    return min(times)


def test_three_times_the_questions_do_not_take_many_times_as_long_to_describe():
    short, longer = (seconds_to_describe(long(count)) for count in (1_000, 3_000))

    assert longer < 6 * short
