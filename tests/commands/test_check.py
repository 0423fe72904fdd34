"""crisis protocol check of files of every kind, and explain of what it says."""

import json
import shutil
from pathlib import Path

import pytest

SHIPPED = Path(__file__).parents[2] / "protocols"
MINE = """\
resources:
  - id: lifeline
    name: 988 Lifeline
    for: Thoughts of suicide
    numbers: [{call: 988}]
    hours: always
    source: "988lifeline.org"
    verified_on: %s
    expires_after_days: 36500
    status: confirmed
"""


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files, as a supervisor has one."""
    return shutil.copytree(SHIPPED, tmp_path / "protocols")


def check(crisis, *words):
    return crisis("protocol", "check", "--no-proofs", *words)


def codes(result):
    return [one["code"] for file in json.loads(result.stdout)["files"] for one in file["problems"]]


def test_a_protocol_names_its_old_numbers_and_where_they_stand_and_ends_with_0(crisis, folder):
    result = check(crisis, folder / "crisis-intervention.yaml")
    told = " ".join(result.stdout.split())

    assert result.exit_code == 0
    assert "Checked too long ago, so phone them: access_helpline" in told
    assert f"crisis protocol check {folder}/resources/dc.yaml" in told


def test_a_resource_file_tells_each_old_number_at_its_date(crisis, folder):
    result = check(crisis, folder / "resources" / "dc.yaml", "--json")
    file = json.loads(result.stdout)["files"][0]

    assert result.exit_code == 4
    assert {one["code"] for one in file["problems"]} == {"W101"}
    assert all(one["source"].strip().startswith("verified_on:") for one in file["problems"])


def test_the_resources_beside_a_protocol_are_those_that_count(crisis, folder, short):
    shutil.rmtree(folder / "resources")
    mine = folder / "resources" / "mine.yaml"
    mine.parent.mkdir()
    mine.write_text(MINE % "2026-01-31", encoding="utf-8")
    path = folder / "short.yaml"
    shutil.copy(short, path)

    assert "W089" not in codes(check(crisis, path, "--json"))
    mine.write_text((MINE % "2026-01-31").replace("lifeline\n", "line\n"), encoding="utf-8")
    assert "W089" in codes(check(crisis, path, "--json"))
    mine.write_text(MINE % "soon", encoding="utf-8")
    assert "W090" in codes(check(crisis, path, "--json"))


def test_scenarios_and_properties_are_looked_over_too(crisis, folder):
    scenario = next(folder.glob("scenarios/01*.yaml"))
    scenario.write_text(scenario.read_text().replace("  thoughts: ", "  thoughs: ", 1))

    assert check(crisis, folder / "properties.yaml").exit_code == 0
    assert codes(check(crisis, scenario, "--json")) == ["E130"]


def test_files_of_a_protocol_with_errors_are_told_so_and_the_rest_is_checked(crisis, folder):
    protocol = folder / "crisis-intervention.yaml"
    protocol.write_text(protocol.read_text().replace("kind: scale", "kind: scael", 1))
    files = [folder / "properties.yaml", next(folder.glob("scenarios/01*.yaml")), protocol]
    result = check(crisis, *files, "--json")

    assert result.exit_code == 4
    assert codes(result) == ["E115", "E115", "E023"]


def test_a_file_of_no_known_kind_is_read_as_a_protocol(crisis, tmp_path):
    path = tmp_path / "notes.yaml"
    path.write_text("shopping: [milk]\n")

    assert "E020" in codes(check(crisis, path, "--json"))


def test_the_worst_is_told_first_as_json_and_as_text(crisis, folder):
    path = folder / "crisis-intervention.yaml"
    text = path.read_text().replace("- right_now: [yes, unsure]", "- right_now: yes", 1)
    path.write_text(text.replace("title: Tonight", "title: “Tonight”") + "extra: x\n")

    assert codes(check(crisis, path, "--json")) == ["E021", "W097", "W104"]
    told = check(crisis, path).stdout
    assert told.index("E021") < told.index("W097") < told.index("W104")


def test_explain_of_a_code_says_why_and_what_to_do_with_an_example(crisis):
    result = crisis("protocol", "explain", "w097")

    assert result.exit_code == 0
    for part in ("W097, warning:", "Not sure is not a no", "Wrong:", "- plan: yes", "Right:"):
        assert part in result.stdout


def test_explain_as_json_has_a_file_that_check_finds_fault_with(crisis, tmp_path):
    entry = json.loads(crisis("protocol", "explain", "E031", "--json").stdout)
    path = tmp_path / "example.yaml"
    path.write_text(entry["wrong"])

    assert codes(check(crisis, path, "--json")) == ["E031"]
    path.write_text(entry["right"])
    assert check(crisis, path).exit_code == 0


def test_a_code_that_does_not_exist_is_a_sentence_and_ends_with_1(crisis):
    result = crisis("protocol", "explain", "E999")

    assert result.exit_code == 1
    assert "There is no code E999." in result.stderr
