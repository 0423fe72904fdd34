"""One short protocol, and contacts under it, for the tests of the documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from crisis_cli.documents.record.data import Signed
from crisis_cli.engine.additions import Amended, Countersigned
from crisis_cli.engine.entries import (
    ONLY_AFTER_THE_END,
    Acknowledged,
    Answered,
    Emergency,
    Ended,
    Ending,
    Entry,
    Event,
    Opened,
    Paused,
    Raised,
    Resumed,
    Revisited,
)
from crisis_cli.engine.state import State, fold
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.kinds import value_or_unknown

START = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # 3 pm in Washington
NOW = START + timedelta(hours=2)

SHORT = """
protocol: short
title: A short talk
version: 3
languages: [en]

answer_sets:
  danger: {yes: "Yes", no: "No"}

rules:
  may_act:
    means: May act on thoughts of suicide soon
    intent: [yes, unsure]

urgent:
  - {when: may_act, run: stay}

concern:
  - {id: some_thoughts, level: low, when: {thoughts: any_but_no}, because: Thoughts of suicide}
  - {id: some_intention, level: high, when: {intent: any_but_no}, because: Some intention to act}

sections:
  - id: danger
    title: Right now
    steps:
      - id: alone
        ask: Are you alone with me?
        answers: danger
      - id: thoughts
        ask: Have you had thoughts of killing yourself?
        answers: danger
        danger: yes
      - id: intent
        when: {thoughts: [yes, unsure, declined]}
        ask: Do you mean to act on them?
        answers: danger
        danger: yes
      - id: method
        when: {thoughts: yes}
        ask: Have you thought about how?
        answers: danger
        danger: yes
      - id: afraid
        when: {alone: yes}
        otherwise: could_not_assess
        ask: Is anyone at home making you afraid?
        answers: danger
        danger: yes
  - id: plan
    title: What helps
    steps:
      - id: signs
        ask: How do you know that it is getting bad?
        kind: text
      - id: calm
        ask: What helps you through ten minutes?
        kind: long_text
      - id: people
        list: Who could you call?
        each:
          - {id: name, ask: Name, kind: text}
          - {id: phone, ask: Phone, kind: phone}
          - {id: who, ask: Who they are, kind: text}
      - id: pills
        ask: Could somebody hold your pills?
        answers: danger
        label: Pills are with somebody else
      - id: keeper
        when: {pills: yes}
        ask: Who holds them?
        kind: person
        label: Who holds them
      - id: secret
        ask: Is there anything that is only for us?
        kind: text
        private: yes
      - id: hotline
        do: Call the helpline together.
        confirm: Who answered?

blocks:
  stay:
    title: Stay together
    steps:
      - id: called
        do: Stay beside them. Call 988 now.
        confirm: Who answered?
      - id: where
        ask: Where are you both?
        kind: text
  ended_early:
    - id: reach
      ask: How can we reach them?
      kind: text

follow_up:
  - {when: {concern: high}, within: 24 hours, what: See them again}
  - {within: 7 days, what: Call them}

documents:
  safety_plan:
    - {heading: How I know it is getting bad, from: signs}
    - {heading: What helps me, text: Try these first., from: calm}
    - {heading: People I can ask for help, from: people}
    - {heading: Keeping safe, from: [pills, keeper, secret]}
    - {heading: Places to call, resources: [helpline]}
