"""Scripted answers as the commands read them: an answers file, or a practice scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crisis_cli.commands.contacts import Clock, now
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.script import AS_A_TIME, begins
from crisis_cli.terminal.scripted import Scripted


def read_script(path: Path, practice: bool) -> tuple[Scripted, Clock]:
    """A script that answers, and the clock it is answered by: its own, from `at`, in practice."""
    from crisis_cli.protocol.plain import placed

    script, where = placed(path)
    at = script.get("at") if isinstance(script, dict) else None
    if at is None:
        return Scripted(script, where), now
    if not practice:
        raise CrisisError(
            f"{path} has a time of its own, and that is for practice only.",
            "Add --practice, or take `at` out of the file.",
        )
    return Scripted(script, where), clock_from(at, path)


def clock_from(at: Any, path: Path) -> Clock:
    """A clock that shows this time now, and goes on from there. path: of the file that has it."""
    first = begins(at)
    if first is None:
        raise CrisisError(f"{path}: `at` is not a time with its zone.", AS_A_TIME)
    ahead = first - now()
    return lambda: now() + ahead
