"""crisis resources export: the resources as HSDS 3, for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.commands.options import say, say_json
from crisis_cli.commands.resources.opened import opened

OutFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="The file to write. Printed if left out."),
]


def run(out: OutFile = None) -> None:
    """Write every resource as HSDS 3, with what was heard by phone.

    \b
    crisis resources export --out dc-hsds.json
    crisis resources export | jq '.contents[].name'
    """
    import json

    from crisis_cli.commands.protocol.writing import write_new
    from crisis_cli.directory.hsds.exporting import exported

    page = exported(opened().all())
    if out is None:
        say_json(page)
        return
    text = json.dumps(page, indent=2, ensure_ascii=False) + "\n"
    write_new(out, text, "Choose another name, or move that file away.", "Choose another place.")
    say(f"{page['total_items']} resources, written to {out}")
