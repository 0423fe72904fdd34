"""The answers of a question, each with an id of its own, and found again by its value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crisis_cli.workshop.fhir.amounts import amount
from crisis_cli.workshop.fhir.element import Element
from crisis_cli.workshop.fhir.extensions import tell_rest
from crisis_cli.workshop.fhir.words import MEANT_OTHERWISE, one_line, slug

SHORT = 32  # letters of an id that is made of words; a longer one is made of the code
KEPT_APART = "answer_"  # stands before an id that means something in conditions


@dataclass(frozen=True, slots=True)
class Option:
    """One answer.

    id, label: as in the protocol. kind: the FHIR type of its value. system, code, display: of a
    coding. text: any other value, as it stands in the file. chosen: beforehand, in the form.
    """

    id: str
    label: str
    kind: str
    system: str = ""
    code: str = ""
    display: str = ""
    text: str = ""
    chosen: bool = False

    @property
    def origin(self) -> str:
        """The code, for a comment: whoever sends answers on needs it."""
        return one_line(f"{self.system} {self.code}")

    @property
    def kept_apart(self) -> str:
        """The word of conditions that it would be called as; "" for none."""
        word = self.id.removeprefix(KEPT_APART)
        return word if word != self.id and word in MEANT_OTHERWISE else ""

    def data(self) -> dict[str, str]:
        """For the report: which answer of the form it is."""
        if self.kind != "Coding":
            return {"id": self.id, "value": self.text}
        coding = {"system": self.system, "code": self.code, "display": self.display}
        return {"id": self.id} | {key: text for key, text in coding.items() if text}


class Answers:
    """The answers of a question, in order.

    chosen: beforehand, in the form. kept_apart: those that would be called as a word of conditions.
    reference: the value set that they come from; "" where they stand in the item.
    """

    def __init__(self) -> None:
        self.options: list[Option] = []
        self.chosen: list[Option] = []
        self.kept_apart: list[Option] = []
        self.reference = ""
        self._ids: set[str] = set()
        self._next: dict[str, int] = {}
        self._displays: set[tuple[str, ...]] = set()
        self._equal: dict[tuple[str, ...], list[Option]] = {}
        self._coded: dict[str, Option] = {}

    def add(self, kind: str, value: Any, element: Element, chosen: bool = False) -> None:
        """One more; an answer that is there already is told and left out."""
        read = _coding(value) if kind == "Coding" else _simple(kind, value)
        if read is None:
            message = "an answer that has no words and no code; it was left out"
            element.notes.missing(element.place, message, "Add it under `answers:` by hand.")
            return
        system, code, display, text = read
        same = (kind, system, code, text) if code or text else (kind, system, display, "", "")
        if same in self._displays:
            element.notes.changed(element.place, "an answer that stands there twice is there once")
            return
        self._displays.add(same)
        label = one_line(display or text) or one_line(code)
        name = self._id(label, code)
        self._keep(Option(name, label, kind, system, code, display, text, chosen))

    def equal(self, kind: str, value: Any) -> list[Option]:
        """Those that are equal to a value. Codings are compared by their codes, as in FHIR."""
        if kind == "Coding" and isinstance(value, dict):
            return self._equal.get((kind, *(_text(value, key) for key in ("system", "code"))), [])
        text = (amount(value) or "") if isinstance(value, Decimal) else value
        return self._equal.get((kind, text), []) if isinstance(text, str) else []

    def has(self, name: str) -> bool:
        """Whether one has this id."""
        return name in self._ids

    def coded(self, code: Any) -> Option | None:
        """The first with this code, whatever its system."""
        return self._coded.get(code) if isinstance(code, str) else None

    def _keep(self, option: Option) -> None:
        self.options.append(option)
        coding = (option.kind, option.system, option.code)
        key = coding if option.kind == "Coding" else (option.kind, option.text)
        self._equal.setdefault(key, []).append(option)
        self._coded.setdefault(option.code, option)
        self.chosen += [option] if option.chosen else []
        self.kept_apart += [option] if option.kept_apart else []

    def _id(self, label: str, code: str) -> str:
        base = slug(label)
        if not base or len(base) > SHORT:
            base = slug(code, longest=SHORT) or slug(base, longest=SHORT) or "answer"
        if label.startswith("-") and label[1:2].isdigit():
            base = f"minus_{base}"
        if base in MEANT_OTHERWISE:
            base = f"{KEPT_APART}{base}"
        name, count = base, self._next.get(base, 2)
        while name in self._ids:
            name, count = f"{base}_{count}", count + 1
        self._next[base] = count
        self._ids.add(name)
        return name


def listed(element: Element, answers: Answers) -> None:
    """Add the answers that stand in the item itself."""
    for part in [*element.parts("answerOption"), *element.parts("option")]:
        kind, value = part.of_type("value")
        if kind == "Coding" and isinstance(value, dict):
            coding = Element(value, part.place.inner("valueCoding"), part.notes)
            tell_rest(coding, ("system", "code", "display"), ("version", "userSelected", "id"))
        answers.add(kind, value, part, part.flag("initialSelected"))
        tell_rest(part, aside=("id",))


def _text(body: dict[str, Any], key: str) -> str:
    found = body.get(key)
    return found if isinstance(found, str) else ""


def _coding(value: Any) -> tuple[str, str, str, str] | None:
    if not isinstance(value, dict):
        return None
    system, code, display = (_text(value, key) for key in ("system", "code", "display"))
    return (system, code, display, "") if one_line(code) or one_line(display) else None


def _simple(kind: str, value: Any) -> tuple[str, str, str, str] | None:
    if kind == "Quantity" and isinstance(value, dict):
        number = value.get("value")
        written = amount(number) if isinstance(number, Decimal) else None
        unit = _text(value, "unit") or _text(value, "code")
        return ("", "", "", f"{written} {unit}".strip()) if written else None
    if kind == "Reference" and isinstance(value, dict):
        record = _text(value, "reference")
        return ("", "", one_line(_text(value, "display")), record) if record else None
    if isinstance(value, Decimal):
        return "", "", "", amount(value) or str(value)[:40]
    return ("", "", "", value) if isinstance(value, str) and one_line(value) else None
