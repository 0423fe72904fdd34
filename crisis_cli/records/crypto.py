"""The few things that are asked of the `cryptography` library, each in one function."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from functools import lru_cache
from typing import Any

KEY = 32  # bytes of every key
NONCE = 12
LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # no vowels, no look-alikes: no words, read aloud safely

_text = json.JSONEncoder(separators=(",", ":")).encode

# The library is imported inside the functions: what shows nothing sealed does not wait for it.


class Unopened(Exception):
    """Sealed bytes that this key does not open: another key, or something was changed."""


def random_key() -> bytes:
    """A key nobody can guess."""
    return secrets.token_bytes(KEY)


def random_id(groups: int = 2) -> str:
    """A readable id with nothing in it but chance: groups of four letters."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(groups))


def about(*what: Any) -> bytes:
    """What sealed or signed bytes are about, written so that no two lists read alike."""
    return _text(["crisis", *what]).encode()


def derived(key: bytes, use: str) -> bytes:
    """A key for one use from another key (HKDF-Expand with SHA-256)."""
    return hmac.digest(key, about("use", use) + b"\x01", "sha256")


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key, message, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one, other)


def digest(message: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(message).digest()


@lru_cache(maxsize=256)
def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def seal(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """AES-256-GCM: a random nonce, then the sealed bytes. bound: what must be said to open them."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + bytes(_cipher(key).encrypt(nonce, plain, bound))


def unseal(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """What `seal` was given. Unopened for another key, another `bound` or changed bytes."""
    from cryptography.exceptions import InvalidTag

    try:
        return bytes(_cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound))
    except (InvalidTag, ValueError, TypeError) as error:  # what was damaged may be no bytes at all
        raise Unopened from error


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def wrap(box: bytes, key: bytes, bound: bytes) -> bytes:
    """A key that only the holder of this X25519 key can open (HPKE, base mode)."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    try:
        return bytes(_suite().encrypt(key, X25519PublicKey.from_public_bytes(box), info=bound))
    except ValueError as error:  # a public key that is none
        raise Unopened from error


def unwrap(box_private: bytes, sealed: bytes, bound: bytes) -> bytes:
    """The key that was wrapped. Unopened if it was not wrapped to this person, or was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        private = X25519PrivateKey.from_private_bytes(box_private)
        return bytes(_suite().decrypt(sealed, private, info=bound))
    except (InvalidTag, ValueError, TypeError) as error:
        raise Unopened from error


def new_pairs() -> tuple[bytes, bytes]:
    """The private halves of a new X25519 and a new Ed25519 key."""
    return random_key(), random_key()  # any 32 random bytes are a private half of either


def public_halves(box_private: bytes, sign_private: bytes) -> tuple[bytes, bytes]:
    """The public halves of an X25519 and an Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    box = X25519PrivateKey.from_private_bytes(box_private).public_key()
    sign = Ed25519PrivateKey.from_private_bytes(sign_private).public_key()
    return box.public_bytes_raw(), sign.public_bytes_raw()


def sign(sign_private: bytes, message: bytes) -> bytes:
    """An Ed25519 signature."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(sign_private).sign(message)


def signed(sign_public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of this Ed25519 key signed the message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(sign_public).verify(signature, message)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def stretched(passphrase: str, salt: bytes, memory: int, rounds: int, lanes: int) -> bytes:
    """A key from a passphrase (Argon2id), slow on purpose. memory: KiB."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    slow = Argon2id(salt=salt, length=KEY, iterations=rounds, lanes=lanes, memory_cost=memory)
    return bytes(slow.derive(passphrase.encode("utf-8", "surrogatepass")))
