"""crisis protocol: check, describe, schema; what they print and how they end."""

import json

import pytest

DAY_AND_NIGHT = "    - {heading: Any time, text: Call or text 988.}\n"


@pytest.fixture
def short(short):
    """A protocol in which nothing at all is wrong."""
    short.write_text(short.read_text() + DAY_AND_NIGHT)
    return short


@pytest.fixture
def broken(short):
    path = short.with_name("broken.yaml")
    path.write_text(short.read_text().replace("kind: person", "kind: preson"))
    return path


def test_check_of_a_clean_file_says_so_and_ends_with_0(crisis, short):
    result = crisis("protocol", "check", short)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "no problems found. Steps: 3." in result.stdout


def test_check_of_a_broken_file_tells_the_place_and_ends_with_4(crisis, short, broken):
    result = crisis("protocol", "check", short, broken)

    assert result.exit_code == 4
    assert "E023 error: 'kind' cannot be 'preson'." in result.stdout
    assert "Did you mean 'person'?" in result.stdout
    assert "no problems found" in result.stdout


def test_check_ends_with_4_for_a_warning_too(crisis, short):
    short.write_text(short.read_text().replace("blocks:", "blocks:\n  idle: []"))

    assert crisis("protocol", "check", short).exit_code == 4


def test_check_as_json_is_one_object_with_every_file(crisis, short, broken):
    result = crisis("protocol", "check", "--json", short, broken)
    good, bad = json.loads(result.stdout)["files"]

    assert result.exit_code == 4
    assert (good["file"], good["problems"]) == (str(short), [])
    assert [(one["code"], one["line"]) for one in bad["problems"]] == [("E023", 21)]


@pytest.mark.parametrize("command", ["check", "describe"])
def test_a_file_that_is_not_there_is_a_sentence_and_ends_with_1(crisis, short, command):
    result = crisis("protocol", command, short.with_name("shrt.yaml"))

    assert result.exit_code == 1
    assert "Did you mean 'short.yaml'?" in result.stderr


def test_check_takes_the_name_of_a_shipped_protocol(crisis):
    assert crisis("protocol", "check", "crisis-intervention").exit_code == 0


def test_check_without_a_file_is_wrong_use(crisis):
    assert crisis("protocol", "check").exit_code == 2


def test_describe_says_each_step_in_words(crisis, short):
    result = crisis("protocol", "describe", short)

    assert result.exit_code == 0
    assert "  thoughts  [yes_no, danger]" in result.stdout


def test_describe_as_json_lists_the_steps(crisis, short):
    result = crisis("protocol", "describe", "--json", short)

    assert [step["id"] for step in json.loads(result.stdout)["steps"]] == [
        "name",
        "thoughts",
        "friend",
        "called",
    ]


def test_describe_of_a_broken_file_tells_its_problems_and_ends_with_1(crisis, broken):
    result = crisis("protocol", "describe", broken)

    assert result.exit_code == 1
    assert "E023 error" in result.stderr and "crisis protocol check" in result.stderr


def test_the_schema_is_json(crisis):
    result = crisis("protocol", "schema")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == "A crisis protocol"
