"""Extensions of FHIR: those that a step is made of, and what becomes of every other one."""

from __future__ import annotations

from typing import Any

from crisis_cli.workshop.fhir.amounts import shown
from crisis_cli.workshop.fhir.element import Element
from crisis_cli.workshop.fhir.notes import CHANGED, NOT_IMPORTED, SET_ASIDE
from crisis_cli.workshop.fhir.words import one_line

FHIR = (
    "http://hl7.org/fhir/StructureDefinition/",
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/",
)
SHORT = ("questionnaire-", "sdc-questionnaire-", "sdc-")  # left out of a name: minOccurs, unit, ...

LONGEST = 1000  # letters of an expression that are told

COMPUTED = "a value that is worked out (FHIRPath or CQL); the worker is asked instead"
FETCHED = "a value that is fetched from a record; the worker is asked instead"
BY_HAND = "Write it by hand if it matters, or delete the step."
LOOK = "Find out what it means, and write it by hand if it matters."

# Those that change nothing that is asked, of which there are many.
SEARCH = (
    *("unitSupplementalSystem", "allowedProfile", "allowedResource", "referenceResource"),
    *("referenceProfile", "referenceFilter", "preferredTerminologyServer", "lookupURL"),
    *("endpoint", "launchContext", "sourceQueries", "sourceStructureMap"),
    "itemPopulationContext",
)
EXTRACT = (
    *("targetStructureMap", "itemExtractionContext", "itemContext", "definitionExtract"),
    *("definitionExtractValue", "templateExtract", "observationExtract", "observation-extract"),
    *("observation-extract-category", "observationExtractCategory", "observationExtractEntry"),
    "extractAllocateId",
)
LOOKS = (
    *("collapsible", "choiceColumn", "choiceOrientation", "columnCount", "width", "keyboard"),
    *("showOrdinalValue", "shortText", "rendering-style", "rendering-xhtml"),
    *("rendering-markdown", "rendering-styleSensitive", "rendering-criticalValue"),
    *("renderedValue", "itemControl", "displayCategory"),
)

