"""Which calm pages are shown, whatever became of the file: in a contact and from the shell."""

import json
import shutil
import subprocess
import sys
import time
from datetime import date

import pytest
from console import Terminal

from crisis_cli.commands.calming import NOBODY, calm
from crisis_cli.commands.panel import PANEL
from crisis_cli.errors import Exit
from crisis_cli.protocol.source import load, shipped
from crisis_cli.terminal.calm_pages import BY_HEART
from crisis_cli.terminal.menu import BOUNCE

FIRST = BY_HEART[0]
MINE = "Breathe out as if through a straw."
CALM, ENTER = "\x0b", "\r"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The calm pages that came with the program, in a folder that a test may write to."""
    folder = tmp_path / "protocols"
    folder.mkdir()
    shutil.copy(shipped() / "de-escalation.yaml", folder)
    monkeypatch.setattr("crisis_cli.protocol.source.PACKAGE", tmp_path / "crisis_cli")
    assert shipped() == folder
    return folder / "de-escalation.yaml"


@pytest.fixture
def edited(file):
    """The same with another first line."""

    def edit(new=MINE):
        file.write_text(file.read_text("utf-8").replace(FIRST, new), encoding="utf-8")

    return edit


def first_line(practice=False):
    return calm(practice)().protocol.steps[0].text


def test_pages_that_nobody_approved_are_shown_and_said_to_be_so(file):
    shown = calm()()

    assert shown.protocol == load(file)
    assert shown.said == NOBODY


def test_approved_pages_are_shown_and_nothing_is_said(file, approve):
    approve(file)
    shown = calm()()

    assert (shown.protocol, shown.said) == (load(file), "")


def test_pages_that_were_edited_give_way_to_what_was_approved(file, edited, approve):
    approve(file)
    edited()

    assert first_line() == FIRST
    assert calm()().said.startswith("de-escalation.yaml is not what was approved. You see what")
    assert first_line(practice=True) == MINE


@pytest.mark.parametrize("damage", ["title: [", "\x00\xff", ""])
def test_a_broken_file_gives_way_to_what_was_approved(file, approve, damage):
    approve(file)
    file.write_text(damage, encoding="utf-8")

    assert first_line() == first_line(practice=True) == FIRST
    assert len(calm()().protocol.sections) > 5


@pytest.mark.parametrize("damage", ["title: [", "\x00\xff", "", None])
def test_where_nothing_can_be_read_the_lines_that_are_built_in_are_shown(file, damage):
    if damage is None:
        file.unlink()
    else:
        file.write_text(damage, encoding="utf-8")
    shown = calm()()

    assert tuple(step.text for step in shown.protocol.steps) == BY_HEART
    assert "cannot be used" in shown.said and "de-escalation" in shown.said


def test_an_approval_that_ended_is_told_and_its_pages_are_shown(file, approve):
    approve(file, until=date(2026, 1, 1))

    assert first_line() == FIRST
    assert "ended on 2026-01-01" in calm()().said


@pytest.fixture
def own(file, home):
    """The agency's own pages, in the folder of the records."""
    folder = home / "crisis"
    folder.mkdir()
    mine = folder / "de-escalation.yaml"
    mine.write_text(file.read_text("utf-8").replace(FIRST, MINE), encoding="utf-8")
    return mine


def test_an_agencys_own_pages_in_the_folder_of_the_records_come_first(own, approve):
    assert (first_line(), calm()().said) == (MINE, NOBODY)

    approve(own)

    assert (first_line(), calm()().said) == (MINE, "")


@pytest.mark.parametrize("other", ["title: [", "another protocol", "a folder"])
def test_own_pages_that_cannot_be_used_give_way_to_those_that_came_along(own, short, other):
    if other == "a folder":
        own.unlink()
        own.mkdir()
    else:
        own.write_text(short.read_text("utf-8") if other == "another protocol" else other, "utf-8")
    shown = calm()()

    assert first_line() == FIRST
    assert shown.said == f"de-escalation.yaml cannot be used: tell your supervisor. {NOBODY}"


def test_own_pages_that_are_gone_are_still_shown_as_they_were_approved(own, approve):
    approve(own)
    own.unlink()

    assert first_line() == MINE


def test_who_approved_the_pages_is_listed_although_they_are_no_contact(own, approve, crisis):
    approve(own)
    told = crisis("protocol", "approve", own)

    assert told.exit_code == 0
    assert "A supervisor" in told.stdout


