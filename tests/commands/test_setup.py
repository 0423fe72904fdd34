"""crisis setup and the ways in, at a real terminal: hidden input, the paper, recovery."""

import os
import re
import sys

import pytest

from crisis_cli.commands.stores import store_of
from crisis_cli.errors import Exit
from crisis_cli.records.owning import mine, slots, unlock

pytestmark = [
    pytest.mark.tty,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]
WORDS = "four warm words here"
KEY = re.compile(r"((?:[bcdfghjkmnpqrstvwxz2-9]{4} ?){4})")


def told_key(screen):
    """The recovery key that stands on the screen."""
    lines = [match.group(1).strip() for match in KEY.finditer(screen)]
    return " ".join(lines[-2:]).split()


def type_back(console, groups):
    """Type the groups that are asked for from the paper."""
    asked = [""]
    for _ in range(2):
        console.until(lambda seen: _group(seen) not in ("", asked[-1]), "the next group")
        asked.append(_group(console.look()))
        console.press(groups[int(asked[-1]) - 1].upper() + "\r")


def _group(screen):
    """The number of the group that is asked for in the last line, "" for none."""
    found = re.search(r"From your paper: group (\d) of 8: *\Z", screen)
    return found[1] if found else ""


def set_up(console, words=WORDS):
    """Go through `crisis setup`; the groups of the recovery key."""
    console.wait("Your name")
    console.press("Dana R.\r")
    console.wait("Your role")
    console.press("\r")
    console.asks("New passphrase:")
    console.press(words + "\r")
    console.asks("The same again:")
    console.press(words + "\r")
    groups = told_key(console.wait("Is it on paper?"))
    console.press("\r")
    type_back(console, groups)
    console.wait("These records are Dana R.'s now")
    return groups


def test_a_role_in_capitals_will_do_and_a_wrong_one_is_asked_for_again(terminal):
    console = terminal("setup")
    console.wait("Your name")
    console.press("Sam\r")
    console.wait("Your role")
    console.press("boss\r")
    console.wait("'boss' is not a role")
    console.press("Supervisor\r")
    console.asks("New passphrase:")


def test_setup_asks_for_a_name_a_passphrase_and_what_stands_on_the_paper(terminal):
    console = terminal("setup")
    groups = set_up(console)

    screen = console.settle()
    assert WORDS not in screen
    assert not [group for group in groups if group in screen.replace("k7m4", "")]  # wiped
    with store_of() as store:
        assert mine(store).name == "Dana R."
        unlock(store, WORDS)
        unlock(store, " ".join(groups), "recovery")


def test_a_passphrase_shows_nowhere_while_it_is_typed(terminal):
    console = terminal("setup", "--name", "Dana R.", "--role", "worker")
    console.asks("New passphrase:")
    console.press("secret words of mine")

    assert "secret" not in console.settle()


def test_a_passphrase_that_is_short_or_not_the_same_twice_is_asked_again(terminal):
    console = terminal("setup", "--name", "Dana R.", "--role", "worker")
    console.asks("New passphrase:")
    console.press("short\r")
    console.asks("That has 5 letters; it takes 12 at least.", "New passphrase:")
    console.press("aaaaaaaaaaaaaaaa\r")
    console.asks("too easy to guess", "New passphrase:")
    console.press(WORDS + "\r")
    console.asks("The same again:")
    console.press("four worm words here\r")
    console.wait("were not the same")
    with store_of() as store:
        assert mine(store) is None


def test_a_paper_that_was_not_written_down_is_shown_again(terminal):
    console = terminal("setup", "--name", "Dana R.", "--role", "worker")
    for question in ("New passphrase:", "The same again:"):
        console.asks(question)
        console.press(WORDS + "\r")
    groups = told_key(console.wait("Is it on paper?"))
    console.press("\r")
    console.wait("From your paper: group")
    console.press("xxxx\r")
    assert told_key(console.wait("here it is again", "Is it on paper?")) == groups
    console.press("\r")
    type_back(console, groups)
    console.wait("These records are Dana R.'s now")


def test_without_a_recovery_key_each_start_says_so(terminal, short):
    console = terminal("setup", "--name", "Dana R.", "--role", "worker")
    for question in ("New passphrase:", "The same again:"):
        console.asks(question)
        console.press(WORDS + "\r")
    console.wait("Is it on paper?")
    console.press("n\r")
    console.wait("There is no recovery key: a lost passphrase loses everything.")

    terminal("start", short).wait("There is no recovery key", "What may I call you?")


def test_before_setup_each_start_says_that_the_records_are_not_locked(terminal, short):
    terminal("start", short).wait("These records are not locked yet", "What may I call you?")


def test_ctrl_c_leaves_everything_as_it_was(terminal):
    console = terminal("setup", "--name", "Dana R.", "--role", "worker")
    console.asks("New passphrase:")
    console.press("\x03")
    console.wait("Stopped.")
    console.child.wait()

    assert console.child.exitstatus == Exit.INTERRUPTED
    with store_of() as store:
        assert mine(store) is None


