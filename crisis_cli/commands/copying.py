"""Copying to the shared store beside what the worker does: by a process that nobody waits for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from crisis_cli.records.shared.belonging import belongs
from crisis_cli.records.store import Store

# No answer, name or text on the command line: every process here can see it. -P: without it Python
# would run what lies in the folder that the worker stands in, if its name is that of a module.
COMMAND = ["-P", "-m", "crisis_cli", "store", "sync", "--background"]


@contextmanager
def following(store: Store) -> Iterator[None]:
    """Copy what is written while something goes on here, and once more when it is over."""
    if not _wanted(store):
        yield
        return
    read, write = os.pipe()
    try:
        _begin(read)
        yield
    finally:
        os.close(write)  # by this the other process knows that it is over
        os.close(read)


def copy_later(store: Store) -> None:
    """Copy what has been written, after this process has ended."""
    if store.db.total_changes and _wanted(store):
        with Path(os.devnull).open("rb") as nothing:
            _begin(nothing.fileno())


def _wanted(store: Store) -> bool:
    return not store.practice and hasattr(os, "posix_spawn") and belongs(store)


def _begin(stdin: int) -> None:
    """Start the copying; where that cannot be, the next command or `crisis store sync` does it."""
    quiet = [(os.POSIX_SPAWN_OPEN, one, os.devnull, os.O_WRONLY, 0) for one in (1, 2)]
    with suppress(OSError):
        os.posix_spawn(
            sys.executable,
            [sys.executable, *COMMAND],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, stdin, 0), *quiet],
            setpgroup=0,  # a terminal that closes does not take it along, nor does Ctrl-C
        )
