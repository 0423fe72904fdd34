"""A command that holds keys and waits lets go of them; a contact never does."""

import ast
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from console import Terminal

import crisis_cli.commands
from crisis_cli.commands.stores import store_of
from crisis_cli.errors import Exit
from crisis_cli.records.owning import mine, slots, unlock
from crisis_cli.records.settings import put

pytestmark = [
    pytest.mark.tty,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]
WORDS = "four warm words here"
SECONDS = 1.5
LOCKED = "without a key. Nothing that was typed was kept."


@pytest.fixture
def impatient(crisis, tmp_path, monkeypatch):
    """Records whose prompts wait a second or two, and whose passphrase is found."""
    file = tmp_path / "passphrase"
    file.write_text(WORDS + "\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))
    done = crisis("setup", "--name", "Dana R.", "--role", "worker", "--recovery-file",
                  tmp_path / "paper")  # fmt: skip
    assert done.exit_code == 0, done.stderr
    with store_of() as store:
        unlock(store, WORDS)
        put(store, "idle_minutes", str(SECONDS / 60), datetime.now(UTC))


@pytest.fixture
def terminal():
    """Run crisis at a terminal of its own; everything that it ever wrote is kept."""
    opened = []

    def run(*args, **env):
        opened.append(Terminal(["-m", "crisis_cli", *map(str, args)], 100, 40, env))
        return opened[-1]

    yield run
    for one in opened:
        one.child.close(force=True)


def lets_go(console):
    """Wait until the command has ended by itself; its screen then."""
    screen = console.wait(LOCKED)
    console.child.wait()
    assert console.child.exitstatus == Exit.TOLD
    return screen


def test_an_amendment_that_nobody_types_on_is_not_written_and_not_seen(
    terminal, impatient, started, calm
):
    contact = started(calm)["contact"]
    console = terminal("amend", contact)
    console.asks("Number:")
    console.press("addendum\r")
    console.asks("Enter for none:")
    console.press("\r")
    console.asks("What is to be added:")
    console.press("Marrowby has the pills")
    console.wait("Marrowby has the pills")

    screen = lets_go(console)

    assert "Marrowby" not in screen and "addendum" not in screen
    with store_of() as store:
        unlock(store, WORDS)
        assert store.read(contact)[-1].event.__class__.__name__ == "Ended"


def test_a_contact_begins_where_nobody_says_which_of_two_people_it_is(
    terminal, impatient, started, calm, crisis
):
    for client in ("J.", "Kim"):
        contact = started(calm, "--client", client)["contact"]
    assert crisis("amend", contact, "--kind", "name", "--text", "J.").exit_code == 0

    console = terminal("start", "--client", "J.")
    console.wait("begin at once):")

    assert "911 life in danger" in console.wait("911 life in danger")
    with store_of() as store:
        assert len({store.case_of(one) for one in store.contacts()}) == 3


def test_the_scrollback_is_cleared_too(terminal, impatient, started, calm):
    console = terminal("amend", started(calm)["contact"])
    written = b""
    until = time.monotonic() + 20
    while LOCKED.encode() not in written and time.monotonic() < until:
        written += console.child.read_nonblocking(65536, 20)

    assert b"\x1b[3J" in written
    assert written.index(b"\x1b[3J") < written.index(LOCKED.encode())


def test_every_key_counts_though_the_line_is_not_done(terminal, impatient, started, calm):
    contact = started(calm)["contact"]
    console = terminal("amend", contact, "--kind", "addendum", "--reason", "x", "--happened", "")
    console.asks("Enter for none:")
    console.press("\r")
    console.asks("What is to be added:")
    began = time.monotonic()
    for char in "Bag is with Lee":
        console.press(char)
        console.settle(0.3)
    assert time.monotonic() - began > 2 * SECONDS
    console.press("\r")
    console.asks("if that matters:")
    console.press("\r")
    for _ in range(2):  # is it about danger, and is it to be added
        console.asks("[y/n]:")
        console.press("y\r")
    console.wait("Added to")

    with store_of() as store:
        unlock(store, WORDS)
        assert store.read(contact)[-1].event.text == "Bag is with Lee"


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (["keys", "new-recovery"], "Is it on paper?"),
        (["keys", "erase", "CONTACT", "--reason", "x"], "Erase? [y/N]:"),
        (["store", "restore", "BACKUP", "--replace"], "that are here? [y/N]:"),
    ],
)
def test_what_asks_once_more_lets_go_and_changes_nothing(
    terminal, impatient, started, calm, crisis, tmp_path, words, question
):
    contact = started(calm)["contact"]
    assert crisis("store", "backup", tmp_path / "copy.db").exit_code == 0
    known = {"CONTACT": contact, "BACKUP": str(tmp_path / "copy.db")}
    console = terminal(*[known.get(word, word) for word in words])
    console.wait(question)

    screen = lets_go(console)

    assert question not in screen
    with store_of() as store:
        unlock(store, WORDS)
        assert store.read(contact)
        unlock(store, (tmp_path / "paper").read_text(), "recovery")
    assert not list(store.path.parent.glob("records-replaced*"))


