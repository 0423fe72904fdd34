"""Before a paper form is typed in: when the contact took place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from crisis_cli.engine.entries import Entry, Event
from crisis_cli.engine.state import State
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.terminal import calm, danger, pages
from crisis_cli.terminal.calm_pages import Calm, by_heart
from crisis_cli.terminal.desk import Desk, Stopped
from crisis_cli.terminal.front import GAP, Front, Gone, Page, Text
from crisis_cli.terminal.kit import Kit

ABOUT = (
    Text("Typing in a paper form", "title"),
    Text(
        "The questions come in the order of the form, with its numbers. Where its answers have "
        "letters, a is 1 here, b is 2, and so on."
    ),
    GAP,
)
WHEN = "When did the contact take place? The date and the time on the form: 11/23/2026 14:05."


def took_place(
    protocol: Protocol,
    front: Front,
    read: Callable[[str], str],
    numbers: pages.Numbers,
    now: Callable[[], datetime],
    calm: Calm = by_heart,
) -> str:
    """When the contact took place, as `read` gives it; "" where they left without an answer.

    read: what was typed -> an ISO time with zone; CrisisError for what is none.
    """
    desk = Desk(State(protocol), nothing_begun, front, numbers, now, Kit(calm=calm))
    desk.host = Before(desk)
    with front:
        try:
            return _asked(desk, read)
        except (Stopped, Gone, KeyboardInterrupt):
            return ""


def _asked(desk: Desk, read: Callable[[str], str]) -> str:
    while True:
        said = desk.words("happened", WHEN, *ABOUT)
        if said is None:
            desk.notice = "This is the first question: there is nothing before it."
            continue
        try:
            return read(said)
        except CrisisError as error:
            desk.notice = f"{error.message} {error.hint}".strip()


def nothing_begun(event: Event) -> Entry:
    """What is kept where there is no contact to keep it in."""
    raise CrisisError("Nothing is begun yet.")


class Before:
    """What the keys do before anything is begun."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def emergency(self) -> None:
        """Show the panel; help needs no contact."""
        danger.emergency(self.desk)

    def calm(self) -> None:
        """Show how to slow a hard moment down."""
        calm.show(self.desk)

    def pause(self) -> None:
        """Nothing is begun, so that nothing is left open."""
        raise Stopped

    def draft(self, step: str, value: Any) -> None:
        """There is nothing to keep yet."""

    def reload(self) -> Page:
        """There is no file to read again."""
        return Page()

    def leave(self, how: str) -> None:
        """Nobody leaves before anything is begun."""
        raise Stopped
