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


def careful(size: int) -> str:
    """The same, where each question is one of danger and sets a level, every tenth brings up a
    block, and a plan is made."""
    draw = random.Random(size)
    steps = "\n".join(f"{_step(place, draw)}\n        danger: yes" for place in range(size))
    tenth = range(0, size, 10)
    rules = "\n".join(f"  r{i}: {{means: Rule {i}, q{i}: [yes, unsure]}}" for i in tenth)
    urgent = "\n".join(f"  - {{when: r{i}, run: stay}}" for i in tenth)
    levels = [
        "low" if i % 10 else ("moderate", "high", "emergency")[i // 10 % 3] for i in range(size)
    ]
    concern = "\n".join(
        f"  - {{id: c{i}, level: {level}, when: {{q{i}: any_but_no}}, because: C{i}}}"
        for i, level in enumerate(levels)
    )
    head, rest = protocol(1).split("rules:", 1)
    return f"""\
{head}rules:
{rules}
urgent:
{urgent}
concern:
{concern}
sections:
  - id: all
    title: All
    steps:
{steps}
blocks:{rest.split("blocks:", 1)[1]}follow_up:
  - {{within: 24 hours}}
documents:
  safety_plan:
    - {{heading: Any time, resources: [lifeline]}}
"""
