"""crisis protocol explain: what a step does, or what the code of a problem means."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from crisis_cli.commands.chosen import STANDARD
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Protocol

CODE = re.compile(r"[EW]\d+", re.ASCII | re.IGNORECASE)
Word = Annotated[
    str,
    typer.Argument(
        metavar="STEP|CODE", help="The id of a step, or the code of a problem, such as E031."
    ),
]


def run(word: Word, protocol: Protocol = STANDARD, json: Json = False) -> None:
    """Say what a step does and when it comes, or what a code means.

    \b
    crisis protocol explain intent
    crisis protocol explain means_near draft.yaml --json
    crisis protocol explain E031
    """
    if CODE.fullmatch(word):
        _code(word, json)
    else:
        _step(word, protocol, json)


def _step(name: str, protocol: str, json: bool) -> None:
    from crisis_cli.protocol.source import find, load
    from crisis_cli.workshop.reading.explain import as_data, as_text

    loaded = load(find(protocol))
    if json:
        say_json(as_data(loaded, name))
    else:
        say(as_text(loaded, name))


def _code(word: str, json: bool) -> None:
    from crisis_cli.workshop.catalogue.table import explain

    entry = explain(word)
    if json:
        say_json(entry.data())
    else:
        say(entry.text())
