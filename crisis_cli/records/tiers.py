"""The tier of a worker: recorded and signed by a supervisor, and by nobody for themselves.

It is kept among the settings, so that each one stays written. On the worker's own computer it
counts where the supervisor who signed it is known and was compared there.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import about
from crisis_cli.records.people import Person
from crisis_cli.records.persons import known, trusted
from crisis_cli.records.settings import put, settings
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

NAME = "tier "  # before the id of a person
FORMAT = 1  # of the text that carries one to the worker's computer
FIELDS = ("person", "tier", "at", "by", "signature")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The tier of a person (an id), since when (an ISO time with zone), by whom (an id)."""

    person: str
    tier: str
    at: str
    by: str
    signature: str

    def said(self) -> bytes:
        """What the supervisor signs."""
        return about("tier", self.person, self.tier, self.at, self.by)

    def text(self) -> str:
        """As a file, for the worker's own computer."""
        body = {name: getattr(self, name) for name in FIELDS}
        return json.dumps({"crisis_tier": FORMAT, **body}, indent=2) + "\n"


def record(store: Store, person: Person, tier: str, at: datetime) -> Recorded:
    """Record a person's tier. CrisisError unless these records are another supervisor's."""
    me = store.keys.holder()
    if me.person.role != "supervisor":
        raise CrisisError(
            "Only a supervisor records a tier.",
            "Ask them for the file that `crisis keys tier` writes, and read it in here.",
        )
    if me.person.id == person.id:
        raise CrisisError("Nobody records their own tier.", "Another supervisor can.")
    made = Recorded(person.id, tier, at.isoformat(), me.person.id, "")
    made = Recorded(made.person, tier, made.at, made.by, me.sign(made.said()).hex())
    _keep(store, made, at)
    return made


def bring(store: Store, text: str, tiers: tuple[str, ...], at: datetime) -> Recorded:
    """Take over a tier that a supervisor recorded elsewhere. CrisisError for anything else."""
    made = _from(text)
    if made is None or made.tier not in tiers:
        raise CrisisError("This is no tier that a supervisor recorded.", "Ask them for it again.")
    if not _holds(store, made):
        raise CrisisError(
            "Nobody whom you trust signed this tier.",
            "Bring in the supervisor's public key first: crisis keys add",
        )
    before = _latest(store, made.person)
    if before and datetime.fromisoformat(before.at) > datetime.fromisoformat(made.at):
        raise CrisisError("A later tier is recorded already.", "See it: crisis keys")
    _keep(store, made, at)
    return made


def tier_of(store: Store, person: str) -> str:
    """The tier of a person by their id; "" for one that nobody recorded, or that no supervisor
    signed whom this store trusts."""
    made = _latest(store, person)
    return made.tier if made and _holds(store, made) else ""


def _latest(store: Store, person: str) -> Recorded | None:
    return _from(settings(store).get(NAME + person, ""))


def _keep(store: Store, made: Recorded, at: datetime) -> None:
    put(store, NAME + made.person, made.text(), at)


def _holds(store: Store, made: Recorded) -> bool:
    with explained(store.path):
        by = known(store.db, made.by)
        if by is None or by.role != "supervisor" or by.id == made.person:
            return False
        return trusted(store.db, by) and by.signed(made.said(), bytes.fromhex(made.signature))


def _from(text: str) -> Recorded | None:
    """The tier in a text; None for anything else."""
    with suppress(ValueError, TypeError, KeyError):
        body: dict[str, Any] = json.loads(text)
        if isinstance(body, dict) and body.get("crisis_tier") == FORMAT:
            given = [body[name] for name in FIELDS]
            bytes.fromhex(given[-1])
            if datetime.fromisoformat(given[2]).tzinfo and all(isinstance(g, str) for g in given):
                return Recorded(*given)
    return None
