"""A clock that is behind the records is told where a contact begins, and by doctor."""

import json
from datetime import timedelta

import pytest
from console import Terminal

from crisis_cli.commands.clocks import behind
from crisis_cli.commands.contacts import begin, now
from crisis_cli.commands.stores import store_of
from crisis_cli.engine.entries import Opened
from crisis_cli.protocol.source import load

TOLD = "The clock of this computer says"


@pytest.fixture
def begun(short):
    """A contact that began so much later than now."""

    def make(ahead):
        made = load(short)
        opened = Opened(made.id, "1", made.hash, worker="Ana")
        with store_of() as store:
            begin(store, made, opened, lambda: now() + ahead)

    return make


def test_a_clock_that_is_years_behind_is_told(begun):
    begun(timedelta())
    with store_of() as store:
        told = behind(store, now() - timedelta(days=900))

        assert told.startswith(TOLD) and "what is due follows it" in told
        assert behind(store, now()) == ""


def test_some_minutes_between_two_computers_are_no_matter(begun):
    begun(timedelta(minutes=14))
    with store_of() as store:
        assert behind(store, now()) == ""
        assert behind(store, now() - timedelta(minutes=2))


def test_records_without_a_contact_say_nothing_of_a_clock():
    with store_of() as store:
        assert behind(store, now()) == ""


def test_doctor_says_what_to_do(crisis, begun):
    begun(timedelta(days=1))
    findings = json.loads(crisis("doctor", "--json").stdout)["findings"]

    (found,) = [one for one in findings if one["about"] == "clock"]
    assert found["state"] == "missing" and TOLD in found["said"]
    assert found["do"] == "Put the clock of this computer right."


@pytest.mark.tty
def test_a_contact_begins_all_the_same_and_its_first_page_says_so(begun, short):
    begun(timedelta(days=1))
    one = Terminal(["-m", "crisis_cli", "start", "--plain", str(short)], 100, 60, {})

    one.wait(TOLD, "What may I call you?")
