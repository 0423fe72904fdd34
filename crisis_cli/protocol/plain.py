"""Scripted answers: YAML read as strictly as a protocol, into plain values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from crisis_cli.protocol.problems import Broken
from crisis_cli.protocol.source import contents
from crisis_cli.protocol.strict import read

Where = Callable[[tuple[str | int, ...]], str]  # keys in a file -> file:line


def values(path: Path | str) -> Any:
    """The whole file as dict, list and text. Broken, with every problem, where it is not YAML.

    A text in double quotes may hold any character, as an answer may.
    """
    return placed(path)[0]


def placed(path: Path | str) -> tuple[Any, Where]:
    """The same, and where each value stands in the file."""
    tree, found = read(contents(path), typed=True)
    if tree is None:
        raise Broken(str(path), found.problems, found.more, "Mend the file, then try again.")
    return tree.value(), lambda keys: f"{path}:{tree.place(keys)[0]}" if keys else str(path)
