"""crisis protocol import-fhir: a FHIR Questionnaire becomes the draft of a protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.options import Json, give, say, say_json
from crisis_cli.commands.protocol.writing import write_new
from crisis_cli.errors import CrisisError

Form = Annotated[str, typer.Argument(metavar="FILE", help="A FHIR Questionnaire in JSON.")]
Draft = Annotated[
    Path | None,
    typer.Option("--out", metavar="DRAFT", help="The file to write. Printed if left out."),
]


def run(file: Form, out: Draft = None, json: Json = False) -> None:
    """Make the draft of a protocol of a FHIR Questionnaire.

    It may be R5, R4 or STU3, in JSON. What cannot be said in a protocol is named item by item, here
    and in the draft. A file that is there is never written to. Without --out the draft goes to
    stdout, and the report to stderr.

    \b
    crisis protocol import-fhir form.json --out draft.yaml
    crisis protocol import-fhir form.json --json | jq '.not_imported'
    """
    from crisis_cli.workshop.fhir.importing import imported

    made = imported(_read(file), file)
    if out is not None:
        taken = "Choose another name, or move that file away."
        write_new(out, made.text, taken, "Choose another place.")
    if json:
        draft = {"draft": made.text} if out is None else {"out": str(out)}
        say_json({"file": file, **draft, **made.report.data()})
    elif out is None:
        give(made.text.rstrip("\n"))
        tell(made.report.text())
    else:
        say(f"{made.report.text()}\n\nWritten: {out}\nLook at it: crisis protocol check {out}")


def _read(file: str) -> bytes:
    from crisis_cli.protocol.source import contents
    from crisis_cli.workshop.fhir.source import BIGGEST

    try:
        return contents(file, BIGGEST + 1)
    except CrisisError as error:
        hint = "Name a file that holds a FHIR Questionnaire in JSON."
        raise CrisisError(error.message, hint) from None
