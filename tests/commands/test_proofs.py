"""crisis protocol check proves what must hold, and an approval asks for the same."""

import json
import shutil

import pytest

from crisis_cli.protocol.source import find

PROPERTIES = """\
properties:
  short:
    - id: not_left
      means: Whoever thinks of suicide is not left.
      when: {thoughts: [yes, unsure]}
      next_block: stay
"""


@pytest.fixture
def good(draft):
    """A protocol of which everything holds, with its properties beside it."""
    text = draft.read_text().replace("[{thoughts: yes}]", "[{thoughts: [yes, unsure]}]")
    draft.write_text(text + "    - {heading: Any time, text: Call or text 988.}\n")
    draft.with_name("properties.yaml").write_text(PROPERTIES)
    return draft


@pytest.fixture
def weak(good):
    """The same, where "not sure" does not bring up the block any more."""
    good.write_text(good.read_text().replace("[yes, unsure]}]", "yes}]"))
    return good


def test_what_holds_is_counted_and_ends_with_0(crisis, good):
    result = crisis("protocol", "check", good)

    assert (result.exit_code, result.stderr) == (0, "")
    assert f"{good}: 7 proved, over every interview" in result.stdout
    assert str(good.with_name("properties.yaml")) in result.stdout


def test_what_is_broken_is_told_with_the_answers_and_ends_with_4(crisis, weak):
    result = crisis("protocol", "check", weak)

    assert result.exit_code == 4
    assert "BROKEN: not_left. Whoever thinks of suicide is not left." in result.stdout
    assert "Any thoughts of ending your life?: Not sure" in result.stdout
    assert "No block comes; what is asked next is friend." in result.stdout


def test_as_json_each_verdict_has_its_answers(crisis, weak):
    (file,) = json.loads(crisis("protocol", "check", "--json", weak).stdout)["files"]
    broken = file["proofs"]["verdicts"][0]

    assert (file["problems"], file["proofs"]["held"]) == ([], False)
    assert (broken["id"], broken["outcome"]) == ("not_left", "broken")
    assert broken["answers"] == {"name": "some words", "thoughts": "unsure"}


def test_without_proofs_it_says_that_nothing_was_proved(crisis, weak):
    result = crisis("protocol", "check", "--no-proofs", weak)

    assert result.exit_code == 0
    assert "Nothing was proved, because --no-proofs was given." in result.stdout
    (file,) = json.loads(crisis("protocol", "check", "--no-proofs", "--json", weak).stdout)["files"]
    assert (file["proofs"]["held"], file["proofs"]["verdicts"]) == (False, [])


def test_of_a_file_with_errors_nothing_is_proved(crisis, weak):
    weak.write_text(weak.read_text().replace("kind: person", "kind: preson"))
    result = crisis("protocol", "check", weak)

    assert result.exit_code == 4
    assert "Nothing was proved, because there are errors." in result.stdout


def test_a_mistake_in_the_properties_is_told_and_nothing_is_proved(crisis, good):
    file = good.with_name("properties.yaml")
    file.write_text(PROPERTIES.replace("next_block: stay", "next_block: stya"))
    result = crisis("protocol", "check", good)

    assert result.exit_code == 4
    assert f"{file}:6:19: E033 error: There is no block 'stya'." in result.stdout
    assert "Nothing was proved, because there are errors." in result.stdout


def test_a_protocol_of_which_no_properties_speak_has_the_standard_ones(crisis, good):
    good.with_name("properties.yaml").unlink()
    result = crisis("protocol", "check", good)

    assert result.exit_code == 0
    assert "6 proved" in result.stdout
    assert "no properties.yaml names this protocol" in result.stdout


def test_a_lone_copy_is_held_against_the_properties_that_came_along(crisis, tmp_path):
    copy = tmp_path / "copy.yaml"
    shutil.copy(find("crisis-intervention"), copy)
    line = "  - {when: suicide_now, run: stay_and_call}\n"
    assert line in copy.read_text("utf-8")
    copy.write_text(copy.read_text("utf-8").replace(line, ""), encoding="utf-8")
    result = crisis("protocol", "check", copy)

    assert result.exit_code == 4
    assert "BROKEN: about_to_die." in result.stdout


def test_nothing_is_approved_that_is_not_proved(crisis, weak):
    result = crisis("protocol", "approve", weak, "--by", "A supervisor")

    assert result.exit_code == 4
    assert "BROKEN: not_left." in result.stdout + result.stderr


def test_a_slip_in_the_name_of_the_protocol_does_not_leave_its_properties_out(crisis, good):
    beside = good.with_name("properties.yaml")
    beside.write_text(PROPERTIES.replace("  short:", "  shrot:"))

    result = crisis("protocol", "check", good)

    assert result.exit_code == 4
    assert f"{beside}:2:3: E114 error: There is no protocol 'shrot'" in result.stdout
    assert "Nothing was proved, because there are errors." in result.stdout
