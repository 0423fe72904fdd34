"""One protocol that settles a next meeting, and follow-up cards of contacts under it."""

from __future__ import annotations

from typing import Any

from made_contacts import END, NOW, contact, said

from crisis_cli.documents.blocks import Page
from crisis_cli.documents.follow_up_card import follow_up_card
from crisis_cli.engine.entries import Event
from crisis_cli.protocol.compiled import Protocol

AGAIN = """
protocol: again
title: Again
version: 1
languages: [en]
sections:
  - id: s
    title: S
    steps:
      - {id: paper, ask: Is paper safe, answers: {yes: "Yes", no: "No"}}
      - id: reach_how
        ask: How may I reach you
        answers: {call: Call me, not_at_all: Please do not}
      - {id: reach_where, when: {reach_how: call}, ask: Where, kind: text}
      - {id: next_when, when: {reach_how: call}, ask: When, kind: date_time}
follow_up:
  - {within: 72 hours, what: Call them}
documents:
  safety_plan:
    when: {paper: yes}
    parts: [{heading: H, text: T}]
"""
SETTLED = {
    "paper": "yes",
    "reach_how": "call",
    "reach_where": "202-555-0121",
    "next_when": "2026-11-27T11:00",
}


def made(
    protocol: Protocol, *more: Event, whom: str = "", call_back: str = "", **answers: Any
) -> Page | None:
    """The card of a contact in which a next meeting was settled, and what came after its end."""
    found = contact(protocol, *said(**SETTLED | answers), *END, *more, client="Alex Example")
    return follow_up_card(found, NOW, None, whom, call_back)
