"""How a contact is filed and to whom it was given, as one data object for its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something of the contact that was given to somebody. happened: ISO, or "" for when written.

    notice: whether the agency had a statement that goes with it; never in an emergency.
    """

    to: str
    text: str
    reason: str
    happened: str
    emergency: bool
    notice: bool
    written: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Refiled:
    """The contact was put into another case: from old to new. duplicate: of the same client."""

    old: str
    new: str
    duplicate: bool
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Filing:
    """How a contact is filed and to whom it went; nothing of it comes from the interview.

    names: of the client, as far as they are known. misnamed: the name that the contact was begun
    under is not among them, but another client's. notice: the statement that goes with what is
    given away.
    """

    names: tuple[str, ...] = ()
    misnamed: bool = False
    refiled: tuple[Refiled, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    notice: str = ""
