"""The directory that came with the program, opened; what of it cannot be used is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crisis_cli.boundary import tell
from crisis_cli.errors import CrisisError

if TYPE_CHECKING:
    from crisis_cli.directory.entry import Resource
    from crisis_cli.directory.finding import Directory


def now() -> datetime:
    """This moment. Not the one of the contacts: what they need is not waited for here."""
    return datetime.now(UTC)


def opened() -> Directory:
    """Every resource there is."""
    from crisis_cli.directory.finding import Directory
    from crisis_cli.directory.resources import shipped_file

    directory = Directory(shipped_file().parent)
    for file, error in directory.broken.items():
        tell(f"{error.message.splitlines()[0]}", f"Look at it: crisis protocol check {file}")
    return directory


def named(directory: Directory, name: str) -> Resource:
    """The resource of this id. CrisisError where there is none."""
    from crisis_cli.protocol.problems import did_you_mean

    if (one := directory.get(name)) is None:
        hint = did_you_mean(name, directory) or "Find it: crisis resources find WORDS"
        raise CrisisError(f"There is no resource '{name}'.", hint)
    return one