def test_the_first_page_and_the_words_of_the_others_are_read_from_the_shell(crisis):
    told = crisis("now", "calm")

    assert (told.exit_code, told.stderr) == (0, "")
    assert all(line in told.stdout for line in BY_HEART[:-1])
    assert "crisis now angry " in told.stdout and "crisis now leave " in told.stdout
    assert max(map(len, told.stdout.splitlines())) < 80


def test_every_word_of_the_list_gives_its_page(crisis):
    listed = [line.split() for line in crisis("now", "calm").stdout.splitlines()]
    words = [line[2] for line in listed if line[:2] == ["crisis", "now"]]

    for word in words:
        page = crisis("now", word)
        assert page.exit_code == 0
        assert len(page.stdout.splitlines()) > 5
    assert len(words) > 7


@pytest.mark.parametrize("word", ["Angry", "ANGRY", " angry "])
def test_a_word_in_capitals_will_do(crisis, word):
    assert crisis("now", word).stdout == crisis("now", "angry").stdout


def test_a_word_that_no_page_has_shows_whom_to_call_and_names_the_pages(crisis):
    told = crisis("now", "angri")

    assert told.stdout == PANEL
    assert told.exit_code == Exit.USAGE
    assert "There is no calm page 'angri'" in told.stderr and "angry" in told.stderr


def test_a_first_page_with_another_id_is_still_read_by_the_word_calm(file, crisis):
    text = file.read_text("utf-8").replace("- id: calm\n", "- id: slow\n")
    file.write_text(text, encoding="utf-8")

    assert FIRST in crisis("now", "calm").stdout


def test_they_need_no_home_no_records_and_no_passphrase(tmp_path):
    words = [sys.executable, "-m", "crisis_cli", "now", "calm"]
    env = {"CRISIS_HOME": "/dev/null/none", "HOME": "/dev/null", "PATH": ""}
    done = subprocess.run(words, capture_output=True, text=True, env=env, cwd=tmp_path)

    assert FIRST in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_once_compiled_they_are_shown_without_yaml_and_without_pydantic():
    code = (
        "import sys\n"
        "from crisis_cli.commands.calming import calm\n"
        "calm()()\n"
        "print({'yaml', 'pydantic'} & set(sys.modules))"
    )
    told = [subprocess.run([sys.executable, "-c", code], capture_output=True) for _ in range(2)]

    assert told[1].stdout.strip() == b"set()"


@pytest.mark.parametrize("practice", [[], ["--practice"]])
def test_they_are_no_contact(crisis, practice):
    refused = crisis("start", "de-escalation", *practice)

    assert refused.exit_code == Exit.TOLD
    assert "crisis now calm" in refused.stderr


def test_nothing_is_written_when_they_are_read(crisis, home):
    crisis("now", "calm")

    assert json.loads(crisis("cases", "--json").stdout) == []
    assert not (home / "crisis" / "records.db").exists()


@pytest.mark.tty
def test_in_a_contact_the_key_shows_them_and_what_was_typed_still_stands(short):
    one = Terminal(["-m", "crisis_cli", "start", str(short)], 80, 24, {})
    one.ready("What may I call you?")
    one.act("Sam")
    one.wait(">  Sam")
    one.act(CALM)
    one.ready("Ctrl-K calm", FIRST, "10  Back to the question")
    one.act("2")
    one.act(ENTER)
    one.ready("Angry, loud, making threats", "2  The other pages")
    one.act("1")
    one.act(ENTER)
    one.ready("What may I call you?", ">  Sam")
    time.sleep(BOUNCE)
    one.act(ENTER)
    one.wait("Any thoughts of ending your life?")


@pytest.mark.tty
def test_in_plain_lines_a_letter_shows_them(short):
    one = Terminal(["-m", "crisis_cli", "start", "--plain", str(short)], 80, 60, {})
    one.asks("What may I call you?", "\n>")
    one.press("/c\n")
    one.asks(FIRST, "10. Back to the question", "\n>")
    one.press("10\n")
    one.asks(
        "Back to the question", "/c calm, /b back, /? why, /n no answer, /p pause, /h hide.\n>"
    )
    one.press("c\n")
    one.wait("Any thoughts of ending your life?")
