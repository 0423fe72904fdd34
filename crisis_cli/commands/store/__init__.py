"""crisis store: the file that the records lie in. One file for each command."""

from __future__ import annotations

import typer

from crisis_cli.commands.store import verify

# name: the file with its `run`, in the order of --help.
COMMANDS = {"verify": verify}

app = typer.Typer(
    help="The file that the records lie in: is it whole?",
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
for name, module in COMMANDS.items():
    app.command(name)(module.run)


@app.callback()
def _() -> None:  # so that a single command keeps its name
    """The file that the records lie in: is it whole?"""
