"""crisis start: begin a contact."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.chosen import STANDARD as STANDARD
from crisis_cli.commands.chosen import choose
from crisis_cli.commands.contacts import begin, brought, name_of, now, store_of
from crisis_cli.commands.leading import lead
from crisis_cli.commands.options import Answers, Json, Out, Plain, Practice, Worker
from crisis_cli.commands.script import read_script
from crisis_cli.engine.entries import Opened
from crisis_cli.terminal.opening import interactive
from crisis_cli.terminal.scripted import Scripted


def run(
    protocol: Annotated[
        str,
        typer.Argument(
            metavar="PROTOCOL", help="A protocol of ours by its name, or the path of a YAML file."
        ),
    ] = STANDARD,
    practice: Practice = False,
    answers: Answers = None,
    out: Out = None,
    client: Annotated[
        str, typer.Option(metavar="NAME", help="The client, to go on from their last plan.")
    ] = "",
    worker: Worker = "",
    plain: Plain = False,
    json: Json = False,
) -> None:
    """Begin a contact with somebody.

    \b
    crisis start
    crisis start --client "J. from the shelter"
    crisis start --practice --answers answers.yaml --out out
    """
    chosen = choose(protocol, practice, now().astimezone().date())
    compiled = chosen.protocol
    script, clock = read_script(answers, practice) if answers else (None, now)
    # Before anything is begun: is there anybody to answer?
    front = Scripted(script) if answers else interactive(plain)
    if answers and chosen.said:  # an interview says it on its first page
        tell(chosen.said)
    with store_of(practice) as store:
        opened = Opened(
            compiled.id,
            compiled.version,
            compiled.hash,
            worker=name_of(worker),
            client=client,
            practice=practice,
            brought=brought(store, client),
            approved=chosen.approved,
        )
        lead(begin(store, compiled, opened, clock), front, out, json)