def test_a_new_passphrase_that_nobody_types_leaves_the_old_one(terminal, impatient, tmp_path):
    paper = (tmp_path / "paper").read_text().strip()
    console = terminal("keys", "recover", CRISIS_KEY_FILE="")
    console.asks("The recovery key from your paper:")
    console.press(paper + "\r")
    console.asks("New passphrase:")
    console.press("quite other")

    assert paper not in lets_go(console)
    with store_of() as store:
        unlock(store, WORDS)
        assert len(slots(store)) == 2


def test_a_yes_is_a_yes_and_anything_else_is_asked_again(terminal, impatient, started, calm):
    contact = started(calm)["contact"]
    console = terminal("keys", "erase", contact, "--reason", "x")
    console.asks("Erase? [y/N]:")
    console.press("perhaps\r")
    console.asks("Erase? [y/N]: perhaps", "Erase? [y/N]:")
    console.press("n\r")
    console.wait("Nothing was changed.")

    console = terminal("keys", "erase", contact, "--reason", "x")
    console.asks("Erase? [y/N]:")
    console.press("yes\r")
    console.wait("is erased here")


def test_within_a_contact_nothing_ever_locks(terminal, impatient, short):
    commands = (["start", "--plain", short], ["start", short], ["practice", "--plain", short])
    consoles = [terminal(*words) for words in commands]
    for console in consoles:
        console.wait("?")
    before = [console.settle(1) for console in consoles]
    time.sleep(2 * SECONDS)
    for console, screen in zip(consoles, before, strict=True):
        assert console.settle(0.2) == screen and LOCKED not in screen
        assert console.child.isalive()


def test_now_waits_for_nobody(terminal, impatient):
    console = terminal("now")
    console.wait("988")
    console.child.wait()

    assert console.child.exitstatus == Exit.DONE


def test_where_nobody_has_set_up_anything_it_is_ten_minutes(terminal):
    console = terminal("setup")
    console.asks("Your name, as it stands on records:")

    assert LOCKED not in console.settle(2 * SECONDS)
    console.press("Dana R.\r")
    console.asks("Your role (worker or supervisor) [worker]:")
    console.press("\x03")
    console.wait("Stopped.")
    console.child.wait()
    assert console.child.exitstatus == Exit.INTERRUPTED
    with store_of() as store:
        assert mine(store) is None


def test_a_recovery_key_that_was_shown_and_did_not_come_to_count_is_told_as_such(
    terminal, impatient
):
    console = terminal("keys", "new-recovery")
    console.wait("Is it on paper?")

    assert "if it is on paper, strike it out" in lets_go(console)


COMMANDS = Path(crisis_cli.commands.__file__).parent
# Before any key is open, and where an answer comes from no terminal.
MAY_ASK = {"typed.py", "unlocking.py"}


@pytest.mark.parametrize("path", sorted(COMMANDS.rglob("*.py")), ids=lambda path: path.name)
def test_every_command_asks_where_a_prompt_lets_go(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    names = {getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls}

    assert path.name in MAY_ASK or not names & {"prompt", "confirm", "input", "getpass"}
