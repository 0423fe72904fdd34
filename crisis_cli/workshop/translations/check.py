"""Looking translations over: what is missing, empty, changed, not reviewed, or of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.catalogue import looked_over
from crisis_cli.protocol.catalogue import wordings as catalogue_wordings
from crisis_cli.protocol.fixed import CLIENT_PAGES
from crisis_cli.protocol.languages import beside
from crisis_cli.protocol.problems import Found
from crisis_cli.protocol.source import contents, look_over
from crisis_cli.protocol.surface.file import File
from crisis_cli.protocol.translation import Looked, Standing
from crisis_cli.protocol.translation import look_over as look_translation_over
from crisis_cli.protocol.tree import Path as Place
from crisis_cli.protocol.tree import Tree
from crisis_cli.protocol.wordings import Wording, wordings
from crisis_cli.workshop.check.report import Report, report

TRANSLATES = re.compile(rb"^translates:", re.M)
CATALOGUE = re.compile(rf"^translates:[ ]*[\"']?{CLIENT_PAGES}\b".encode(), re.M)
DRAFT = ". A draft: nobody has reviewed it, so it is printed in practice only"
EACH = 5  # texts of one sort that are told one by one; the rest are counted
# For each standing that is told: code, one of them, several, what to do.
TELLINGS = {
    Standing.OUTDATED: (
        "W124",
        "'{place}' was changed in the protocol since it was translated, so it is shown as it"
        " stands there.",
        "{count} more texts were changed since they were translated.",
        "Translate what it says now, and write its new mark: `of: {mark}`.",
    ),
    Standing.UNKNOWN: (
        "W121",
        "The protocol has no text '{place}'.",
        "{count} more texts are not in the protocol.",
        "Look at the place again, or delete this.",
    ),
    Standing.MISSING: (
        "W122",
        "'{place}' has no translation.",
        "{count} more texts have no translation.",
        "Print what is missing: crisis protocol translate {file} --update {language}",
    ),
    Standing.EMPTY: (
        "W123",
        "'{place}' is not translated yet.",
        "{count} more texts are not translated yet.",
        "Write the translation after `text:`.",
    ),
    Standing.DRAFT: (
        "W125",
        "Nobody has reviewed '{place}', so it is shown in practice only.",
        "{count} more texts were not reviewed.",
        "Whoever reads it beside the original writes `reviewed_by:` and `reviewed_on:`.",
    ),
}


def is_translation(path: Path) -> bool:
    """Whether a file translates a protocol, by its first keys."""
    return "." in path.stem and TRANSLATES.search(contents(path)) is not None


def of_translation(path: Path) -> Report:
    """What was found in one translation file, or in a catalogue. CrisisError where the protocol of
    a translation is not beside it."""
    name, _, language = path.stem.rpartition(".")
    if CATALOGUE.search(contents(path)):
        return _report(path, of_catalogue(contents(path), language))
    source = path.with_name(f"{name}{path.suffix}")
    if not source.exists():
        raise CrisisError(
            f"{path} translates a protocol, and there is no {source.name} beside it.",
            "Put both files into one folder.",
        )
    file = _file(source)
    return _of(path, file, str(source), language) if file else report(str(path), Found([]))


def translations(path: Path) -> Iterator[Report]:
    """What was found in the translations of a protocol file, one report for each file."""
    file = _file(path)
    if file is None:  # its own errors are told first
        return
    for language in file.languages[1:]:
        if (there := beside(path, language)).is_file():
            yield _of(there, file, str(path), language)
    listed = {beside(path, one) for one in file.languages[1:]}
    for other in sorted(path.parent.glob(f"{path.stem}.*{path.suffix}")):
        if other not in listed and is_translation(other):
            language = other.stem.rpartition(".")[2]
            yield report(str(other), unlisted(contents(other), path.name, language))


def untranslated(file: File, tree: Tree, path: Path) -> None:
    """Note each language of a protocol that has no file."""
    for i, language in enumerate(file.languages):
        there = beside(path, language)
        if language not in file.languages[:i] and i and not there.is_file():
            message = f"There is no translation into '{language}': {there.name} is not there."
            hint = f"Begin it: crisis protocol translate {path} --new {language}"
            tree.problem("W120", message, ("languages", i), f"{hint}\n    Or leave it out here.")


def _file(path: Path) -> File | None:
    made = look_over(contents(path)).made
    return made[0] if made else None


def found_in(data: bytes, file: File, source: str, language: str) -> Found:
    """What is wrong with the bytes of a translation. source: the path of the protocol file."""
    return _looked(data, file, source, language).found


def of_catalogue(data: bytes, language: str) -> Looked:
    """A catalogue that was looked over, with everything that is wrong with it."""
    looked = looked_over(data, language)
    _tell_all(looked, CLIENT_PAGES, language, catalogue_wordings())
    return looked


def of_texts(
    path: Path, looked: Looked, source: str, language: str, known: Mapping[str, Wording]
) -> Report:
    """What was found in a translation of other texts than those of a protocol.

    source: what `crisis protocol translate` calls them. known: the texts by place.
    """
    _tell_all(looked, source, language, known)
    return _report(path, looked)


def _looked(data: bytes, file: File, source: str, language: str) -> Looked:
    known = wordings(file)
    looked = look_translation_over(data, file.protocol, language, known)
    _tell_all(looked, source, language, known)
    return looked


def _of(path: Path, file: File, source: str, language: str) -> Report:
    return _report(path, _looked(contents(path), file, source, language))


def _report(path: Path, looked: Looked) -> Report:
    told = DRAFT if looked.draft else ""
    return report(str(path), looked.found, f"Texts: {len(looked.standing)}{told}")


def _tell_all(looked: Looked, source: str, language: str, known: Mapping[str, Wording]) -> None:
    half = any(problem.code == "E122" for problem in looked.found.problems)
    for standing in TELLINGS:
        # A review without its date is told already, and so is a file that is a draft as a whole.
        if standing is not Standing.DRAFT or not (half or looked.draft):
            _tell(looked, standing, source, language, {p: w.mark for p, w in known.items()})


def _tell(
    looked: Looked, standing: Standing, file: str, language: str, marks: dict[str, str]
) -> None:
    """Note the texts that stand so: the first few each at its place, the rest as a number."""
    if looked.tree is None:
        return
    code, one, more, hint = TELLINGS[standing]
    places = looked.of(standing)
    for number, place in enumerate(places[: EACH + 1]):
        told, message = hint.format(mark=marks.get(place, ""), file=file, language=language), one
        if number == EACH and len(places) > EACH + 1:
            told = f"See them all: crisis protocol translate {file} --update {language}"
            message = more
        message = message.format(place=place, count=len(places) - EACH)
        looked.tree.problem(code, message, _at(standing, place), told, key=True)


def _at(standing: Standing, place: str) -> Place:
    if standing is Standing.MISSING:
        return ("texts",)
    return ("texts", place, "of") if standing is Standing.OUTDATED else ("texts", place)


def unlisted(data: bytes, source: str, language: str) -> Found:
    """That a protocol does not list the language of a translation."""
    found = Found(data.decode("utf-8", "replace").splitlines())
    message = f"{source} does not list '{language}', so nobody is shown this."
    found.add("W126", message, 1, 1, f"Add {language} to its `languages`, or delete this file.")
    return found
