"""The options that several commands share, said once."""

from __future__ import annotations

import errno
import json
import shutil
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from crisis_cli.boundary import fitting
from crisis_cli.errors import CrisisError, Exit

ContactId = Annotated[
    str, typer.Argument(metavar="CONTACT", help="The id of a contact, as crisis cases lists it.")
]
Case = Annotated[
    str, typer.Argument(metavar="CASE", help="The id of a case, or of one of its contacts.")
]
Practice = Annotated[
    bool, typer.Option("--practice", help="For practice: it never becomes a record.")
]
Practised = Annotated[
    bool, typer.Option("--practice", help="What was practised, and not the records.")
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
Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why; it stays in the log.")]
Worker = Annotated[
    str, typer.Option("--worker", metavar="NAME", help="Who writes. Your login name if left out.")
]
Language = Annotated[
    str,
    typer.Option(
        "--language", metavar="LANGUAGE", help="Of client pages: es, am, zh, fr, ko, vi, en."
    ),
]


def language_named(name: str) -> str:
    """The short name of a language, typed as es, ES or Spanish. CrisisError for none."""
    from crisis_cli.protocol.tongues import called, is_language, short_name

    plain = name.strip().lower().replace("_", "-")
    code = called(plain) or plain
    if plain and not is_language(code):
        message = f"'{name}' is not the short name of a language."
        raise CrisisError(message, short_name(name), Exit.USAGE)
    return code


def room(most: int) -> int:
    """How many columns a page has here: as many as the terminal, and `most` at most."""
    return min(shutil.get_terminal_size((most, 24)).columns, most)


def say(text: str) -> None:
    """A result in sentences, on stdout; on a terminal wrapped between words."""
    give(fitting(text, sys.stdout))


def give(text: str) -> None:
    """A result that is data or a page, on stdout, as it is."""
    try:
        typer.echo(text)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        raise BrokenPipeError from None  # the terminal is gone, as a reader may be


def say_bytes(data: bytes) -> None:
    """A part of a result that is a file, on stdout as it is, whatever letters the terminal has."""
    try:
        typer.echo(data, nl=False)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        raise BrokenPipeError from None


def say_json(body: Any) -> None:
    """A result as JSON, on stdout; one that any terminal and any parser can take."""
    give(json.dumps(body, indent=2))


def say_json_list(bodies: Iterable[Any]) -> None:
    """A list as JSON, on stdout, each part as soon as it is known."""
    before, text = "", "["
    for body in bodies:
        give(before or text)
        text = textwrap.indent(json.dumps(body, indent=2), "  ")
        before = f"{text},"
    give(f"{text}\n]" if before else "[]")
