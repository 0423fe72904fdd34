"""crisis protocol translate: begin a translation, see what it lacks, or write down its review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.options import give, say
from crisis_cli.commands.protocol.writing import write_new
from crisis_cli.engine.times import home_day
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.fixed import CLIENT_PAGES, RESOURCES
from crisis_cli.records.folder import make

if TYPE_CHECKING:
    from crisis_cli.protocol.translation import Looked
    from crisis_cli.protocol.wordings import Wording

NOBODY = "NAME, ROLE"  # as it stands in help and guides

Translated = Annotated[
    str,
    typer.Argument(
        metavar="PROTOCOL",
        help="A protocol by its name or file; client-pages: the fixed words of client pages; or"
        " resources: what those say of numbers and places.",
    ),
]


def run(
    protocol: Translated,
    new: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="Begin a translation: es, fr, vi.")
    ] = "",
    update: Annotated[
        str, typer.Option(metavar="LANGUAGE", help="Print what a translation lacks.")
    ] = "",
    reviewed: Annotated[
        str,
        typer.Option(metavar="LANGUAGE", help="Write down that all of it was read and is right."),
    ] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="Who read it: name and role.")
    ] = "",
    pages: Annotated[
        bool, typer.Option("--pages", help="With --new: only what client pages print.")
    ] = False,
) -> None:
    """Begin a translation, see what it lacks, or note its review.

    It lies beside the protocol: draft.es.yaml beside draft.yaml. What somebody wrote there is never
    changed: --update prints the texts that are missing, to be put at its end, and says on stderr
    which others want work; --reviewed fills in the two lines of the review at its head.

    \b
    crisis protocol translate draft.yaml --new es
    crisis protocol translate client-pages --reviewed es --by "NAME, ROLE"
    """
    language = _language(new, update, reviewed)
    one = OURS[protocol](language) if protocol in OURS else _of_protocol(protocol, language)
    if new:
        _begin(one, pages)
        return
    if not one.file.exists():
        hint = f"Begin one: crisis protocol translate {one.name} --new {language}"
        raise CrisisError(f"There is no translation {one.file}.", hint)
    _review(one, by) if reviewed else _lacking(one)


@dataclass(frozen=True, slots=True)
class One:
    """One translation. name: of what it translates, as it was given; id: what its file calls that.
    file: where it lies. known: the texts to translate. written: the language that they are in."""

    name: str
    id: str
    language: str
    file: Path
    known: Mapping[str, Wording]
    written: str = "en"


def _language(*given: str) -> str:
    if sum(map(bool, given)) != 1:
        hint = "Use --new es, --update es, or --reviewed es."
        raise CrisisError("Which language?", hint, Exit.USAGE)
    from crisis_cli.protocol.tongues import is_language, short_name

    language = next(filter(None, given))
    if not is_language(language):
        message = f"'{language}' is not the short name of a language."
        raise CrisisError(message, short_name(language), Exit.USAGE)
    return language


def _of_protocol(protocol: str, language: str) -> One:
    from crisis_cli.protocol.languages import beside
    from crisis_cli.protocol.source import contents, find
    from crisis_cli.protocol.wordings import wordings
    from crisis_cli.workshop.translations.write import sound

    source = find(protocol)
    whole = sound(contents(source), str(source))
    known, file = wordings(whole), beside(source, language)
    return One(str(source), whole.protocol, language, file, known, whole.languages[0])


def _of_pages(language: str) -> One:
    """The catalogue of a language: the one of this machine, else the one that came along."""
    from crisis_cli.protocol.catalogue import places, wordings
    from crisis_cli.records.folder import home

    files = [folder / f"{language}.yaml" for folder in places(home())]
    file = next((file for file in files if file.exists()), files[0])
    return One(CLIENT_PAGES, CLIENT_PAGES, language, file, wordings())


def _of_resources(language: str) -> One:
    """The translation of the resource file: of this machine, else the one that came along."""
    from crisis_cli.directory.languages import places, wordings
    from crisis_cli.directory.resources import load, shipped_file
    from crisis_cli.records.folder import home

    files = places(shipped_file(), language, home())
    file = next((file for file in files if file.exists()), files[0])
    return One(RESOURCES, RESOURCES, language, file, wordings(load(shipped_file())))


OURS = {CLIENT_PAGES: _of_pages, RESOURCES: _of_resources}


def _begin(one: One, pages: bool) -> None:
    from crisis_cli.workshop.translations.write import begun

    if one.written == one.language:
        hint = "Name the language that you want to translate it into."
        raise CrisisError(f"{one.name} is written in '{one.language}' itself.", hint, Exit.USAGE)
    there = f"See what it lacks: crisis protocol translate {one.name} --update {one.language}"
    refused = "Copy the protocol into a folder of your own, and translate it there."
    if one.id in OURS:
        make(one.file.parent)
    write_new(one.file, begun(one.id, one.language, one.known, pages), there, refused)
    say(f"Begun: {one.file}\nSee how far it is: crisis protocol check {_checked(one)}")


def _checked(one: One) -> str:
    """What is checked to see how far a translation is."""
    return str(one.file) if one.id in OURS else one.name


def _looked(one: One) -> Looked:
    from crisis_cli.protocol.source import contents
    from crisis_cli.protocol.translation import look_over

    return look_over(contents(one.file), one.id, one.language, one.known)


def _lacking(one: One) -> None:
    from crisis_cli.workshop.translations.write import lacking

    found = lacking(_looked(one), one.known, str(one.file))
    if found.entries:
        give(found.entries.rstrip("\n"))
    for line in found.told:
        tell(f"{one.file.name}, {line}")
    if not found.entries and not found.told:
        tell(f"{one.file.name} has everything, and all of it was reviewed.")


def _review(one: One, by: str) -> None:
    from crisis_cli.documents.formats import save
    from crisis_cli.protocol.source import contents
    from crisis_cli.workshop.approving import approver
    from crisis_cli.workshop.translations.review import reviewed, unfit
    from crisis_cli.workshop.translations.write import lacking

    if by.strip() in ("", NOBODY):
        hint = f'Add --by "{NOBODY}": from then on these words go to clients.'
        raise CrisisError("Who read all of it beside the original?", hint, Exit.USAGE)
    who, today = approver(by), home_day(now())
    looked = _looked(one)
    lacking(looked, one.known, str(one.file))  # says what is wrong with the file
    if waiting := unfit(looked):
        raise CrisisError(
            f"{len(waiting)} texts are missing, empty or older than the original; {waiting[0]} is"
            " the first.",
            f"See them: crisis protocol translate {one.name} --update {one.language}",
        )
    save(one.file, reviewed(contents(one.file), who, today))
    say(f"{one.file}: read and found right by {who} on {today.isoformat()}.")
