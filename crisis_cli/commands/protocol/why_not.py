"""crisis protocol why-not: why some answers do not lead to a step."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.chosen import STANDARD
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Protocol, StepId


def run(
    step: StepId,
    answers: Annotated[
        Path, typer.Option("--answers", metavar="FILE", help="Scripted answers to look at.")
    ],
    protocol: Protocol = STANDARD,
    json: Json = False,
) -> None:
    """Say why some answers do not lead to a step.

    Or at which point they do. The answers are played in the real interview, and nothing is kept.

    \b
    crisis protocol why-not intent --answers answers.yaml
    crisis protocol why-not means_near draft.yaml --answers answers.yaml --json
    """
    from crisis_cli.commands.protocol.played import played
    from crisis_cli.protocol.source import find, load
    from crisis_cli.workshop.reading.named import step_of
    from crisis_cli.workshop.reading.why_not import why_not

    loaded = load(find(protocol))
    step_of(loaded, step)
    contact = played(loaded, answers)
    if contact.unknown:
        tell(f"No steps of {loaded.id}, so not used: {', '.join(contact.unknown)}")
    told = why_not(loaded, step, contact.entries, contact.stuck)
    if json:
        say_json(told.data())
    else:
        say(told.text())
