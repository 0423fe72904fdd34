"""crisis protocol paths-to: the shortest answers that lead to a step."""

from __future__ import annotations

import typer

from crisis_cli.commands.chosen import STANDARD
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Protocol, Seconds, StepId
from crisis_cli.errors import Exit


def run(
    step: StepId,
    protocol: Protocol = STANDARD,
    seconds: Seconds = 20,
    json: Json = False,
) -> None:
    """Say the shortest answers that lead to a step, in words.

    Ends with exit code 4 where no answers lead there, or none were found in the time.

    \b
    crisis protocol paths-to right_now
    crisis protocol paths-to means_near draft.yaml --json | jq .answers
    """
    from crisis_cli.protocol.source import find, load
    from crisis_cli.workshop.reading.paths_to import paths_to

    way = paths_to(load(find(protocol)), step, seconds)
    if json:
        say_json(way.data())
    else:
        say(way.text())
    if not way.found:
        raise typer.Exit(int(Exit.FOUND))
