"""Whose store it is: setting it up, the ways in, and what they may do with its keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import Unopened, about, random_key
from crisis_cli.records.device import place, wipe
from crisis_cli.records.keyless import Locked
from crisis_cli.records.people import Person, Private, matches, new_person, reopened
from crisis_cli.records.persons import device, everyone, owner, write_person
from crisis_cli.records.sealed import Log
from crisis_cli.records.slots import (
    PASSPHRASE,
    RECOVERY,
    Slot,
    for_passphrase,
    for_recovery,
    opened,
)
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

WRONG = {
    PASSPHRASE: ("That is not the passphrase.", "If it is lost: crisis keys recover"),
    RECOVERY: (
        "That is not the recovery key of this store.",
        "Look for a newer paper: each new recovery key ends the one before it.",
    ),
}


class WrongKey(CrisisError):
    """A passphrase or a recovery key that does not open."""

    def __init__(self, kind: str) -> None:
        super().__init__(*WRONG.get(kind, (f"The {kind} does not open this store.", "")))


def set_up(
    store: Store, name: str, role: str, passphrase: str, recovery: str, at: datetime
) -> Person:
    """Make the store a person's: from now on it opens with their passphrase only.

    recovery: a recovery key as it is printed, or "" for none. Every key is wrapped to the person;
    the machine's own is taken away and wiped.
    """
    if known := mine(store):
        raise CrisisError(
            f"These records are already {known.name}'s.",
            "See the keys: crisis keys. Change the passphrase: crisis keys change",
        )
    machine, person, unlock = store.keys.holder(), new_person(name, role), random_key()
    with acting(store, {"act": "set_up"}, at, name, person, unlock):
        write_person(store.db, person.person, person)
        store.db.execute(
            "INSERT INTO privates VALUES (?, ?)", [person.person.id, person.sealed(unlock)]
        )
        _write_slot(store, for_passphrase(person.person.id, unlock, passphrase))
        if recovery:
            _write_slot(store, for_recovery(person.person.id, unlock, recovery))
        for key, bound in list(held(store, machine.person.id)):
            store.keys.open(key, bound)
            store.keys.give(key, bound, [person.person])
            store.keys.remove("wraps", key, machine.person.id, at)
    forget_device(store)
    return person.person


def unlock(store: Store, key: str | bytes, kind: str = PASSPHRASE) -> None:
    """Open the store's keys with a passphrase, a recovery key or the keyring's. WrongKey."""
    person = mine(store)
    if person is None:
        return  # nobody has set it up: there is nothing to unlock
    with explained(store.path):
        row = store.db.execute("SELECT sealed FROM privates").fetchone()
    for slot in slots(store, kind):
        try:
            unlock_key = opened(slot, key)
            private = reopened(person, row[0], unlock_key)
        except Unopened:
            continue
        if not matches(private):
            raise CrisisError(
                "The public keys in this store are not yours: somebody changed them.",
                "Write nothing more into it, and tell your supervisor.",
            )
        store.keys.private, store.keys.unlock = private, unlock_key
        forget_device(store)
        return
    raise WrongKey(kind)


def change_passphrase(store: Store, passphrase: str, at: datetime, act: str = "changed") -> None:
    """A new passphrase in the place of the old one. act: what is written down about it."""
    me, unlock_key = _unlocked(store)
    old = slots(store, PASSPHRASE)
    with acting(store, {"act": f"passphrase_{act}"}, at, me.person.name):
        _write_slot(store, for_passphrase(me.person.id, unlock_key, passphrase))
        _remove_slots(store, old, at)
    settle_keys(store)


def change_recovery(store: Store, recovery: str, at: datetime) -> None:
    """A new recovery key; the paper with the old one opens nothing any more."""
    me, unlock_key = _unlocked(store)
    old = slots(store, RECOVERY)
    with acting(store, {"act": "recovery_renewed"}, at, me.person.name):
        _write_slot(store, for_recovery(me.person.id, unlock_key, recovery))
        _remove_slots(store, old, at)
    settle_keys(store)


def add_slot(store: Store, slot: Slot, at: datetime) -> None:
    """One more way in, beside those that there are."""
    me, _ = _unlocked(store)
    with acting(store, {"act": f"{slot.kind}_added"}, at, me.person.name):
        _write_slot(store, slot)


def remove_slots(store: Store, kind: str, at: datetime) -> None:
    """Take away all ways in of one kind."""
    me, _ = _unlocked(store)
    with acting(store, {"act": f"{kind}_removed"}, at, me.person.name):
        _remove_slots(store, slots(store, kind), at)
    settle_keys(store)


def mine(store: Store) -> Person | None:
    """Whose store it is; None before it was set up."""
    with explained(store.path):
        return owner(store.db)


def people(store: Store) -> list[Person]:
    """Everybody whom the store knows."""
    with explained(store.path):
        return everyone(store.db)


def slots(store: Store, kind: str = "") -> list[Slot]:
    """The ways in of one kind, or all."""
    with explained(store.path):
        rows = store.db.execute(
            "SELECT key, holder, kind, settings, sealed, mac FROM slots"
            " WHERE ? IN ('', kind) ORDER BY kind, key",
            [kind],
        ).fetchall()
    return [Slot(*row) for row in rows]


def held(store: Store, person: str) -> Iterator[tuple[str, bytes]]:
    """Every key that this person holds, with what it is bound to."""
    for key, case in store.db.execute(
        "SELECT id, case_id FROM case_keys JOIN wraps ON key = id WHERE holder = ?", [person]
    ).fetchall():
        yield key, about("case key", key, case)
    for row in store.db.execute(
        "SELECT id, person, author, device FROM logs JOIN wraps ON key = id WHERE holder = ?",
        [person],
    ).fetchall():
        yield row[0], Log(*row).bound()


@contextmanager
def acting(
    store: Store,
    act: dict[str, str],
    at: datetime,
    by: str,
    person: Private | None = None,
    unlock_key: bytes = b"",
) -> Iterator[None]:
    """Change keys, and write down that it was done: both or neither.

    person, unlock_key: whose keys they are from now on, if that is what changes.
    """
    keys = store.keys
    before = keys.private, keys.unlock
    try:
        with store.writing():
            yield
            if person is not None:
                keys.private, keys.unlock = person, unlock_key
                keys.logs.clear()
            store.note(act, at, by)
    except BaseException:
        keys.private, keys.unlock = before
        raise


def settle_keys(store: Store) -> None:
    """Empty the write-ahead log: what was taken away is overwritten in the file, and there."""
    with explained(store.path):
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def forget_device(store: Store) -> None:
    """Wipe the key of the machine, once the store is a person's."""
    with explained(store.path):
        file = place(store.path.parent, device(store.db).id)
    if file.exists():
        settle_keys(store)
        wipe(file)


def _unlocked(store: Store) -> tuple[Private, bytes]:
    if mine(store) is None:
        raise CrisisError("Nobody has set up these records yet.", "Begin with: crisis setup")
    if store.keys.private is None:
        raise Locked
    return store.keys.private, store.keys.unlock


def _write_slot(store: Store, slot: Slot) -> None:
    store.db.execute(
        "INSERT INTO slots VALUES (?, ?, ?, ?, ?, ?)",
        [slot.id, slot.person, slot.kind, slot.settings, slot.sealed, slot.mac],
    )


def _remove_slots(store: Store, old: list[Slot], at: datetime) -> None:
    for slot in old:
        store.keys.remove("slots", slot.id, slot.person, at)
