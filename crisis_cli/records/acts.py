"""What was done about a contact, written down beside its conversation and sealed as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crisis_cli.records.crypto import Unopened, derived
from crisis_cli.records.keys import NoKey, changed
from crisis_cli.records.sealed import Clear, open_entry
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done. what: plain words by name; its "act" says which kind."""

    at: datetime
    by: str
    what: dict[str, Any]


def note_about(store: Store, contact: str, act: dict[str, Any], at: datetime, by: str) -> None:
    """Write down what is done about a contact, for whoever may read it; within a transaction."""
    log, key = store.keys.log(by, store.device), store.keys.contact(contact)
    store.write(log, key, {"at": at.isoformat(), "act": act}, contact)


def acts_about(store: Store, contact: str) -> list[Act]:
    """What was done about a contact. Locked, NoKey, or CrisisError where it was changed."""
    with explained(store.path):
        rows = store.db.execute(ABOUT, [contact]).fetchall()
        return [_act(store, store.keys.contact(contact), contact, *row) for row in rows]


def acts(store: Store) -> list[Act]:
    """What was done about no contact, as far as this person holds the keys of the logs."""
    found = []
    with explained(store.path):
        for log, place, sealed in store.db.execute(ABOUT_NONE).fetchall():
            try:
                key = derived(store.keys.key_of_log(store.log(log)), "acts")
            except NoKey:
                continue
            found.append(_act(store, key, "", log, place, sealed))
    return found


def _act(store: Store, key: bytes, contact: str, log: str, place: int, sealed: bytes) -> Act:
    clear = Clear(store.log(log), place, contact)
    try:
        body = open_entry(key, clear.bound(), sealed)
    except Unopened as error:
        raise changed(f"Entry {place} of log {log}") from error
    return Act(datetime.fromisoformat(body["at"]), clear.log.author, body["act"])


ABOUT = (
    "SELECT log, place, sealed FROM entries WHERE contact = ? AND seq IS NULL ORDER BY log, place"
)
ABOUT_NONE = "SELECT log, place, sealed FROM entries WHERE contact IS NULL ORDER BY log, place"
