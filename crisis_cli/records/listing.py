"""The list of contacts, as far as it can be told without any key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from crisis_cli.records.sealed import when
from crisis_cli.records.store import Store, unknown
from crisis_cli.records.trouble import explained


@dataclass(frozen=True, slots=True)
class Listed:
    """What can be told of a contact without any key."""

    contact: str
    case: str
    began: datetime
    ended: bool
    erased: bool


def anything(store: Store) -> bool:
    """Whether any contact was ever begun here."""
    with explained(store.path):
        return store.db.execute("SELECT 1 FROM contacts LIMIT 1").fetchone() is not None


def listed(store: Store) -> Iterator[Listed]:
    """What can be told of all contacts without any key, the latest begun first."""
    with explained(store.path):
        for contact, case, at, ended, erased in store.db.execute(LISTED):
            yield Listed(contact, case, when(at), bool(ended), bool(erased))


def unended(store: Store) -> Iterator[Listed]:
    """The same of those that were left open, and not erased."""
    with explained(store.path):
        for contact, case, at, ended, erased in store.db.execute(UNENDED):
            if not erased:
                yield Listed(contact, case, when(at), bool(ended), bool(erased))


def began(store: Store, contact: str) -> datetime:
    """When a contact was begun, as it stands in clear. CrisisError for an unknown contact."""
    with explained(store.path):
        row = store.db.execute("SELECT began FROM contacts WHERE id = ?", [contact]).fetchone()
    if row is None:
        raise unknown(contact)
    return when(row[0])


def last_begun(store: Store) -> datetime | None:
    """When the latest contact was begun, as it stands in clear; None where there is none."""
    with explained(store.path):
        (latest,) = store.db.execute("SELECT max(began) FROM contacts").fetchone()
    return when(latest) if latest else None


def ends_of(store: Store, contact: str) -> tuple[dict[str, int], dict[str, int]]:
    """Where a contact begins, and where it ends: the place in a log, by the log's id. What stands
    in one log was written in its order, whatever a clock said then."""
    with explained(store.path):
        rows = store.db.execute(ENDS_OF, [contact]).fetchall()
    first, last = ({log: place for log, place, end in rows if end == which} for which in (0, 1))
    return first, last


ENDS_OF = "SELECT log, place, ends FROM entries WHERE contact = ? AND (seq = 1 OR ends)"
TOLD = (
    "id, coalesce((SELECT case_id FROM contact_keys JOIN case_keys"
    " ON case_keys.id = key WHERE holder = contacts.id), ''), began,"
    " EXISTS (SELECT 1 FROM entries WHERE contact = contacts.id AND ends),"
    " NOT EXISTS (SELECT 1 FROM contact_keys JOIN wraps ON wraps.key = contact_keys.key"
    " WHERE contact_keys.holder = contacts.id) FROM contacts"
)
LATEST = "ORDER BY began DESC, id"
LISTED = f"SELECT {TOLD} {LATEST}"
NO_END = "NOT EXISTS (SELECT 1 FROM entries WHERE contact = contacts.id AND ends)"
UNENDED = f"SELECT {TOLD} WHERE {NO_END} {LATEST}"
