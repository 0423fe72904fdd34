"""A contact that is typed in later, from a paper form: when it took place, and from which form."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

import typer

from crisis_cli.commands.contacts import Clock
from crisis_cli.engine.times import HOME_ZONE, zone
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.compiled import Step
from crisis_cli.protocol.kinds import Refused, accept

WHEN = Step("happened", "date_time", "When did it take place?")
LEAST = 8  # characters of a fingerprint that tell two forms apart

FromPaper = Annotated[
    bool, typer.Option("--from-paper", help="Type in a paper form, in its order.")
]
Happened = Annotated[
    str,
    typer.Option(metavar="WHEN", help="When that contact took place: 2026-11-23T14:05."),
]
PaperHash = Annotated[
    str,
    typer.Option("--paper-hash", metavar="PRINT", help="The fingerprint at the foot of the form."),
]


def only_from_paper(from_paper: bool, *options: str) -> None:
    """CrisisError where something of a form is said and there is none."""
    if any(options) and not from_paper:
        raise CrisisError(
            "--happened and --paper-hash are for a paper form.", "Add --from-paper.", Exit.USAGE
        )


def moment_of(text: str, clock: Clock, place: str = HOME_ZONE) -> str:
    """When something took place, as an ISO time with its zone; as typed, on the clock of a place.
    CrisisError for what cannot be."""
    try:
        at = datetime.fromisoformat(_typed(text))
    except Refused as why:
        raise CrisisError(f"'{text}' is not a date with a time.", str(why)) from None
    there = at if at.tzinfo else at.replace(tzinfo=zone(place))
    if there > clock():
        raise CrisisError(f"'{text}' is still to come.", "Say when it took place.")
    return there.isoformat(timespec="minutes")


def _typed(text: str) -> str:
    """A time as it was typed, or as another program gives it, with a zone."""
    text = text.strip()
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)", text, re.ASCII):
        try:
            return datetime.fromisoformat(text).isoformat()
        except ValueError:
            raise Refused("There is no such day or hour.") from None
    value = str(accept(WHEN, text))
    if "T" not in value:
        raise Refused("The time is missing. Type it such as 11/23/2026 14:05.")
    return value


def fingerprint(typed: str) -> str:
    """A fingerprint from a form, without its gaps. CrisisError for what is none."""
    text = re.sub(r"[\s-]", "", typed).lower()
    if text and not re.fullmatch(rf"[0-9a-f]{{{LEAST},64}}", text):
        hint = "Type it as at the foot of the form: 12 of the letters a to f and digits."
        raise CrisisError(f"'{typed}' is not a fingerprint of a form.", hint, Exit.USAGE)
    return text
