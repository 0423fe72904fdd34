"""What an import did, in words and as data: what each item became, and what was left behind."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crisis_cli.workshop.english import counted
from crisis_cli.workshop.fhir.notes import CHANGED, FATES, NOT_IMPORTED, SET_ASIDE, Note, Notes
from crisis_cli.workshop.fhir.options import Answers
from crisis_cli.workshop.fhir.outline import Item
from crisis_cli.workshop.fhir.words import one_line

HEADS = {
    NOT_IMPORTED: "NOT IMPORTED: look at each of these",
    CHANGED: "CHANGED: asked or told in another way than in the form",
    SET_ASIDE: "SET ASIDE: changes nothing that is asked",
}
MOST = 100  # different things that are told under one head; --json has all
WIDE = 79  # columns
SHOWN = 160  # letters of an expression
LISTED = 12  # items that are named with one thing
DANGER = "No question is marked as danger. Mark those that are with `danger: yes`, yourself."


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the items of one form."""

    title: str
    protocol: str
    items: list[Item]
    steps: int
    sections: int
    notes: Notes

    def data(self) -> dict[str, Any]:
        """As plain JSON: every item, and every note."""
        return {
            "title": self.title,
            "protocol": self.protocol,
            "sections": self.sections,
            "steps": self.steps,
            "items": [_item_data(item) for item in self.items],
            "value_sets": {one.reference: _answers(one) for one in self._sets()},
            **{fate: [_note_data(note) for note in self._with(fate)] for fate in FATES},
        }

    def text(self) -> str:
        """In words, the same things together."""
        return "\n".join(self._lines())

    def _sets(self) -> list[Answers]:
        """The value sets that questions take their answers from, each once."""
        return list(
            {id(one.answers): one.answers for one in self.items if one.answers.reference}.values()
        )

    def _with(self, fate: str) -> list[Note]:
        return [note for note in self.notes.all if note.fate == fate]

    def _lines(self) -> Iterator[str]:
        yield f"{self.title}: {counted(len(self.items), 'item')} of the form became " + (
            f"{counted(self.steps, 'step')} in {counted(self.sections, 'section')}."
        )
        for fate in FATES:
            yield from self._told(fate)
        yield ""
        yield from _wrapped(DANGER, 0)

    def _told(self, fate: str) -> Iterator[str]:
        same: dict[tuple[str, str], list[Note]] = {}
        for note in self._with(fate):
            same.setdefault((note.what, note.todo), []).append(note)
        if not same:
            return
        yield ""
        yield f"{HEADS[fate]} ({sum(map(len, same.values()))})"
        for (what, todo), notes in list(same.items())[:MOST]:
            yield from _wrapped(what, 2)
            yield from _wrapped(f"in: {_few([_called(note) for note in notes])}", 4)
            if len(notes) == 1 and notes[0].written:
                yield from _wrapped(f"it says: {notes[0].written[:SHOWN]}", 4)
            yield from _wrapped(todo, 4)
        if len(same) > MOST:
            yield f"  ... and {len(same) - MOST} more: see them with --json"


def _item_data(item: Item) -> dict[str, Any]:
    data: dict[str, Any] = {
        "link_id": item.link_id,
        "path": item.place.path,
        "type": item.type,
        "became": item.became,
        "id": item.where,
    }
    if item.answers.reference:
        return data | {"value_set": item.answers.reference}
    return data | ({"answers": _answers(item.answers)} if item.answers.options else {})


def _answers(answers: Answers) -> list[dict[str, str]]:
    return [one.data() for one in answers.options]


def _note_data(note: Note) -> dict[str, str]:
    place = note.place
    data = {"link_id": place.link_id, "path": place.path, "what": note.what}
    more = {"todo": note.todo, "written": note.written}
    return data | {key: text for key, text in more.items() if text}


def _called(note: Note) -> str:
    return one_line(note.place.link_id) or note.place.item or note.place.path or "the form"


def _few(places: list[str]) -> str:
    often = Counter(places).items()
    shown = [name if times == 1 else f"{name} ({times} times)" for name, times in often]
    more = f" and {len(shown) - LISTED} more" if len(shown) > LISTED else ""
    return ", ".join(shown[:LISTED]) + more


def _wrapped(text: str, indent: int) -> list[str]:
    pad = " " * indent
    words = one_line(text)
    return textwrap.wrap(
        words, WIDE, initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False
    )
