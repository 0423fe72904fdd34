"""Small whole files for the examples of the catalogue, so that each can be tried as it stands."""

from __future__ import annotations

import textwrap

HEAD = "protocol: example\ntitle: Example\nversion: 1\n"
ALONE = "- {id: alone, ask: Are you alone?, kind: yes_no}\n"
THOUGHTS = "- {id: thoughts, ask: Do you think of suicide?, kind: yes_no, danger: yes}\n"
RULES = """\
rules:
  in_danger: {means: Thinks of suicide, thoughts: [yes, unsure]}
"""
URGENT = """\
urgent:
  - {when: in_danger, run: stay}
"""
CONCERN = """\
concern:
  - {id: suicide, level: high, when: in_danger, because: Thoughts of suicide}
"""
BLOCKS = """\
blocks:
  stay:
    - {id: call, do: Stay with them. Call 988., confirm: Who answered?}
  ended_early:
    - {id: goodbye, guidance: "Say: call or text 988 at any hour."}
"""
FOLLOW_UP = """\
follow_up:
  - {within: 24 hours}
"""
PLAN = """\
documents:
  safety_plan:
    - {heading: Day or night, text: Call or text 988.}
"""


def plain(steps: str = ALONE, more: str = "") -> str:
    """A file that asks about no danger, with these steps and more keys after them."""
    return HEAD + _sections(steps) + more


def careful(
    steps: str = "",
    rules: str = RULES,
    urgent: str = URGENT,
    concern: str = CONCERN,
    blocks: str = BLOCKS,
    follow_up: str = FOLLOW_UP,
    plan: str = PLAN,
) -> str:
    """A file that asks about danger and has all that belongs to it, with more steps."""
    asked = _sections(ALONE + THOUGHTS + steps)
    return HEAD + rules + urgent + concern + asked + blocks + follow_up + plan


def _sections(steps: str) -> str:
    begin = "sections:\n  - id: first\n    title: First\n    steps:\n"
    return begin + textwrap.indent(textwrap.dedent(steps), " " * 6)
