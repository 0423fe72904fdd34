"""The keyring of the system as one more way in, where there is one. Never the only way."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import random_key
from crisis_cli.records.owning import add_slot, mine, remove_slots, slots, unlock
from crisis_cli.records.slots import KEYRING, for_keyring
from crisis_cli.records.store import Store

SERVICE = "crisis-cli"


def remember(store: Store, at: datetime) -> None:
    """Let this computer's keyring open the store. CrisisError where it has none."""
    person, key = mine(store), random_key()
    if person is None:
        raise CrisisError("Nobody has set up these records yet.", "Begin with: crisis setup")
    slot = for_keyring(person.id, store.keys.unlock, key)
    ring = _ring()
    try:
        ring.set_password(SERVICE, person.id, key.hex())
    except ring.errors.KeyringError as error:
        raise CrisisError(
            "This computer has no keyring that can be used.", "Go on with your passphrase."
        ) from error
    if slots(store, KEYRING):
        remove_slots(store, KEYRING, at)
    add_slot(store, slot, at)


def forget(store: Store, at: datetime) -> None:
    """Take the keyring's way in away."""
    remove_slots(store, KEYRING, at)
    person = mine(store)
    with suppress(CrisisError):
        ring = _ring()
        with suppress(ring.errors.KeyringError):
            ring.delete_password(SERVICE, person.id if person else "")


def open_by_keyring(store: Store) -> bool:
    """Whether the keyring opened the store. Anything that is in its way is not told: you are
    asked for the passphrase then."""
    person = mine(store)
    if person is None or not slots(store, KEYRING) or find_spec("keyring") is None:
        return False
    ring = _ring()
    with suppress(Exception):  # keyrings are many programs: each may fail in ways of its own
        unlock(store, bytes.fromhex(ring.get_password(SERVICE, person.id)), KEYRING)
        return True
    return False


def _ring() -> Any:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise CrisisError(
            "The part that speaks to the keyring is not installed.",
            "In the folder of the program: .venv/bin/pip install --editable '.[keyring]'",
        ) from None
    return keyring
