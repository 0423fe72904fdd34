"""crisis store: the file that the records lie in. One file for each command."""

from __future__ import annotations

import typer

from crisis_cli.commands.store import setting, verify

# name: the file with its `run`, in the order of --help.
COMMANDS = {"verify": verify, "set": setting}

app = typer.Typer(
    help="The file that the records lie in: is it whole? Its settings.",
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
for name, module in COMMANDS.items():
    app.command(name)(module.run)
