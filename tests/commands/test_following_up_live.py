"""A follow-up at a real terminal: not reached, then reached, and led to its end."""

import json
import sys
from datetime import timedelta

import pytest

from crisis_cli.commands.contacts import begin, now, read
from crisis_cli.commands.stores import store_of
from crisis_cli.engine.additions import Settled, Tried
from crisis_cli.engine.entries import Answered, Ended, Ending, Opened
from crisis_cli.protocol.source import load

pexpect = pytest.importorskip("pexpect")
pytestmark = [
    pytest.mark.tty,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]


@pytest.fixture
def before(short):
    """A contact that ended an hour ago."""
    return had(short)


def had(short, practice=False):
    """A contact that ended an hour ago; its id."""
    protocol = load(short)
    at = now() - timedelta(hours=1)
    with store_of(practice) as store:
        opened = Opened("short", "1", protocol.hash, worker="Ana", client="Sam", practice=practice)
        one = begin(store, protocol, opened, lambda: at)
        friend = {"name": "Rosa", "phone": "202-555-0100"}
        for event in (
            Answered("thoughts", "no"),
            Answered("friend", friend),
            Ending("enough"),
            Ended(),
        ):
            one.write(event)
    return one.id


def after(contact):
    with store_of() as store:
        return [entry.event for entry in read(store, contact).state.after.entries]


def to_its_end(child):
    """Answer what is left of the short questions, and finish."""
    child.expect("Any thoughts of ending your life")
    child.sendline("2")
    child.expect("Who could you call")
    child.expect("Rosa")  # brought from the last plan
    child.sendline("/n")
    child.expect("Would rather not say")
    child.sendline("2")
    child.expect("All of this is right")
    child.sendline("1")
    child.expect("Finish this contact")
    child.sendline("1")
    child.expect("settled by this one")
    child.expect(pexpect.EOF)


def test_a_try_in_vain_is_asked_for_and_kept(spawned, before):
    child = spawned("follow-up")
    child.expect("Meet them")
    child.expect("Number of one to see to")
    child.sendline("1")
    child.expect("HOW TO REACH THEM")
    child.expect("THE LAST PLAN")
    child.expect("Rosa")
    child.expect("What came of it")
    child.sendline("2")
    child.expect("How did you try")
    child.sendline("phone")
    child.expect("What did you leave for them")
    child.sendline("")
    child.expect("When")
    child.sendline("")
    child.expect("Anything else")
    child.sendline("It rang out")
    child.expect("1 of 2 tries")
    child.expect(pexpect.EOF)

    assert after(before) == [Tried("follow_up 2", "phone", words="It rang out")]


def test_who_is_reached_is_led_from_the_last_plan_and_then_it_is_settled(
    spawned, before, short, tmp_path, crisis
):
    child = spawned("follow-up", before, "--plain", "--protocol", short, "--out", tmp_path / "out")
    child.expect("What came of it")
    child.sendline("1")
    child.expect("How are you in touch")
    child.sendline("2")
    child.expect("What may I call you")
    child.sendline("Sam")
    to_its_end(child)

    new = json.loads(crisis("cases", "--json").stdout)[0]["contact"]
    assert after(before) == [
        Tried("follow_up 2", "phone", reached=True),
        Settled("follow_up 2", "reached", new),
    ]
    assert [row["contact"] for row in json.loads(crisis("follow-up", "--json").stdout)] == [new]


def test_a_follow_up_in_practice_says_so_on_every_page(spawned, short):
    child = spawned("follow-up", had(short, True), "--plain", "--begin", "--protocol", short)
    child.expect("Practice: made up.")
    child.expect("What may I call you")


def test_a_follow_up_that_was_left_open_settles_it_when_it_ends(spawned, before, short, tmp_path):
    child = spawned("follow-up", before, "--plain", "--begin", "--protocol", short)
    child.expect("What may I call you")
    child.sendline("Sam")
    child.expect("Any thoughts of ending your life")
    child.expect("> ")
    child.sendintr()
    child.expect("Left open; every answer is saved")
    child.expect(pexpect.EOF)
    assert after(before) == []

    again = spawned("resume", "--plain", "--out", tmp_path / "out")
    to_its_end(again)
    assert [event.how for event in after(before)] == ["reached"]
