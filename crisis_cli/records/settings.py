"""Settings of a store: written down one after the other, the latest counts, each one signed."""

from __future__ import annotations

from datetime import datetime

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import about
from crisis_cli.records.known_settings import KNOWN
from crisis_cli.records.persons import known
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained


def value(store: Store, name: str) -> str:
    """What is set, or else what is usual."""
    return settings(store).get(name) or KNOWN[name].usual


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
