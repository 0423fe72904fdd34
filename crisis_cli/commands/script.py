"""Scripted answers as the commands read them: an answers file, or a practice scenario."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from crisis_cli.commands.contacts import Clock, now
from crisis_cli.errors import CrisisError

YEARS = range(1971, 2200)  # that every clock and zone can tell


def read_script(path: Path, practice: bool) -> tuple[Any, Clock]:
    """What a script answers, and the clock it is answered by: its own, from `at`, in practice."""
    from crisis_cli.protocol.plain import values

    script = values(path)
    at = script.get("at") if isinstance(script, dict) else None
    if at is None:
        return script, now
    if not practice:
        raise CrisisError(
            f"{path} has a time of its own, and that is for practice only.",
            "Add --practice, or take `at` out of the file.",
        )
    return script, _from(at, path)


def _from(at: str, path: Path) -> Clock:
    """A clock that shows this time now, and goes on from there."""
    began = now()
    try:
        begins = datetime.fromisoformat(at)
        ahead = begins - began
        if begins.year not in YEARS:
            raise ValueError
    except (TypeError, ValueError):
        raise CrisisError(
            f"{path}: `at` is not a time with its zone.", "Write it as 2026-11-25T13:00:00-05:00."
        ) from None
    return lambda: now() + ahead
