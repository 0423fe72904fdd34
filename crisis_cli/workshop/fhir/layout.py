"""The order of a form -> sections and steps, with the conditions that groups hand down."""

from __future__ import annotations

from crisis_cli.protocol.rules import LARGEST
from crisis_cli.workshop.fhir.enabling import ASKED_OF_ALL_HINT, Enabling, Question
from crisis_cli.workshop.fhir.leftovers import comments, leave, unplaced
from crisis_cli.workshop.fhir.lists import obstacle
from crisis_cli.workshop.fhir.logic import Condition, Rules, depth
from crisis_cli.workshop.fhir.notes import Notes
from crisis_cli.workshop.fhir.outline import Item, Outline
from crisis_cli.workshop.fhir.steps import Steps, fold
from crisis_cli.workshop.fhir.value_sets import Sets
from crisis_cli.workshop.fhir.words import Ids, one_line
from crisis_cli.workshop.fhir.writing import Keys

Conditions = list[Condition]  # all of them hold where something stands
LONGEST = 100  # letters of a title; longer words are guidance
FIRST = ("id", "link_id", "title")  # keys that stand before a `when`
ONCE = "Write a `list:` by hand, or ask it again for each."


class Layout:
    """Sections and rules of one form. loose: the title for steps that stand in no group."""

    def __init__(self, outline: Outline, sets: Sets, notes: Notes, loose: str) -> None:
        self.sections: list[Keys] = []
        self.rules = Rules(outline.ids)
        self._notes = notes
        self._enabling = Enabling(outline, self.rules)
        self._steps = Steps(sets, outline.ids, notes)
        self._ids = Ids()
        self._loose_title = loose
        self._loose: list[Keys] | None = None
        self._top(outline.items, [])

    def _top(self, items: list[Item], outer: Conditions) -> None:
        for item in items:
            if not _is_section(item):
                self._loose_steps().extend(self._made(item, outer))
                continue
            self._loose = None
            self._once(item)
            inner = self._inner(item, outer)
            if not item.words and all(map(_is_section, item.items)):
                leave(item, self._notes)
                unplaced(item, self._notes)
                item.turned_into("holds sections", " ")
                self._top(item.items, inner)
            else:
                self._section(item, inner)
            self._loose = None

    def _loose_steps(self) -> list[Keys]:
        if self._loose is None:
            self._loose = []
            first = not self.sections
            title = self._loose_title if first else "More"
            name = self._ids.new("questions" if first else "more", "")
            self.sections.append(Keys(id=name, title=title, steps=self._loose))
        return self._loose

    def _section(self, item: Item, inner: Conditions) -> None:
        title = one_line(item.words)
        section = Keys(id=self._ids.new(item.id, ""))
        if link_id := one_line(item.link_id):
            section["link_id"] = link_id
        section["title"] = title[:LONGEST] or link_id or "Questions"
        self._when(section, inner, item)
        steps: list[Keys] = []
        if len(title) > LONGEST or "\n" in item.words:
            steps.append(Keys(id=self._word_id(item), guidance=item.words))
        leave(item, self._notes)
        item.turned_into("section", section["id"])
        self.sections.append(section)
        for child in item.items:
            steps += self._made(child, [])
        section["steps"] = steps
        section.above = comments(item, self._notes)

    def _word_id(self, item: Item) -> str:
        return self._enabling.outline.ids.new(f"{item.id}_words", "words")

    def _made(self, item: Item, outer: Conditions) -> list[Keys]:
        if item.type == "display":
            return self._display(item, outer)
        if item.type == "group":
            return self._group(item, outer)
        return self._question(item, outer)

    def _display(self, item: Item, outer: Conditions) -> list[Keys]:
        inner = self._inner(item, outer)
        keys = self._steps.guidance(item)
        made = [] if keys is None else [self._when(keys, inner, item)]
        if item.items:
            message = "items under a display, which FHIR does not allow; they come after it"
            self._notes.changed(item.place, message)
        return made + self._each(item.items, inner)

    def _group(self, item: Item, outer: Conditions) -> list[Keys]:
        inner = self._inner(item, outer)
        if item.repeats and obstacle(item) is None:
            return [self._when(self._listed(item), inner, item)]
        self._once(item)
        keys = self._steps.guidance(item)
        made = [] if keys is None else [self._when(keys, inner, item)]
        return made + self._each(item.items, inner)

    def _once(self, item: Item) -> None:
        """Name a group that repeats and is asked once."""
        if item.repeats:
            message = f"the group repeats, and is asked once here, since there is {obstacle(item)}"
            self._notes.missing(item.place, message, ONCE)

    def _question(self, item: Item, outer: Conditions) -> list[Keys]:
        inner = self._inner(item, outer)
        fold(item, self._notes)
        first = [child for child in item.items if _with_the_question(child)]
        rest = [child for child in item.items if not _with_the_question(child)]
        rest = [child for child in rest if child.became != "help"]
        made = self._each(first, inner)
        steps, question = self._steps.question(item)
        self._enabling.asked[item] = question
        self._when(steps[0], inner, item)
        there: Conditions = [{item.id: {"on_path": "yes"}}] if "when" in steps[0] else []
        for besides in steps[1:]:
            if "when" not in besides:
                self._when(besides, there, item)
        if rest and question.shape in ("many", "list"):
            message = "what stands under it is asked once, and not for each answer"
            self._notes.missing(item.place, message, ONCE)
        return made + steps + self._each(rest, there)

    def _each(self, items: list[Item], outer: Conditions) -> list[Keys]:
        return [keys for item in items for keys in self._made(item, outer)]

    def _listed(self, item: Item) -> Keys:
        """A group that repeats, as a list; what stands between its questions is said before."""
        fields: list[Keys] = []
        said: list[str] = []
        for child in item.below():
            self._enabling.of(child)
            if child.became == "help":
                child.turned_into("help", f"{item.id}.{child.where}")
                continue
            if child.type in ("group", "display"):
                leave(child, self._notes)
                unplaced(child, self._notes)
                said += [child.words] if child.words else []
                child.turned_into("words of a list", item.id)
                continue
            fold(child, self._notes)
            made, question = self._steps.question(child)
            for keys in made:
                keys.pop("when", None)
            fields += made
            child.turned_into("field", f"{item.id}.{child.id}")
            asked = Question(child.id, child, question.shape, each=item.title)
            self._enabling.asked[child] = asked
        return self._steps.list_of(item, fields, said)

    def _inner(self, item: Item, outer: Conditions) -> Conditions:
        """What must hold for an item: what is handed down to it, and its own condition."""
        condition = self._enabling.of(item)
        if condition is None:
            return outer
        if self.rules.size([*outer, condition]) > LARGEST:
            message = "its condition is not imported: with those of its groups it is too large"
            self._notes.missing(item.place, message, ASKED_OF_ALL_HINT)
            return outer
        if item.items and depth(condition):
            means = f"'{item.title}' applies"
            condition = self.rules.name(condition, f"{item.id}_shown", means)
        return [*outer, condition]

    def _when(self, keys: Keys, conditions: Conditions, item: Item) -> Keys:
        """Put a `when` behind the id of a step or section."""
        means = f"'{item.title}' applies"
        when = self.rules.all_of(conditions, f"{item.id}_shown", means)
        if when is not None:
            rest = {key: keys.pop(key) for key in list(keys) if key not in FIRST}
            keys |= {"when": when, **rest}
        return keys


def _is_section(item: Item) -> bool:
    """Whether a group becomes a section of its own."""
    if item.type != "group" or not item.items:
        return False
    return not (item.repeats and obstacle(item) is None)


def _with_the_question(item: Item) -> bool:
    """Whether a display under a question is read with it, and so comes right before it."""
    free = "enableWhen" not in item.element.body
    return item.type == "display" and free and not item.items and item.became != "help"
