"""What changed since the last plan, on the screen before a contact is finished."""

from __future__ import annotations

from crisis_cli.engine.revision import changes, started_from
from crisis_cli.engine.state import State
from crisis_cli.engine.times import day, zone
from crisis_cli.terminal.front import GAP, Text

SAME = "The plan says what it said before."


def revised(state: State) -> tuple[Text, ...]:
    """What the plan says otherwise than the last one; nothing where it started from none."""
    made = started_from(state)
    if made is None:
        return ()
    head = f"Changed since the plan of {day(made, zone(state.opened.zone))}"
    lines = [f"{one.name}: {_words(one.was, one.now)}" for one in changes(state)]
    return (GAP, Text(head, "strong"), *(Text(line, indent=2) for line in lines or [SAME]))


def _words(was: tuple[str, ...], now: tuple[str, ...]) -> str:
    """The lines that went and came."""
    if not now:
        return "not in this plan"
    gone = [f"no longer {line}" for line in was if line not in now]
    come = [f"now {line}" for line in now if line not in was]
    return "; ".join([*gone, *come]) or "in another order"
