"""crisis resources verify: numbers are phoned through, and what was heard is written down."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from crisis_cli.commands.asked import choose, show, words
from crisis_cli.commands.contacts import name_of, now
from crisis_cli.commands.options import Worker, say
from crisis_cli.commands.resources.opened import named, opened
from crisis_cli.errors import CrisisError, Exit

if TYPE_CHECKING:
    from crisis_cli.directory.entry import Resource
    from crisis_cli.directory.heard import Heard

LEAVE = {"leave": "Leave this one out", "stop": "Stop here"}
ASKED = {
    "number": "The number now",
    "hours": "The hours now",
    "languages": "The languages now",
    "who": "Whom they help now",
}
Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="ID...", help="Which ones. All that are past their time if left out."),
]
Sheet = Annotated[
    bool, typer.Option("--sheet", help="Print a call sheet, to call from another telephone.")
]
On = Annotated[
    str,
    typer.Option("--on", metavar="DATE", help="When it was phoned: 2026-11-20. Today if left out."),
]


def run(ids: Ids = None, sheet: Sheet = False, on: On = "", worker: Worker = "") -> None:
    """Phone numbers through, one at a time, and type in what you hear. You call, not the program.

    It is written beside the resource file, with who and when; the file itself stays as it is.

    \b
    crisis resources verify
    crisis resources verify --sheet > calls.txt
    crisis resources verify food --on 2026-11-20 --worker "Ana, supervisor"
    """
    from crisis_cli.directory.entry import FALLBACK
    from crisis_cli.directory.sheet import sheet as sheet_of
    from crisis_cli.directory.telling import to_phone

    directory, today, day = opened(), now().astimezone().date(), _day(on)
    chosen = [named(directory, one) for one in ids or ()] or to_phone(directory.all(), today)
    if barred := [one.id for one in chosen if one.id in FALLBACK]:
        message = f"{', '.join(barred)}: an emergency line is not called to check it."
        raise CrisisError(message, "Look at its page or its news instead.", Exit.USAGE)
    chosen = [one for one in chosen if one.numbers]
    if sheet:
        say(sheet_of(chosen, today))
    elif chosen:
        _call_through(chosen, day, name_of(worker))
    else:
        say("There is no number to phone: all are fresh, or have only an address.")


def _day(text: str) -> date:
    today = now().astimezone().date()
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        hint = "Write year, month, day: 2026-11-20."
        raise CrisisError(f"'{text}' is not a date.", hint, Exit.USAGE) from None
    if day > today:
        raise CrisisError(f"{text} is still to come.", "Say when it was phoned.", Exit.USAGE)
    return day


def _call_through(chosen: list[Resource], day: date, by: str) -> None:
    """One after the other; each is on the disk before the next is shown."""
    from crisis_cli.directory import heard_file
    from crisis_cli.directory.resources import shipped_file

    file, written = heard_file.place(shipped_file().parent), 0
    for place, one in enumerate(chosen, 1):
        _page(one, f"{place} of {len(chosen)}: ")
        call = _heard(one, day, by)
        if call == "stop":
            break
        if not isinstance(call, str):
            heard_file.add(file, call)
            written += 1
            if call.found in ("different", "gone"):
                show(f"Tell your supervisor: {_where(one)}")
    say(f"Written down: {written}, in {file}" if written else "Nothing was written down.")


def _page(one: Resource, before: str) -> None:
    from crisis_cli.directory.sheet import SAY, questions, reach
    from crisis_cli.directory.telling import freshness

    show(f"\n{before}{one.name} ({one.id})")
    for line in [freshness(one, now().astimezone().date()), *([one.heard] if one.heard else [])]:
        show(f"  {line}")
    for line in reach(one):
        show(f"  {line}")
    show(f"Say: {SAY}")
    for line in questions(one):
        show(f"  - {line}")


def _heard(one: Resource, day: date, by: str) -> Heard | str:
    """What was heard; leave, or stop."""
    from crisis_cli.directory.heard import FOUND, Heard

    found = choose("What did you hear?", {**FOUND, **LEAVE})
    if found in LEAVE:
        return found
    called = _called(one)
    facts: dict[str, str] = {}
    while found == "different" and not facts:
        show("What is different? Enter where it is as it stands here.")
        facts = {fact: typed for fact, asks in ASKED.items() if (typed := words(asks))}
        if not facts and (note := words("Nothing? Then say in words what is different")):
            return Heard(one.id, day, by, found, called, note=note)
    return Heard(one.id, day, by, found, called, note=words("Anything else to know"), **facts)


def _called(one: Resource) -> str:
    values = list(dict.fromkeys(number.value for number in one.numbers))
    if len(values) == 1:
        return values[0]
    picked = choose("Which number was it?", {str(n): v for n, v in enumerate(values, 1)})
    return values[int(picked) - 1]


def _where(one: Resource) -> str:
    return f"crisis protocol check shows the line to change for '{one.id}'."
