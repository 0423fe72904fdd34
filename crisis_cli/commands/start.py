"""crisis start: begin a contact."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.calming import calm
from crisis_cli.commands.chosen import STANDARD, choose
from crisis_cli.commands.clocks import behind
from crisis_cli.commands.contacts import Clock, Contact, begin, brought, name_of, now
from crisis_cli.commands.late import (
    FromPaper,
    Happened,
    PaperHash,
    fingerprint,
    only_from_paper,
)
from crisis_cli.commands.leading import lead
from crisis_cli.commands.options import Answers, Json, Out, Plain, Practice, Worker
from crisis_cli.commands.practice.expecting import notice
from crisis_cli.commands.script import read_script
from crisis_cli.commands.stores import beginning
from crisis_cli.commands.times import moment_of
from crisis_cli.commands.unlocking import how_locked
from crisis_cli.directory.resources import numbers
from crisis_cli.engine.entries import Opened
from crisis_cli.engine.times import home_day
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.records.store import Store
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.interactive import interactive
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
    crisis start --from-paper --paper-hash "1a2b 3c4d 5e6f"
    crisis start --practice --answers answers.yaml --out out
    """
    only_from_paper(from_paper, happened, paper_hash)
    paper_hash = fingerprint(paper_hash)
    chosen = choose(protocol, practice, home_day(now()))
    compiled = chosen.protocol
    script, clock = read_script(answers, practice) if answers else (None, now)
    # Before anything is begun: is there anybody to answer?
    front = script or interactive(plain, elsewhere=SCRIPTED, practice=practice)
    if answers and chosen.said:  # an interview says it on its first page
        tell(chosen.said)
    if from_paper:
        happened = _took_place(compiled, happened, front, clock)
    opened = Opened(
        compiled.id,
        compiled.version,
        compiled.hash,
        client=client,
        practice=practice,
        approved=chosen.approved,
        happened=happened,
        paper_hash=paper_hash,
    )
    if answers and opened.other_form:  # an interview says it on its first page
        tell(OTHER_FORM)
    begun = partial(_begun, compiled, opened, worker, clock, not isinstance(front, Scripted))
    with beginning(practice, begun) as ((contact, said), aside):
        if answers and aside:
            tell(aside)
        lead(contact, front, out, json, _said_first(contact, aside or said))


def _said_first(contact: Contact, said: str) -> str:
    """What the first page says: of the place and the client, or how well the records are locked; of
    a clock that is wrong; and what the agency expects of a worker before the first live contact."""
    told = [said or how_locked(contact.store)]
    if not contact.store.practice:
        told += [behind(contact.store, contact.clock()), notice(contact.store)]
    return "\n".join(one for one in told if one)


def _begun(
    compiled: Protocol, opened: Opened, worker: str, clock: Clock, ask: bool, store: Store
) -> tuple[Contact, str]:
    """A contact in this store, with what the last one of the same client gives to it; and what the
    worker is told of that. ask: whether there is somebody to ask which client it is."""
    opened = replace(opened, worker=name_of(worker, store))
    if not opened.client.strip():
        return begin(store, compiled, opened, clock), ""
    from crisis_cli.commands.clients import whose  # its lists: only where a name is looked up

    known = whose(store, opened.client, opened.worker, ask)
    opened = replace(opened, brought=brought(known.before))
    return begin(store, compiled, opened, clock, known.case), known.said


def _took_place(protocol: Protocol, said: str, front: Front, clock: Clock) -> str:
    """When the contact of a form took place: as it was said, or asked for."""
    if said:
        return moment_of(said, clock)
    if isinstance(front, Scripted):
        raise CrisisError("When did it take place?", "Add --happened 2026-11-23T14:05.", Exit.USAGE)
    from crisis_cli.terminal.late import took_place

    read = partial(moment_of, clock=clock)
    happened = took_place(protocol, front, read, numbers, clock, calm())
    if not happened:
        tell("Nothing was begun.")
        raise typer.Exit(int(Exit.INTERRUPTED))
    return happened
