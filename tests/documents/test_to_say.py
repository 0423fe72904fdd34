"""What a worker chose to say to others: that, and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime

from crisis_cli.documents.to_say import to_say
from crisis_cli.engine.entries import Answered, Entry, Opened
from crisis_cli.engine.state import fold
from crisis_cli.protocol.compiled import Protocol

WANTS = """
    protocol: debrief
    title: Mine
    version: 1
    sections:
      - id: first
        title: First
        steps:
          - {id: stirred, ask: What did it stir up?, kind: text}
          - id: wanted
            ask: What do you want?
            kind: choose_many
            answers: {call: A call, system: Mend it}
          - {id: mend, when: {wanted: {includes: system}}, ask: What?, kind: text}
    documents:
      to_say:
        - {heading: To Sam, when: {wanted: {includes: call}}, text: Call me.}
        - {heading: To whoever, from: mend}
"""


def said(protocol: Protocol, *answers: Answered) -> list[tuple[str, str]]:
    events = [Opened("debrief", "1", ""), *answers]
    at = datetime(2026, 11, 25, tzinfo=UTC)
    return to_say(fold(protocol, (Entry(n, at, "me", one) for n, one in enumerate(events, 1))))


def test_only_what_was_chosen_is_there_to_be_said(protocol: Callable[[str], Protocol]):
    wants = protocol(WANTS)
    heavy = Answered("stirred", "My brother")

    assert said(wants, heavy, Answered("wanted", [])) == []
    assert said(wants, heavy, Answered("wanted", ["call"])) == [("To Sam", "Call me.")]
    both = said(wants, heavy, Answered("wanted", ["call", "system"]), Answered("mend", "The line"))
    assert both == [("To Sam", "Call me."), ("To whoever", "The line")]


def test_what_was_taken_back_or_passed_by_is_not_there(protocol: Callable[[str], Protocol]):
    wants = protocol(WANTS)
    both, mend = Answered("wanted", ["system"]), Answered("mend", "The line")

    assert said(wants, both, mend, Answered("wanted", [], how="changed")) == []
    assert said(wants, both, Answered("mend", unknown="not_asked")) == []


def test_a_protocol_without_such_words_has_none(protocol: Callable[[str], Protocol]):
    assert said(protocol(WANTS.split("    documents:")[0]), Answered("wanted", ["call"])) == []
