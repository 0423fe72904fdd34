"""Writing an approval down: the files are kept first, then one line is added to the list."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from crisis_cli.protocol.approval import LIST, Approval, name_of
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.languages import beside
from crisis_cli.protocol.source import contents

PROPERTIES = "properties.yaml"


def properties_of(path: Path) -> Path:
    """The properties beside a protocol file, or else beside the file that it is a link to; they
    need not be there."""
    near = path.with_name(PROPERTIES)
    return near if near.is_file() else path.resolve().with_name(PROPERTIES)


def approved_files(path: Path, protocol: Protocol) -> dict[str, bytes]:
    """What is approved together, by file name: the protocol, its translations, the properties."""
    named = [path, *(beside(path, language) for language in protocol.translations)]
    properties = properties_of(path)
    named += [properties] if properties.is_file() else []
    return {file.name: contents(file) for file in named}


def approval_of(
    path: Path, protocol: Protocol, files: Mapping[str, bytes], by: str, at: datetime, until: date
) -> Approval:
    """The approval of these files, not yet written down. at: an aware time."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return Approval(
        protocol.id,
        protocol.version,
        path.name,
        by,
        at.isoformat(timespec="seconds"),
        until.isoformat(),
        hashes[path.name],
        name_of(files, protocol.id),
        hashes.get(PROPERTIES, ""),
        {one: hashes[beside(path, one).name] for one in protocol.translations},
    )


def write_down(approval: Approval, files: Mapping[str, bytes], place: Path) -> Approval:
    """Keep the files and add the approval to the list in a folder. OSError where that cannot be."""
    _keep(place / approval.kept, files)
    _add(place / LIST, approval.line())
    return replace(approval, place=place)


def since(last: Approval, path: Path, protocol: Protocol) -> str:
    """Whether any of the approved files was changed since, in words."""
    same = name_of(approved_files(path, protocol), protocol.id) == last.kept
    return "Nothing was changed since." if same else f"{PROPERTIES} was changed since."


def properties_changed(last: Approval, path: Path) -> bool:
    """Whether the properties that were approved are others now, gone, or the first of their own."""
    file = properties_of(path)
    now = hashlib.sha256(contents(file)).hexdigest() if file.is_file() else ""
    return last.properties != now


def _keep(folder: Path, files: Mapping[str, bytes]) -> None:
    """The files in a folder of their own, whole or not at all; mended where one is damaged."""
    if all(_same(folder / name, data) for name, data in files.items()):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".half-") as half:
        folder.mkdir(exist_ok=True)
        for name, data in files.items():
            _write(Path(half) / name, data)
            (Path(half) / name).replace(folder / name)


def _same(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except FileNotFoundError:
        return False


def _write(file: Path, data: bytes) -> None:
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _add(file: Path, line: str) -> None:
    """One more line at the end; a line before it that was cut off stays apart."""
    cut = file.exists() and not file.read_bytes().endswith(b"\n") and file.stat().st_size > 0
    with file.open("ab") as out:
        out.write((b"\n" if cut else b"") + line.encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())
