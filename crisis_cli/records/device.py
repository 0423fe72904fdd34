"""The key of a machine that nobody has set up yet: a file beside the store, for its owner alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import KEY
from crisis_cli.records.people import DEVICE, Person, Private, from_halves, new_person

NAME = "device-{}.key"


def place(folder: Path, device: str) -> Path:
    """The file of a device. Its id is in the name: no key ever takes another's place."""
    return folder / NAME.format(device)


def make_device(folder: Path) -> Private:
    """A new device with its keys, which are on disk when this returns."""
    made = new_person(DEVICE, DEVICE)
    file = os.open(place(folder, made.person.id), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write((made.box + made.signing).hex().encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())
    settle(folder)
    return made


def read_device(folder: Path, person: Person) -> Private:
    """The device's keys. CrisisError where the file is missing or is not the right one."""
    return read_key(place(folder, person.id), person)


def read_key(file: Path, person: Person) -> Private:
    """The keys in the file of a device, wherever it lies. CrisisError as above."""
    try:
        private = from_halves(person.id, person.name, person.role, _halves(file))
    except FileNotFoundError:
        raise CrisisError(
            f"The key of these records is missing: {file}.",
            "Put that file back from a copy. Without it nothing that was kept can be read.",
        ) from None
    except (OSError, ValueError) as error:
        raise CrisisError(
            f"The key of these records cannot be read: {file}.",
            "Put that file back from a copy, readable for you alone.",
        ) from error
    if private.person != person:
        raise CrisisError(
            f"{file} is not the key of these records.", "Put that file back from a copy."
        )
    return private


def _halves(file: Path) -> bytes:
    halves = bytes.fromhex(file.read_text(encoding="ascii"))
    if len(halves) != 2 * KEY:
        raise ValueError
    return halves


def make_empty(file: Path) -> None:
    """A new file that nobody else can look into. FileExistsError where there is one already."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def wipe(file: Path) -> None:
    """Overwrite a file and take it away, as far as the file system lets go of what it held."""
    with suppress(FileNotFoundError):
        with file.open("r+b") as out:
            wipe_open(out)
        file.unlink()
        settle(file.parent)


def wipe_open(out: BinaryIO) -> None:
    """Overwrite an open file with zeros, and let them reach the disk."""
    left = out.seek(0, os.SEEK_END)
    out.seek(0)
    while left > 0:
        left -= out.write(bytes(min(left, 1 << 20)))
    out.flush()
    os.fsync(out.fileno())


def settle(folder: Path) -> None:
    """Let the folder's own list of files reach the disk, where a folder can be opened for that."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
