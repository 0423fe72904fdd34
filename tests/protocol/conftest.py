"""Protocol files in pieces: what a test is about, and the rest of a whole file around it."""

import textwrap

import pytest

from crisis_cli.protocol.problems import show
from crisis_cli.protocol.source import examine


class Looked:
    """A file that was looked over: the protocol, if any, and its problems."""

    def __init__(self, text):
        self.text = textwrap.dedent(text) if isinstance(text, str) else text
        data = self.text.encode() if isinstance(self.text, str) else self.text
        self.protocol, self.found = examine(data)

    @property
    def problems(self):
        return self.found.problems

    @property
    def codes(self):
        return [problem.code for problem in self.problems]

    @property
    def shown(self):
        return show("file.yaml", self.problems, self.found.more)

    def at(self, code):
        """The words at the place of the first problem with this code."""
        one = next(problem for problem in self.problems if problem.code == code)
        return one.source[one.column - 1 :]

    def one(self):
        """The only problem."""
        assert len(self.problems) == 1, self.shown
        return self.problems[0]


TOP = """\
protocol: made
title: Made
version: 1
"""
HEAD = TOP + 'answer_sets: {danger: {yes: "Yes", no: "No"}}\n'
QUESTIONS = """\
sections:
  - id: first
    title: First
    steps:
      - {id: thoughts, ask: Thoughts of suicide?, answers: danger, danger: yes}
      - {id: alone, ask: Are you alone?, kind: yes_no}
      - {id: mood, ask: How is it?, answers: {good: Good, bad: Bad, awful: Awful}}
      - {id: needs, ask: What is needed?, kind: choose_many, answers: {bed: Bed, food: Food}}
      - {id: age, ask: How old are you?, kind: number, at_least: 0, at_most: 120}
      - {id: pain, ask: How bad is the pain?, kind: scale}
      - {id: name, ask: Your name?, kind: text}
      - {id: water, do: Offer water.}
      - {id: people, list: Who helps?, each: [{id: name, ask: Name, kind: text}]}
"""


@pytest.fixture
def look():
    """Look a whole file over."""
    return Looked


@pytest.fixture
def with_questions():
    """Look over a file that has one question of each kind, and what the test adds at its end."""
    return lambda more="": Looked(HEAD + QUESTIONS + textwrap.dedent(more))


@pytest.fixture
def with_steps():
    """Look over a file whose only section has these steps; `danger` is an answer set."""

    def make(steps, more=""):
        body = textwrap.indent(textwrap.dedent(steps), " " * 6)
        section = f"sections:\n  - id: first\n    title: First\n    steps:\n{body}\n"
        top = HEAD if "answers: danger" in steps else TOP
        return Looked(top + section + textwrap.dedent(more))

    return make


@pytest.fixture
def when():
    """Look over a file that asks one more question under a condition."""

    def make(condition, rules=""):
        step = f"      - {{id: last, ask: Last?, kind: text, when: {condition}}}\n"
        return Looked(HEAD + QUESTIONS + step + textwrap.dedent(rules))

    return make
