"""crisis resources import: somebody else's directory becomes a resource file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.writing import write_new
from crisis_cli.commands.resources.opened import now
from crisis_cli.engine.times import home_day

From = Annotated[
    Path, typer.Argument(metavar="PATH", help="A folder of CSV or JSON files, or one JSON file.")
]
OutFile = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="The resource file to write; a new one.")
]


def run(path: From, out: OutFile, json: Json = False) -> None:
    """Make a resource file of HSDS 3 or Ohana's CSV.

    What was not understood is told: file, row, field, what was done. The rest is read. Every entry
    is unverified until somebody has phoned it.

    \b
    crisis resources import hsds-folder --out protocols/resources/region.yaml
    crisis resources import services.json --out region.yaml --json | jq '.notes'
    """
    from crisis_cli.directory.hsds.importing import imported

    made = imported(path, home_day(now()))
    taken = "Choose another name, or move that file away."
    write_new(out, made.text, taken, "Choose another place.")
    if json:
        say_json(
            {
                "out": str(out),
                "form": made.form,
                "resources": made.count,
                "notes": made.notes.data(),
            }
        )
        return
    count = "1 resource" if made.count == 1 else f"{made.count} resources"
    say(
        f"{made.notes.text()}\n\n"
        f"{made.form}: {count}, unverified, written to {out}\n"
        f"Look at it: crisis protocol check {out}\n"
        "It counts as soon as it lies in the folder of the resource files."
    )
