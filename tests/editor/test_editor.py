"""The real YAML language server, which VS Code and others use, with the schemas that we ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.protocol.surface.steps import KIND_TAGS, STEP_KEYS

PROTOCOLS = Path(__file__).parents[2] / "protocols"
FILES = sorted(PROTOCOLS.rglob("*.yaml"))
DRAFT = PROTOCOLS / "draft.yaml"  # is never written
SCENARIO = PROTOCOLS / "scenarios" / "draft.yaml"
PROTOCOL = """\
# yaml-language-server: $schema=schema/protocol.json
protocol: draft
title: Draft
version: 1
concern:
  - id: some
    {concern}
    when: {{plan: yes}}
    because: A plan
sections:
  - id: first
    title: First
    steps:
      - id: plan
        ask: Is there a plan?
        answers: {{yes: "Yes", no: "No"}}
      - {step}
      - list: Who?
        id: people
        each:
          - {field}
"""
STEP = "{id: next, ask: What next?, kind: text}"
FIELD = "{id: name, ask: Name?, kind: text}"

pytestmark = pytest.mark.slow


def draft(step=STEP, concern="level: high", field=FIELD):
    return PROTOCOL.format(step=step, concern=concern, field=field)


def scenario(line):
    head = "# yaml-language-server: $schema=../schema/scenario.json\n"
    return f"{head}title: A talk\nanswers: {{plan: yes}}\nexpect:\n  level: high\n  {line}\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROTOCOLS)))
def test_nothing_is_underlined_in_a_shipped_file(editor, path):
    assert editor.problems(path, path.read_text(encoding="utf-8")) == []


def test_a_new_step_is_offered_everything_that_a_step_can_be(editor):
    offered = editor.completions(DRAFT, draft(step="|"))

    assert set(STEP_KEYS) <= set(offered)


def test_inside_a_step_its_keys_are_offered(editor):
    offered = editor.completions(DRAFT, draft(step="id: next\n        ask: What?\n        |"))

    assert {"kind", "answers", "when", "danger", "otherwise", "help", "unit"} <= set(offered)


def test_every_kind_is_offered_in_a_step_and_in_a_field_of_a_list(editor):
    step = "id: next\n        ask: What?\n        kind: |"
    field = "id: name\n            ask: Name?\n            kind: |"

    assert editor.completions(DRAFT, draft(step=step)) == list(KIND_TAGS)
    assert editor.completions(DRAFT, draft(field=field)) == list(KIND_TAGS)


def test_the_options_of_a_key_are_offered(editor):
    step = "id: next\n        ask: What?\n        answers: danger\n        otherwise: |"

    assert editor.completions(DRAFT, draft(step=step)) == ["could_not_assess", "not_needed"]
    assert editor.completions(DRAFT, draft(concern="level: |")) == list(LEVELS)


def test_a_condition_is_offered_its_signs(editor):
    step = "id: next\n        ask: What?\n        kind: text\n        when:\n          |"

    assert {"all", "any", "not"} <= set(editor.completions(DRAFT, draft(step=step)))


def test_what_a_key_means_is_shown_when_the_mouse_is_on_it(editor):
    step = "id: next\n        ask: What?\n        kind: text\n        da|nger: yes"

    assert "Worded so that yes means danger" in editor.hover(DRAFT, draft(step=step))


@pytest.mark.parametrize(
    ("step", "said", "line"),
    [
        ("id: next\n        ask: What?\n        kind: text\n        dangr: yes", "dangr", 20),
        ("id: next\n        ask: What?\n        kind: txt", "Value is not accepted", 19),
        ("id: next\n        aks: What?\n        kind: text", "aks", 18),
    ],
)
def test_a_wrong_key_or_word_is_underlined_where_it_stands(editor, step, said, line):
    problems = editor.problems(DRAFT, draft(step=step))

    assert any(said in one["message"] for one in problems)
    assert line in [one["range"]["start"]["line"] + 1 for one in problems]


def test_in_a_scenario_what_can_be_expected_is_offered(editor):
    offered = editor.completions(SCENARIO, scenario("|"))

    assert {"present", "urgent", "due", "asked", "never_asked", "plan"} <= set(offered)
    assert editor.completions(SCENARIO, scenario("present: |")) == list(LEVELS)


def test_in_a_scenario_a_wrong_key_is_underlined(editor):
    (problem,) = editor.problems(SCENARIO, scenario("urgnet: []"))

    assert (problem["message"], problem["range"]["start"]["line"]) == (
        "Property urgnet is not allowed.",
        5,
    )
