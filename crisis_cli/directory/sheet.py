"""What is asked on the telephone when a number is checked, and the sheet to call from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from crisis_cli.directory.entry import WAYS, Number, Resource
from crisis_cli.directory.lines import DAY_AND_NIGHT, MARK
from crisis_cli.directory.telling import day, freshness, whom

SAY = '"I work with people in crisis and check our list of numbers. May I ask four things?"'
WIDE = 78  # columns of the sheet
RULE = "-" * WIDE
TOP = """\
CALL SHEET, {today}

Call each number, ask, and write down what you hear. Nothing is called by the
computer. Then type it in: crisis resources verify --on DATE ID
Never call 911 or 988 to check them.

Say:
{say}
"""


def reach(one: Resource) -> list[str]:
    """How to reach them, a line for each number, and where they are."""
    lines = [f"{WAYS[number.way]}: {number.value}{_noted(one, number)}" for number in one.numbers]
    return [*lines, f"Address: {one.address}"] if one.address else lines


def _noted(one: Resource, number: Number) -> str:
    notes = (number.note, "" if number in one.verified else MARK)
    told = ", ".join(part for part in notes if part)
    return f" ({told})" if told else ""


def questions(one: Resource) -> list[str]:
    """What to ask, each with what stands in the file."""
    hours = ". ".join(part for part in (DAY_AND_NIGHT if one.always else "", one.when) if part)
    return [
        f"Is this {one.name}? We have: {one.purpose}.",
        f"Is this the best number for somebody in need? {one.numbers[0].value}",
        f"When do you answer? We have: {hours or 'nothing'}.",
        f"Whom do you help, and in which languages? We have: {whom(one) or 'nothing'}.",
    ]


def sheet(resources: Sequence[Resource], today: date) -> str:
    """The sheet, as text to print."""
    parts = [TOP.format(today=day(today), say=textwrap.fill(SAY, WIDE))]
    parts += ["\n".join(_entry(one, place, today)) for place, one in enumerate(resources, 1)]
    return "\n".join(parts)


def _entry(one: Resource, place: int, today: date) -> Iterator[str]:
    yield RULE
    yield f"{place}. {one.name}   (id: {one.id})"
    yield f"   {freshness(one, today)}"
    yield from (f"   {way}" for way in reach(one))
    yield ""
    for question in questions(one):
        yield textwrap.fill(question, WIDE, initial_indent="   - ", subsequent_indent="     ")
    yield ""
    yield "   [ ] all right   [ ] something is different   [ ] nobody answered   [ ] gone"
    for what in ("Number now", "Hours", "Languages", "Whom they help", "Called by, on"):
        yield f"   {what + ':':<16}{'_' * 50}"
    yield ""
