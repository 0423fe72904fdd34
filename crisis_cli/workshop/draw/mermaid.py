"""A protocol as a Mermaid flowchart, for pages that draw one from text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from crisis_cli.protocol.compiled import Protocol, Step
from crisis_cli.protocol.paper.numbers import box_letters, boxes, numbered
from crisis_cli.protocol.truth import questions
from crisis_cli.workshop.draw.lanes import all_lanes
from crisis_cli.workshop.draw.text import CUT, plain

LONGEST = 80  # letters of a label
# What Mermaid reads as something of its own, in a label in quotes.
CODES = {'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "\\": "#92;"}
CODES |= {"`": "#96;", ";": "#59;", "{": "#123;", "}": "#125;", "%": "#37;", "|": "#124;"}
SHAPES = {"guidance": ("[/", "/]"), "action": ("[[", "]]")}


def mermaid(protocol: Protocol) -> str:
    """The flowchart as text: thin arrows are the order, thick ones lead to an urgent block,
    dotted ones say what hangs on what."""
    return "\n".join(_Chart(protocol).lines()) + "\n"


class _Chart:
    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.numbers = numbered(protocol)

    def lines(self) -> Iterator[str]:
        protocol = self.protocol
        yield f"%% {_comment(f'{protocol.id}, version {protocol.version}, {protocol.hash}')}"
        yield "flowchart TD"
        for place, section in enumerate(protocol.sections, 1):
            yield f"  subgraph section{place}[{_label(section.title)}]"
            yield "    direction TB"
            inside = [step for step in protocol.steps if step.section == section.id]
            yield from (f"    {self._node(step)}" for step in inside)
            yield "  end"
        loose = {one.id for one in protocol.sections}
        yield from (f"  {self._node(step)}" for step in protocol.steps if step.section not in loose)
        yield from self._order()
        yield from self._hangs()
        yield from self._urgent()
        yield "  classDef danger stroke-width:4px"

    def _node(self, step: Step) -> str:
        left, right = SHAPES.get(step.kind, ("[", "]"))
        danger = ":::danger" if step.danger else ""
        mark = "DANGER: " if step.danger else ""
        words = _label(f"{self.numbers[step.id]}. {mark}{step.text}")
        return f"{self._id(step.id)}{left}{words}{right}{danger}"

    def _id(self, step: str) -> str:
        return f"s{self.numbers[step]}"

    def _order(self) -> Iterator[str]:
        for before, after in pairwise(self.protocol.steps):
            yield f"  {self._id(before.id)} --> {self._id(after.id)}"

    def _hangs(self) -> Iterator[str]:
        steps = self.protocol.steps
        ruled = [lane for lane in all_lanes(self.protocol) if lane.rule]
        names = {lane.name: f"rule{n}" for n, lane in enumerate(ruled, 1)}
        for lane in ruled:
            rule = self.protocol.rules[lane.name]
            yield f"  {names[lane.name]}{{{{{_label(f'{rule.id}: {rule.means}')}}}}}"
            yield from (f"  {self._id(steps[at].id)} -.-> {names[lane.name]}" for at in lane.comes)
        for lane in all_lanes(self.protocol):
            start = names[lane.name] if lane.rule else self._id(lane.name)
            yield from (f"  {start} -.-> {self._id(steps[at].id)}" for at in lane.goes)

    def _urgent(self) -> Iterator[str]:
        letters = box_letters(self.protocol)
        for letter, block in boxes(self.protocol).items():
            yield f"  box{letter}([{_label(f'{letter}. {block.title or block.id}')}])"
        for one in self.protocol.urgent:
            rule = self.protocol.rules[one.rule]
            asked = questions(rule.when, self.protocol.rules)
            if one.block in letters:
                for step in self.protocol.steps:
                    if step.id in asked:
                        yield f"  {self._id(step.id)} ==> box{letters[one.block]}"


def _label(text: str) -> str:
    said = plain(text).replace("\n", " ")
    cut = said if len(said) <= LONGEST else said[: LONGEST - 1].rstrip() + CUT
    return '"' + "".join(CODES.get(char, char) for char in cut) + '"'


def _comment(text: str) -> str:
    return plain(text).replace("\n", " ").replace("{", "(").replace("}", ")")
