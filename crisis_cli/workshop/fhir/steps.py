"""One item of a form -> the steps that it becomes."""

from __future__ import annotations

from typing import Any

from crisis_cli.workshop.fhir.amounts import shown
from crisis_cli.workshop.fhir.enabling import Question
from crisis_cli.workshop.fhir.extensions import tell_rest
from crisis_cli.workshop.fhir.leftovers import comments, leave, unplaced, whole
from crisis_cli.workshop.fhir.notes import Notes
from crisis_cli.workshop.fhir.outline import Item
from crisis_cli.workshop.fhir.questions import Built, Questions
from crisis_cli.workshop.fhir.value_sets import Sets
from crisis_cli.workshop.fhir.words import Ids, one_line
from crisis_cli.workshop.fhir.writing import Keys

HELPS = ("help", "flyover")  # displays that are shown when somebody asks for help
BLANK = "___"  # what is read where a form has no words at all
LONGEST = 200  # letters of a question that stand again in the one for its unit or other words
SIMPLE = (
    *("Boolean", "Decimal", "Integer", "Date", "DateTime", "Time", "String", "Uri"),
    *("Attachment", "Coding", "Quantity", "Reference"),
)


class Steps:
    """Makes the steps of one form."""

    def __init__(self, sets: Sets, ids: Ids, notes: Notes) -> None:
        self._questions = Questions(sets)
        self._ids = ids
        self._notes = notes

    def guidance(self, item: Item) -> Keys | None:
        """Words for the worker; None for a group that has none."""
        leave(item, self._notes)
        if not item.words and item.type == "group":
            unplaced(item, self._notes)
            item.turned_into("nothing of its own", " ")
            return None
        item.turned_into("guidance")
        return self._commented(item, self._head(item, "guidance", self._words(item)))

    def question(self, item: Item) -> tuple[list[Keys], Question]:
        """A question, and what is asked with it: other words, the unit."""
        built = self._questions.build(item)
        if item.repeats and built.shape != "many":
            keys = self._list(item, built)
            return [keys], Question(item.id, item, "list")
        keys = self._head(item, "ask", self._words(item))
        keys.update(self._help(item, built))
        keys.update(built.keys)
        leave(item, self._notes)
        item.turned_into("question")
        made = [self._commented(item, keys), *self._besides(keys, item, built)]
        return made, _as_asked(item, built)

    def list_of(self, item: Item, fields: list[Keys], said: list[str]) -> Keys:
        """A group that repeats, as a list. said: words that stood between its questions."""
        keys = self._head(item, "list", self._words(item))
        if said:
            keys["say"] = "\n".join(said)
        self._counted(item, keys)
        keys["each"] = fields
        leave(item, self._notes)
        item.turned_into("list")
        return self._commented(item, keys)

    def _list(self, item: Item, built: Built) -> Keys:
        """A question with any number of answers, as a list with one field."""
        words = self._words(item)
        keys = self._head(item, "list", words)
        keys.update(self._help(item, built))
        self._counted(item, keys)
        field = Keys(id="answer", ask=words)
        field.update(built.keys)
        keys["each"] = [field, *self._besides(field, item, built)]
        leave(item, self._notes)
        item.turned_into("list")
        return self._commented(item, keys)

    def _besides(self, keys: Keys, item: Item, built: Built) -> list[Keys]:
        """What is asked with a question, or with the field of a list, where no `when` can be."""
        made = []
        words = one_line(keys["ask"])[:LONGEST]
        if built.typed:
            item.other = self._ids.new(f"{item.id}_{built.typed}", "other")
            other = Keys(id=item.other)
            if keys["id"] == item.id:
                said = {"includes": built.typed} if built.shape == "many" else built.typed
                other["when"] = {item.id: said}
            other |= {"ask": f"{built.typed_label}: {words}", "kind": "text"}
            made.append(other)
        if built.units:
            item.unit = self._ids.new(f"{item.id}_unit", "unit")
            unit = Keys(id=item.unit, ask=f"{words} (unit)", kind="choose_one", answers=built.units)
            made.append(unit)
        if made:
            names = ", ".join(f"'{one['id']}'" for one in made)
            message = f"asked besides it: {names}; in the form it is part of the question"
            self._notes.changed(item.place, message)
        return made

    def _counted(self, item: Item, keys: Keys) -> None:
        """How many there must and may be."""
        least, most = whole(item, "minOccurs"), whole(item, "maxOccurs")
        least = 1 if least is None and item.required else least
        if least is not None and most is not None and least > most:
            message = f"there are at least {least} and at most {most}; neither is imported"
            self._notes.missing(item.place, message, "Put the limits right by hand.")
            return
        keys |= {"at_least": str(least)} if least else {}
        keys |= {"at_most": str(most)} if most else {}

    def _head(self, item: Item, kind: str, words: str) -> Keys:
        keys = Keys(id=item.id)
        if link_id := one_line(item.link_id):
            keys["link_id"] = link_id
        keys[kind] = words
        return keys

    def _words(self, item: Item) -> str:
        if item.text:
            return item.words
        if item.labelled:
            message = "it has no words; those of the display under it stand there"
            self._notes.changed(item.place, message)
            return f"{item.prefix} {item.labelled.words}".strip()
        codes = [one.text("display") for one in item.element.parts("code")]
        found = item.prefix or next(filter(None, codes), "") or one_line(item.link_id) or BLANK
        message = f"it has no words; '{found}' stands there"
        self._notes.missing(item.place, message, "Write what is meant.")
        return found

    def _help(self, item: Item, built: Built) -> dict[str, str]:
        """Words that belong to the question: a short name; help, and what the form begins with."""
        short = [one_line(v) for v in item.extensions.take("shortText") if isinstance(v, str)]
        helps = [child for child in item.items if child.became == "help"]
        told = [child.words for child in helps if child is not item.labelled]
        told += [
            f"Write it as: {v}" for v in item.extensions.take("entryFormat") if one_line(str(v))
        ]
        told += self._begins(item, built) + self._longest(item, built)
        label = {"label": short[0]} if short and short[0] else {}
        return label | ({"help": "\n".join(told)} if told else {})

    def _begins(self, item: Item, built: Built) -> list[str]:
        """What the form has as an answer beforehand. Here nothing is answered beforehand."""
        element = item.element
        values: list[Any] = []
        for part in element.parts("initial"):
            values.append(part.of_type("value")[1])
            tell_rest(part, aside=("id",))
        older = [name for name in element.body if name.removeprefix("initial") in SIMPLE]
        values += [element.take(name) for name in older]
        said = [words for words in map(shown, values) if words]
        said += [one.label for one in built.answers.chosen]
        if not said:
            return []
        message = "initial: what the form begins with stands in `help`"
        self._notes.changed(item.place, message, "Nothing is answered beforehand here.")
        return [f"The form begins with: {', '.join(said)}."]

    def _longest(self, item: Item, built: Built) -> list[str]:
        if built.keys.get("kind") not in ("text", "long_text"):
            return []
        number = item.element.number("maxLength")
        if number is None:
            return []
        message = "maxLength: how many letters the form takes stands in `help`"
        self._notes.changed(item.place, message, "A longer answer is taken here too.")
        return [f"The form takes at most {shown(number)} letters."]

    def _commented(self, item: Item, keys: Keys) -> Keys:
        keys.above = comments(item, self._notes)
        return keys


def fold(item: Item, notes: Notes) -> None:
    """Displays that are help for a question become part of it."""
    for child in item.items:
        element, control = child.element, child.extensions.code("itemControl")
        free = "enableWhen" not in element.body and not child.extensions.has("enableWhenExpression")
        if (
            child.type == "display"
            and free
            and child.words
            and not child.items
            and control in HELPS
        ):
            leave(child, notes)
            child.turned_into("help", item.id)
            if item.text or item.labelled:
                notes.changed(child.place, f"it is the help of the question '{item.id}'")
            else:
                item.labelled = child


def _as_asked(item: Item, built: Built) -> Question:
    unit = None if built.units else built.unit
    return Question(item.id, item, built.shape, built.answers, built.typed, unit=unit)
