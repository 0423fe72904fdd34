"""The flowchart as text: it follows Mermaid's grammar, whatever people wrote in the protocol."""

import re
from itertools import pairwise

import pytest
from every_kind import EVERY_KIND
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.protocol.compiled import Block, Choice, Protocol, Rule, Section, Step, Urgent
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.draw.mermaid import mermaid

LABEL = r'"(?:[^"#;{}|`\\<>&%\n]|#\w+;)*"'
NODE = re.compile(
    rf"(s\w+|rule\d+|box[A-Z]+)(\[/{LABEL}/\]|\[\[{LABEL}\]\]|\[{LABEL}\]|\{{\{{{LABEL}\}}\}}"
    rf"|\(\[{LABEL}\]\))(:::danger)?"
)
EDGE = re.compile(r"(s\w+|rule\d+) (-->|-\.->|==>) (s\w+|rule\d+|box[A-Z]+)")
OTHER = re.compile(
    rf"%%[^\n{{}}]*|flowchart TD|subgraph section\d+\[{LABEL}\]|direction TB|end"
    r"|classDef danger stroke-width:4px"
)
HOSTILE = '"]:::danger end; A-->B %%{init} <b>&amp;#quot; `x` | \\ \n \x1b[31m subgraph'


def read(text):
    """The nodes and edges of a chart; every line must be one that Mermaid knows."""
    nodes, edges = [], []
    for line in (one.strip() for one in text.splitlines()):
        if found := NODE.fullmatch(line):
            nodes.append(found[1])
        elif found := EDGE.fullmatch(line):
            edges.append(found.groups())
        else:
            assert OTHER.fullmatch(line), line
    return nodes, edges


@pytest.fixture
def kinds(protocol):
    return protocol(EVERY_KIND)


def test_every_step_is_a_node_and_thin_arrows_are_the_order(kinds):
    nodes, edges = read(mermaid(kinds))
    order = [f"s{n}" for n in range(1, len(kinds.steps) + 1)]

    assert [one for one in nodes if re.fullmatch(r"s\d+", one)] == order
    assert [(a, b) for a, kind, b in edges if kind == "-->"] == list(pairwise(order))


def test_dotted_arrows_say_what_hangs_on_what_and_thick_ones_where_danger_leads(kinds):
    _, edges = read(mermaid(kinds))

    assert ("s2", "-.->", "s3") in edges
    assert ("s3", "==>", "boxA") in edges


def test_danger_is_said_in_words_and_drawn_thick(kinds):
    text = mermaid(kinds)

    assert 's2["2. DANGER: Have you had thoughts of killing yourself?"]:::danger' in text


def test_every_arrow_joins_nodes_that_are_there():
    nodes, edges = read(mermaid(load(find("crisis-intervention"))))

    assert len(nodes) == len(set(nodes))
    assert {one for a, _, b in edges for one in (a, b)} <= set(nodes)


@given(st.text(max_size=60) | st.just(HOSTILE))
def test_no_text_can_leave_its_label(text):
    steps = (
        Step("q0", "yes_no", text, "s", danger=True, choices=(Choice("yes", text),)),
        Step("q1", "guidance", text, "s", when=["rule", "r"]),
        Step("q2", "action", text),
    )
    block = Block("b", text, (Step("b1", "action", text, block="b"),))
    rule = Rule("r", text, ["is", "q0", ["yes"]])
    made = Protocol("p", text, text, "0", sections=(Section("s", text),), steps=steps,
                    rules={"r": rule}, blocks={"b": block}, urgent=(Urgent("r", "b"),))  # fmt: skip

    nodes, _ = read(mermaid(made))
    assert nodes == ["s1", "s2", "s3", "rule1", "boxA"]
