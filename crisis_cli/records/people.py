"""Persons: who writes and who may read, with their keys, and the file one gives to another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import (
    KEY,
    LETTERS,
    about,
    digest,
    new_pairs,
    public_halves,
    random_id,
    seal,
    sign,
    signed,
    unseal,
)

ROLES = ("worker", "supervisor")
DEVICE = "device"  # the role of a machine that nobody has set up yet
FORMAT = 1  # of the file that carries public keys
FIELDS = ("person", "name", "role", "box", "sign", "signature")


@dataclass(frozen=True, slots=True)
class Person:
    """The public side of a person. box: the X25519 key to wrap to; sign: the Ed25519 key."""

    id: str
    name: str
    role: str
    box: bytes
    sign: bytes

    def said(self) -> bytes:
        """All of this as bytes, to be signed by whoever vouches for it."""
        return about("person", self.id, self.name, self.role, self.box.hex(), self.sign.hex())

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Whether this person signed the message."""
        return signed(self.sign, signature, message)

    @property
    def check(self) -> str:
        """Twelve letters to compare by telephone: other keys have other letters."""
        number = int.from_bytes(digest(self.said())[:16], "big")
        letters = ""
        for _ in range(12):
            number, at = divmod(number, len(LETTERS))
            letters += LETTERS[at]
        return "-".join(letters[at : at + 4] for at in (0, 4, 8))


@dataclass(frozen=True, slots=True)
class Private:
    """A person with the private halves of their keys. Never printed, never on disk unsealed."""

    person: Person
    box: bytes
    signing: bytes

    def __repr__(self) -> str:
        return f"Private({self.person.id})"

    def sign(self, message: bytes) -> bytes:
        """The person's signature."""
        return sign(self.signing, message)

    def sealed(self, unlock: bytes) -> bytes:
        """The private halves, for the disk, under the unlock key."""
        return seal(unlock, self.box + self.signing, about("private", self.person.id))


def new_person(name: str, role: str) -> Private:
    """A person with new keys."""
    return _private(random_id(), name, role, *new_pairs())


def reopened(person: Person, sealed: bytes, unlock: bytes) -> Private:
    """The person with the private halves that `Private.sealed` gave. Unopened for another key."""
    halves = unseal(unlock, sealed, about("private", person.id))
    return Private(person, halves[:KEY], halves[KEY:])


def matches(private: Private) -> bool:
    """Whether the public side is really that of these private halves."""
    return public_halves(private.box, private.signing) == (private.person.box, private.person.sign)


def from_halves(id: str, name: str, role: str, halves: bytes) -> Private:
    """A person from the bytes of both private halves."""
    return _private(id, name, role, halves[:KEY], halves[KEY:])


def _private(id: str, name: str, role: str, box: bytes, signing: bytes) -> Private:
    return Private(Person(id, name, role, *public_halves(box, signing)), box, signing)


def to_text(private: Private) -> str:
    """The public side as the text of a file, signed by the person, to be given to others."""
    person = private.person
    body = {
        "crisis_key": FORMAT,
        "person": person.id,
        "name": person.name,
        "role": person.role,
        "box": person.box.hex(),
        "sign": person.sign.hex(),
        "signature": private.sign(person.said()).hex(),
    }
    return json.dumps(body, indent=2) + "\n"


def from_file(path: Path) -> Person:
    """The person in a file that `crisis keys public` made. CrisisError for anything else."""
    try:
        return from_text(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CrisisError(
            f"{path} cannot be read: {error.strerror}.", "Check the name of the file."
        ) from None
    except ValueError:
        raise CrisisError(
            f"{path} is not the public key of a person, or was changed on its way.",
            "Ask them to make it again, with: crisis keys public > me.key",
        ) from None


def from_text(text: str) -> Person:
    """The person in such a text. ValueError for anything else, and for what nobody signed."""
    body = json.loads(text)
    if not isinstance(body, dict) or body.get("crisis_key") != FORMAT:
        raise ValueError
    given = [body.get(name) for name in FIELDS]
    known, name, role, *keys = [one for one in given if isinstance(one, str)]
    if len(keys) != 3 or role not in ROLES or not name.strip():
        raise ValueError
    box, sign_public, signature = (bytes.fromhex(key) for key in keys)
    person = Person(known, name, role, box, sign_public)
    if len(box) != KEY or not signed(sign_public, signature, person.said()):
        raise ValueError
    return person
