"""A real terminal: what stands on it first, and what hands on real keys do to it."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from console import Terminal
from every_kind import EVERY_KIND

pytestmark = [
    pytest.mark.tty,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]

# Leads a contact of a protocol, kept as one line of JSON for each entry; tells how it went.
PROGRAM = """
import json, os, sys
from datetime import datetime, timezone
from pathlib import Path
from crisis_cli.engine.entries import Entry, Opened, from_json, to_json
from crisis_cli.engine.state import fold
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.source import load
from crisis_cli.terminal.interactive import interactive
from crisis_cli.terminal.session import run

def entry(line):
    body = json.loads(line)
    return Entry(body["seq"], datetime.fromisoformat(body["at"]), "w", from_json(body["event"]))

def keep(event):
    one = Entry(len(entries) + 1, datetime.now(timezone.utc), "w", event)
    body = {"seq": one.seq, "at": one.at.isoformat(), "event": to_json(event)}
    with log.open("a") as file:
        file.write(json.dumps(body) + "\\n")
        file.flush()
        os.fsync(file.fileno())
    entries.append(one)
    return one

protocol, log = load(Path(sys.argv[1])), Path(sys.argv[2])
entries = [entry(line) for line in log.read_text().splitlines()] if log.exists() else []
try:
    front = interactive("--plain" in sys.argv)
    if not entries:
        keep(Opened(protocol.id, protocol.version, protocol.hash))
    state = fold(protocol, entries)
    print("OVER:", run(state, keep, front, lambda *_: [], lambda: datetime.now(timezone.utc)))
except CrisisError as error:
    print("TOLD:", error.message, error.hint)
