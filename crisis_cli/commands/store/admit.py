"""crisis store admit: let a person in to the shared store, by the administrator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.commands.options import say
from crisis_cli.commands.store.create import Url
from crisis_cli.protocol.letters import visible
from crisis_cli.records.people import from_file
from crisis_cli.records.shared.admin import admit
from crisis_cli.records.shared.server import checked, connected

DONE = """\
{name} may come in as {login}. Give the login a password where your server asks for one.
Compare these letters with {name} by telephone: {check}
On their computer: crisis setup --store postgresql://{login}@SERVER/DATABASE"""


def run(
    url: Url,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What their crisis keys public printed.")
    ],
    login: Annotated[
        str, typer.Option(metavar="LOGIN", help="Their login of the database; made if missing.")
    ],
) -> None:
    """Let a person in to the shared store, under a login.

    They can add and read, and change or delete nothing; and they fetch only what they hold keys to.

    \b
    crisis store admit postgresql://postgres@db/crisis dana.key --login dana
    crisis store admit "postgresql:///crisis?host=/tmp" sam.key --login sam
    """
    person = from_file(file)
    with connected(checked(url)) as server:
        admit(server, person, login)
    say(DONE.format(name=visible(person.name), login=visible(login), check=person.check))
