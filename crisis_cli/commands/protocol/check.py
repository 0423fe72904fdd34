"""crisis protocol check: say everything that is wrong with a protocol file."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Files
from crisis_cli.commands.protocol.looking import all_of
from crisis_cli.errors import Exit


NoProofs = Annotated[
    bool, typer.Option("--no-proofs", help="Only what can be seen without the solver; faster.")
]


def run(files: Files, no_proofs: NoProofs = False, json: Json = False) -> None:
    """Say everything that is wrong with protocols and the files that go with them.

    Ends with exit code 4 where anything was found.

    \b
    crisis protocol check protocols/crisis-intervention.yaml
    crisis protocol check --no-proofs --json draft.yaml | jq '.files[0].problems'
    """
    from crisis_cli.protocol.source import find

    reports = [report for name in files for report in all_of(find(name), not no_proofs)]
    if json:
        say_json({"files": [report.data() for report in reports]})
    else:
        say("\n\n".join(report.text() for report in reports))
    if not all(report.clean for report in reports):
        raise typer.Exit(int(Exit.FOUND))