"""


@pytest.fixture
def program(tmp_path: Path) -> list[str]:
    """The program, its protocol and the log of this test: what Python is called with."""
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "protocol.yaml").write_text(EVERY_KIND, encoding="utf-8")
    return [str(tmp_path / name) for name in ("program.py", "protocol.yaml", "log")]


@pytest.fixture
def terminal(program: list[str]) -> Iterator[Callable[..., Terminal]]:
    """Start, or go on with, the contact of this test at a new terminal."""
    opened: list[Terminal] = []

    def start(*more: str, columns: int = 80, rows: int = 24, **env: str) -> Terminal:
        opened.append(Terminal([*program, *more], columns, rows, {"TERM": "xterm"} | env))
        return opened[-1]

    yield start
    for one in opened:
        one.child.close(force=True)


READY = "then Enter."


def test_the_first_screen_has_the_numbers_and_nothing_chosen(terminal: Callable[..., Terminal]):
    screen = terminal().wait("Have you had thoughts", READY, "6  Pass by for now")

    assert screen.startswith("911 life in danger   988 crisis line   Ctrl-E EMERGENCY")
    assert "\n  1  Yes" in screen and ">" not in screen


def test_forty_columns_are_enough(terminal: Callable[..., Terminal]):
    one = terminal(columns=40)
    one.wait("there is more to read")
    one.settle()
    one.press("\r")
    screen = one.wait("killing\nyourself?", "Pass by for now")

    assert all(len(line) < 40 for line in screen.split("\n"))
    assert screen.startswith("911 life in danger   988 crisis line\nCtrl-E EMERGENCY")


def test_ctrl_c_leaves_it_open_and_it_goes_on_at_the_same_question(
    terminal: Callable[..., Terminal],
):
    first = terminal()
    first.wait(READY, "thoughts")
    first.press("1\r")
    first.wait("Do you have a plan?", READY)
    first.press("\x03")
    first.wait("OVER: broken_off")

    again = terminal().wait("Do you have a plan?", READY)

    assert "You are back." in again


def test_the_emergency_key_at_one_prompt_of_each_sort(terminal: Callable[..., Terminal]):
    one = terminal()
    for answer, question in [
        ("2\r", "Have you had thoughts"),
        ("3\r", "What do you need tonight?"),
        ("7\r", "How strong is it"),
        ("34\r", "How old are you?"),
        ("Jo\r", "What shall I call you?"),
        ("Hm\x13", "What happened today?"),
        ("1\r", "When can we talk again?"),
        ("555\r", "Where can we call you?"),
        ("Ann\r", "Who could sit with you?"),
    ]:
        one.wait(question, "then Enter" if "\x13" not in answer else "Ctrl-S")
        one.settle(0.1)
        one.press("\x05")
        one.wait("EMERGENCY\n  911", "Back to the question")
        one.press("2\r")
        one.wait(question, "then Enter" if "\x13" not in answer else "Ctrl-S")
        one.settle(0.1)
        one.press(answer)

    assert "Who they are" in one.wait("Who they are")


def test_a_doubled_enter_answers_one_question(terminal: Callable[..., Terminal]):
    one = terminal()
    for keys, following in [
        ("2\r\r", "What do you need tonight?"),
        ("3\r\r", "How strong is it"),
        ("7\r\r", "How old are you?"),
        ("34\r\r", "What shall I call you?"),
        ("Jo\r\r", "What happened today?"),
    ]:
        one.wait("then Enter")
        one.settle(0.1)
        one.press(keys[:-1])
        one.read(0.02)
        one.press(keys[-1])
        one.wait(following)

    screen = one.settle()
    assert "What happened today?" in screen and "Nothing was typed" not in screen


def test_what_is_typed_before_the_first_prompt_is_thrown_away(terminal: Callable[..., Terminal]):
    one = terminal()
    one.press("2\r1\r\r")
    one.wait("Have you had thoughts", READY)

    assert "Have you had thoughts" in one.settle()


def test_the_emergency_key_before_the_first_prompt_is_not(terminal: Callable[..., Terminal]):
    one = terminal()
    one.wait("Have you had thoughts")  # the page is there, its prompt perhaps not yet
    one.press("2\x05")

    one.wait("EMERGENCY\n  911", "Back to the question")


def test_a_window_that_changes_its_size_is_drawn_anew(terminal: Callable[..., Terminal]):
    one = terminal()
    one.wait("thoughts", READY)
    one.screen.resize(30, 50)
    one.child.setwinsize(30, 50)
    screen = one.wait("911 life in danger   988 crisis line\nCtrl-E", "Pass by for now")

    assert max(len(line) for line in screen.split("\n")) < 50


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_terminal_that_is_closed_leaves_the_contact_open(
    terminal: Callable[..., Terminal], tmp_path: Path, number: int
):
    one = terminal()
    one.wait("thoughts", READY)
    one.child.kill(number)
    one.wait("OVER: broken_off")

    assert '"paused"' in (tmp_path / "log").read_text()


def test_nothing_of_the_interview_is_left_on_the_terminal(terminal: Callable[..., Terminal]):
    one = terminal()
    one.wait("thoughts", READY)
    one.press("\x03")

    assert one.wait("broken_off").strip() == "OVER: broken_off"


@pytest.mark.parametrize(
    ("more", "env", "columns"),
    [
        (["--plain"], {}, 80),
        ([], {"ACCESSIBLE": "1"}, 80),
        ([], {"TERM": "dumb"}, 80),
        ([], {}, 28),
    ],
    ids=["asked for", "ACCESSIBLE", "TERM=dumb", "a small window"],
)
def test_plain_lines_where_they_serve_better(
    terminal: Callable[..., Terminal], more: list[str], env: dict[str, str], columns: int
):
    one = terminal(*more, columns=columns, rows=40, **env)
    screen = one.wait("1. Yes", "h hide.\n>")
    one.press("2\r")
    one.wait("What do you need")

    assert ("small" in screen) == (columns == 28)


def test_lines_typed_before_a_plain_prompt_are_thrown_away(terminal: Callable[..., Terminal]):
    one = terminal("--plain", rows=60)
    one.press("2\r1\r")
    one.wait("1. Yes", "h hide.\n>")
    one.settle(0.3)

    assert "What do you need" not in one.look()


def test_without_a_terminal_it_says_so_and_guesses_nothing(program: list[str]):
    done = subprocess.run(
        [sys.executable, *program], input="2\n2\n", capture_output=True, text=True, check=True
    )

    assert "TOLD: There is no terminal here" in done.stdout
    assert not Path(program[-1]).exists()
