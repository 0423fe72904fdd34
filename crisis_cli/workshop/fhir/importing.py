"""A FHIR Questionnaire -> a protocol file, and what became of each of its items."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible
from crisis_cli.protocol.source import without_pauses
from crisis_cli.protocol.strict import BIGGEST
from crisis_cli.workshop.fhir.element import Element
from crisis_cli.workshop.fhir.head import finish, head
from crisis_cli.workshop.fhir.layout import Layout
from crisis_cli.workshop.fhir.notes import Notes, Place
from crisis_cli.workshop.fhir.outline import Outline
from crisis_cli.workshop.fhir.report import Report
from crisis_cli.workshop.fhir.sharing import shared
from crisis_cli.workshop.fhir.source import form
from crisis_cli.workshop.fhir.value_sets import Sets
from crisis_cli.workshop.fhir.way_back import way_back
from crisis_cli.workshop.fhir.writing import Keys, yaml_text


@dataclass(frozen=True, slots=True)
class Imported:
    """A protocol file as text, and what became of the form."""

    text: str
    report: Report


def imported(data: bytes, name: str) -> Imported:
    """The protocol for the Questionnaire in the bytes of a file.

    CrisisError, with a place, where there is none, or it asks nothing, or is too large.
    """
    try:
        with without_pauses():
            return _imported(data, name)
    except RecursionError:
        message = f"{visible(name)} is nested too deep to be read."
        raise CrisisError(message, "Ask whoever made the form for a flatter one.") from None


def _imported(data: bytes, name: str) -> Imported:
    found = form(data, visible(name))
    notes = Notes()
    element = Element(found.body, Place(path=found.path), notes)
    outline = Outline(element, notes)
    root = head(element, Path(name).stem, notes)
    sets = Sets(found.others)
    layout = Layout(outline, sets, notes, root["title"])
    sections = [section for section in layout.sections if section["steps"]]
    if not sections:
        message = f"{visible(name)}: nothing in this Questionnaire can be asked or shown."
        raise CrisisError(message, "Look whether this is the form that you mean.")
    _filled(root, sections, layout)
    root["questionnaire"] = way_back(element, outline)
    finish(root, sets, b"http://loinc.org" in data, notes)
    text = yaml_text(root)
    _small_enough(text, name)
    steps = sum(len(section["steps"]) for section in sections)
    report = Report(root["title"], root["protocol"], outline.all, steps, len(sections), notes)
    return Imported(text, report)


def _filled(root: Keys, sections: list[Keys], layout: Layout) -> None:
    if answers := shared(sections):
        root["answer_sets"] = Keys(answers)
    if layout.rules.made:
        rules = Keys()
        for rule, (means, condition) in layout.rules.made.items():
            rules[rule] = Keys({"means": means, **condition})
        root["rules"] = rules
    root["sections"] = sections


def _small_enough(text: str, name: str) -> None:
    if len(text.encode()) > BIGGEST:
        most = BIGGEST // 1_000_000
        message = f"{visible(name)} would become a protocol of more than {most} MB, the most."
        raise CrisisError(message, "Split the form into several.")
