"""What can be set for a store: each name with its meaning, and what may stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crisis_cli.errors import CrisisError, Exit

NOTICE = "redisclosure_notice"
CALL_BACK = "agency_phone"
NAMES = "names_in_exports"
WORKER, CLIENT, BOTH = "worker", "client", "both"
LONGEST = 2000  # characters of a text that is printed on every record
FEWEST = 3  # digits of a telephone number: 311


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. check: what is wrong with a value, in a sentence, or "". usual: the value where
    nobody has set one."""

    meaning: str
    check: Callable[[str], str]
    usual: str = ""


def a_text(value: str) -> str:
    """What keeps a text from being printed on a record."""
    if len(value) > LONGEST:
        return f"It has {len(value)} characters, and at most {LONGEST} fit."
    return ""


def a_number(value: str) -> str:
    """What keeps a text from being a number that somebody can call."""
    if value and sum(char.isdigit() for char in value) < FEWEST:
        return "It has no number in it that somebody could call, such as 202-555-0100."
    return a_text(value)


def whole(least: int, most: int) -> Callable[[str], str]:
    """A check for a whole number; "" stands for what is usual."""

    def check(value: str) -> str:
        fits = value.isascii() and value.isdecimal() and least <= int(value) <= most
        return "" if fits or not value else f"It is a whole number from {least} to {most}."

    return check


def one_of(*words: str) -> Callable[[str], str]:
    """A check for one of these words; "" stands for what is usual."""
    return lambda value: "" if value in ("", *words) else f"It is one of: {', '.join(words)}."


KNOWN = {
    NOTICE: Setting(
        "the statement that goes with what is given to others, as the agency's counsel words it;"
        " it is printed on every contact record; empty: none",
        a_text,
    ),
    CALL_BACK: Setting(
        "a number on which clients reach the agency; it is printed on their follow-up cards; empty:"
        " none",
        a_number,
    ),
    NAMES: Setting(
        "who is named where a record is handed on to another system: worker, client (by the first"
        " word of the name) or both; empty: nobody, but for the worker in CSV",
        one_of(WORKER, CLIENT, BOTH),
    ),
    "retention_years": Setting(
        "how many years a record is kept after the last contact", whole(1, 150), "10"
    ),
    "retention_years_minor": Setting(
        "the same where the client was under 18, or may have been; no birth date is kept, so the"
        " usual 28 reach 10 years past the 18th birthday of anybody",
        whole(1, 150),
        "28",
    ),
    "idle_minutes": Setting(
        "after how many minutes without a key a waiting command lets go of the keys; never within"
        " a contact",
        whole(1, 240),
        "10",
    ),
}


def checked(name: str, value: str) -> str:
    """The value, if it can be set under this name. CrisisError in words if not."""
    known = KNOWN.get(name)
    if known is None:
        names = ", ".join(KNOWN)
        raise CrisisError(f"There is no setting '{name}'.", f"One of: {names}.", Exit.USAGE)
    if wrong := known.check(value):
        raise CrisisError(f"{name} cannot be set to that. {wrong}", "Nothing was changed.")
    return value
