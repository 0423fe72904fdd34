"""crisis protocol explain: what the code of a problem means, and what to do about it."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from crisis_cli.commands.options import Json, say, say_json

CODE = re.compile(r"[EW]\d+", re.ASCII | re.IGNORECASE)
Word = Annotated[str, typer.Argument(metavar="CODE", help="The code of a problem, such as E031.")]


def run(word: Word, json: Json = False) -> None:
    """Say what the code of a problem means, why it matters and what to do.

    \b
    crisis protocol explain E031
    crisis protocol explain W097 --json
    """
    from crisis_cli.workshop.catalogue.table import explain

    entry = explain(word)
    if json:
        say_json(entry.data())
    else:
        say(entry.text())
