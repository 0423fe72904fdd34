"""The ways in to a person's keys: each slot holds the unlock key, sealed for one of them."""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crisis_cli.records.crypto import (
    Unopened,
    about,
    derived,
    mac,
    random_id,
    same,
    seal,
    stretched,
    unseal,
)
from crisis_cli.records.recovery import recovery_from

PASSPHRASE, RECOVERY, KEYRING = "passphrase", "recovery", "keyring"
SALT = 16
SLOW = {"memory": 64 * 1024, "rounds": 3, "lanes": 4}  # KiB, passes, threads: about 0.2 s
# More than this was not written by us: a changed file must not take all memory, or an hour.
BOUNDS = {"memory": 1024 * 1024, "rounds": 64, "lanes": 16}


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in. settings: what its kind needs to open it, as JSON; mac: by the unlock key."""

    id: str
    person: str
    kind: str
    settings: str
    sealed: bytes
    mac: bytes

    def whole(self, unlock: bytes) -> bool:
        """Whether the slot is as it was made; only who is in already can tell."""
        return same(self.mac, _mac(unlock, self.person, self.kind, self.settings, self.sealed))


def for_passphrase(person: str, unlock: bytes, passphrase: str) -> Slot:
    """A slot that a passphrase opens."""
    settings = {"salt": secrets.token_hex(SALT), **SLOW}
    return _slot(person, PASSPHRASE, settings, _stretched(passphrase, settings), unlock)


def for_recovery(person: str, unlock: bytes, recovery: str) -> Slot:
    """A slot that the recovery key on paper opens. CrisisError where it has a slip."""
    return _slot(person, RECOVERY, {}, _spread(recovery), unlock)


def for_keyring(person: str, unlock: bytes, key: bytes) -> Slot:
    """A slot that a random key opens, which the system's keyring holds."""
    return _slot(person, KEYRING, {}, key, unlock)


def opened(slot: Slot, key: Any) -> bytes:
    """The unlock key. key: a passphrase, a recovery key as typed, or the keyring's bytes.

    Unopened where it is another one, or where the slot was changed.
    """
    try:
        settings = json.loads(slot.settings)
        bound = about("slot", slot.person, slot.kind, slot.settings)
        return unseal(WITH[slot.kind](key, settings), slot.sealed, bound)
    except (ValueError, TypeError, KeyError) as error:
        raise Unopened from error


def _slot(person: str, kind: str, settings: dict[str, Any], key: bytes, unlock: bytes) -> Slot:
    text = json.dumps(settings)
    sealed = seal(key, unlock, about("slot", person, kind, text))
    return Slot(random_id(), person, kind, text, sealed, _mac(unlock, person, kind, text, sealed))


def _mac(unlock: bytes, person: str, kind: str, settings: str, sealed: bytes) -> bytes:
    return mac(derived(unlock, "slots"), about("slot", person, kind, settings, sealed.hex()))


def _stretched(passphrase: str, settings: dict[str, Any]) -> bytes:
    for name, most in BOUNDS.items():
        if not 1 <= settings[name] <= most:
            raise ValueError(name)
    # The same letters can be typed as other bytes on another keyboard: all become one form.
    text = unicodedata.normalize("NFKC", passphrase)
    salt = bytes.fromhex(settings["salt"])
    return stretched(text, salt, settings["memory"], settings["rounds"], settings["lanes"])


def _spread(recovery: str) -> bytes:
    # The key is random: there is nothing to guess, and nothing has to be slow.
    return derived(recovery_from(recovery).encode(), "recovery")


WITH: dict[str, Callable[[Any, dict[str, Any]], bytes]] = {
    PASSPHRASE: _stretched,
    RECOVERY: lambda key, settings: _spread(key),
    KEYRING: lambda key, settings: bytes(key),
}
