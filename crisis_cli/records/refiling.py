"""Contacts that stand under the wrong client, or under a duplicate: put where they belong."""

from __future__ import annotations

from datetime import datetime

from crisis_cli.errors import CrisisError
from crisis_cli.records.owning import settle_keys
from crisis_cli.records.people import DEVICE, Person
from crisis_cli.records.persons import revoked
from crisis_cli.records.sharing import contacts_of
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

NEW = "new"  # the case of its own that a contact is refiled to
WRONG_CLIENT, DUPLICATE = "wrong_client", "duplicate"


def refile(store: Store, contact: str, case: str, at: datetime, by: str, reason: str) -> str:
    """Put a contact that stood under the wrong client into another case. The id of that case.

    case: its id, or NEW for a case of its own. Whoever reads that one reads the contact; who reads
    the old one only, does not any more. Locked, NoKey, or CrisisError where it is there already.
    """
    return _refile(store, [contact], case, at, by, {"reason": reason, "why": WRONG_CLIENT})


def merge(store: Store, old: str, case: str, at: datetime, by: str, reason: str) -> list[str]:
    """Put all contacts of a case into another one of the same client. The ids of what moved."""
    contacts = contacts_of(store, old)
    if not contacts:
        raise CrisisError(f"Case {old} has no contacts.", "See them all: crisis cases")
    _refile(store, contacts, case, at, by, {"reason": reason, "why": DUPLICATE})
    return contacts


def _refile(
    store: Store, contacts: list[str], case: str, at: datetime, by: str, more: dict[str, str]
) -> str:
    old = store.case_of(contacts[0])
    if old == case:
        raise CrisisError(f"{contacts[0]} is in that case already.", "See them all: crisis cases")
    for contact in contacts:  # before anything is written: only who can read it may refile it
        store.keys.contact(contact)
    with store.writing():
        if case == NEW:
            case, _ = store.keys.new_case(*_writers(store, contacts))
        for contact in contacts:
            _move(store, contact, case, at)
            act = {"act": "refiled", "from": old, "to": case} | more
            store.note(act, at, by, contact)
    settle_keys(store)
    return case


def _move(store: Store, contact: str, case: str, at: datetime) -> None:
    """File a contact under a key of the case, and under no other."""
    before = store.db.execute("SELECT key FROM contact_keys WHERE holder = ?", [contact]).fetchall()
    key = store.keys.newest(case)
    if _was_taken_away(store, key, contact):
        # A copy of this store may know of the removal and not of what came after it, and would
        # take the key away again: what was removed once never comes back.
        store.keys.renew(case)
        key = store.keys.newest(case)
    store.keys.file(contact, key)
    for (one,) in before:
        store.keys.remove("contact_keys", one, contact, at)


def _was_taken_away(store: Store, key: str, contact: str) -> bool:
    found = store.db.execute(
        "SELECT 1 FROM removals WHERE what = 'contact_keys' AND key = ? AND holder = ?",
        [key, contact],
    )
    return found.fetchone() is not None


def _writers(store: Store, contacts: list[str]) -> list[Person]:
    """Who wrote to these contacts: they go on reading them in a new case."""
    out, found = revoked(store.db), {}
    with explained(store.path):
        for contact in contacts:
            for row in store.db.execute(
                "SELECT DISTINCT persons.id, name, role, box, sign FROM entries"
                " JOIN logs ON logs.id = log JOIN persons ON persons.id = logs.person"
                " WHERE contact = ? AND seq IS NOT NULL ORDER BY persons.id",
                [contact],
            ).fetchall():
                found[row[0]] = Person(*row)
    return [one for one in found.values() if one.role != DEVICE and one.id not in out]
