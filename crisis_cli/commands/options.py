"""The options that several commands share, said once."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Annotated, Any

import typer

ContactId = Annotated[
    str, typer.Argument(metavar="CONTACT", help="The id of a contact, as crisis cases lists it.")
]
Case = Annotated[
    str, typer.Argument(metavar="CASE", help="The id of a case, or of one of its contacts.")
]
Practice = Annotated[
    bool, typer.Option("--practice", help="For practice: it never becomes a record.")
]
Plain = Annotated[
    bool, typer.Option("--plain", help="Numbered lines, for screen readers and slow connections.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="DIR", help="Where to write the documents. Your documents if left out."
    ),
]
Answers = Annotated[
    Path | None,
    typer.Option("--answers", metavar="FILE", help="Scripted answers instead of a person."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask once more.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout, and nothing else.")]
Reason = Annotated[str, typer.Option(help="Why; it stays in the log.")]
Worker = Annotated[
    str, typer.Option("--worker", metavar="NAME", help="Who writes. Your login name if left out.")
]


def say(text: str) -> None:
    """A result, on stdout."""
    try:
        typer.echo(text)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        raise BrokenPipeError from None  # the terminal is gone, as a reader may be


def say_json(body: Any) -> None:
    """A result as JSON, on stdout; one that any terminal and any parser can take."""
    say(json.dumps(body, indent=2))
