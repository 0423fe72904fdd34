"""What became of an item besides its step: its codes, and every part of it that became nothing."""

from __future__ import annotations

from decimal import Decimal

from crisis_cli.workshop.fhir.amounts import amount, shown
from crisis_cli.workshop.fhir.extensions import TABLE, tell_beside
from crisis_cli.workshop.fhir.notes import NOT_IMPORTED, SET_ASIDE, Notes
from crisis_cli.workshop.fhir.outline import PLAIN, Item
from crisis_cli.workshop.fhir.words import one_line

# Parts of an item that FHIR knows. Where nobody took one, it does not fit the type of the item.
PARTS = (
    *("maxLength", "answerConstraint", "answerOption", "answerValueSet", "option", "options"),
    "initial",
)
READ_ELSEWHERE = ("item", "enableWhen", "enableBehavior", "disabledDisplay", "fhir_comments")
ASIDE = {"definition": "where the meaning of the item is defined", "id": "an id within the file"}


def comments(item: Item, notes: Notes) -> list[str]:
    """What a reader of the protocol must know of an item: its codes, and what is missing."""
    shown_codes = []
    for one in item.element.parts("code"):
        parts = [one.text(key) for key in ("system", "code", "display")]
        shown_codes.append(f"code: {one_line(' '.join(part for part in parts if part))}")
    missing: dict[str, list[str]] = {}
    for note in notes.of(item.place.item):
        if note.fate == NOT_IMPORTED:
            missing.setdefault(one_line(note.what), []).append(note.written)
    return [*shown_codes, *(_comment(what, written) for what, written in missing.items())]


def _comment(what: str, written: list[str]) -> str:
    said = "; ".join(dict.fromkeys(filter(None, written)))
    return f"NOT IMPORTED: {what}. It says: {said}" if said else f"NOT IMPORTED: {what}."


def leave(item: Item, notes: Notes) -> None:
    """Name every part of an item that became nothing."""
    _required(item, notes)
    _once(item, notes)
    hidden = item.extensions.peek("hidden")
    unhidden = bool(hidden) and not any(hidden)
    item.extensions.tell({"hidden": (SET_ASIDE, "it is not hidden", "")} if unhidden else {})
    for one in item.element.parts("code"):
        notes.aside(one.place, "code: it stands in a comment")
    for name, what in ASIDE.items():
        if item.element.take(name) is not None:
            notes.aside(item.place, f"{name}: {what}")
    tell_beside(item.element)
    for name in item.element.left():
        if name not in READ_ELSEWHERE and not name.startswith("_"):
            _left(item, name, notes)


def _required(item: Item, notes: Notes) -> None:
    read_only = item.element.flag("readOnly")
    if item.type in PLAIN:
        return
    if item.required:
        message = "required: every question is asked; the worker can still pass one by"
        notes.aside(item.place, message)
    if read_only:
        message = "readOnly: filled in from elsewhere in the form; here the worker is asked"
        notes.missing(item.place, message, "Delete the step if the worker need not answer it.")


def _once(item: Item, notes: Notes) -> None:
    """One answer at least, or at most, is nothing new where there is one question."""
    for name in ("minOccurs", "maxOccurs"):
        values = item.extensions.peek(name)
        if not item.repeats and values and all(value in (0, 1) for value in values):
            item.extensions.take(name)
            notes.aside(item.place, f"{name}: a question is answered once here")


def _left(item: Item, name: str, notes: Notes) -> None:
    if name in PARTS:
        notes.aside(item.place, f"'{name}' does nothing in a {item.type}")
    elif name in TABLE:
        fate, what, todo = TABLE[name]
        message = f"{name} (in FHIR it is an extension): {what}"
        notes.add(fate, item.place, message, todo, shown(item.element.body[name]))
    else:
        message = f"'{one_line(name)[:60]}' is nothing that FHIR has here"
        notes.missing(item.place, message, "Find out what it means.")


def unplaced(item: Item, notes: Notes) -> None:
    """Name a group that is no section and no step: its linkId stands at none."""
    if item.type == "group" and item.link_id:
        message = "the group is no step of its own, so its linkId stands under `questionnaire` only"
        todo = "Answers that go back as FHIR are put into this group again."
        notes.changed(item.place, message, todo)


def whole(item: Item, name: str) -> int | None:
    """The whole number of an extension, which is taken; None where it has none."""
    values = item.extensions.peek(name)
    if len(values) != 1 or not isinstance(values[0], Decimal):
        return None
    written = amount(values[0])
    if written is None or not written.isdigit():
        return None
    item.extensions.take(name)
    return int(written)
