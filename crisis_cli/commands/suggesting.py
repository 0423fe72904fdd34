"""Other words for what somebody writes into a record: suggested, and never in the way."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crisis_cli.errors import CrisisError
from crisis_cli.records.folder import home
from crisis_cli.terminal.kit import Suggest

if TYPE_CHECKING:
    from crisis_cli.protocol.suggestions import Suggestions

HEAD = "Other words, if you like. Only a suggestion: the client may read what you write."


def suggester() -> Suggest:
    """What says, for a text, what is suggested. Reads the file when it is first asked."""
    held = cache(suggestions)
    return lambda text: [str(one) for one in held().of(text)]


def suggestions() -> Suggestions:
    """Those that hold on this machine."""
    from crisis_cli.protocol.suggestions import known

    try:
        return known([home()])
    except CrisisError:  # no folder at all: those that came along
        return known([])


def suggest_for(*texts: str) -> None:
    """Show what is suggested for what was typed; nothing where nothing is."""
    from crisis_cli.commands.asked import show

    found = dict.fromkeys(str(one) for text in texts for one in suggestions().of(text))
    for line in [HEAD, *(f"  - {one}" for one in found)] if found else ():
        show(line)
