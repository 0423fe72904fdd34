"""A worker's own debrief at the terminal: anything can be passed by, and no level is shown."""

import os
from collections.abc import Callable

import pytest
from stage import Ear, Log, Walk, led

from crisis_cli.engine.entries import Emergency, Ended, Ending, Paused
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import load, shipped
from crisis_cli.records.debriefs import client_fact
from crisis_cli.terminal.kit import Debrief
from crisis_cli.terminal.plain import Plain
from crisis_cli.terminal.screen import Screen

ALL = 10  # prompts, where nothing is said that asks for more
OF_A_CONTACT = ["Level of concern", "level of concern", "No danger", "What comes next", "Raise the"]
SMALL = """
    protocol: debrief
    title: Mine
    version: 1
    sections:
      - id: first
        title: First
        steps:
          - {id: able, ask: Can you go on?, kind: yes_no}
          - {id: who, when: {able: no}, ask: Who takes over?, kind: text}
          - {id: worked, ask: What worked?, kind: text}
"""


@pytest.fixture
def debrief() -> Protocol:
    return load(shipped() / "debrief.yaml")


def by_lines(protocol: Protocol, *lines: str, log: Log | None = None) -> Walk:
    """Lead a debrief by plain lines: one for each prompt; after the last, the end of the input."""
    source, to = os.pipe()
    ear = Ear(list(lines), to)
    front = Plain(Screen(ear, lambda: (80, 24)), source)
    how, kept, state = led(protocol, front, log, debrief=Debrief(client_fact))
    os.close(source)
    if ear.to >= 0:
        os.close(ear.to)
    return Walk(how, kept, state, [], ear.getvalue())


def test_a_whole_debrief_in_lines(debrief: Protocol, golden: Callable[[str, str], None]):
    first = ["2", "/?", "", "Bo, on the night desk", "1,3", "We sat on the floor."]
    talk = ["He called 202-555-0143 himself.", "He made the call himself.", "Waiting.", "/n"]
    walk = by_lines(
        debrief, *first, *talk, "You stayed.", "I call the day team.", "1", "1,3", "Beds.", "1"
    )

    assert walk.log.answers()["strength"] == "He made the call himself."
    golden("terminal/debrief.txt", walk.said)


def test_the_first_question_is_whether_they_can_go_on(debrief: Protocol):
    said = by_lines(debrief).said

    assert said.index("No names and no facts of a client here") < said.index(
        "Are you safe and able"
    )
    assert said.count("> ") == 1


def test_one_key_passes_any_question_by(debrief: Protocol):
    walk = by_lines(debrief, "n", "n", *["/n"] * 6, "n", "n", "1")

    assert walk.how == "ended"
    assert list(walk.log.answers().values()) == ["not_asked"] * ALL


def test_at_the_end_there_is_no_level_and_nothing_due(debrief: Protocol):
    walk = by_lines(debrief, "2", "Bo", "1", *["/n"] * 6, "2", "n", "1")

    assert (walk.how, walk.log.events(Ending)) == ("ended", [Ending("finished")])
    assert [words for words in OF_A_CONTACT if words in walk.said] == []


def test_ending_early_is_one_way_and_asks_for_nothing(debrief: Protocol):
    walk = by_lines(debrief, "1", "p", "3")

    assert walk.how == "ended"
    assert walk.log.events(Ending) == [Ending("enough")]
    assert walk.log.events(Ended) == [Ended()]
    assert "The person left" not in walk.said
    assert [words for words in OF_A_CONTACT if words in walk.said] == []


def test_a_pause_keeps_it_and_it_goes_on_at_the_same_question(debrief: Protocol):
    walk = by_lines(debrief, "1", "1", "/p", "2")
    assert (walk.how, walk.log.events(Paused)) == ("paused", [Paused()])

    again = by_lines(debrief, "It rained.", log=walk.log)
    assert "You are back." in again.said
    assert again.log.answers()["bent"] == "It rained."


@pytest.mark.parametrize("before", [[], ["1"], ["1", "n"]], ids=["choice", "many", "text"])
def test_the_emergency_key_works_as_in_every_interview(debrief: Protocol, before: list[str]):
    walk = by_lines(debrief, *before, "!", "2")

    assert len(walk.log.events(Emergency)) == 1
    assert "911   Life in danger" in walk.said


def test_a_clients_fact_is_told_once_before_it_is_kept_and_never_refused(
    protocol: Callable[[str], Protocol],
):
    small = protocol(SMALL)
    out = by_lines(small, "1", "Ask k7m4-2pqx", "Asking twice", "1")
    assert "That looks like the id of a contact." in out.said
    assert "k7m4" not in str(out.log.entries)

    left = by_lines(small, "1", "Ask k7m4-2pqx", "=", "1")
    assert left.log.answers()["worked"] == "Ask k7m4-2pqx"
    assert left.said.count("That looks like") == 1


def test_a_changed_answer_is_looked_at_too_and_sets_aside_without_a_word_of_a_record(
    protocol: Callable[[str], Protocol],
):
    walk = by_lines(
        protocol(SMALL), "2", "Bo", "Tea", "2", "2", "1", "3", "2", "5550143 x", "=", "1"
    )

    assert walk.how == "ended"
    assert walk.log.answers() == {"able": "yes", "who": "Bo", "worked": "5550143 x"}
    assert "That looks like a telephone number." in walk.said
    assert "stay in the record" not in walk.said
