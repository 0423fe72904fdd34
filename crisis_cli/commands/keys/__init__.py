"""crisis keys: who may read the records, and the ways in. One file for each command."""

from __future__ import annotations

import typer

from crisis_cli.commands.keys import (
    add,
    change,
    erase,
    hand_over,
    listing,
    log,
    new_recovery,
    passed,
    public,
    recover,
    remember,
    revoke,
    tier,
)

# name: the file with its `run`, in the order of --help.
COMMANDS = {
    "change": change,
    "recover": recover,
    "new-recovery": new_recovery,
    "remember": remember,
    "public": public,
    "add": add,
    "tier": tier,
    "passed": passed,
    "hand-over": hand_over,
    "revoke": revoke,
    "erase": erase,
    "log": log,
}

app = typer.Typer(
    help=listing.run.__doc__,
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
)
for name, module in COMMANDS.items():
    app.command(name)(module.run)
app.callback()(listing.run)
