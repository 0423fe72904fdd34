"""Which version of a protocol a contact runs: the approved one, and what the worker is told."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crisis_cli.commands.contacts import compiled, read
from crisis_cli.commands.stores import existing
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.approval import FOLDER, Approval, Approvals, approvals
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import find, load, own_id, shipped
from crisis_cli.records.folder import home
from crisis_cli.records.store import Store
from crisis_cli.terminal.pages import NOBODY

STANDARD = "crisis-intervention"
DEBRIEF = "debrief"  # the protocol of a worker's own; its answers are no record
CALM = "de-escalation"  # the calm pages: read, and never asked
EDITED = "{file} is not what was approved. You see what {by} approved on {day}."
ENDED = "The approval by {by} ended on {until}; tell your supervisor."
INSTEAD = "{file} {why}, so the questions of '{title}' are asked instead."
WHY = "is not approved"
WHY_BROKEN = "has errors, and no version of it is approved"
WHY_UNREAD = "may not be read, and no version of it is approved"
DAMAGED = "This list of approvals cannot be read whole: {path}."
LAST_TIME = "{file} cannot be used, so the questions of the last contact are asked again."
GONE = "What {by} approved on {day} is damaged."
NO_CONTACT = {
    DEBRIEF: (
        "A debrief is no contact, and is never kept among the records.",
        "Begin it: crisis debrief",
    ),
    CALM: ("The calm pages are to be read, and ask nothing.", "Read them: crisis now calm"),
}
LOST = "What {by} approved on {day} is damaged, so an older version is asked."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A protocol to run, and what the contact keeps about its approval; see `Opened`."""

    protocol: Protocol
    approved: dict[str, str]

    @property
    def said(self) -> str:
        """What the worker is told before the first question, or ""."""
        nobody = NOBODY if self.approved.get("by") == "" else ""
        return " ".join(text for text in (self.approved.get("said"), nobody) if text)


def choose(name: str, practice: bool, today: date) -> Chosen:
    """The version to run of a protocol that was named. In practice that is the file as it stands.

    A file that was edited, broken, moved away or never approved gives way to the last approved
    version of the same protocol, or else to the standard one that came with the program. Protocols
    that came along run unapproved too. CrisisError where there is no such file, or nothing at all
    that could run.
    """
    if practice:
        tried = load(find(name))
        _a_contact(tried.id)
        return Chosen(tried, {})
    path, loaded = given(name)
    _a_contact(loaded.id if isinstance(loaded, Protocol) else own_id(path))
    return version(path, loaded, today)


def version(path: Path, loaded: Protocol | CrisisError, today: date) -> Chosen:
    """The version of a protocol that holds. loaded: what is in its file, as `given` tells it."""
    protocol = loaded if isinstance(loaded, Protocol) else None
    known = approvals(places(path))
    damaged = [DAMAGED.format(path=one) for one in known.damaged]
    of_it = for_file(known, path, protocol)
    chosen = last_approved(of_it, path, protocol, today)
    if chosen is None:
        chosen = _unapproved(path, loaded, today)
        damaged += [GONE.format(by=one.by, day=one.at[:10]) for one in of_it[:1]]
        damaged = [one for one in damaged if one not in chosen.said]  # told with the other already
    return _telling(chosen, *damaged)


def _a_contact(id: str) -> None:
    """CrisisError for what is no contact: a worker's own debrief, whose answers must never lie
    among the records, and the calm pages."""
    if id in NO_CONTACT:
        raise CrisisError(*NO_CONTACT[id])


def for_file(known: Approvals, path: Path, protocol: Protocol | None) -> list[Approval]:
    """The approvals of a protocol file, the last first. protocol: None where it has errors or is
    gone; then by the id that it gives itself, and otherwise by what it is called."""
    if protocol:
        return known.of(protocol.id, path.name)
    return known.of(own_id(path), path.name) or known.of("", path.name)


