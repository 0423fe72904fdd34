"""crisis resources show: all that is known of one resource."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.resources.opened import named, now, opened

Id = Annotated[str, typer.Argument(metavar="ID", help="As find and stale show it in brackets.")]


def run(name: Id, json: Json = False) -> None:
    """Show all that is known of one resource.

    \b
    crisis resources show access_helpline
    crisis resources show shelter_hotline --json | jq .numbers
    """
    from crisis_cli.directory.telling import data, whole

    directory = opened()
    one = named(directory, name)
    heard = directory.heard.get(name, ())
    if json:
        say_json(data(one, now(), heard))
        return
    file = str(directory.files.get(name, "written into the program"))
    say("\n".join(whole(one, file, heard, now())))
