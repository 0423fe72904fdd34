"""crisis store: where the records lie, here and shared. One file for each command."""

from __future__ import annotations

import typer

from crisis_cli.commands.store import admit, create, dismiss, sync, verify

# name: the file with its `run`, in the order of --help.
COMMANDS = {
    "verify": verify,
    "sync": sync,
    "create": create,
    "admit": admit,
    "dismiss": dismiss,
}

app = typer.Typer(
    help="Where the records lie: is it whole, is it shared?",
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
for name, module in COMMANDS.items():
    app.command(name)(module.run)
