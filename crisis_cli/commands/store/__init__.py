"""crisis store: the file that the records lie in. One file for each command."""

from __future__ import annotations

import typer

from crisis_cli.commands.store import backup, backups, hold, release, restore, retention, verify

# name: the file with its `run`, in the order of --help.
COMMANDS = {
    "verify": verify,
    "backup": backup,
    "backups": backups,
    "restore": restore,
    "retention": retention,
    "hold": hold,
    "release": release,
}

app = typer.Typer(
    help="The file that the records lie in: is it whole, is there a copy, how long is it kept?",
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
for name, module in COMMANDS.items():
    app.command(name)(module.run)
