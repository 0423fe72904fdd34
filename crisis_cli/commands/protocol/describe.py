"""crisis protocol describe: say in words what a protocol asks."""

from __future__ import annotations

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Protocol


def run(protocol: Protocol, json: Json = False) -> None:
    """Say in words what a protocol asks, and when.

    \b
    crisis protocol describe crisis-intervention
    crisis protocol describe draft.yaml --json | jq '.steps[].id'
    """
    from crisis_cli.protocol.source import find, load
    from crisis_cli.workshop.reading.describe import as_data, as_text

    loaded = load(find(protocol))
    if json:
        say_json(as_data(loaded))
    else:
        say(as_text(loaded))