def test_ctrl_c_after_the_recovery_key_was_shown_says_that_the_paper_opens_nothing(terminal):
    console = terminal("setup", "--name", "Dana R.", "--role", "worker")
    console.asks("New passphrase:")
    console.press(WORDS + "\r")
    console.asks("The same again:")
    console.press(WORDS + "\r")
    console.wait("Is it on paper?")
    console.press("\x03")
    screen = console.wait("Stopped.", "strike it out", "for one that counts")
    console.child.wait()

    assert "is saved" not in screen
    assert console.child.exitstatus == Exit.INTERRUPTED
    with store_of() as store:
        assert mine(store) is None


def test_the_passphrase_is_asked_for_and_may_be_tried_again(terminal, started, calm):
    contact = started(calm)["contact"]
    set_up(terminal("setup"))

    console = terminal("show", contact)
    console.asks("Passphrase:")
    console.press("guess\r")
    console.asks("That is not the passphrase.", "Try again.", "\nPassphrase:")
    console.press(WORDS + "\r")
    assert WORDS not in console.wait("Contact record")


def test_a_list_is_shown_without_names_where_enter_alone_is_pressed(terminal, started, calm):
    contact = started(calm, "--client", "Quillfeather")["contact"]
    set_up(terminal("setup"))

    console = terminal("cases")
    console.wait("Passphrase (Enter alone: list without names)")
    console.press("\r")
    assert "Quillfeather" not in console.wait(contact, "locked")


def test_a_name_is_looked_up_only_with_the_passphrase_and_enter_begins_at_once(terminal, short):
    set_up(terminal("setup"))

    console = terminal("start", short, "--client", "J.")
    console.wait("Enter alone: begin without looking the name up")
    console.press("\r")
    console.wait("What may I call you?")


def test_start_never_asks(terminal, short):
    set_up(terminal("setup"))

    assert "Passphrase" not in terminal("start", short).wait("What may I call you?")


def test_at_the_end_it_is_said_that_papers_are_not_locked(terminal, short, home):
    console = terminal("start", "--plain", short)
    for question, keys in [
        ("What may I call you", "Sam"),
        ("Any thoughts of ending your life", "2"),
        ("Who could you call", "/n"),
        ("No answer?", "2"),
        ("All of this is right", "1"),
        ("Finish this contact", "1"),
    ]:
        console.asks(question, "\n>")  # what is typed before a prompt is ready is thrown away
        console.press(keys + "\r")
    console.wait("These papers are not locked.")

    assert list((home / "Documents" / "crisis").glob("*/safety-plan.pdf"))
    assert list((home / "crisis").rglob("*.pdf")) == []


def test_a_contact_that_was_killed_is_gone_on_with_after_the_passphrase(terminal, short):
    set_up(terminal("setup"))
    console = terminal("start", "--plain", short)
    console.asks("What may I call you?", "\n>")
    console.press("Sam\r")
    console.wait("Any thoughts of ending your life")
    os.kill(console.child.pid, 9)
    console.child.wait()

    again = terminal("resume", "--plain")
    again.asks("Passphrase:")
    again.press(WORDS + "\r")
    again.wait("Any thoughts of ending your life")


def test_a_forgotten_passphrase_is_recovered_at_the_terminal(terminal, started, calm):
    contact = started(calm)["contact"]
    groups = set_up(terminal("setup"))

    console = terminal("keys", "recover")
    console.wait("The recovery key from your paper")
    wrong = [*groups[:2], "bbbb", *groups[3:]]
    console.press(" ".join(wrong) + "\r")
    console.asks("slip in group 3", ":")
    console.press(" ".join(groups) + "\r")
    for question in ("New passphrase:", "The same again:"):
        console.asks(question)
        console.press("quite other words now\r")
    newer = told_key(console.wait("Is it on paper?"))
    console.press("\r")
    type_back(console, newer)
    console.wait("throw the old paper away")

    with store_of() as store:
        unlock(store, "quite other words now")
        assert len(store.read(contact)) > 3
        unlock(store, " ".join(newer), "recovery")
        assert {slot.kind for slot in slots(store)} == {"passphrase", "recovery"}
        assert len(slots(store)) == 2


def test_the_passphrase_is_changed_at_the_terminal(terminal):
    set_up(terminal("setup"))

    console = terminal("keys", "change")
    console.asks("Passphrase:")
    console.press(WORDS + "\r")
    for question in ("New passphrase:", "The same again:"):
        console.asks(question)
        console.press("quite other words now\r")
    console.wait("The old one opens nothing.")
    with store_of() as store:
        unlock(store, "quite other words now")


def test_setup_twice_is_refused_before_anything_is_asked(terminal):
    set_up(terminal("setup"))

    assert "Passphrase" not in terminal("setup").wait("These records are already Dana R.'s.")
