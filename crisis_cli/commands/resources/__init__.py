"""crisis resources: who can help, and how well that is known. One file for each command."""

from __future__ import annotations

import typer

from crisis_cli.commands.options import Json
from crisis_cli.commands.resources import (
    exporting,
    find,
    importing,
    overview,
    show,
    stale,
    verify,
)

# name: the file with its `run`, in the order of --help.
COMMANDS = {
    "find": find,
    "show": show,
    "stale": stale,
    "verify": verify,
    "import": importing,
    "export": exporting,
}

app = typer.Typer(add_completion=False, rich_markup_mode=None, invoke_without_command=True)


@app.callback()
def resources(ctx: typer.Context, json: Json = False) -> None:
    """Who can help: find them, check the numbers, bring in others.

    Without a command: what there is, and how much of it is past its time.

    \b
    crisis resources find food tonight
    crisis resources stale
    """
    if ctx.invoked_subcommand is None:
        overview.run(json)


for name, module in COMMANDS.items():
    app.command(name)(module.run)
