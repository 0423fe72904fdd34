"""The items of a form as a tree: what each one is called, its type, its words, what is under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crisis_cli.errors import CrisisError
from crisis_cli.workshop.fhir.element import Element
from crisis_cli.workshop.fhir.extensions import Extensions
from crisis_cli.workshop.fhir.notes import Notes, Place
from crisis_cli.workshop.fhir.options import Answers
from crisis_cli.workshop.fhir.words import Ids, clean, one_line, slug

MOST = 20_000  # items of a form; a protocol file cannot hold more
DEEPEST = 60  # levels of items
PLAIN = ("group", "display")  # types that have no answer
# Every other type, and the kind of its step; one whose answers are listed is a choice instead.
KINDS = {
    "boolean": "yes_no",
    "integer": "number",
    "decimal": "number",
    "quantity": "number",
    "date": "date_time",
    "dateTime": "date_time",
    "text": "long_text",
    **dict.fromkeys(("string", "time", "url", "attachment", "reference", "question"), "text"),
    **dict.fromkeys(("choice", "open-choice", "coding"), "text"),
}
LISTED = 5
SHORT = 40  # letters of an id that is made of words
MACHINE = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(slots=True, eq=False)
class Item:
    """One item of the form.

    id: what its step is called. type: as in FHIR; one that FHIR does not know is a string.
    answers: that may be chosen. labelled: a display that has the words which it lacks itself.
    became: what it is in the protocol, for the report, and where. other, unit: the steps that ask
    for an answer in other words, and for the unit; "" for none.
    """

    element: Element
    extensions: Extensions
    link_id: str
    id: str
    type: str
    prefix: str
    text: str
    repeats: bool
    required: bool
    parent: Item | None = None
    items: list[Item] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    labelled: Item | None = None
    became: str = ""
    where: str = ""
    other: str = ""
    unit: str = ""

    @property
    def place(self) -> Place:
        """Where it stands in the file."""
        return self.element.place

    @property
    def words(self) -> str:
        """What is read: prefix and text; "" where it has none."""
        return f"{self.prefix} {self.text}".strip()

    @property
    def title(self) -> str:
        """A short name for messages, in one line."""
        return one_line(self.words)[:80] or self.link_id or self.place.path

    def below(self) -> Iterator[Item]:
        """Every item under it, in order."""
        for item in self.items:
            yield item
            yield from item.below()

    def turned_into(self, what: str, where: str = "") -> None:
        """Keep what it is in the protocol."""
        self.became, self.where = what, (where or self.id).strip()


class Outline:
    """All items of a form, and each by its linkId."""

    def __init__(self, form: Element, notes: Notes) -> None:
        self.notes = notes
        self.named: dict[str, list[Item]] = {}
        self.ids = Ids()
        self._count = 0
        self.items = self._items(form, None, 1)
        self.all = [item for top in self.items for item in (top, *top.below())]
        self._tell_twice()

    def _items(self, element: Element, parent: Item | None, depth: int) -> list[Item]:
        if depth > DEEPEST:
            top = element.place.path.split(".")[0]
            message = f"In {top}, items are nested more than {DEEPEST} levels deep."
            raise CrisisError(message, "Ask whoever made the form for a flatter one.")
        items = []
        for part in element.parts("item"):
            item = self._item(part, parent)
            items.append(item)
            item.items = self._items(item.element, item, depth + 1)
        return items

    def _item(self, part: Element, parent: Item | None) -> Item:
        self._count += 1
        if self._count > MOST:
            message = f"{part.place.path}: the form has more than {MOST:,} items."
            raise CrisisError(message, "Split the form into several.")
        link_id = part.body.get("linkId")
        known = link_id if isinstance(link_id, str) else ""
        element = Element(part.body, Place(known, part.place.path, part.place.path), self.notes)
        read = element.raw("linkId")
        item = Item(
            element,
            Extensions(element),
            read,
            self.ids.new(_named(read, element.text("text")), f"item_{self._count}"),
            self._type(element),
            one_line(element.raw("prefix")),
            element.text("text"),
            element.flag("repeats"),
            element.flag("required"),
            parent,
        )
        self._known(item)
        return item

    def _type(self, element: Element) -> str:
        found = element.raw("type")
        if found in PLAIN or found in KINDS:
            return found
        what = f"'{one_line(found)[:60]}' is not a type of FHIR" if found else "it has no type"
        todo = "Look at what is asked, and choose the kind by hand."
        guess = "group" if element.body.get("item") and not found else "string"
        element.notes.missing(element.place, f"{what}; it is taken as a {guess}", todo)
        return guess

    def _known(self, item: Item) -> None:
        if not item.link_id:
            message = "it has no linkId, so no answer can be matched with it later"
            self.notes.missing(item.place, message, "Ask whoever made the form.")
            return
        if clean(item.link_id) != item.link_id or len(item.link_id.splitlines()) > 1:
            message = "its linkId holds spaces at its end or characters that cannot be seen"
            self.notes.missing(item.place, message, "Put `link_id` right by hand.")
        self.named.setdefault(item.link_id, []).append(item)

    def _tell_twice(self) -> None:
        for link_id, items in self.named.items():
            if len(items) > 1:
                paths = ", ".join(item.place.path for item in items[:LISTED])
                message = f"{len(items)} items have the linkId '{one_line(link_id)}': {paths}"
                todo = "Each must be one of its own; answers to them cannot be told apart."
                for item in items:
                    self.notes.missing(item.place, message, todo)


def _named(link_id: str, text: str) -> str:
    """What an item's step is called: the linkId; the words, where that is a number for machines."""
    words = slug(text, longest=SHORT) if MACHINE.fullmatch(link_id) else ""
    return words or slug(link_id)
