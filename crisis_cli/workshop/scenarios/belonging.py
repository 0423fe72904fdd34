"""Which scenarios belong to a protocol: those beside it, or those of a folder that is named."""

from __future__ import annotations

import re
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import contents, yaml_files

FOLDER = "scenarios"
STANDARD = "crisis-intervention"  # a scenario that names no protocol is for this one, where it is
NAMED = re.compile(rb"^protocol:[ ]*[\"']?([a-z0-9-]+)", re.M)


def belonging(protocol: Protocol, file: Path, folder: Path | None) -> list[Path]:
    """The scenario files that are played with a protocol, by name.

    folder: where they are; None is the folder `scenarios` beside the protocol's file. CrisisError
    where there is none.
    """
    place = folder or file.parent / FOLDER
    files = yaml_files(place, ".yaml", ".yml")
    ids = {name for one in _beside(file) if (name := _names(one))}
    own = [one for one in files if _belongs(_names(one), protocol.id, ids, folder is not None)]
    if not own:
        raise CrisisError(*_none(protocol, file, place, bool(files)))
    return own


def _belongs(named: str, id: str, beside: set[str], told: bool) -> bool:
    """Whether a file that names this protocol, or none, is one of a protocol's scenarios.

    One that names what is not there at all is looked into: it is told as a mistake.
    """
    if named:
        return named == id or named not in beside
    return told or id == STANDARD or STANDARD not in beside


def _names(file: Path) -> str:
    found = NAMED.search(contents(file)) if file.is_file() else None
    return found[1].decode() if found else ""


def _beside(file: Path) -> list[Path]:
    return yaml_files(file.parent, ".yaml", ".yml")


def _none(protocol: Protocol, file: Path, place: Path, others: bool) -> tuple[str, str]:
    if others:
        message = f"No scenario in {place} is for {protocol.id}."
        return message, f"To play them all with it: crisis protocol test {file} --scenarios {place}"
    hint = "Write one there, as docs/supervisor.md shows, or name a folder with --scenarios."
    return f"There are no scenarios in {place}.", hint
