"""crisis protocol translate: begin a translation of a protocol, or see what it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.commands.options import say
from crisis_cli.commands.protocol.given import Protocol
from crisis_cli.commands.protocol.writing import write_new
from crisis_cli.commands.wrapped import say_wrapped, tell_wrapped
from crisis_cli.errors import CrisisError, Exit


def run(
    protocol: Protocol,
    new: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="Begin a translation: es, fr, vi.")
    ] = "",
    update: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="Print what a translation lacks.")
    ] = "",
) -> None:
    """Begin a translation of a protocol, or see what it lacks.

    It lies beside the protocol: draft.es.yaml beside draft.yaml. A file that is there is never
    written to: --update prints the texts that are missing, to be put at its end, and says on
    stderr which others want work.

    \b
    crisis protocol translate draft.yaml --new es
    crisis protocol translate draft.yaml --update es >> draft.es.yaml
    """
    from crisis_cli.protocol.languages import beside
    from crisis_cli.protocol.source import find

    language = _language(new, update)
    source = find(protocol)
    file = beside(source, language)
    if new:
        _begin(source, file, language)
    else:
        _lacking(source, file, language)


def _language(new: str, update: str) -> str:
    if bool(new) == bool(update):
        raise CrisisError("Which language?", "Use --new es, or --update es.", Exit.USAGE)
    from crisis_cli.protocol.tongues import is_language, short_name

    language = new or update
    if not is_language(language):
        message = f"'{language}' is not the short name of a language."
        raise CrisisError(message, short_name(language), Exit.USAGE)
    return language


def _begin(source: Path, file: Path, language: str) -> None:
    from crisis_cli.protocol.source import contents, load
    from crisis_cli.workshop.translations.write import skeleton

    text = skeleton(contents(source), str(source), language)
    if load(source).languages[0] == language:
        hint = "Name the language that you want to translate it into."
        raise CrisisError(f"{source} is written in '{language}' itself.", hint, Exit.USAGE)
    there = f"See what it lacks: crisis protocol translate {source} --update {language}"
    refused = "Copy the protocol into a folder of your own, and translate it there."
    write_new(file, text, there, refused)
    say_wrapped(f"Begun: {file}\nSee how far it is: crisis protocol check {file}")


def _lacking(source: Path, file: Path, language: str) -> None:
    from crisis_cli.protocol.source import contents
    from crisis_cli.workshop.translations.write import lack

    if not file.exists():
        hint = f"Begin one: crisis protocol translate {source} --new {language}"
        raise CrisisError(f"There is no translation {file}.", hint)
    lacking = lack(contents(source), contents(file), (str(source), str(file)), language)
    if lacking.entries:
        say(lacking.entries.rstrip("\n"))
    for line in lacking.told:
        tell_wrapped(f"{file.name}, {line}")
    if not lacking.entries and not lacking.told:
        tell_wrapped(f"{file.name} has everything, and all of it was reviewed.")
