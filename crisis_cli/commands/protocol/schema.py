"""crisis protocol schema: the JSON Schema of the language, for editors."""

from __future__ import annotations

from crisis_cli.commands.options import say_json


def run() -> None:
    """Print the JSON Schema of the protocol language, for editors.

    \b
    crisis protocol schema > schema.json
    crisis protocol schema | jq '."$defs".SectionKeys'
    """
    from crisis_cli.protocol.schema import json_schema

    say_json(json_schema())
