"""A worker's debrief at a real terminal: the first use, what was left, and the paper."""

import contextlib
import re
import sys

import pytest

from crisis_cli.errors import Exit
from crisis_cli.records.debriefs import open_debriefs, open_own
from crisis_cli.records.folder import debriefs
from crisis_cli.records.listing import listed

pexpect = pytest.importorskip("pexpect")
pytestmark = [
    pytest.mark.tty,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]
OWN = "nobody else has these words"
ASKED = "Passphrase of your debriefs"


@pytest.fixture
def terminal():
    """Run crisis debrief at a terminal of its own."""
    children = []

    def run(*args):
        words = ["-m", "crisis_cli", "debrief", *map(str, args)]
        child = pexpect.spawn(
            sys.executable, words, encoding="utf-8", timeout=60, dimensions=(40, 100)
        )
        children.append(child)
        return child

    yield run
    for child in children:
        with contextlib.suppress(OSError, pexpect.ExceptionPexpect):
            child.close(force=True)


@pytest.fixture
def begun(terminal):
    """A first debrief, at its first question. paper: whether the recovery key is written down."""

    def begin(*args, paper=False):
        child = terminal("--plain", *args)
        child.expect("passphrase of their own")
        for question in ("New passphrase: ", "The same again: "):
            child.expect(question)
            child.sendline(OWN)
        child.expect("RECOVERY KEY.*?\r\n\r\n(.*?)\r\n\r\n")
        groups = child.match[1].split()
        child.expect("Is it on paper")
        child.sendline("y" if paper else "n")
        for _ in range(2 if paper else 0):
            child.expect(r"group (\d) of 8")
            child.sendline(groups[int(child.match[1]) - 1])
        child.expect("Are you safe and able")
        child.expect("> ")
        return child, " ".join(groups)

    return begin


def over(child):
    child.expect(pexpect.EOF)
    child.wait()
    return child.exitstatus


def left(child):
    """Answer the first question, then break off."""
    child.sendline("1")
    child.expect("What is your body doing")
    child.expect("> ")
    child.sendintr()
    child.expect("Left here; what you answered is kept for you alone.")
    assert over(child) == Exit.INTERRUPTED


def test_what_was_left_is_offered_and_gone_on_with(begun, terminal):
    left(begun()[0])

    again = terminal("--plain")
    again.expect("You left one before its end")
    again.expect(ASKED)
    again.sendline("not these words")
    again.expect("opens none of your debriefs")
    again.expect(ASKED)
    again.sendline(OWN)
    again.expect("What is your body doing")
    for answer in ["n", *["/n"] * 6, "n", "n", "1"]:
        again.expect("> ")
        again.sendline(answer)
    again.expect("This is kept here for you alone")
    assert over(again) == Exit.DONE
    with open_debriefs(debriefs()) as store:
        assert [one.ended for one in listed(store)] == [True]


def test_enter_alone_leaves_it_and_begins_a_new_one(begun, terminal):
    left(begun()[0])

    again = terminal("--plain")
    again.expect(r"Enter alone: begin a new\s+one\)")
    again.sendline("")
    again.expect("Are you safe and able")
    left(again)
    with open_debriefs(debriefs()) as store:
        assert [one.ended for one in listed(store)] == [False, False]


def test_the_passphrase_is_asked_for_though_one_of_the_records_is_at_hand(
    terminal, tmp_path, monkeypatch
):
    file = tmp_path / "passphrase"
    file.write_text("the words of the records\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))

    terminal("--plain").expect("New passphrase: ")


def test_who_breaks_off_before_the_passphrase_leaves_nothing_behind(terminal):
    child = terminal("--plain")
    child.expect("New passphrase: ")
    child.sendintr()
    over(child)

    assert not debriefs().exists()


def test_the_paper_opens_them_and_a_new_passphrase_is_chosen(begun, terminal):
    child, paper = begun(paper=True)
    left(child)

    child = terminal("--list")
    child.expect(ASKED)
    child.sendline(paper)
    child.expect("Your paper opened them")
    for question in ("New passphrase: ", "The same again: "):
        child.expect(question)
        child.sendline("other words for next time")
    child.expect(r"([\w-]{9})  .*left before its end")
    over(child)
    with open_debriefs(debriefs()) as store:
        open_own(store, "other words for next time")
        assert len(store.read(next(listed(store)).contact)) > 2


def test_deleting_asks_once_more_and_says_what_it_did(begun, terminal):
    left(begun()[0])
    with open_debriefs(debriefs()) as store:
        (one,) = listed(store)

    for answer, said, code in (
        ("n", "Nothing was deleted", Exit.TOLD),
        ("y", "Deleted: its key is gone", Exit.DONE),
    ):
        child = terminal("--delete", one.contact)
        child.expect(ASKED)
        child.sendline(OWN)
        child.expect(re.escape("Delete it? [y/N]"))
        child.sendline(answer)
        child.expect(said)
        assert over(child) == code


def test_full_screen_has_the_keys_and_no_level(begun, terminal):
    child, _ = begun()
    child.close(force=True)

    child = terminal()
    child.expect(r"Enter alone: begin a new\s+one\)")
    child.sendline("")
    child.expect("Ctrl-E EMERGENCY")
    child.expect("Are you safe and able")
    child.expect("Pass by for now")
    child.send("\x05")
    child.expect("Get yourself out of danger first")
