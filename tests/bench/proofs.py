"""The proofs of the shipped protocol, and of made-up ones in which every question is of danger.

Against pyxform, which turns the same questions into a form and proves nothing, where it is
installed; otherwise against the C loader of PyYAML.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from fixtures import careful
from fixtures import protocol as made
from rounds import in_turns, seconds, tell

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import examine, find, load
from crisis_cli.workshop.proofs.properties import Property, read_file
from crisis_cli.workshop.proofs.prove import prove
from crisis_cli.workshop.proofs.verdict import BROKEN, HELD

PROTOCOLS = Path(__file__).parents[2] / "protocols"
ALWAYS = {"lifeline", "nine_one_one"}


def proofs(protocol: Protocol, properties: tuple[Property, ...] = ()) -> Callable[[], None]:
    def run() -> None:
        verdicts = prove(protocol, properties, ALWAYS)
        assert {one.outcome for one in verdicts} <= {HELD, BROKEN}, "a verdict was left open"

    return run


def form(protocol: Protocol) -> dict[str, Any]:
    """The same questions as an XLSForm."""
    rows = []
    for step in protocol.steps:
        row = {"type": "select_one danger", "name": step.id, "label": step.text}
        if step.when:
            asked = " or ".join(f"${{{step.when[1]}}} = '{word}'" for word in step.when[2])
            row["relevant"] = asked
        rows.append(row)
    words = ("yes", "no", "unsure", "declined")
    choices = [{"list_name": "danger", "name": word, "label": word} for word in words]
    return {"survey": rows, "choices": choices, "settings": [{"form_title": "Made"}]}


def peer(protocol: Protocol, text: str) -> tuple[str, Callable[[], object]]:
    try:
        from pyxform.xls2xform import convert
    except ImportError:
        loader = yaml.CSafeLoader
        return "PyYAML C loader", lambda: yaml.load(text, Loader=loader)
    made = form(protocol)
    return "pyxform from dict", lambda: convert(made)


def measure(size: int, rounds: int) -> None:
    few, many = (_compiled(text(size)) for text in (made, careful))
    name, convert = peer(many, careful(size))
    runs = {
        name: lambda: seconds(convert),
        "proved: no question of danger": lambda: seconds(proofs(few)),
        "proved: every question of danger": lambda: seconds(proofs(many)),
    }
    tell(f"{size} questions, against {name}", in_turns(runs, rounds), name)


def _compiled(text: str) -> Protocol:
    protocol, found = examine(text.encode())
    assert protocol is not None, found.problems
    return protocol


def main() -> None:
    shipped = load(find("crisis-intervention"))
    own, _ = read_file(PROTOCOLS / "properties.yaml", shipped)
    text = (PROTOCOLS / "crisis-intervention.yaml").read_text("utf-8")
    loader = yaml.CSafeLoader
    runs = {
        "PyYAML C loader": lambda: seconds(lambda: yaml.load(text, Loader=loader)),
        f"{len(own)} properties and the standard ones": lambda: seconds(proofs(shipped, own)),
    }
    tell("the shipped protocol", in_turns(runs, 5), "PyYAML C loader")
    for size in (40, 200, 1_000):
        measure(size, 5)


if __name__ == "__main__":
    main()