# name: (fate, what it is, what to do)
TABLE: dict[str, tuple[str, str, str]] = {
    "enableWhenExpression": (
        NOT_IMPORTED,
        "a condition written in FHIRPath; the step is asked always",
        "Write it as a `when:` by hand.",
    ),
    "calculatedExpression": (NOT_IMPORTED, COMPUTED, BY_HAND),
    "initialExpression": (NOT_IMPORTED, FETCHED, BY_HAND),
    "cqf-calculatedValue": (NOT_IMPORTED, COMPUTED, BY_HAND),
    "cqf-expression": (NOT_IMPORTED, COMPUTED, BY_HAND),
    "variable": (NOT_IMPORTED, "a value that other expressions use", "Nothing here uses it."),
    "answerExpression": (
        NOT_IMPORTED,
        "answers that are fetched from a record",
        "Write the answers under `answers:`.",
    ),
    "candidateExpression": (
        NOT_IMPORTED,
        "answers that are suggested from a record",
        "Nothing is suggested here.",
    ),
    "contextExpression": (NOT_IMPORTED, "facts from a record, shown with the question", LOOK),
    "answerOptionsToggleExpression": (
        NOT_IMPORTED,
        "answers that can be chosen only under a condition",
        "All of them can be chosen here. Split the question if that is wrong.",
    ),
    "constraint": (NOT_IMPORTED, "a rule that answers must keep", "Say it in the question."),
    "targetConstraint": (NOT_IMPORTED, "a rule that answers must keep", "Say it in the question."),
    "regex": (NOT_IMPORTED, "a pattern that the text must keep", "Say it in the question."),
    "minLength": (NOT_IMPORTED, "the fewest letters of the text", "Say it in the question."),
    "subQuestionnaire": (
        NOT_IMPORTED,
        "questions that stand in another form",
        "Import that form too, and put its steps here.",
    ),
    "assembleContext": (NOT_IMPORTED, "a value for a form of several files", LOOK),
    "assemble-expectation": (NOT_IMPORTED, "the form is put together from several files", LOOK),
    "optionExclusive": (
        NOT_IMPORTED,
        "an answer that can be chosen only by itself",
        "Several can be chosen here; say it in the question.",
    ),
    "hidden": (
        NOT_IMPORTED,
        "hidden in the form; here it is asked or shown",
        "Delete the step if the worker need not see it.",
    ),
    "minValue": (NOT_IMPORTED, "the least value that fits", "Say it in the question."),
    "maxValue": (NOT_IMPORTED, "the largest value that fits", "Say it in the question."),
    "minQuantity": (NOT_IMPORTED, "the least value that fits", "Say it in the question."),
    "maxQuantity": (NOT_IMPORTED, "the largest value that fits", "Say it in the question."),
    "minOccurs": (NOT_IMPORTED, "how many answers there must be", "Say it in the question."),
    "maxOccurs": (NOT_IMPORTED, "how many answers there may be", "Say it in the question."),
    "unitOpen": (NOT_IMPORTED, "a unit that may be typed freely", "Ask for the unit."),
    "unitValueSet": (
        NOT_IMPORTED,
        "units that stand in a value set",
        "Write the unit under `unit:`, or ask for it.",
    ),
    "translation": (NOT_IMPORTED, "a translation", "Make it with `crisis protocol translate`."),
    "ordinalValue": (NOT_IMPORTED, "a score", "Nobody is scored here."),
    "itemWeight": (NOT_IMPORTED, "a score", "Nobody is scored here."),
    "usageMode": (NOT_IMPORTED, "when the item is shown: on capture or display", LOOK),
    "signatureRequired": (NOT_IMPORTED, "a signature", "Add a step that asks for it."),
    "mimeType": (NOT_IMPORTED, "which files may be attached", "No file can be attached here."),
    "maxSize": (NOT_IMPORTED, "how large a file may be", "No file can be attached here."),
    "fhirType": (NOT_IMPORTED, "another type of answer", LOOK),
    "lookupQuestionnaire": (NOT_IMPORTED, "a form that makes the record referred to", LOOK),
    "isSubject": (NOT_IMPORTED, "the items below are about somebody else", "Say whom, in words."),
    "maxDecimalPlaces": (CHANGED, "any number of decimals up to six can be typed", ""),
    "sliderStepValue": (CHANGED, "every whole number can be chosen", ""),
    "itemMedia": (NOT_IMPORTED, "a picture or a sound", "Say in words what it shows."),
    "itemAnswerMedia": (NOT_IMPORTED, "a picture or a sound", "Say in words what it shows."),
    "observationLinkPeriod": (NOT_IMPORTED, FETCHED, BY_HAND),
    "performerType": (SET_ASIDE, "who may fill it in", ""),
    "supportLink": (SET_ASIDE, "a page with more about it", ""),
    "designNote": (SET_ASIDE, "a note for whoever makes the form", ""),
    "optionPrefix": (SET_ASIDE, "a number in front of an answer", ""),
    "structuredefinition-standards-status": (SET_ASIDE, "how far the form has been agreed", ""),
    "structuredefinition-fmm": (SET_ASIDE, "how far the form has been agreed", ""),
    "structuredefinition-wg": (SET_ASIDE, "who keeps the form", ""),
    "resource-effectivePeriod": (SET_ASIDE, "when the form is in use", ""),
    "cqf-library": (NOT_IMPORTED, "code that works out values", BY_HAND),
    "library": (NOT_IMPORTED, "code that works out values", BY_HAND),
    "questionnaireAdaptive": (
        NOT_IMPORTED,
        "the next question comes from a server",
        "Only the questions in the file are there.",
    ),
    **dict.fromkeys(SEARCH, (SET_ASIDE, "how answers would be looked up on a server", "")),
    **dict.fromkeys(EXTRACT, (SET_ASIDE, "where the answers would be kept in a FHIR record", "")),
    **dict.fromkeys(LOOKS, (SET_ASIDE, "how it looks on a page", "")),
}


