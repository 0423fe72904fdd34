"""crisis protocol schema: the JSON Schema of a kind of file, for editors and other programs."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crisis_cli.commands.options import say_json
from crisis_cli.errors import CrisisError

KINDS = (
    "protocol",
    "scenario",
    "properties",
    "translation",
    "policy",
    "suggestions",
    "resources",
)
JSON = ("contact-record", "safety-plan", "start", "access")  # what is told as JSON


def run(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help=f"The kind of file: {', '.join((*KINDS, *JSON))}."),
    ] = "protocol",
) -> None:
    """Print the JSON Schema of a kind of file.

    What you write has one (protocol, scenario and so on), and so has what you get as JSON:
    contact-record and safety-plan, start (of crisis start --json), access (of crisis show --access
    --json).

    \b
    crisis protocol schema > protocol.schema.json
    crisis protocol schema scenario > scenario.schema.json
    crisis protocol schema contact-record > contact-record.schema.json
    """
    say_json(schema_of(kind))


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of one kind of file. CrisisError for a kind that there is not."""
    from crisis_cli.directory import schema as resources
    from crisis_cli.protocol.problems import did_you_mean
    from crisis_cli.protocol.schema import json_schema

    if kind in JSON:
        return _told(kind)
    if kind not in KINDS:
        every = (*KINDS, *JSON)
        hint = did_you_mean(kind, every) or f"There are: {', '.join(every)}."
        raise CrisisError(f"There is no kind of file '{kind}'.", hint)
    return resources.json_schema() if kind == "resources" else json_schema(kind)


def _told(kind: str) -> dict[str, Any]:
    from crisis_cli.commands.told_as_json import Access, Started
    from crisis_cli.documents import schema

    match kind:
        case "contact-record":
            return schema.contact_record()
        case "safety-plan":
            return schema.safety_plan()
        case "start":
            return schema.schema("crisis start --json", Started)
    return schema.schema("crisis show --access --json", Access)
