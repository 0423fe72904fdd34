"""crisis protocol: check and describe protocols. For whoever writes them."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.errors import Exit

Protocol = Annotated[
    str, typer.Argument(metavar="PROTOCOL", help="The name of a protocol, or its file.")
]
Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Protocol files, or names of protocols.")
]

app = typer.Typer(
    help="Check and describe protocols.",
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command()
def check(files: Files, json: Json = False) -> None:
    """Say everything that is wrong with protocol files.

    Ends with exit code 4 where anything was found.

    \b
    crisis protocol check protocols/crisis-intervention.yaml
    crisis protocol check --json draft.yaml | jq '.files[0].problems'
    """
    from crisis_cli.protocol.source import find
    from crisis_cli.workshop.check import check as look_over

    resources = _resource_ids()
    reports = [look_over(find(name), resources) for name in files]
    if json:
        say_json({"files": [report.data() for report in reports]})
    else:
        say("\n\n".join(report.text() for report in reports))
    if not all(report.clean for report in reports):
        raise typer.Exit(int(Exit.FOUND))


@app.command()
def describe(protocol: Protocol, json: Json = False) -> None:
    """Say in words what a protocol asks, and when.

    \b
    crisis protocol describe crisis-intervention
    crisis protocol describe draft.yaml --json | jq '.steps[].id'
    """
    from crisis_cli.protocol.source import find, load
    from crisis_cli.workshop.describe import as_data, as_text

    loaded = load(find(protocol))
    if json:
        say_json(as_data(loaded))
    else:
        say(as_text(loaded))


@app.command()
def schema() -> None:
    """Print the JSON Schema of the protocol language, for editors.

    \b
    crisis protocol schema > schema.json
    crisis protocol schema | jq '."$defs".SectionKeys'
    """
    from crisis_cli.protocol.schema import json_schema

    say_json(json_schema())


def _resource_ids() -> set[str] | None:
    """The ids that a protocol may name; None where the resource file cannot be read."""
    from crisis_cli.directory.resources import load, shipped_file
    from crisis_cli.errors import CrisisError

    try:
        return set(load(shipped_file()))
    except CrisisError:
        return None
