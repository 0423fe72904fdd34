"""Protocols of any size, each question conditional on one earlier question."""

from __future__ import annotations

import random


def protocol(size: int) -> str:
    """The YAML of a protocol with so many questions, the same for the same size."""
    draw = random.Random(size)
    steps = "\n".join(_step(place, draw) for place in range(size))
    return f"""\
protocol: made
title: Made for measuring
version: 1
languages: [en]
answer_sets:
  danger: {{yes: "Yes", no: "No"}}
rules:
  soon: {{means: Could act soon, q0: [yes, unsure]}}
urgent:
  - {{when: soon, run: stay}}
concern:
  - {{id: some, level: high, when: {{q0: any_but_no}}, because: Something was said}}
sections:
  - id: all
    title: All
    steps:
{steps}
blocks:
  stay:
    - {{id: called, do: Call 911., confirm: Who answered?}}
"""


def _step(place: int, draw: random.Random) -> str:
    before = draw.randrange(max(0, place - 20), place) if place else 0
    when = f"\n        when: {{q{before}: [yes, unsure]}}" if place % 2 else ""
    return f"""\
      - id: q{place}{when}
        ask: This is question {place} of a made-up protocol, is it so?
        answers: danger"""
