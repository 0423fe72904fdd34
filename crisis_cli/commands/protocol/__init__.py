"""crisis protocol: for those who write protocols. One file for each command."""

from __future__ import annotations

import typer

from crisis_cli.commands.protocol import (
    approve,
    check,
    describe,
    diff,
    draw,
    explain,
    import_fhir,
    paper,
    paths_to,
    schema,
    test,
    translate,
    trial,
    why_not,
)

# name: the file with its `run`, in the order of --help.
COMMANDS = {
    "check": check,
    "try": trial,
    "test": test,
    "describe": describe,
    "explain": explain,
    "paths-to": paths_to,
    "why-not": why_not,
    "diff": diff,
    "draw": draw,
    "paper": paper,
    "translate": translate,
    "import-fhir": import_fhir,
    "approve": approve,
    "schema": schema,
}

HELP = """Write protocols, and know that they do what you mean.

\b
crisis protocol check mine/crisis-intervention.yaml
crisis protocol explain E031
"""

app = typer.Typer(
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
for name, module in COMMANDS.items():
    app.command(name)(module.run)
