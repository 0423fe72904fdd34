"""Times as people type them: when something took place, read in one way everywhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from crisis_cli.commands.contacts import Clock
from crisis_cli.engine.times import HOME_ZONE, zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import Refused, accept

WHEN = Step("happened", "date_time", "When did it take place?")


def moment_of(text: str, clock: Clock, place: str = HOME_ZONE) -> str:
    """When something took place, as an ISO time with its zone. CrisisError for what cannot be.

    place: the zone on whose clock a time without one is meant.
    """
    try:
        at = datetime.fromisoformat(_typed(text))
    except Refused as why:
        raise CrisisError(f"'{text}' is not a date with a time.", str(why)) from None
    there = at if at.tzinfo else _on_the_clock(text, at, clock(), place)
    if there > clock():
        raise CrisisError(f"'{text}' is still to come.", "Say when it took place.")
    return there.isoformat(timespec="minutes")


def _on_the_clock(text: str, at: datetime, now: datetime, place: str) -> datetime:
    """A time on the clock of a place, in the night too when clocks are changed. CrisisError where
    it came twice, and both are past, or not at all."""
    first, again = (at.replace(tzinfo=zone(place), fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None) != at:
        message = f"'{text}' never was: the clocks were put forward over it."
        raise CrisisError(message, "Look at the time once more.")
    if first.utcoffset() != again.utcoffset() and again.astimezone(UTC) <= now:
        told = (f"{one.isoformat(timespec='minutes')} ({one.tzname()})" for one in (first, again))
        message = f"'{text}' came twice that night: the clocks were put back."
        raise CrisisError(message, f"Say which: {' or '.join(told)}.")
    return first


def _typed(text: str) -> str:
    """A time as it was typed, or as another program gives it, with a zone."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)", text, re.ASCII):
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise Refused("There is no such day or hour.") from None
        accept(WHEN, text[:16])  # a year that is a slip of the key overflows in another zone
        return at.isoformat()
    value = str(accept(WHEN, text))
    if "T" not in value:
        raise Refused("The time is missing. Type it such as 11/23/2026 14:05.")
    return value
