"""crisis protocol test: what it prints, what it ends with, and which scenarios belong."""

import json

import pytest

CALM = """\
title: Nothing the matter
answers: {name: Sam, thoughts: no, friend: {name: Ana}}
expect: {level: none, urgent: []}
"""
DANGER = """\
title: Thoughts
answers: {name: Sam, thoughts: yes, called: done, friend: {name: Ana}}
expect: {level: moderate, present: moderate, urgent: [soon], due: 24 hours}
what_if:
  - {title: not sure, answers: {thoughts: unsure}, expect: {urgent: [], due: 24 hours}}
  - {title: no word, answers: {thoughts: declined}, expect: {urgent: [], due: 24 hours}}
  - {title: no way, answers: {thoughts: could_not_assess}, expect: {urgent: [], due: 24 hours}}
  - title: in a hurry
    answers: {thoughts: not_asked}
    expect: {urgent: [], due: 24 hours, undetermined: yes, present: none}
"""


@pytest.fixture
def scenario(draft):
    """Write a scenario beside the short protocol."""

    def write(text, name="one.yaml"):
        path = draft.parent / "scenarios" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_scenarios_that_reach_all_danger_pass_and_end_with_0(crisis, draft, scenario):
    scenario(CALM)
    scenario(DANGER, "two.yaml")

    result = crisis("protocol", "test", draft)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "short: 6 scenarios in 2 files, all passed." in result.stdout


def test_one_that_fails_says_where_what_was_expected_and_what_was_seen(crisis, draft, scenario):
    path = scenario(DANGER.replace("level: moderate", "level: high"))

    result = crisis("protocol", "test", draft)

    assert result.exit_code == 4
    assert f"FAILED  Thoughts\n  {path}\n" in result.stdout
    assert "line 3: level: expected high, but saw moderate through some" in result.stdout
    assert "FAILED  Thoughts; what if 1: not sure" in result.stdout


def test_where_danger_is_not_covered_it_ends_with_4(crisis, draft, scenario):
    scenario(CALM)

    result = crisis("protocol", "test", draft)

    assert result.exit_code == 4
    assert "all passed" in result.stdout
    assert "urgent rules, and every one must hold in one of them:\n    soon" in result.stdout


def test_a_misspelt_key_is_told_at_its_place_and_ends_with_4(crisis, draft, scenario):
    path = scenario(DANGER.replace("urgent: [soon]", "urgnet: [soon]"))

    result = crisis("protocol", "test", draft)

    assert result.exit_code == 4
    assert f"{path}:3:46: E021 error: The key 'urgnet' is not known here." in result.stdout
    assert "Did you mean 'urgent'?" in result.stdout
    assert "short: no scenario played. 1 file could not be read." in result.stdout


def test_mistakes_that_nobody_would_notice_are_told_with_a_scenario_that_would(
    crisis, draft, scenario
):
    text = draft.read_text().replace("any: [{thoughts: yes}]", "any: [{thoughts: [yes, unsure]}]")
    draft.write_text(text)
    lines = DANGER.splitlines(keepends=True)
    scenario("".join(line for line in lines if "not sure" not in line))

    result = crisis("protocol", "test", draft, "--mutations")

    assert result.exit_code == 4
    assert "The rule `soon`: no scenario would notice if" in result.stdout
    assert "line 9: `thoughts: unsure` were forgotten in it" in result.stdout
    assert "For instance: `thoughts: unsure`." in result.stdout


def test_without_mistakes_about_danger_that_slip_through_it_ends_with_0(crisis, draft, scenario):
    scenario(CALM)
    scenario(DANGER, "two.yaml")

    result = crisis("protocol", "test", draft, "--mutations")

    assert result.exit_code == 0
    assert "SMALL MISTAKES, AND WHO WOULD NOTICE" in result.stdout


def test_as_json_it_is_one_object_with_everything(crisis, draft, scenario):
    scenario(DANGER.replace("level: moderate", "level: high"))

    result = crisis("protocol", "test", draft, "--mutations", "--json")
    told = json.loads(result.stdout)

    assert result.exit_code == 4
    assert (told["protocol"], told["passed"]) == ("short", False)
    assert told["scenarios"][0]["differences"] == [
        {"about": "level", "expected": "high", "seen": "moderate through some", "line": 3}
    ]
    assert told["not_reached"]["danger"] == []
    assert {"line", "danger", "in", "what", "advice", "answers", "shown"} == set(
        told["mutations"]["unnoticed"][0]
    )


def test_a_protocol_without_scenarios_says_where_they_would_be(crisis, draft):
    result = crisis("protocol", "test", draft)

    assert result.exit_code == 1
    assert f"There are no scenarios in {draft.parent / 'scenarios'}." in result.stderr
    assert "--scenarios" in result.stderr


def test_a_folder_of_scenarios_may_be_named(crisis, draft, scenario, tmp_path):
    scenario(DANGER)
    (draft.parent / "scenarios").rename(tmp_path / "elsewhere")

    result = crisis("protocol", "test", draft, "--scenarios", tmp_path / "elsewhere")

    assert result.exit_code == 0


def test_a_scenario_for_another_protocol_beside_it_is_left_out(crisis, draft, scenario):
    (draft.parent / "other.yaml").write_text("protocol: other\n", encoding="utf-8")
    scenario("protocol: other\nthis: is not looked into\n")
    scenario(f"protocol: short\n{DANGER}", "two.yaml")

    result = crisis("protocol", "test", draft)

    assert result.exit_code == 0
    assert "in 1 file," in result.stdout


def test_a_scenario_for_a_protocol_that_is_not_there_is_told(crisis, draft, scenario):
    scenario(f"protocol: shrot\n{DANGER}")

    result = crisis("protocol", "test", draft)

    assert result.exit_code == 4
    assert "E133 error: There is no protocol 'shrot' beside this folder." in result.stdout


def test_a_copy_beside_the_standard_protocol_does_not_take_its_scenarios(crisis, draft, scenario):
    standard = "protocol: crisis-intervention\n"
    (draft.parent / "crisis-intervention.yaml").write_text(standard, encoding="utf-8")
    scenario(DANGER)

    result = crisis("protocol", "test", draft)

    assert result.exit_code == 1
    assert f"crisis protocol test {draft} --scenarios {draft.parent / 'scenarios'}" in result.stderr