"""

HELPLINE = ("DC Access HelpLine", "Call 1-888-793-4357", "day or night")


def listing(ids: Sequence[str]) -> list[tuple[str, str, str]]:
    """What the directory of these tests says."""
    return [HELPLINE for name in ids if name == "helpline"]


def contact(protocol: Protocol, *events: Event, **opened: Any) -> State:
    """A contact in which these things happened, a minute apart."""
    first = Opened(protocol.id, protocol.version, protocol.hash, "Worker One", **opened)
    entries = [
        Entry(seq, START + timedelta(minutes=seq - 1), author(event), event)
        for seq, event in enumerate((first, *events), 1)
    ]
    return fold(protocol, entries)


def author(event: Event) -> str:
    """Who writes it."""
    return "Kim S." if isinstance(event, Countersigned) else "Worker One"


def said(**answers: Any) -> list[Event]:
    """Answers by step; an unknown by its word."""
    return [answer(step, value) for step, value in answers.items()]


def answer(step: str, value: Any, how: str = "", reason: str = "") -> Answered:
    """One answer."""
    return Answered(step, *value_or_unknown(value), how, reason)


CALM = {"alone": "yes", "thoughts": "no", "afraid": "no"}
PLAN = {
    "signs": "I stop answering my phone",
    "calm": "Walk to the river\nListen to the old songs",
    "people": [
        {"name": "Maria", "phone": "202-555-0142", "who": "my sister"},
        {"name": "Front desk", "phone": "202-555-0143"},
    ],
    "pills": "yes",
    "keeper": {"name": "Rosa", "relation": "case worker", "phone": "202-555-0144"},
    "secret": "the thing under the bridge",
    "hotline": {"outcome": "done", "note": "spoke to a counselor"},
}
END: tuple[Event, ...] = (Ending("finished"), Ended())


def calm(protocol: Protocol, *more: Event, **opened: Any) -> State:
    """A whole contact with no danger, a full plan, and whatever else happened, before its end or
    after it."""
    later = [event for event in more if isinstance(event, ONLY_AFTER_THE_END)]
    before = [event for event in more if event not in later]
    return contact(protocol, *said(**CALM, **PLAN), *before, *END, *later, **opened)


def full(short: Protocol) -> State:
    """A contact with everything in it that can happen."""
    return contact(
        short,
        *said(alone="yes", thoughts="no"),
        Revisited("thoughts"),
        answer("thoughts", "yes", "changed"),
        answer("intent", "unsure"),
        Acknowledged("stay"),
        answer("called", {"outcome": "not_yet", "note": "nobody answered"}),
        answer("called", {"outcome": "done", "note": "a counselor"}, "changed"),
        answer("where", "by the river"),
        *said(method="yes", afraid="declined"),
        Revisited("method"),
        answer("method", "no", "corrected", "wrong key"),
        Emergency("signs"),
        Emergency("signs", calling=True),
        Raised("high", "It went very quiet"),
        Paused(),
        Resumed(),
        *said(**PLAN),
        Revisited("intent"),
        answer("intent", "no", "asked_again", "sober now"),
        Ending("enough", "tired"),
        Ended(),
        Amended(
            "correction", "It was Sunday.", "typed in a hurry", "signs", "2026-11-22T19:00:00-05:00"
        ),
        client="Alex",
        brought={"values": {"signs": "older words"}, "unclear": ["intent"], "level": "moderate"},
    )


HAPPENED = "2026-11-22T19:00:00-05:00"
SLIP: dict[str, Any] = {
    "kind": "correction",
    "reason": "wrong key",
    "step": "thoughts",
    "happened": HAPPENED,
}


def signed_record(short: Protocol) -> State:
    """A calm contact, amended, countersigned, and amended again."""
    amendments = (
        Amended("late_entry", "In a drawer", "forgot", "intent", HAPPENED, unknown="unsure"),
        Amended("correction", "", "misread", "signs", value="I stop eating"),
        Amended("client_request", "Take the river out.", "My ex may read it", "calm"),
    )
    state = calm(short, client="Alex")
    before = [entry.event for entry in state.entries[1:]]
    read = [e.name for e in contact(short, *before, *amendments, client="Alex").after.entries]
    first = Countersigned(False, "See them today.", "low", "I know them", read[:2])
    more = (
        first,
        Amended("addendum", "It stays", "It says why", request=read[2], decision="refused"),
        Countersigned(True, read=read),
    )
    return contact(short, *before, *amendments, *more, client="Alex")


def sealed(state: State) -> dict[str, tuple[Signed, ...]]:
    """What was signed at the first countersign."""
    entry, _ = state.after.countersigns[0]
    return {entry.name: (Signed("hr3x-nq6x", 33, "1537 6506 e293 dcac", "Kim S. (supervisor)"),)}
