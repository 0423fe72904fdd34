"""What can be set for a store: each name with its meaning, and what may stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crisis_cli.errors import CrisisError, Exit

NOTICE = "redisclosure_notice"
LONGEST = 2000  # characters of a text that is printed on every record


@dataclass(frozen=True, slots=True)
class Known:
    """One setting. check: what is wrong with a value, in a sentence, or ""."""

    name: str
    meaning: str
    check: Callable[[str], str]


def a_text(value: str) -> str:
    """What keeps a text from being printed on a record."""
    if len(value) > LONGEST:
        return f"It has {len(value)} characters, and at most {LONGEST} fit."
    return ""


KNOWN = (
    Known(
        NOTICE,
        "the statement that goes with what is given to others, as the agency's counsel words it;"
        " it is printed on every contact record; empty: none",
        a_text,
    ),
)


def checked(name: str, value: str) -> str:
    """The value, if it can be set under this name. CrisisError in words if not."""
    for known in KNOWN:
        if known.name == name:
            if wrong := known.check(value):
                raise CrisisError(f"{name} cannot be set to that. {wrong}", "Nothing was changed.")
            return value
    names = ", ".join(known.name for known in KNOWN)
    raise CrisisError(f"There is no setting '{name}'.", f"One of: {names}.", Exit.USAGE)
