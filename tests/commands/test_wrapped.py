"""Long sentences fit the terminal, and nothing is broken in a pipe."""

import os
import subprocess
import sys

import pytest
from console import Terminal

from crisis_cli.commands.amend.asking import KINDS
from crisis_cli.commands.panel import NUMBERS, PANEL
from crisis_cli.commands.passphrases import ABOUT
from crisis_cli.protocol.wrapping import wrapped

TEXT = "TITLE\n  One sentence that is longer than a narrow terminal is wide.\n\n    Short."


def test_lines_are_broken_between_words_and_indented_as_they_begin():
    assert wrapped(TEXT, 40).splitlines() == [
        "TITLE",
        "  One sentence that is longer than a",
        "    narrow terminal is wide.",
        "",
        "    Short.",
    ]


def test_what_stands_behind_a_label_goes_on_under_its_text():
    assert wrapped("MISSING  Fonts: none of Korean was found.", 28).splitlines() == [
        "MISSING  Fonts: none of",
        "         Korean was found.",
    ]


def test_a_message_fits_its_terminal_where_the_result_goes_to_a_pipe():
    code = (
        "import os; os.dup2(os.open(os.devnull, os.O_WRONLY), 1)\n"
        "from crisis_cli.boundary import tell\n"
        "tell('Look into the folder of /somebody/in/a/house', 'End.')"
    )
    screen = Terminal(["-c", code], 42, 20, {}).wait("End.")

    assert "/somebody/in/a/house" in screen.split()


def test_a_word_that_is_too_long_stays_whole():
    assert wrapped("  safety_first_and_only", 10) == "  safety_first_and_only"


def test_in_a_pipe_each_sentence_stays_in_one_line(crisis, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    result = crisis("protocol", "explain", "intent")

    assert max(map(len, result.stdout.splitlines())) > 60


def test_at_a_terminal_an_approval_is_told_without_a_word_broken_in_two(short):
    words = ["-m", "crisis_cli", "protocol", "approve", str(short)]
    screen = Terminal(words, 80, 24, {}).wait("Nothing was changed since.")

    assert "Fingerprint" in screen.split()


def test_at_a_terminal_the_example_of_a_code_is_not_broken_inside_a_word(home):
    words = ["-m", "crisis_cli", "protocol", "explain", "E062"]
    one = Terminal(words, 80, 24, {})
    one.wait("Right:")

    assert one.settle().split().count("unsure}]}") == 2


def test_an_empty_line_at_the_end_is_kept():
    assert wrapped("DUE\n", 40) == "DUE\n"


def test_at_a_terminal_what_to_do_about_a_late_danger_is_not_broken_inside_a_word(started, calm):
    late = ["--kind", "addendum", "--text", "A knife was there.", "--danger"]
    words = ["-m", "crisis_cli", "amend", started(calm)["contact"], *late]
    screen = Terminal(words, 50, 45, {}).wait("Read it: crisis show")

    assert "supervisor now,\nand get" in "\n".join(line.rstrip() for line in screen.splitlines())


def test_at_a_terminal_the_list_has_the_name_on_a_line_of_its_own(started, calm):
    started(calm, "--client", "Somebody Else")
    screen = Terminal(["-m", "crisis_cli", "cases"], 80, 45, {}).wait("due")

    assert "Somebody Else" in [line.strip() for line in screen.splitlines()]


def test_at_a_terminal_what_is_wrong_is_told_without_a_word_broken_in_two(home):
    words = ["-m", "crisis_cli", "protocol", "approve", "not-there.yaml"]
    screen = Terminal(words, 45, 20, {}).wait("strengths-plan.")

    assert "These came with the program:\ncrisis-intervention, de-escalation, debrief," in screen


QUESTION = "Passphrase of your debriefs, or the key on your paper"


@pytest.mark.parametrize("columns", [40, 54, 55, 56, 57])
def test_what_a_command_asks_is_broken_between_words_and_typed_behind_it(columns):
    code = f"from crisis_cli.commands.typed import ask; print('GOT', ask({QUESTION!r}))"
    one = Terminal(["-c", code], columns, 20, {})
    one.wait("paper:")
    asked = one.settle(0.2)
    one.press("x")
    typed = one.wait("x")
    one.press("\r")
    one.wait("GOT x")

    assert asked.split() == f"{QUESTION}:".split()
    assert "paper: x" in typed or typed.splitlines()[-1] == "x"


def test_enter_alone_where_something_is_needed_is_told():
    one = Terminal(["-c", "from crisis_cli.commands.typed import ask; ask('Name')"], 80, 20, {})
    one.asks("Name:")
    one.press("\r")

    one.asks("Nothing was typed", "Name:")


def test_what_is_typed_unseen_is_asked_for_between_words_too():
    code = f"from crisis_cli.commands.typed import hidden; print('GOT', hidden({QUESTION!r}))"
    one = Terminal(["-c", code], 50, 20, {})
    one.wait("paper:")

    assert one.settle(0.2).split() == f"{QUESTION}:".split()


def test_at_a_terminal_the_choices_of_a_command_are_broken_between_words(started, calm):
    one = Terminal(["-m", "crisis_cli", "amend", started(calm)["contact"]], 40, 40, {})
    one.wait("Number:")
    shown = one.settle(0.2)

    assert {word for text in KINDS.values() for word in text.split()} <= set(shown.split())


def test_a_passphrase_is_asked_for_between_words_too():
    code = f"from crisis_cli.commands.unlocking import passphrase_typed as p; p({QUESTION!r})"
    one = Terminal(["-c", code], 50, 20, {})
    one.wait("paper:")

    assert one.settle(0.2).split() == f"{QUESTION}:".split()


def test_choosing_a_passphrase_is_explained_between_words_and_in_one_piece(home):
    setup = ["-m", "crisis_cli", "setup", "--name", "Dana R.", "--role", "worker"]
    screen = Terminal(setup, 60, 24, {}).wait("New passphrase:")

    about = screen.partition("Nothing shows")[0].splitlines()
    assert " ".join(" ".join(about).split()) == ABOUT.partition("Nothing shows")[0].strip()
    assert all(len(line) > 40 for line in about[:-1])  # nothing is left ragged in between


def test_the_emergency_page_is_not_broken_inside_a_word_or_a_number():
    screen = Terminal(["-m", "crisis_cli", "now"], 60, 25, {}).wait("or 911.")

    assert screen.split() == PANEL.split()
    assert set(NUMBERS.values()) <= {word.strip(".:") for word in screen.split()}


def test_the_list_to_practise_from_is_not_broken_inside_a_word(home):
    listed = subprocess.run(
        [sys.executable, "-m", "crisis_cli", "practice"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"COLUMNS": "45"},
        check=True,
    )

    head, *_ = listed.stdout.partition("Begin one:")
    assert max(map(len, head.splitlines())) <= 45
