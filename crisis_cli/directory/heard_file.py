"""The file of what was heard on the telephone: the tool's own, and only ever added to.

It is called verified.yaml and lies beside the resource files, so that whoever reads the
same numbers reads what was heard of them. $CRISIS_VERIFIED names another file, on a drive that
several computers share, for instance.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from crisis_cli.directory.heard import FOUND, Heard
from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache
from crisis_cli.protocol.source import contents

NAME = "verified.yaml"
ELSEWHERE = "CRISIS_VERIFIED"
BIGGEST = 20_000_000  # bytes
KEYS = tuple(field.name for field in fields(Heard))
NEEDED = ("resource", "heard_on", "heard_by", "found")
HEAD = """\
# What was heard on the telephone. `crisis resources verify` adds to this file; nobody need write
# here. What is wrong in the resource file beside it is put right there.
verified:
"""


def place(folder: Path) -> Path:
    """The file for the resource files of a folder."""
    chosen = os.environ.get(ELSEWHERE)
    return Path(chosen).expanduser() if chosen else folder / NAME


def heard_in(file: Path) -> list[Heard]:
    """What was heard, in the order of the file; nothing where there is no such file. Broken where
    it has errors."""
    try:
        if not file.exists():
            return []
    except OSError:
        return []
    data = contents(file, BIGGEST + 1)
    digest = hashlib.sha256(data).hexdigest()
    with suppress(KeyError, TypeError, ValueError):
        if (kept := cache.fetch("verified", digest)) is not None:
            return [_made(body) for body in kept]
    bodies = _bodies(data, file)
    cache.store("verified", digest, bodies)
    return [_made(body) for body in bodies]


def _bodies(data: bytes, file: Path) -> list[dict[str, str]]:
    from crisis_cli.directory.heard_reading import read_heard
    from crisis_cli.protocol.problems import Broken

    bodies, found = read_heard(data)
    if found.broken:
        raise Broken(str(file), found.problems, found.more_errors)
    return bodies


def _made(body: dict[str, Any]) -> Heard:
    return Heard(**{**body, "heard_on": date.fromisoformat(body["heard_on"])})


def add(file: Path, one: Heard) -> None:
    """Write down a call, whole or not at all. CrisisError where that cannot be.

    Several may write at the same time: each adds its lines in one go, at the end.
    """
    lines = [f"    {key}: {_written(value)}" for key in KEYS if (value := getattr(one, key)) != ""]
    text = "  - " + "\n".join(lines).lstrip() + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _append(file, text)
    except OSError as error:
        raise CrisisError(
            f"What was heard could not be written to {file}: {error.strerror}.",
            f"Name a file that you can write to, and that the others read too: set {ELSEWHERE}.",
        ) from None


def _written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    plain = "".join(char for char in " ".join(value.split()) if char.isprintable())
    return value if value in FOUND else json.dumps(plain, ensure_ascii=False)


def _append(file: Path, text: str) -> None:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    opened = os.open(file, flags, 0o644)
    try:
        _lock(opened)
        size = os.fstat(opened).st_size
        whole = size == 0 or os.pread(opened, 1, size - 1) == b"\n"
        data = f"{HEAD if size == 0 else ''}{'' if whole else chr(10)}{text}".encode()
        try:
            if os.write(opened, data) != len(data):
                raise OSError(28, "the disk is full")
        except OSError:
            os.ftruncate(opened, size)
            raise
        os.fsync(opened)
    finally:
        os.close(opened)


def _lock(opened: int) -> None:
    """Wait for others who write; where the file system knows no locks, go on without."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_EX)
