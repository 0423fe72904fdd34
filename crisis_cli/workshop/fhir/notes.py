"""What became of the parts of a form that are no plain step: every one is told, none is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field

from crisis_cli.errors import CrisisError

# not_imported: the protocol behaves differently for want of it, so somebody must look.
# changed: it is in the protocol, in another form. set_aside: it changes nothing that is asked.
NOT_IMPORTED, CHANGED, SET_ASIDE = "not_imported", "changed", "set_aside"
MOST = 500_000  # objects that are read of one file
FATES = (NOT_IMPORTED, CHANGED, SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file.

    link_id: of the item; "" for the form itself. item: the JSON path of the item. path: the JSON
    path of the very thing.
    """

    link_id: str = ""
    item: str = ""
    path: str = ""

    def inner(self, name: str, index: int | None = None) -> Place:
        """A place inside this one."""
        step = name if index is None else f"{name}[{index}]"
        return Place(self.link_id, self.item, f"{self.path}.{step}" if self.path else step)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that became something else, or nothing.

    todo: what to do about it; may be "". written: what stands in the file, such as an expression.
    """

    fate: str
    place: Place
    what: str
    todo: str = ""
    written: str = ""


@dataclass(slots=True)
class Notes:
    """All notes of one import, in the order in which they were made."""

    all: list[Note] = field(default_factory=list)
    _of: dict[str, list[Note]] = field(default_factory=dict)
    _known: set[Note] = field(default_factory=set)
    _objects: int = 0

    def read(self, objects: int, path: str) -> None:
        """Count what is read of the file. CrisisError where that is more than anybody looks at."""
        self._objects += objects
        if self._objects > MOST:
            message = f"{path}: the form has more than {MOST:,} parts, too many for a protocol."
            raise CrisisError(message, "Split the form into several.")

    def add(self, fate: str, place: Place, what: str, todo: str = "", written: str = "") -> None:
        """Note something, once for each place."""
        note = Note(fate, place, what, todo, written)
        if note not in self._known:
            self._known.add(note)
            self._of.setdefault(place.item, []).append(note)
            self.all.append(note)

    def missing(self, place: Place, what: str, todo: str, written: str = "") -> None:
        """Something that is not imported, although it matters."""
        self.add(NOT_IMPORTED, place, what, todo, written)

    def changed(self, place: Place, what: str, todo: str = "") -> None:
        """Something that is there in another form."""
        self.add(CHANGED, place, what, todo)

    def aside(self, place: Place, what: str) -> None:
        """Something that changes nothing that is asked."""
        self.add(SET_ASIDE, place, what)

    def of(self, item: str) -> list[Note]:
        """The notes about one item, by its path; "" for the form itself."""
        return self._of.get(item, [])
