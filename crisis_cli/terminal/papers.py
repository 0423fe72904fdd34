"""After an interview: in which language the person takes the plan home."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from crisis_cli.engine.state import State
from crisis_cli.terminal import pages
from crisis_cli.terminal.calm_pages import Calm, by_heart
from crisis_cli.terminal.desk import Desk, Stopped
from crisis_cli.terminal.front import GAP, Front, Gone, Text
from crisis_cli.terminal.kit import Kit
from crisis_cli.terminal.late import Before, nothing_begun

BOTH = "both"
ASK = "In which language shall the plan be written?"
ABOUT = "The person's language is {theirs}. What they said stays as you typed it."


def which_languages(
    state: State,
    front: Front,
    numbers: pages.Numbers,
    now: Callable[[], datetime],
    named: dict[str, str],
    calm: Calm = by_heart,
) -> Sequence[str]:
    """The short names of the languages to write the plan in; of all, where nobody chose.

    named: the languages to choose from, each with what it is called; the person's own first.
    """
    desk = Desk(state, nothing_begun, front, numbers, now, Kit(calm=calm))
    desk.host = Before(desk)
    theirs = next(iter(named.values()))
    about = (Text("The papers", "title"), Text(ABOUT.format(theirs=theirs)), GAP)
    chosen = ""
    # Whatever happens here: the contact has ended, and its papers are written all the same.
    with front, suppress(Stopped, Gone, KeyboardInterrupt):
        chosen = desk.choose("papers", ASK, {**named, BOTH: "In both"}, *about)
    return [chosen] if chosen in named else list(named)
