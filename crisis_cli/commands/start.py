"""crisis start: begin a contact."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.chosen import STANDARD as STANDARD
from crisis_cli.commands.chosen import choose
from crisis_cli.commands.clients import whose
from crisis_cli.commands.contacts import (
    Clock,
    begin,
    brought,
    name_of,
    now,
    store_of,
)
from crisis_cli.commands.late import (
    FromPaper,
    Happened,
    PaperHash,
    fingerprint,
    only_from_paper,
)
from crisis_cli.commands.leading import lead
from crisis_cli.commands.options import Answers, Json, Out, Plain, Practice, Worker
from crisis_cli.commands.script import read_script
from crisis_cli.commands.times import moment_of
from crisis_cli.commands.unlocking import how_locked
from crisis_cli.directory.resources import numbers
from crisis_cli.engine.entries import Opened
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.opening import interactive
from crisis_cli.terminal.pages import OTHER_FORM
from crisis_cli.terminal.scripted import Scripted

Named = Annotated[
    str,
    typer.Argument(
        metavar="PROTOCOL", help="A protocol of ours by its name, or the path of a YAML file."
    ),
]
Client = Annotated[
    str, typer.Option(metavar="NAME", help="The client, to go on from their last plan.")
]

SCRIPTED = ", or give scripted answers with --practice --answers FILE"


def run(
    protocol: Named = STANDARD,
    practice: Practice = False,
    answers: Answers = None,
    out: Out = None,
    client: Client = "",
    worker: Worker = "",
    plain: Plain = False,
    from_paper: FromPaper = False,
    happened: Happened = "",
    paper_hash: PaperHash = "",
    json: Json = False,
) -> None:
    """Begin a contact with somebody, or type one in from a paper form.

    \b
    crisis start
    crisis start --client "J. from the shelter"
    crisis start --from-paper --happened 2026-11-23T14:05 --paper-hash "1a2b 3c4d 5e6f"
    crisis start --practice --answers answers.yaml --out out
    """
    only_from_paper(from_paper, happened, paper_hash)
    paper_hash = fingerprint(paper_hash)
    chosen = choose(protocol, practice, now().astimezone().date())
    compiled = chosen.protocol
    script, clock = read_script(answers, practice) if answers else (None, now)
    # Before anything is begun: is there anybody to answer?
    front = script or interactive(plain, elsewhere=SCRIPTED)
    if answers and chosen.said:  # an interview says it on its first page
        tell(chosen.said)
    if from_paper:
        happened = _took_place(compiled, happened, front, clock)
    with store_of(practice) as store:
        known = whose(store, client, name_of(worker, store), ask=not isinstance(front, Scripted))
        opened = Opened(
            compiled.id,
            compiled.version,
            compiled.hash,
            worker=name_of(worker, store),
            client=client,
            practice=practice,
            brought=brought(known.before),
            approved=chosen.approved,
            happened=happened,
            paper_hash=paper_hash,
        )
        if answers and opened.other_form:  # an interview says it on its first page
            tell(OTHER_FORM)
        contact = begin(store, compiled, opened, clock, known.case)
        lead(contact, front, out, json, known.said or how_locked(store))


def _took_place(protocol: Protocol, said: str, front: Front, clock: Clock) -> str:
    """When the contact of a form took place: as it was said, or asked for."""
    if said:
        return moment_of(said, clock)
    if isinstance(front, Scripted):
        raise CrisisError("When did it take place?", "Add --happened 2026-11-23T14:05.", Exit.USAGE)
    from crisis_cli.terminal.late import took_place

    happened = took_place(protocol, front, lambda text: moment_of(text, clock), numbers, clock)
    if not happened:
        tell("Nothing was begun.")
        raise typer.Exit(int(Exit.INTERRUPTED))
    return happened
