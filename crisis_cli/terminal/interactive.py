"""Which interactive front end fits this terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO

from crisis_cli.errors import CrisisError
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.keyed import Keyed
from crisis_cli.terminal.plain import Plain
from crisis_cli.terminal.screen import SMALLEST, Screen


def interactive(
    plain: bool = False, trial: bool = False, elsewhere: str = "", practice: bool = False
) -> Front:
    """The front end for whoever sits at the terminal. CrisisError if nobody can.

    plain: numbered lines, as ACCESSIBLE=1 and TERM=dumb ask for too. The talk goes to stderr, so
    that stdout holds results only. trial: a protocol is tried, with a key that reads it again.
    elsewhere: what else can be done where there is no terminal. practice: every page says so.
    """
    out = sys.stderr if sys.stderr.isatty() else sys.stdout
    if not (sys.stdin.isatty() and out.isatty()):
        raise CrisisError(
            "There is no terminal here to ask the questions on.",
            f"Run this in a terminal{elsewhere}.",
        )
    size = _size(out)
    dumb = os.environ.get("TERM", "dumb") in ("dumb", "")
    screen = Screen(out, size, colour=not dumb and not os.environ.get("NO_COLOR"))
    plain = plain or dumb or os.environ.get("ACCESSIBLE", "0") not in ("", "0")
    if not plain and _too_small(size()):
        screen.write("This window is small, so the questions come as plain numbered lines.\n")
        plain = True
    if plain:
        return Plain(screen, sys.stdin.fileno(), codes=not dumb, trial=trial, practice=practice)
    return Keyed(screen, trial=trial, practice=practice)


def _too_small(size: tuple[int, int]) -> bool:
    return size[0] < SMALLEST[0] or size[1] < SMALLEST[1]


def _size(out: TextIO) -> Callable[[], tuple[int, int]]:
    def size() -> tuple[int, int]:
        try:
            columns, rows = os.get_terminal_size(out.fileno())
        except OSError:
            return 80, 24
        return columns or 80, rows or 24

    return size
