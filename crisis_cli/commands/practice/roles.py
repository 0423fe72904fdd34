"""Scenarios to practise with: which there are, and which one is meant."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.source import contents, find, shipped, yaml_files
from crisis_cli.records.folder import home

if TYPE_CHECKING:
    from crisis_cli.protocol.compiled import Protocol
    from crisis_cli.workshop.practice.role import Role

FOLDER = "scenarios"
LINES = re.compile(rb"^lines[ ]*:", re.M)


def roles_in(*folders: Path) -> dict[str, Path]:
    """The scenarios with lines in these folders, by name; of one name the first counts."""
    found: dict[str, Path] = {}
    for folder in folders:
        for file in yaml_files(folder):
            with suppress(CrisisError):
                if file.stem not in found and LINES.search(contents(file)):
                    found[file.stem] = file
    return dict(sorted(found.items()))


def roles() -> dict[str, Path]:
    """The scenarios that can be practised here: the agency's own beside its policy, and those that
    came along."""
    return roles_in(*_folders())


def _folders() -> list[Path]:
    own: list[Path] = []
    with suppress(CrisisError):  # no folder at all
        own = [home() / FOLDER]
    return [*own, shipped() / FOLDER]


def _unsaid(name: str) -> Path | None:
    """The scenario of this name, where it has no lines."""
    there = (file for folder in _folders() for file in yaml_files(folder))
    return next((file for file in there if file.stem == name), None)


def role(path: Path, protocol: Protocol | None = None) -> Role:
    """The role in a scenario file. CrisisError, with every problem, where it cannot be played.

    protocol: what it is played with, where that is not the file as it stands.
    """
    from crisis_cli.commands.protocol.looking import protocol_of
    from crisis_cli.workshop.practice.role import read_role

    return read_role(path, protocol or protocol_of(path))


def meant(word: str) -> Role | None:
    """The role that is meant by a word, or None where it is a protocol.

    The name of a protocol that came along is that protocol; then come the names of scenarios; a
    path is what its file says that it is. CrisisError where there is nothing of the kind.
    """
    from crisis_cli.commands.protocol.looking import is_protocol

    if any(file.stem == word for file in yaml_files(shipped())):
        return None
    known = roles()
    if file := known.get(word) or _unsaid(word):
        return role(file)
    try:
        path = find(word)
    except CrisisError as error:
        from crisis_cli.protocol.problems import did_you_mean

        hint = did_you_mean(word, {name: name for name in known}) or error.hint
        message = f"There is no protocol, scenario or file '{word}'."
        raise CrisisError(message, f"{hint}\nSee the scenarios: crisis practice") from None
    return None if is_protocol(path) else role(path)
