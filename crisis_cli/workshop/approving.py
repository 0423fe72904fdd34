"""An approval: who may give it, what stands against it, and how it is written down.

The files are kept first, then one line is added to the list.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.approval import LIST, Approval, name_of
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.languages import beside
from crisis_cli.protocol.letters import visible
from crisis_cli.protocol.source import contents, load, shipped
from crisis_cli.workshop.proofs.properties import NAME as PROPERTIES
from crisis_cli.workshop.proofs.properties import read_file
from crisis_cli.workshop.proofs.weaker import weaker

YEARS = 5  # at most: who has not read a protocol for longer cannot answer for it
LONGEST = 200  # letters of a name and a role: they stand on the first page of a contact
AS_WRITTEN = ("name, role", "your name, your role")  # in help and guides; nobody is called so

# -- who, and until when


def approver(by: str) -> str:
    """Who approves, as it can be written down and shown. CrisisError where it cannot."""
    name = " ".join(by.split())
    if not name or name.lower() in AS_WRITTEN:
        hint = "Add --by with a name and a role. To see who did, leave --by and --until out."
        raise CrisisError("Who approves it?", hint, Exit.USAGE)
    if len(name) > LONGEST or visible(name) != name or not _is_text(name):
        hint = f"Give a name and a role: at most {LONGEST} letters, and nothing but letters."
        raise CrisisError("That name cannot be written down.", hint, Exit.USAGE)
    return name


def _is_text(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:  # bytes that this terminal could not read as letters
        return False


def last_day(until: str, today: date) -> date:
    """The last day of an approval: an ISO date, or a year from now where none is given.
    CrisisError for a day that cannot be the last."""
    if not until:
        day = min(today.day, 28) if today.month == 2 else today.day
        return today.replace(year=today.year + 1, day=day)
    try:
        last = date.fromisoformat(until)
    except ValueError:
        hint = "Write year, month, day: 2027-05-31."
        raise CrisisError(f"'{until}' is not a date.", hint, Exit.USAGE) from None
    if not today <= last <= today.replace(year=today.year + YEARS, day=min(today.day, 28)):
        hint = f"Give a day from today on, at most {YEARS} years from now."
        raise CrisisError(f"An approval until {until} is not possible.", hint, Exit.USAGE)
    return last


# -- of what


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


def as_it_is(path: Path) -> dict[str, bytes]:
    """The files that an approval would be of; none where the protocol has errors."""
    try:
        return approved_files(path, load(path))
    except CrisisError:
        return {}


# -- what stands against it


def both_changed(last: Approval | None, path: Path, protocol: Protocol) -> list[str]:
    """That properties say something else than what was approved last while the protocol changed
    too: one approval must not weaken both. What is said of new questions, or added, weakens
    nothing."""
    if last is None or last.hash == protocol.hash or not _properties_changed(last, path):
        return []
    changed = _weaker(last, path, protocol)
    if not changed:
        return []
    return [
        f"{path.name} was changed since the approval of {last.at[:10]}, and so was what must hold"
        f" of it: {', '.join(changed)}. A property that was weakened would not be missed where the"
        " protocol changed with it. (New properties and new questions in the old ones are fine.)\n"
        f"Approve one after the other: first the protocol with the {PROPERTIES} that was approved"
        f" ({_held_before(last)}), then the new {PROPERTIES}."
    ]


def _held_before(last: Approval) -> Path:
    """The properties that an approval was proved with: its own, or those that came along."""
    return (last.place / last.kept if last.properties else shipped()) / PROPERTIES


def _weaker(last: Approval, path: Path, protocol: Protocol) -> list[str]:
    """The properties that no longer say what they said; all, where what was said is not known."""
    try:
        was = last.protocol_kept()
        before, _ = read_file(_held_before(last), was)
    except CrisisError:
        return [PROPERTIES]
    file = properties_of(path)
    after = read_file(file, protocol)[0] if file.is_file() else ()
    return weaker(before, after, {step.id for step in was.all_steps})


def _properties_changed(last: Approval, path: Path) -> bool:
    """Whether the properties that were approved are others now, gone, or the first of their own."""
    file = properties_of(path)
    now = hashlib.sha256(contents(file)).hexdigest() if file.is_file() else ""
    return last.properties != now


def clock_is_right(last: Approval | None, at: datetime) -> None:
    """The last approval counts, so one that seems to be older than another would do nothing.
    CrisisError where this one would. at: an aware time."""
    if last and (then := datetime.fromisoformat(last.at)) > at:
        raise CrisisError(
            f"The clock says {at:%Y-%m-%d %H:%M}, and the last approval is of"
            f" {then.astimezone(at.tzinfo):%Y-%m-%d %H:%M}, which is later.",
            "Put the clock right. If the clock was wrong then, take the line of that approval out"
            f" of {last.place / LIST}: it would go on counting as the last.",
        )


# -- in words


def since(last: Approval, path: Path, protocol: Protocol) -> str:
    """Whether any of the approved files was changed since."""
    same = name_of(approved_files(path, protocol), protocol.id) == last.kept
    return "Nothing was changed since." if same else f"{PROPERTIES} was changed since."


def sentence(one: Approval) -> str:
    """What was approved, by whom and until when."""
    more = list(one.translations) + ["properties"] * bool(one.properties)
    also = f", with {', '.join(more)}" if more else ""
    return visible(
        f"{one.protocol}, version {one.version}{also}: approved by {one.by} on {one.at[:10]}, "
        f"until {one.until}. Fingerprint {one.hash[:16]}"
    )


def as_data(one: Approval) -> dict[str, Any]:
    """An approval as plain JSON."""
    return asdict(one) | {"place": str(one.place)}


# -- writing it down


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


def write_in_first(
    approval: Approval,
    files: Mapping[str, bytes],
    places: Iterable[Path],
    prepare: Callable[[Path], object],
) -> Approval:
    """Write an approval down in the first of these folders that can be written to. CrisisError
    where none can. prepare: makes a folder ready, before it is written to."""
    trouble: OSError | None = None
    for place in places:
        try:
            prepare(place)
            return write_down(approval, files, place)
        except OSError as error:
            trouble = trouble or error
    raise CrisisError(
        f"The approval cannot be written: {trouble.strerror if trouble else 'no folder'}.",
        "Make room in the folder of the protocol and make it writable, or set CRISIS_HOME to a"
        " folder that is.",
    )


def write_down(approval: Approval, files: Mapping[str, bytes], place: Path) -> Approval:
    """Keep the files and add the approval to the list in a folder. OSError where that cannot be."""
    _keep(place / approval.kept, files)
    _add(place / LIST, approval.line())
    return replace(approval, place=place)


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
