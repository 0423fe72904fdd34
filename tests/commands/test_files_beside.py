"""What lies beside a protocol and is none of its files stops no command; what is begun is whole."""

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


def test_a_protocol_is_not_translated_into_its_own_language(crisis, short):
    done = crisis("protocol", "translate", short, "--new", "en")

    assert done.exit_code == Exit.USAGE
    assert "is written in 'en' itself." in done.stderr
    assert not short.with_name("short.en.yaml").exists()


@needs_posix
def test_a_translation_that_cannot_be_written_whole_is_not_begun(crisis, short):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        done = crisis("protocol", "translate", short, "--new", "es")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert done.exit_code == Exit.TOLD
    assert "cannot be written" in done.stderr
    assert not short.with_name("short.es.yaml").exists()


def test_why_not_names_the_answers_that_belong_to_no_step(crisis, short):
    answers = short.with_name("answers.yaml")
    answers.write_text("answers: {name: Sam, thouhgts: no, friend: {name: A}}\n", encoding="utf-8")

    done = crisis("protocol", "why-not", "friend", short, "--answers", answers, "--json")

    assert done.exit_code == Exit.DONE
    assert done.stderr == "No steps of short, so not used: thouhgts\n"
