"""Scripted answers: YAML read as strictly as a protocol, into plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crisis_cli.protocol.problems import Broken
from crisis_cli.protocol.source import contents
from crisis_cli.protocol.strict import read


def values(path: Path | str) -> Any:
    """The whole file as dict, list and text. Broken, with every problem, where it is not YAML.

    A text in double quotes may hold any character, as an answer may.
    """
    tree, found = read(contents(path), typed=True)
    if tree is None:
        raise Broken(str(path), found.problems, found.more, "Mend the file, then try again.")
    return tree.value()
