"""One JSON object of a form: its parts by name and type, and which of them nobody looked at."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crisis_cli.workshop.fhir.notes import Notes, Place
from crisis_cli.workshop.fhir.words import clean

READ_BY_HAND = "Look at the file: what stands there is not FHIR."


class Element:
    """An object of the form. What is read of it is taken; what is left is told as not known."""

    __slots__ = ("_taken", "body", "notes", "place")

    def __init__(self, body: dict[str, Any], place: Place, notes: Notes) -> None:
        self.body = body
        self.place = place
        self.notes = notes
        self._taken: set[str] = set()

    def take(self, name: str) -> Any:
        """Whatever stands under a name."""
        self._taken.add(name)
        return self.body.get(name)

    def text(self, name: str) -> str:
        """A text, cleaned; "" where there is none."""
        return clean(self.raw(name))

    def raw(self, name: str) -> str:
        """A text just as it stands; "" where there is none."""
        found = self.take(name)
        if found is None or isinstance(found, str):
            return found or ""
        if isinstance(found, Decimal):
            self.notes.changed(self.place, f"'{name}' is a number, and is read as text")
            return str(found)[:60]
        self._unreadable(name, "text")
        return ""

    def flag(self, name: str) -> bool:
        """A true or false; false where there is none."""
        found = self.take(name)
        if found is None or isinstance(found, bool):
            return bool(found)
        self._unreadable(name, "true or false")
        return False

    def number(self, name: str) -> Decimal | None:
        """A number, or None."""
        found = self.take(name)
        if found is None or (isinstance(found, Decimal) and found.is_finite()):
            return found
        self._unreadable(name, "a number")
        return None

    def parts(self, name: str) -> list[Element]:
        """The objects of a list."""
        found = self.take(name)
        if found is None:
            return []
        if not isinstance(found, list):
            self._unreadable(name, "a list")
            return []
        self.notes.read(len(found), self.place.path or name)
        there = [(i, one) for i, one in enumerate(found) if isinstance(one, dict)]
        if len(there) < len(found):
            what = f"{len(found) - len(there)} of {len(found)} entries in '{name}'"
            message = f"{what} are no objects in braces, and were not read"
            self.notes.missing(self.place, message, READ_BY_HAND)
        return [Element(one, self.place.inner(name, i), self.notes) for i, one in there]

    def part(self, name: str) -> Element | None:
        """One object."""
        found = self.take(name)
        if found is None or isinstance(found, dict):
            return None if found is None else Element(found, self.place.inner(name), self.notes)
        self._unreadable(name, "an object in braces")
        return None

    def of_type(self, prefix: str) -> tuple[str, Any]:
        """What FHIR writes as value[x]: the type in the name, and the value, or "" and None."""
        names = [n for n in self.body if n.startswith(prefix) and n[len(prefix) :][:1].isupper()]
        for name in names:
            self._taken.add(name)
        if len(names) > 1:
            message = f"there is more than one of: {', '.join(sorted(names)[:5])}"
            self.notes.missing(self.place, message, READ_BY_HAND)
            return "", None
        return (names[0][len(prefix) :], self.body[names[0]]) if names else ("", None)

    def left(self) -> list[str]:
        """The names that nobody looked at."""
        return [name for name in self.body if name not in self._taken]

    def _unreadable(self, name: str, needed: str) -> None:
        message = f"'{name}' is not {needed}, and was not read"
        self.notes.missing(self.place, message, READ_BY_HAND)
