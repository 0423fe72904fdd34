"""The line that commands ask for: what is typed, what is rubbed out, and when nobody is there."""

import os
import sys

import pytest

from crisis_cli.terminal.line import Idle, Line, read_line

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("Jo", "Jo"),
        ("Jox\x7f", "Jo"),
        ("Jox\x08", "Jo"),
        ("\x7fJo", "Jo"),
        ("nothing\x15Jo", "Jo"),
        ("Jo went\x17", "Jo"),
        ("Jo went \x17", "Jo"),
        ("J\x1b[Do\x1b[3~\x1bOA", "Jo"),
        ("J\x1bxo", "Jo"),
        ("J\x1b\x1b[Ao", "Jo"),
        ("J\x00\x01\x02o", "Jo"),
        ("a\tb", "a b"),
        ("Zoë 😀 子\x7f", "Zoë 😀 "),
        ("Jo\x04", "Jo"),
    ],
)
def test_keys_make_a_line(keys, text):
    line = Line(lambda _: None)

    assert not any(line.take(char) for char in keys)
    assert line.take("\r")
    assert line.text == text


def test_a_wide_character_is_rubbed_out_whole():
    shown = []
    line = Line(shown.append)
    for char in "子\x7f":
        line.take(char)

    assert shown == ["子", "\b\b  \b\b"]


def test_ctrl_d_on_an_empty_line_is_the_end():
    with pytest.raises(EOFError):
        Line(lambda _: None).take("\x04")


@pytest.fixture
def terminal():
    mine, theirs = os.openpty()
    yield mine, theirs
    os.close(mine)
    os.close(theirs)


def test_what_comes_after_the_line_is_for_whoever_reads_next(terminal):
    mine, theirs = terminal
    os.write(mine, "Zoë\rnext\r".encode())

    assert read_line(theirs, lambda _: None, "", 5) == "Zoë"
    assert read_line(theirs, lambda _: None, "", 5) == "next"


def test_nobody_at_the_keys_is_idle_and_the_terminal_is_as_it_was(terminal):
    import termios

    mine, theirs = terminal
    before = termios.tcgetattr(theirs)
    os.write(mine, b"half a line")

    with pytest.raises(Idle):
        read_line(theirs, lambda _: None, "", 0.1)
    assert termios.tcgetattr(theirs) == before
