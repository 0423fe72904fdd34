"""Room to answer in, for each kind of step: boxes to tick, lines and tables to write in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crisis_cli.documents.blocks import Item, Tick
from crisis_cli.protocol.compiled import UNKNOWN, Step
from crisis_cli.protocol.kinds import OUTCOMES, SPECIAL, Person
from crisis_cli.protocol.paper.numbers import lettered
from crisis_cli.protocol.paper.words import PASSED_BY

Then = Mapping[str, str]  # an answer -> where it leads, in words

LONG = 4  # lines of a long text
ROWS, MOST_ROWS = 4, 8  # lines of a list without a limit, and at most
NONE_OF_THESE, NONE = "None of these", "None"


def room(step: Step, then: Then) -> Item:
    """An item with nothing but the room to answer in."""
    return ROOM[step.kind](step, then)


def unknowns(step: Step, then: Then) -> tuple[Tick, ...]:
    """The boxes of the unknowns, which every question has."""
    said = SPECIAL | {"not_asked": PASSED_BY} | {c.id: c.label for c in step.choices}
    return tuple(Tick(said[word], then.get(word, "")) for word in UNKNOWN)


def _choices(step: Step, then: Then) -> tuple[Tick, ...]:
    letters = lettered(step)
    shown = [choice for choice in step.choices if choice.id not in SPECIAL]
    return tuple(
        Tick(f"{letters[one.id]}  {one.label}" if letters else one.label, then.get(one.id, ""))
        for one in shown
    )


def _one(step: Step, then: Then) -> Item:
    return Item("", "", ticks=_choices(step, then))


def _many(step: Step, then: Then) -> Item:
    return Item("", "", ticks=(*_choices(step, {}), Tick(NONE_OF_THESE)))


def _number(step: Step, then: Then) -> Item:
    ends = ((step.least, step.least_means), (step.most, step.most_means))
    said = [f"{end:.15g}{f' ({means})' if means else ''}" for end, means in ends if end is not None]
    limits = f"from {said[0]} to {said[1]}" if len(said) == 2 else "".join(said)
    name = "A whole number" if step.kind == "scale" else step.unit.capitalize() or "A number"
    return Item("", "", blanks=(f"{name} {limits}".strip(),))


def _text(step: Step, then: Then) -> Item:
    return Item("", "", blanks=("",) * (LONG if step.kind == "long_text" else 1))


def _date(step: Step, then: Then) -> Item:
    return Item("", "", blanks=("Date", "Time"))


def _phone(step: Step, then: Then) -> Item:
    return Item("", "", blanks=("Number",))


def _person(step: Step, then: Then) -> Item:
    return Item("", "", blanks=tuple(Person.FIELDS.values()))


def _list(step: Step, then: Then) -> Item:
    rows = min(int(step.most or ROWS), MOST_ROWS)
    none = () if step.least else (Tick(NONE),)
    return Item("", "", columns=tuple(one.name for one in step.each), lines=rows, ticks=none)


def _action(step: Step, then: Then) -> Item:
    ticks = tuple(Tick(said, then.get(word, "")) for word, said in OUTCOMES.items())
    return Item("", "", ticks=ticks, blanks=(step.confirm,) if step.confirm else ())


def _nothing(step: Step, then: Then) -> Item:
    return Item("", "")


ROOM: dict[str, Callable[[Step, Then], Item]] = {
    "yes_no": _one,
    "choose_one": _one,
    "choose_many": _many,
    "scale": _number,
    "number": _number,
    "text": _text,
    "long_text": _text,
    "date_time": _date,
    "phone": _phone,
    "person": _person,
    "list": _list,
    "action": _action,
    "guidance": _nothing,
}
