"""Who approved which protocol and until when: plain lines of JSON, with the approved files kept.

Beside a protocol stands the folder `approved`. In it `approvals.jsonl` has one line for each
approval and is only ever added to, and a folder for each content that was approved holds the very
files: the protocol, its translations, and the properties that were proved. Both can be read by
people and carried by git. Looked at by every start, so nothing slow is imported.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import at_once, load

FOLDER = "approved"
LIST = "approvals.jsonl"
MOST_READ = 20_000_000  # bytes of a list: some ten thousand approvals


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval.

    protocol, version: of the protocol. file: the name of its file. by: who approved it. at: when,
    an ISO time with zone. until: the last day that it is good for, an ISO date.
    hash, properties, translations: SHA-256 of each file that was approved, in hex; `properties`
    is empty where there were none. kept: the name of the folder with the files.
    place: the folder `approved` that it stands in.
    """

    protocol: str
    version: str
    file: str
    by: str
    at: str
    until: str
    hash: str
    kept: str
    properties: str = ""
    translations: dict[str, str] = field(default_factory=dict)
    place: Path = Path()

    def covers(self, protocol: Protocol) -> bool:
        """Whether this is the very content that was approved, as far as an interview goes."""
        told = {language: one.hash for language, one in protocol.translations.items()}
        return (self.hash, self.translations) == (protocol.hash, told)

    def ended(self, today: date) -> bool:
        """Whether it was good until a day before this one."""
        return date.fromisoformat(self.until) < today

    def protocol_kept(self) -> Protocol:
        """The protocol as it was approved. CrisisError where its files are not whole."""
        path = self.place / self.kept / self.file
        protocol = load(path)
        if not self.covers(protocol):
            raise CrisisError(f"{path} is not what was approved.")
        return protocol

    def line(self) -> str:
        """The approval as it stands in the list."""
        body = {name: value for name, value in asdict(self).items() if name != "place" and value}
        return json.dumps(body, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Approvals:
    """The approvals that were found, the last first. damaged: lists that cannot be read whole."""

    all: tuple[Approval, ...]
    damaged: tuple[Path, ...] = ()

    def of(self, protocol: str, file: str) -> list[Approval]:
        """Those of a protocol by its id; where that is not known, by what its file is called."""
        if not protocol:
            return [one for one in self.all if file in (one.file, one.protocol)]
        return [one for one in self.all if one.protocol == protocol]


def approvals(places: Iterable[Path]) -> Approvals:
    """What stands in the lists of these folders. A line that cannot be read hides no other."""
    found: list[Approval] = []
    damaged: list[Path] = []
    for place in dict.fromkeys(places):
        try:
            lines, whole = _lines(place / LIST)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError):
            damaged.append(place / LIST)
            continue
        read = [_read(line, place) for line in lines if line.strip()]
        found += [one for one in read if one]
        damaged += [place / LIST] * (None in read or not whole)
    return Approvals(tuple(sorted(found, key=_when)[::-1]), tuple(damaged))


def name_of(approved: Mapping[str, bytes], id: str) -> str:
    """The name of the folder for files with this content."""
    digest = hashlib.sha256()
    for name in sorted(approved):
        digest.update(f"{name} {hashlib.sha256(approved[name]).hexdigest()}\n".encode())
    return f"{id}-{digest.hexdigest()[:12]}"


def _lines(file: Path) -> tuple[list[bytes], bool]:
    """The lines of a list, and whether that is all of it. OSError where it cannot be read."""
    with os.fdopen(at_once(file), "rb") as opened:
        data = opened.read(MOST_READ)
    return data.splitlines(), len(data) < MOST_READ


def _read(line: bytes, place: Path) -> Approval | None:
    """The approval in a line; None where it is none."""
    try:
        body: dict[str, Any] = json.loads(line.decode())
        known = {one.name for one in fields(Approval)} - {"place"}
        one = Approval(**{name: body[name] for name in known & set(body)}, place=place)
        _when(one)
        one.ended(date.min)
        texts = (one.protocol, one.version, one.file, one.by, one.hash, one.kept)
        plain = all(isinstance(text, str) for text in texts) and isinstance(one.translations, dict)
        inside = all(Path(name).name == name != ".." for name in (one.kept, one.file))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return one if plain and all(texts) and inside else None


def _when(one: Approval) -> datetime:
    at = datetime.fromisoformat(one.at)
    if at.tzinfo is None:
        raise ValueError("a time without its zone")
    return at
