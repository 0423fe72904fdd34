"""Other words are suggested beside the review, for the worker's own words; nothing is blocked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from stage import led

from crisis_cli.engine.entries import Answered, Ended, Outcome, Raised
from crisis_cli.engine.state import fold
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.suggestions import Suggestion, Suggestions
from crisis_cli.terminal.front import Question
from crisis_cli.terminal.scripted import Scripted
from crisis_cli.terminal.suggested import HEAD, MOST, own_words, suggested

HELD = Suggestions(
    tuple(Suggestion((word,), f"Not {word}.") for word in ("crazy", "lazy", "addict", "hostile"))
)
PROTOCOL = """
protocol: seen
title: What was seen
version: 1
languages: [en]
answer_sets:
  danger: {yes: "Yes", no: "No"}
rules:
  may_act: {means: Could act, thoughts: [yes, unsure]}
urgent:
  - {when: may_act, run: stay}
concern:
  - {id: some, level: high, when: {thoughts: any_but_no}, because: Thoughts}
sections:
  - id: all
    title: All
    steps:
      - {id: thoughts, ask: Thoughts?, answers: danger, danger: yes}
      - {id: story, ask: What happened?, kind: long_text, record: purpose}
      - {id: seen, ask: What did you see?, label: What was seen, kind: long_text, record: seen}
      - {id: hidden, ask: What of the partner?, kind: text, record: seen, private: yes}
      - {id: called, do: Call them., label: Called, confirm: What did they say?}
blocks:
  stay:
    - {id: stay_now, guidance: Stay., call: [nine_one_one]}
    - {id: help, do: Call for help., label: Help called, confirm: Who answered?}
  ended_early: []
follow_up:
  - {within: 24 hours}
documents: {}
"""
CALM = {
    "thoughts": "no",
    "story": "I felt crazy and lazy.",
    "seen": "He is lazy. He said “I am crazy”.",
    "hidden": "A hostile man.",
    "called": {"outcome": "done", "note": "They called him an addict."},
}


class Reading(Scripted):
    """A script that keeps what stood on each page, by the name of what was asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__({"answers": answers})
        self.pages: dict[str, str] = {}

    def ask(self, question: Question, host: Any) -> Any:
        self.pages[question.name] = "\n".join(one.text for one in question.page(False).body)
        return super().ask(question, host)


def says(text: str) -> list[str]:
    return [str(one) for one in HELD.of(text)]


@pytest.fixture
def seen(protocol: Callable[[str], Protocol]) -> Protocol:
    return protocol(PROTOCOL)


def walked(protocol: Protocol, answers: dict[str, Any], suggest: Any = says) -> Any:
    front = Reading(answers)
    how, log, state = led(protocol, front, suggest=suggest)
    assert how == "ended"
    return front.pages, log, state


def test_the_review_suggests_other_words_where_the_worker_wrote_them(seen: Protocol):
    pages, _, _ = walked(seen, CALM)

    assert HEAD in pages["review"]
    assert '- What was seen: "lazy": Not lazy.' in pages["review"]
    assert '- Called: "addict": Not addict.' in pages["review"]


def test_words_of_the_person_and_of_private_answers_are_not_looked_at(seen: Protocol):
    pages, _, state = walked(seen, CALM)

    assert {"crazy", "hostile"}.isdisjoint(pages["review"].split(HEAD)[1].split('"'))
    assert [name for name, _ in own_words(state)] == ["What was seen", "Called"]


def test_nothing_is_said_before_the_review_and_in_danger(seen: Protocol):
    danger = CALM | {"thoughts": "yes", "help": {"outcome": "done", "note": "A lazy one."}}
    pages, _, _ = walked(seen, danger)

    assert [name for name, page in pages.items() if HEAD in page] == ["review"]
    assert '- Help called: "lazy": Not lazy.' in pages["review"]


def test_no_answer_is_changed_and_the_contact_ends_as_without_it(seen: Protocol):
    def kept(suggest: Any) -> list[Any]:
        _, log, _ = walked(seen, CALM, suggest)
        return [entry.event for entry in log.entries]

    with_it = kept(says)

    assert with_it == kept(lambda text: ())
    assert isinstance(with_it[-1], Ended)


def test_where_nothing_is_found_nothing_is_said(seen: Protocol):
    pages, _, _ = walked(seen, CALM | {"seen": "He slept.", "called": "done"})

    assert HEAD not in pages["review"]


def test_reasons_and_what_came_of_an_alert_are_looked_at_too(seen: Protocol):
    _, log, _ = walked(seen, CALM)
    log.entries = log.entries[:-2]  # before it was finished
    state = fold(seen, log.entries)
    for event in (
        Answered("story", "Other.", how="changed", reason="lazy"),
        Answered("hidden", "Other.", how="changed", reason="hostile"),
        Raised("high", "crazy"),
        Outcome("may_act", "an addict"),
    ):
        state.add(log.keep(event))

    names = [name for name, text in own_words(state) if says(text)]

    assert names[-3:] == [
        "Why What happened? was changed",
        "Why the level was raised",
        "What came of it",
    ]


def test_a_long_list_says_how_many_more_there_are(seen: Protocol):
    _, _, state = walked(seen, CALM)

    texts = suggested(state, lambda text: [f"number {n}" for n in range(4)])

    assert texts[-2].text == f"- And {8 - MOST} more."
    assert sum("number" in one.text for one in texts) == MOST
