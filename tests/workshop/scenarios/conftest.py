"""A small protocol with one rule, one urgent block and a plan, and scenarios to play with it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crisis_cli.commands.protocol.plans import printed
from crisis_cli.protocol.source import load
from crisis_cli.workshop.scenarios.lines import read_file
from crisis_cli.workshop.scenarios.result import Result, play_all

PROTOCOL = """\
protocol: small
title: Small
version: 1

rules:
  may_act:
    means: Could act on it
    any:
      - intent: [yes, unsure]
      - all:
          - thoughts: yes
          - near: yes

urgent:
  - {when: may_act, run: stay}

concern:
  - {id: meant, level: high, when: {intent: yes}, because: Means it}
  - {id: thought, level: low, when: {thoughts: [yes, unsure]}, because: Thinks of it}

sections:
  - id: first
    title: First
    steps:
      - {id: thoughts, ask: Thoughts?, answers: {yes: "Yes", no: "No"}, danger: yes}
      - id: intent
        when: {thoughts: [yes, unsure, declined, could_not_assess]}
        ask: Do you mean it?
        answers: {yes: "Yes", no: "No"}
        danger: yes
      - {id: near, ask: Is it near?, answers: {yes: "Yes", no: "No"}, danger: yes}
  - id: after
    title: After
    when: {thoughts: no}
    steps:
      - {id: calm, guidance: Breathe.}
      - {id: mood, ask: How are you?, answers: {good: Good, bad: Bad}}
      - {id: people, when: {mood: bad}, list: Who helps?, each: [{id: name, ask: Who?, kind: text}]}

blocks:
  stay:
    - {id: stay_now, do: "Stay. Call 988."}

follow_up:
  - {when: {concern: high}, within: 24 hours}
  - {within: 7 days}

documents:
  safety_plan:
    - {heading: People, from: people}
    - {heading: Any time, text: Call 988.}
"""

CALM = """\
title: Nothing the matter
answers: {thoughts: no, near: no, mood: good}
expect: {level: none}
"""


@pytest.fixture
def small(tmp_path: Path) -> SimpleNamespace:
    """The protocol and its file; `write` writes a scenario, `read` reads one, `play` plays all."""
    file = tmp_path / "small.yaml"
    file.write_text(PROTOCOL, encoding="utf-8")
    folder = tmp_path / "scenarios"
    folder.mkdir()

    def write(text: str, name: str = "one.yaml") -> Path:
        path = folder / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    def read(text: str) -> Any:
        return read_file(write(text), load(file))

    def play(*texts: str) -> Result:
        paths = [write(text, f"{number}.yaml") for number, text in enumerate(texts)]
        return play_all(load(file), file, paths, printed)

    return SimpleNamespace(
        file=file, folder=folder, protocol=load(file), write=write, read=read, play=play
    )


@pytest.fixture
def differs(small: SimpleNamespace) -> Callable[[str], list[str]]:
    """What is not as a scenario expects, in words."""

    def told(text: str) -> list[str]:
        (outcome, *_) = small.play(text).outcomes
        return [str(one) for one in outcome.differences]

    return told
