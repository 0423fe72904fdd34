"""A store beside the records, for contacts that began while those could not be written.

Its key lies in a file next to it, as with records that nobody has set up. So nothing stays in it:
whoever opens the records next, and can write them, brings it in and wipes it.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from crisis_cli.engine.entries import Ended, to_json
from crisis_cli.errors import CrisisError
from crisis_cli.records.connection import raw
from crisis_cli.records.device import wipe
from crisis_cli.records.folder import make, own, swept
from crisis_cli.records.opening import open_store
from crisis_cli.records.sealed import begun
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained
from crisis_cli.records.verify import verify


def open_aside(file: Path, practice: bool, wait: float) -> Store:
    """The store in this file, made where it is missing. CrisisError where that cannot be, or where
    somebody else could look into its folder."""
    if not own(make(file.parent)):
        raise CrisisError(f"The folder {file.parent} is not yours alone.", "It was left as it is.")
    return open_store(file, practice, wait)


def bring_back(store: Store, file: Path, at: datetime) -> None:
    """Write all contacts of the store in this file into another one, and wipe it.

    CrisisError, and it stays as it is, where somebody has it open, where it is not as it was
    written, or where the other cannot be written. Killed anywhere, it is finished next time.
    """
    open_aside(file, store.practice, 0).close()  # one of an earlier shape is upgraded
    with explained(file), closing(raw(file, 0)) as db:
        # Refused while somebody leads a contact in it: nothing is taken from under them.
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("BEGIN EXCLUSIVE")
        aside = Store(file, db, store.practice)
        if verify(aside).findings:
            raise CrisisError(f"{file} is not as it was written.", "See: crisis store verify")
        with store.writing():
            for contact in reversed(aside.contacts()):
                if contact not in store:
                    _copy(aside, contact, store, at)
        sweep(file.parent)  # of one that was killed here
        file.parent.rename(swept(file.parent))  # at once: nothing half wiped is ever taken for it
        sweep(file.parent)


def sweep(folder: Path) -> None:
    """Wipe what was brought back, where that was not done yet."""
    gone = swept(folder)
    if own(gone):
        for file in gone.iterdir():
            wipe(file)
        gone.rmdir()


def _copy(aside: Store, contact: str, store: Store, at: datetime) -> None:
    """A contact, entry by entry, as it was; within a transaction of the store that it goes to."""
    entries, digest = aside.read(contact), store.keep_protocol(aside.protocol(contact))
    store.db.execute(
        "INSERT INTO contacts (id, protocol, began) VALUES (?, ?, ?)",
        [contact, digest, begun(entries[0].at)],
    )
    store.keys.new_contact(contact)
    for entry in entries:
        body = {"at": entry.at.isoformat(), "event": to_json(entry.event)}
        if entry.seq == 1:
            body["protocol"] = digest
        log, key = store.keys.log(entry.by, store.device), store.keys.contact(contact)
        store.write(log, key, body, contact, entry.seq, isinstance(entry.event, Ended))
    for act in aside.acts(contact):
        store.note(act.said, act.at, act.by, contact)
    store.note({"act": "brought_back"}, at, entries[0].by, contact)
