"""crisis resources verify: numbers are phoned through, and what was heard is written down."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from crisis_cli.commands.options import Worker, say
from crisis_cli.commands.resources.opened import named, now, opened
from crisis_cli.engine.times import home_day
from crisis_cli.errors import CrisisError, Exit

Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="ID", help="Which ones. All that are past their time if left out."),
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

    directory, today, day = opened(), home_day(now()), _day(on)
    chosen = [named(directory, one) for one in ids or ()] or to_phone(directory.all(), today)
    if barred := [one.id for one in chosen if one.id in FALLBACK]:
        message = f"{', '.join(barred)}: an emergency line is not called to check it."
        raise CrisisError(message, "Look at its page or its news instead.", Exit.USAGE)
    chosen = [one for one in chosen if one.numbers]
    if sheet:
        say(sheet_of(chosen, today))
    elif chosen:
        from crisis_cli.commands.contacts import name_of
        from crisis_cli.commands.resources.verifying import call_through

        call_through(chosen, day, name_of(worker))
    else:
        say("There is no number to phone: all are fresh, or have only an address.")


def _day(text: str) -> date:
    today = home_day(now())
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
