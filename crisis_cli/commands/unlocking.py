"""How the records of this machine are opened: from a file, a descriptor, the keyring, or asked."""

from __future__ import annotations

import os
import stat
import sys
from getpass import getpass
from pathlib import Path

from crisis_cli.boundary import asking, tell
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.owning import WrongKey, mine, slots, unlock
from crisis_cli.records.slots import RECOVERY
from crisis_cli.records.store import Store

FILE = "CRISIS_KEY_FILE"
TRIES = 3
NO_TERMINAL = (
    "The records are locked, and there is no terminal to ask for the passphrase.",
    f"Put it into a file that you alone can read, and name the file in {FILE}; or give it on a "
    "file descriptor: crisis --passphrase-fd 3 ... 3< FILE",
)
NOT_LOOKED_UP = "The name is kept and was not looked up: this contact is a case of its own for now."
PAPERLESS = "There is no recovery key. When there is time: crisis keys new-recovery"
LONGEST = 4096  # bytes of a passphrase from a file

_read: list[str] = []  # the lines that came from the descriptor: it can be read once only


def from_descriptor(number: str) -> None:
    """Read the passphrase from an open file descriptor, for whatever asks for it later."""
    if not number.isdecimal():
        raise CrisisError(
            f"'{number}' is not a file descriptor.", "It is a number, such as 3.", Exit.USAGE
        )
    _read.clear()
    try:
        with os.fdopen(int(number), "rb") as given:
            _read.extend(_lines(given.read(LONGEST)))
    except OSError as error:
        raise CrisisError(
            f"The file descriptor {number} cannot be read: {error.strerror}.",
            f"Open it for the program: crisis --passphrase-fd {number} ... {number}< FILE",
            Exit.USAGE,
        ) from None


def given(line: int = 0) -> str | None:
    """The passphrase that came without asking: from the descriptor, or from the file.

    line: which of several; the second is the new one where the passphrase is changed.
    """
    if _read:
        return on_descriptor(line)
    name = os.environ.get(FILE)
    lines = _from_file(Path(name).expanduser()) if name else []
    return lines[line] if line < len(lines) else None


def on_descriptor(line: int = 0) -> str | None:
    """The same from the descriptor alone, which nobody else can have set for a worker."""
    return _read[line] if line < len(_read) else None


def open_keys(store: Store, skip: str = "") -> bool:
    """Open the store's keys, where that needs something. Whether they are open now.

    skip: what an empty answer does, in words; "" where only the keys will do: then CrisisError.
    """
    if open_unasked(store):
        return True
    if sys.stdin.isatty():
        return _asked(store, skip)
    if not skip:
        raise CrisisError(*NO_TERMINAL)
    return False


def open_unasked(store: Store) -> bool:
    """Open the store's keys if that needs nobody: from the file, the descriptor or the keyring.
    Whether they are open now."""
    if store.locked:
        if (passphrase := given()) is not None:
            unlock(store, passphrase)
        else:
            _by_keyring(store)
    return not store.locked


def looked_up(store: Store, client: str) -> bool:
    """Whether a client's name can be looked up. A contact begins whether it can or not."""
    if not client.strip():
        return False
    try:
        if open_keys(store, skip="begin without looking the name up"):
            return True
    except CrisisError as error:
        tell(error.message)
    tell(NOT_LOOKED_UP)
    return False


def how_locked(store: Store) -> str:
    """What is said at the beginning of a contact of how well the records are locked, or ""."""
    if store.practice:
        return ""
    if mine(store) is None:
        return "These records are not locked yet. When there is time: crisis setup"
    return "" if slots(store, RECOVERY) else PAPERLESS


def passphrase_typed(question: str) -> str:
    """What is typed without being shown. It waits for as long as it takes: no key is open yet."""
    try:
        return getpass(asking(question, sys.stderr), stream=sys.stderr)
    except EOFError:
        raise KeyboardInterrupt from None


def _asked(store: Store, skip: str) -> bool:
    question = f"Passphrase (Enter alone: {skip})" if skip else "Passphrase"
    for left in reversed(range(TRIES)):
        passphrase = passphrase_typed(question)
        if not passphrase and skip:
            return False
        try:
            unlock(store, passphrase)
            return True
        except WrongKey as wrong:
            if not left:
                raise
            tell(wrong.message, "Try again.")
    return False


def _by_keyring(store: Store) -> bool:
    from crisis_cli.records.keyring import open_by_keyring

    return open_by_keyring(store)


def _from_file(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise CrisisError(
                    f"{path} can be read by others, so it is not used.",
                    f"Make it yours alone: chmod 600 {path}",
                )
            return _lines(file.read(LONGEST))
    except OSError as error:
        raise CrisisError(
            f"{path}, which {FILE} names, cannot be read: {error.strerror}.",
            "Check the name, or take the variable away: then you are asked.",
        ) from None


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8", "surrogateescape")
    return [line.rstrip("\r") for line in text.rstrip("\n").split("\n")]
