"""By these, whoever holds a key can tell what others did with it who hold it too."""

from __future__ import annotations

from crisis_cli.records.crypto import about, derived, mac


def wrap_mac(secret: bytes, key: str, holder: str, sealed: bytes) -> bytes:
    """By this, whoever holds a key can tell that the wraps for others are as they were made."""
    return mac(derived(secret, "wraps"), about("wrap", key, holder, sealed.hex()))


def removal_mac(secret: bytes, table: str, key: str, holder: str, at: str) -> bytes:
    """By this, whoever holds a key can tell that a removal was written by another who does."""
    return mac(derived(secret, "removals"), about("removal", table, key, holder, at))