def places(path: Path) -> list[Path]:
    """The folders where an approval of this file may stand, the best to write to first."""
    with contextlib.suppress(OSError, ValueError, RuntimeError):  # a path that leads nowhere
        path = path.resolve()
    own = [path.parent / FOLDER, home() / FOLDER]
    if path.parent == shipped().resolve() and shipped().name == "_protocols":
        own.reverse()  # an installed program is replaced whole by the next one
    return [*own, shipped() / FOLDER]


def given(name: str) -> tuple[Path, Protocol | CrisisError]:
    """The file of a protocol, and what is in it, or why it cannot be used."""
    path = Path(name)
    try:
        path = find(name)
        return path, load(path)
    except CrisisError as error:
        return path, error


def last_approved(
    known: Sequence[Approval], path: Path, protocol: Protocol | None, today: date
) -> Chosen | None:
    """The last of these approvals whose content is still there."""
    lost = ""
    for one in known:
        day = one.at[:10]
        try:
            run = protocol if protocol and one.covers(protocol) else one.protocol_kept()
        except CrisisError:
            lost = lost or LOST.format(by=one.by, day=day)
            continue
        said = [lost] if lost else []
        if run is not protocol and not lost:
            said.append(EDITED.format(file=path.name, by=one.by, day=day))
        if one.ended(today):
            said.append(ENDED.format(by=one.by, until=one.until))
        told = {"by": one.by, "at": one.at, "until": one.until}
        return _telling(Chosen(run, told), *said)
    return None


def _unapproved(path: Path, loaded: Protocol | CrisisError, today: date) -> Chosen:
    """What runs where nothing of this protocol is approved."""
    if isinstance(loaded, CrisisError) and not _there(path):
        raise loaded  # there is no such file
    came_along = path.resolve().parent == shipped().resolve()
    if came_along and isinstance(loaded, Protocol):
        return Chosen(loaded, {"by": ""})
    if path.resolve() != find(STANDARD).resolve():
        chosen = choose(STANDARD, False, today)
        why = WHY
        if isinstance(loaded, CrisisError):
            why = WHY_BROKEN if _broken(loaded) else WHY_UNREAD
        told = INSTEAD.format(file=path.name, why=why, title=chosen.protocol.title)
        said = f"{told} {chosen.approved.get('said', '')}".strip()
        return Chosen(chosen.protocol, chosen.approved | {"said": said})
    assert isinstance(loaded, CrisisError)
    return _as_last_time(path, loaded)


def _there(path: Path) -> bool:
    """Whether there is such a file, readable or not."""
    try:
        return path.exists() and not path.is_dir()
    except PermissionError:  # its folder may not be looked into
        return True
    except (OSError, ValueError):  # no file can have this name
        return False


def _broken(loaded: object) -> bool:
    """Whether a file could be read and has errors."""
    from crisis_cli.protocol.problems import Broken

    return isinstance(loaded, Broken)


def _as_last_time(path: Path, trouble: CrisisError) -> Chosen:
    """What the last contact asked: the very last resort before refusing."""
    with existing() as stores:
        for store in stores:
            for contact in store.contacts():
                protocol = compiled(store, contact)
                if protocol.id == STANDARD:
                    said = LAST_TIME.format(file=path.name)
                    approved = {"by": ""} | _approval_of(store, contact)
                    return Chosen(protocol, approved | {"said": said})
    raise CrisisError(trouble.message, f"{trouble.hint}\nWhom to call in an emergency: crisis now")


def _approval_of(store: Store, contact: str) -> dict[str, str]:
    """What a contact keeps of the approval of its questions; nothing where that is locked."""
    try:
        return read(store, contact).state.opened.approved
    except CrisisError:
        return {}


def _telling(chosen: Chosen, *said: str) -> Chosen:
    told = " ".join(text for text in (chosen.approved.get("said"), *said) if text)
    return Chosen(chosen.protocol, chosen.approved | ({"said": told} if told else {}))
