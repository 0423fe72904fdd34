"""crisis protocol diff: what a change to a protocol does, in sentences."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.protocol.given import Seconds
from crisis_cli.errors import Exit

Old = Annotated[
    str, typer.Argument(metavar="OLD", help="The protocol before: its file, or a name of ours.")
]
New = Annotated[
    str, typer.Argument(metavar="NEW", help="The protocol now: its file, or a name of ours.")
]


def run(old: Old, new: New, seconds: Seconds = 60, json: Json = False) -> None:
    """Say what a change to a protocol does, and for whom.

    The most dangerous stands first. Interviews are compared, not texts: the same answers, given in
    the order of the protocol. Ends with 0 whether anything differs or not, since a difference is no
    mistake; with 4 where not everything could be compared in the time.

    \b
    crisis protocol diff crisis-intervention draft.yaml
    crisis protocol diff before.yaml after.yaml --json | jq '.changes[].kind'
    """
    from crisis_cli.protocol.source import find, load
    from crisis_cli.workshop.diff.compare import compare
    from crisis_cli.workshop.diff.report import Report

    report = Report(compare(load(find(old)), load(find(new)), seconds))
    if json:
        say_json(report.data())
    else:
        say(report.text().strip("\n"))
    if not report.complete:
        raise typer.Exit(int(Exit.FOUND))
