"""What was done with the keys and the file themselves, and with no contact."""

from __future__ import annotations

from crisis_cli.records.crypto import Unopened
from crisis_cli.records.keyless import NoKey, changed
from crisis_cli.records.persons import writer
from crisis_cli.records.sealed import Act, Clear, act_of, open_entry
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained


def acts(store: Store) -> list[Act]:
    """What was done with no contact, as far as this person holds the keys of the logs. Locked, or
    CrisisError where one of them was changed."""
    found = []
    with explained(store.path):
        for log, place, sealed in store.db.execute(ABOUT_NONE).fetchall():
            clear = Clear(store.log(log), place)
            try:
                key = store.keys.of_acts(clear.log)
                body = open_entry(key, clear.bound(), sealed)
                found.append(act_of(clear, body, writer(store.db, clear.log)))
            except NoKey:
                continue
            except Unopened as error:
                raise changed(f"Entry {place} of log {log}") from error
    return found


ABOUT_NONE = "SELECT log, place, sealed FROM entries WHERE contact IS NULL ORDER BY log, place"
