"""What the commands for protocols are given: options that several share, and the resource ids."""

from __future__ import annotations

from typing import Annotated

import typer

Protocol = Annotated[
    str, typer.Argument(metavar="PROTOCOL", help="The name of a protocol, or its file.")
]
Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Protocol files, or names of protocols.")
]


def resource_ids() -> set[str] | None:
    """The ids that a protocol may name; None where the resource file cannot be read."""
    from crisis_cli.directory.resources import load, shipped_file
    from crisis_cli.errors import CrisisError

    try:
        return set(load(shipped_file()))
    except CrisisError:
        return None
