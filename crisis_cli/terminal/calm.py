"""The calm key: the first page at once, the others by number, and the way back to the question.

Nothing is answered and nothing is written here: it was looked at, and that is all.
"""

from __future__ import annotations

from crisis_cli.protocol.compiled import Section
from crisis_cli.terminal.calm_pages import CalmPages
from crisis_cli.terminal.desk import Desk

WHICH = "What is it like now?"
BACK = {"back to it": "Back to the question"}  # ids of sections have no spaces
READ = BACK | {"others": "The other pages"}


def show(desk: Desk) -> None:
    """Show the calm pages until the worker goes back; pressed again on them, they are there."""
    if desk.reading:
        return
    desk.reading = True
    try:
        _read(desk, desk.kit.calm())
    finally:
        desk.reading = False


def _read(desk: Desk, calm: CalmPages) -> None:
    first, *others = calm.protocol.sections
    listed = {one.id: one.title for one in others} | BACK
    ask, above = f"{WHICH} {calm.said}".strip(), calm.page(first, desk.called)
    chosen = desk.choose("calm", ask, listed, *above)
    while chosen and chosen not in BACK:
        (section,) = (one for one in others if one.id == chosen)
        if _one(desk, calm, section) in BACK:
            return
        chosen = desk.choose("calm", ask, listed, *above)


def _one(desk: Desk, calm: CalmPages, section: Section) -> str:
    """One page until it was read: back to the question, or to the list."""
    return desk.choose("calm_page", "Read?", READ, *calm.page(section, desk.called))
