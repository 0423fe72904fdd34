"""Settings of a store: written down one after the other, the latest counts, each one signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import about
from crisis_cli.records.persons import known
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained


@dataclass(frozen=True, slots=True)
class Setting:
    """What can be set. check: what is wrong with a value, in a sentence; "" if it will do.
    usual: the value where nobody has set one."""

    means: str
    check: Callable[[str], str]
    usual: str = ""


def whole(least: int, most: int) -> Callable[[str], str]:
    """A check for a whole number."""

    def check(value: str) -> str:
        fits = value.isascii() and value.isdecimal() and least <= int(value) <= most
        return "" if fits else f"It is a whole number from {least} to {most}."

    return check


# name: what it means, and which values it may have.
KNOWN = {
    "retention_years": Setting(
        "How many years a record is kept after the last contact.", whole(1, 150), "10"
    ),
    "retention_years_minor": Setting(
        "The same where the client was under 18, or may have been. No birth date is kept, so the"
        " usual 28 reach 10 years past the 18th birthday of anybody.",
        whole(1, 150),
        "28",
    ),
    "idle_minutes": Setting(
        "After how many minutes without a key a waiting command lets go of the keys. Never within"
        " a contact.",
        whole(1, 240),
        "10",
    ),
}


def value(store: Store, name: str) -> str:
    """What is set, or else what is usual."""
    return settings(store).get(name, KNOWN[name].usual)


def put(store: Store, name: str, value: str, at: datetime) -> None:
    """Set something from now on. In clear: no secret belongs here. Locked without the keys."""
    signer = store.keys.holder()
    with store.writing():
        (last,) = store.db.execute("SELECT coalesce(max(place), 0) FROM settings").fetchone()
        signature = signer.sign(_said(last + 1, name, value, at.isoformat()))
        row = [last + 1, name, value, at.isoformat(), signer.person.id, signature]
        store.db.execute("INSERT INTO settings VALUES (?, ?, ?, ?, ?, ?)", row)


def settings(store: Store) -> dict[str, str]:
    """What is set now. CrisisError where a setting is not what somebody here signed."""
    found: dict[str, str] = {}
    with explained(store.path):
        rows = store.db.execute(
            "SELECT place, name, value, at, person, signature FROM settings ORDER BY place"
        ).fetchall()
        for place, name, value, at, person, signature in rows:
            signer = known(store.db, person)
            if signer is None or not signer.signed(_said(place, name, value, at), signature):
                raise CrisisError(
                    f"The setting '{name}' was changed from outside, or is damaged.",
                    "Look at the whole store: crisis store verify",
                )
            found[name] = value
    return found


def _said(place: int, name: str, value: str, at: str) -> bytes:
    return about("setting", place, name, value, at)