class Extensions:
    """The extensions of one element. What is taken becomes part of a step; `tell` names others."""

    def __init__(self, element: Element, under: str = "extension") -> None:
        self._left: dict[str, list[Element]] = {}
        for one in element.parts(under):
            self._left.setdefault(name(one.raw("url")), []).append(one)

    def take(self, wanted: str) -> list[Any]:
        """The values of every extension of this name, as plain JSON."""
        return [one.of_type("value")[1] for one in self._left.pop(wanted, [])]

    def peek(self, wanted: str) -> list[Any]:
        """As `take`, but they stay, to be told."""
        return [one.of_type("value")[1] for one in self._left.get(wanted, [])]

    def has(self, wanted: str) -> bool:
        """Whether there is one of this name."""
        return wanted in self._left

    def code(self, wanted: str) -> str:
        """The code that the first one of this name has; "" for none. It stays, to be told."""
        for one in self._left.get(wanted, []):
            concept = one.body.get("valueCodeableConcept")
            codings = concept.get("coding") if isinstance(concept, dict) else None
            for coding in codings if isinstance(codings, list) else []:
                if isinstance(coding, dict) and isinstance(coding.get("code"), str):
                    return str(coding["code"])
        return ""

    def tell(self, told: dict[str, tuple[str, str, str]] | None = None) -> None:
        """Name those that nobody took. told: what is otherwise than in the table."""
        for called, elements in self._left.items():
            for one in elements:
                fate, what, todo = (told or {}).get(called) or TABLE.get(called) or _unknown(called)
                one.notes.add(fate, one.place, f"{_short(called)}: {what}", todo, _written(one))


def tell_rest(element: Element, known: tuple[str, ...] = (), aside: tuple[str, ...] = ()) -> None:
    """Name every extension and modifier of an element, and whatever nobody took of it.

    known: names that somebody read without taking them. aside: names that change nothing.
    """
    Extensions(element).tell()
    tell_beside(element)
    for key in element.left():
        if key in aside:
            element.notes.aside(element.place, f"{key}: a mark for programs")
        elif key not in known and not key.startswith("_"):
            message = f"'{one_line(key)[:60]}' is nothing that FHIR has here"
            element.notes.missing(element.place, message, LOOK)


def tell_beside(element: Element) -> None:
    """Name the modifiers of an element, and the extensions of its simple values (`_text`)."""
    _modifiers(element)
    for key in element.left():
        inner = element.part(key) if key.startswith("_") else None
        if inner is not None:
            Extensions(inner).tell()
            for other in inner.left():
                _other(inner, f"{key[1:]}.{other}")


def _other(element: Element, called: str) -> None:
    """Name what stands beside a simple value, where FHIR has only extensions."""
    fate, what, todo = TABLE.get(called.split(".")[-1], _unknown(called))
    element.notes.add(fate, element.place, f"{one_line(called)[:80]}: {what}", todo)


def _modifiers(element: Element) -> None:
    """Name the modifier extensions: whoever does not know one must not trust the rest."""
    for one in element.parts("modifierExtension"):
        what = f"{_short(name(one.raw('url')))}: a modifier, which can change what the rest means"
        todo = "Ask whoever made the form what it changes."
        one.notes.missing(one.place, what, todo, _written(one))


def name(url: str) -> str:
    """What an extension is called in the table: the last part of its URL, if it is FHIR's own."""
    for start in FHIR:
        if url.startswith(start):
            last = url[len(start) :].split("|")[0]
            for prefix in SHORT:
                last = last.removeprefix(prefix)
            return last
    return url


def _unknown(called: str) -> tuple[str, str, str]:
    return NOT_IMPORTED, "an extension that is not known here", LOOK


def _short(called: str) -> str:
    return one_line(called)[:200] or "extension without a url"


def _written(one: Element) -> str:
    """What an extension says, so that somebody can write it by hand."""
    _, value = one.of_type("value")
    inner = (_named(part) for part in one.parts("extension"))
    return "; ".join(filter(None, (shown(value), *inner)))[:LONGEST]


def _named(part: Element) -> str:
    _, value = part.of_type("value")
    return f"{one_line(part.raw('url'))}: {shown(value)}"
