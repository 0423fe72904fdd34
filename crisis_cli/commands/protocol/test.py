"""crisis protocol test: play the scenarios of a protocol, and say what they leave open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.chosen import STANDARD
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Protocol
from crisis_cli.errors import Exit


def run(
    protocol: Protocol = STANDARD,
    scenarios: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where they are; `scenarios` beside the file if left out."
        ),
    ] = None,
    mutations: Annotated[
        bool,
        typer.Option("--mutations", help="Also: which small mistakes would no scenario notice?"),
    ] = False,
    json: Json = False,
) -> None:
    """Play the scenarios of a protocol, and say what they miss.

    Ends with exit code 4 where one fails, where a danger question is never asked or an urgent
    rule never holds, and where a mistake about danger would go unnoticed.

    \b
    crisis protocol test crisis-intervention
    crisis protocol test draft.yaml --scenarios protocols/scenarios --mutations
    """
    from crisis_cli.commands.protocol.plans import printed
    from crisis_cli.protocol.source import find, load
    from crisis_cli.workshop.scenarios.belonging import belonging
    from crisis_cli.workshop.scenarios.report import as_data, as_text
    from crisis_cli.workshop.scenarios.result import mutated, play_all
    from crisis_cli.workshop.scenarios.same import same_as

    file = find(protocol)
    loaded = load(file)
    result = play_all(loaded, file, belonging(loaded, file, scenarios), printed)
    if mutations:
        tell("Making small mistakes, one at a time. This takes up to a minute.")
        result = replace(result, mutation=mutated(result, printed, same_as(loaded)))
    if json:
        say_json(as_data(result))
    else:
        say(as_text(result))
    if not result.passed:
        raise typer.Exit(int(Exit.FOUND))
