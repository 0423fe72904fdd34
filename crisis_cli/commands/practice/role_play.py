"""Playing a scenario with somebody: led, looked back at, and kept as passed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import Clock, Contact, begin, name_of, now
from crisis_cli.commands.leading import RolePlay, lead
from crisis_cli.commands.practice.passes import keep
from crisis_cli.commands.practice.roles import role as read_role
from crisis_cli.commands.script import clock_from
from crisis_cli.commands.stores import beginning
from crisis_cli.engine.entries import Opened
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Protocol
from crisis_cli.records.passed import Passed
from crisis_cli.records.settings import put, settings
from crisis_cli.records.store import Store
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.scene import Scene
from crisis_cli.terminal.scripted import Scripted

if TYPE_CHECKING:
    from crisis_cli.workshop.practice.looking_back import LookingBack
    from crisis_cli.workshop.practice.role import Role

# A setting of the practice store: this before the id of a contact; the file of its scenario.
PLAYED = "plays "
MADE_UP = "Practice: all of this is made up, and nobody is called."
LOST = "The scenario of this contact cannot be read, so it goes on without its lines."


def clock_of(role: Role | None) -> Clock:
    """The clock that a scenario is played by: its own, where it says when it begins."""
    return clock_from(role.file.at, role.path) if role and role.file.at else now


def play(
    protocol: Protocol,
    role: Role | None,
    front: Front,
    clock: Clock,
    out: Path | None = None,
    json: bool = False,
) -> Contact:
    """Lead a contact in the practice store, with a made-up client where there is a role. Returns
    the contact as it was left."""
    opened = Opened(protocol.id, protocol.version, protocol.hash, practice=True)
    # What a file began is gone on with freely: a pass is somebody's own from the first question.
    kept = None if isinstance(front, Scripted) else role
    with beginning(True, partial(_begun, protocol, opened, clock, kept)) as (contact, aside):
        notice = "\n".join(
            part for part in (MADE_UP, role.file.meet if role else "", aside) if part
        )
        _lead(contact, role, front, out, json, notice)
        return contact


def go_on(contact: Contact, front: Front, out: Path | None) -> None:
    """Go on with a practice contact that was left open, in the role that it was begun with."""
    _lead(contact, _role_of(contact), front, out, False, "")


def _begun(
    protocol: Protocol, opened: Opened, clock: Clock, role: Role | None, store: Store
) -> Contact:
    contact = begin(store, protocol, replace(opened, worker=name_of("", store)), clock)
    if role:
        put(store, PLAYED + contact.id, str(role.path.resolve()), now())
    return contact


def _role_of(contact: Contact) -> Role | None:
    path = settings(contact.store).get(PLAYED + contact.id)
    if not path:
        return None
    try:
        return read_role(Path(path), contact.state.protocol)
    except CrisisError as error:
        tell(error.message, LOST)
        return None


def _lead(
    contact: Contact, role: Role | None, front: Front, out: Path | None, json: bool, notice: str
) -> None:
    if role is None:
        lead(contact, front, out, json, notice)
        return
    if role.file.at and contact.clock is now:  # gone on with: by the scenario's own time
        contact.clock = clock_from(contact.last.isoformat(), role.path)
    looked: list[LookingBack] = []
    scripted = isinstance(front, Scripted)
    lead(contact, front, out, json, notice, _role_play(contact, role, looked, scripted))
    if looked and looked[0].passed:
        opened = contact.state.opened
        protocol = (opened.protocol, opened.version, opened.hash)
        made = Passed(role.name, role.hash, *protocol, now().isoformat(timespec="seconds"))
        tell(keep(contact.store, made).format(name=role.name))


def _role_play(contact: Contact, role: Role, looked: list[LookingBack], scripted: bool) -> RolePlay:
    """The role-play of a contact. looked: takes what a look back at it came to."""

    def back() -> tuple[str, dict[str, Any]]:
        # Imported only now: who practises waits for no more than for the first question.
        from crisis_cli.workshop.practice.looking_back import look_back
        from crisis_cli.workshop.practice.telling import as_data, as_text

        looked.append(look_back(role, contact.state, scripted))
        return as_text(looked[0]), {"looking_back": as_data(looked[0])}

    return RolePlay(scene_of(role), back)


def scene_of(role: Role) -> Scene:
    """What is said and seen in a scenario."""
    changes = tuple((one.step, one.line) for one in role.file.later)
    return Scene(role.file.lines, role.file.voice, changes)
