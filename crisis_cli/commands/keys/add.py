"""crisis keys add: bring a person's public key in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import say
from crisis_cli.protocol.letters import visible
from crisis_cli.records.people import from_file
from crisis_cli.records.sharing import bring_in

MAY = {
    "supervisor": "may read every case of these records, the earlier ones too",
    "worker": "reads a case when you hand it over: crisis keys hand-over CASE NAME",
}


def run(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What their crisis keys public printed.")
    ],
) -> None:
    """Bring somebody's public key in: a supervisor, or a colleague.

    \b
    crisis keys add sam.key
    crisis keys add /media/stick/sam.key
    """
    person = from_file(file)
    with owned() as store:
        bring_in(store, person, now())
    say(f"{visible(person.name)} {MAY[person.role]}.")
    say(f"Call them, and compare these letters: {person.check}. Others? crisis keys revoke")
