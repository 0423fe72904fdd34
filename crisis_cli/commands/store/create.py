"""crisis store create: make the tables of a shared store, once, by the administrator."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.options import say
from crisis_cli.records.shared.admin import create
from crisis_cli.records.shared.server import checked, connected

Url = Annotated[
    str,
    typer.Argument(metavar="URL", help="As the administrator: postgresql://LOGIN@SERVER/DATABASE"),
]
NEW = """\
The shared store is made. Let each person in with their public key (crisis keys public):
crisis store admit {url} FILE --login LOGIN"""
AGAIN = """\
The tables were there, and were left as they are. Every computer looks at all of them anew."""


def run(url: Url) -> None:
    """Make a shared store in an empty database of PostgreSQL.

    After the database was put back from a backup, run it again: the tables stay, and every
    computer brings again what the backup lacks.

    \b
    crisis store create postgresql://postgres@db.example.org/crisis
    crisis store create "postgresql:///crisis?host=/var/run/postgresql"
    """
    with connected(checked(url)) as server:
        new = create(server)
    say((NEW if new else AGAIN).format(url=url))
