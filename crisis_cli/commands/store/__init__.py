"""crisis store: where the records lie, here and shared. One file for each command."""

from __future__ import annotations

import typer

from crisis_cli.commands.store import (
    admit,
    backup,
    backups,
    create,
    dismiss,
    hold,
    release,
    restore,
    retention,
    setting,
    sync,
    verify,
)

# name: the file with its `run`, in the order of --help.
COMMANDS = {
    "verify": verify,
    "backup": backup,
    "backups": backups,
    "restore": restore,
    "retention": retention,
    "hold": hold,
    "release": release,
    "set": setting,
    "sync": sync,
    "create": create,
    "admit": admit,
    "dismiss": dismiss,
}

HELP = """Where the records lie: whole, shared, and how they are kept.

\b
crisis store verify
crisis store backup /media/stick/records-november.db
"""

app = typer.Typer(
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
for name, module in COMMANDS.items():
    app.command(name)(module.run)
