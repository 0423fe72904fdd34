"""crisis protocol schema: the JSON Schema of a kind of file, for editors."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crisis_cli.commands.options import say_json
from crisis_cli.errors import CrisisError

KINDS = ("protocol", "scenario", "properties", "translation", "policy", "resources")


def run(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=f"The kind of file: {', '.join(KINDS)}.")
    ] = "protocol",
) -> None:
    """Print the JSON Schema of a kind of file, for editors.

    \b
    crisis protocol schema > protocol.schema.json
    crisis protocol schema scenario > scenario.schema.json
    """
    say_json(schema_of(kind))


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of one kind of file. CrisisError for a kind that there is not."""
    from crisis_cli.directory import schema as resources
    from crisis_cli.protocol.problems import did_you_mean
    from crisis_cli.protocol.schema import json_schema

    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"There are: {', '.join(KINDS)}."
        raise CrisisError(f"There is no kind of file '{kind}'.", hint)
    return resources.json_schema() if kind == "resources" else json_schema(kind)
