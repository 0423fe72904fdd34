"""What lies beside a protocol and is none of its files stops no command."""

import sys

import pytest

from crisis_cli.commands.protocol.given import resources_for
from crisis_cli.errors import Exit

CALM = "title: T\nanswers: {name: Sam, thoughts: no, friend: {name: A}}\nexpect: {level: none}\n"
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="links and limits of POSIX")


@pytest.fixture
def clutter():
    """Leave in a folder what an editor leaves there while somebody types, and a folder."""

    def leave(folder):
        (folder / ".#one.yaml").symlink_to("somebody@host.123")
        (folder / "old.yaml").mkdir()

    return leave


@needs_posix
def test_the_scenarios_are_played_while_one_is_open_in_an_editor(crisis, short, clutter):
    folder = short.parent / "scenarios"
    folder.mkdir()
    (folder / "one.yaml").write_text(CALM, encoding="utf-8")
    clutter(folder)
    clutter(short.parent)

    done = crisis("protocol", "test", short)

    assert done.exit_code == Exit.FOUND  # danger is not covered
    assert "1 scenario" in done.stdout and done.stderr == ""


@needs_posix
def test_a_scenario_is_checked_while_its_protocol_is_open_in_an_editor(crisis, short, clutter):
    scenario = short.with_name("calm.yaml")
    scenario.write_text(f"protocol: short\n{CALM}", encoding="utf-8")
    clutter(short.parent)

    done = crisis("protocol", "check", scenario)

    assert done.exit_code == Exit.DONE, done.stdout + done.stderr


@needs_posix
def test_the_resources_are_known_while_they_are_open_in_an_editor(short, clutter):
    folder = short.parent / "resources"
    folder.mkdir()
    clutter(folder)

    assert resources_for(short)


@needs_posix
def test_a_link_that_leads_nowhere_is_not_offered_in_place_of_itself(crisis, tmp_path):
    link = tmp_path / "gone.yaml"
    link.symlink_to("nowhere")

    done = crisis("protocol", "check", link)

    assert done.exit_code == Exit.TOLD
    assert "gone.yaml" in done.stderr and "Did you mean" not in done.stderr
