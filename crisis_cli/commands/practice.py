"""crisis practice: a contact that never becomes a record."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands import start
from crisis_cli.commands.chosen import STANDARD
from crisis_cli.commands.options import Plain


def run(
    protocol: Annotated[
        str,
        typer.Argument(
            metavar="PROTOCOL", help="A protocol of ours by its name, or the path of a YAML file."
        ),
    ] = STANDARD,
    plain: Plain = False,
) -> None:
    """Try it out: nothing you enter becomes a record.

    The same as crisis start --practice.

    \b
    crisis practice
    crisis practice --plain
    """
    start.run(protocol, practice=True, plain=plain)
