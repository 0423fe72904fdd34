"""crisis protocol try, at a real terminal: full screen and plain lines."""

import re
import sys

import pytest
from console import Terminal

from crisis_cli.errors import Exit
from crisis_cli.terminal.widgets import BOUNCE

pytestmark = [
    pytest.mark.tty,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]
BOUNCED = 2 * BOUNCE  # after which Enter alone is no key that was held too long
# A question in plain lines, and its prompt.
ASKED = re.compile(r"thoughts of ending your life\?\n.*\n>", re.DOTALL)


@pytest.fixture
def tried(short):
    """Try the short protocol at a terminal."""
    opened = []

    def start(*more, rows=24):
        words = ["-m", "crisis_cli", "protocol", "try", str(short), *more]
        opened.append(Terminal(words, 80, rows, {}))
        return opened[-1]

    yield start
    for one in opened:
        one.child.close(force=True)


@pytest.fixture
def edit(short):
    def change(old, new):
        text = short.read_text(encoding="utf-8")
        assert old in text
        short.write_text(text.replace(old, new), encoding="utf-8")

    change.text = lambda: short.read_text(encoding="utf-8")
    return change


def kept(home):
    """What lies in the data folder."""
    return list((home / "crisis").rglob("*"))


def test_a_save_is_read_by_a_key_and_the_answers_stay(tried, edit, home):
    one = tried()
    one.ready("What may I call you?", "Ctrl-R reload")
    one.press("Sam\r")
    one.ready("Any thoughts of ending your life?")
    edit("Any thoughts of ending your life?", "Have you thought of dying?")
    one.press("\x12")

    screen = one.ready("Have you thought of dying?")

    assert "Read again. Answers kept: 1." in screen
    one.press("\x10")
    one.ready("nothing of it is kept", "2  Stop here")
    one.press("2\r")
    assert "Nothing of this was kept." in one.wait("Nothing of this was kept.")
    one.child.wait()
    assert (one.child.exitstatus, kept(home)) == (Exit.DONE, [])


def test_a_broken_save_is_shown_with_its_place_and_the_run_goes_on(tried, edit):
    one = tried("--from", "thoughts")
    assert "answered calmly" in one.ready("Any thoughts of ending your life?")
    edit("danger: yes}", "danger: yse}")
    one.press("\x12")

    screen = one.ready("This save cannot be used.", "Enter: go on")
    line, caret = (row for row in screen.split("\n") if " | " in row)

    number = edit.text().split("yse")[0].count("\n") + 1
    assert f"short.yaml:{number}:" in screen and "Did you mean 'yes'?" in screen
    assert line[caret.index("^") :].startswith("yse}")
    edit("danger: yse}", "danger: yes}")
    edit("Any thoughts", "Have you had thoughts")
    one.press("\x12")  # on the page itself: whoever mends the file sits there
    one.ready("Have you had thoughts of ending your life?", "Read again.")


def test_after_a_broken_save_the_question_is_still_there(tried, edit):
    one = tried("--from", "thoughts")
    one.ready("Any thoughts")
    edit("danger: yes}", "danger: yse}")
    one.press("\x12")
    one.ready("This save cannot be used.", "Enter: go on")
    one.settle(BOUNCED)
    one.press("\r")

    one.ready("Any thoughts of ending your life?")


def test_it_goes_the_same_way_in_plain_lines(tried, edit, home):
    one = tried("--plain", rows=60)
    one.wait("What may I call you?", "/r reload", "\n>")
    one.press("Sam\r")
    one.wait("Any thoughts of ending your life?", "r reload, c calm, b back", "\n>")
    edit("danger: yes}", "danger: yse}")
    one.press("r\r")
    one.wait("This save cannot be used.", "Did you mean 'yes'?", "Enter: go on.\n>")
    one.press("\r")
    one.until(lambda seen: ASKED.search(seen.rpartition("Enter: go on.")[2]), "the question again")
    edit("danger: yse}", "danger: yes}")
    edit("Any thoughts", "Have you had thoughts")
    one.press("r\r")

    one.wait("Read again. Answers kept: 1.", "Have you had thoughts")
    one.until(lambda seen: ASKED.search(seen.rpartition("Read again.")[2]), "the new question")
    one.press("\x03")
    one.wait("Nothing of this was kept.")
    one.child.wait()
    assert (one.child.exitstatus, kept(home)) == (Exit.INTERRUPTED, [])


def test_it_is_read_again_from_the_emergency_panel_and_from_the_review_too(tried, edit):
    one = tried("--from", "friend")
    one.ready("Who could you call?")
    one.press("\x05")
    one.ready("EMERGENCY\n  911", "What now?")
    edit("Who could you call?", "Whom could you call?")
    one.press("\x12")
    one.ready("Whom could you call?", "Read again. Answers kept: 2.")
    for part, keys in [("Name", "Ana\r"), ("Who they are", "\r"), ("Phone", "\r")]:
        one.ready("Whom could you call?", f"\n{part}")
        one.settle(BOUNCED)
        one.press(keys)
    one.ready("Review")
    edit("What may I call you?", "Your name?")
    one.press("\x12")

    one.wait("Read again. Answers kept: 3.", "Review", "Your name? some words")


def test_the_key_is_no_key_of_a_contact(short):
    one = Terminal(["-m", "crisis_cli", "practice", str(short)], 80, 24, {})
    screen = one.ready("What may I call you?")
    one.press("Sam\x12\r")
    one.ready("Any thoughts of ending your life?")

    assert "reload" not in screen
    assert "Read again" not in one.look() and "search" not in one.look()
    one.child.close(force=True)


def test_a_file_that_is_broken_from_the_start_is_told(crisis, short, edit):
    edit("danger: yes}", "danger: yse}")

    done = crisis("protocol", "try", short)

    assert done.exit_code == Exit.TOLD
    assert "E023" in done.stderr


def test_without_a_terminal_it_says_so(crisis, short):
    done = crisis("protocol", "try", short)

    assert done.exit_code == Exit.TOLD
    assert "There is no terminal here" in done.stderr
