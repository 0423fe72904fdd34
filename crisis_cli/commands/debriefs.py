"""A worker's debriefs as the command works with them: opened, led, told, let go."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.calming import calm
from crisis_cli.commands.chosen import DEBRIEF
from crisis_cli.commands.contacts import Clock, Contact, begin, now, read
from crisis_cli.commands.options import room, say
from crisis_cli.commands.passphrases import new_paper, new_passphrase
from crisis_cli.commands.unlocking import TRIES, on_descriptor, passphrase_typed
from crisis_cli.directory.resources import numbers
from crisis_cli.documents.text import WIDTH, wrap
from crisis_cli.documents.to_say import to_say
from crisis_cli.engine.entries import Opened
from crisis_cli.engine.times import moment, zone
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.kinds import say as said
from crisis_cli.protocol.source import find, load
from crisis_cli.records.debriefs import (
    ME,
    WrongOwn,
    client_fact,
    is_own,
    make_own,
    open_debriefs,
    open_own,
    unfinished,
)
from crisis_cli.records.folder import debriefs, holds
from crisis_cli.records.listing import Listed
from crisis_cli.records.owning import change_passphrase
from crisis_cli.records.slots import RECOVERY
from crisis_cli.records.store import Store
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.kit import Debrief, Kit
from crisis_cli.terminal.scripted import Scripted
from crisis_cli.terminal.session import run

FIRST_USE = """\
Your debriefs have a passphrase of their own, not that of the records. You need \
it to read them, not to begin one. Nobody else has it: not your supervisor, not \
whoever set up this computer. Without it, and without the paper, they are lost.
If you need to talk to somebody now, call or text 988.
"""
NO_TERMINAL = (
    "There is no terminal to ask for the passphrase of your debriefs.",
    "Give it on a file descriptor: crisis --passphrase-fd 3 debrief ... 3< FILE",
)
NONE_YET = "There are no debriefs. Begin one: crisis debrief"
UNFINISHED = "You left one before its end, on {at}. Your passphrase goes on with it."
BEGIN_ANEW = "begin a new one"
LEFT = (
    "Left here; what you answered is kept for you alone.",
    "Go on with it: crisis debrief. Or let it go: crisis debrief --delete {id}",
)
KEPT = """\
This is kept here for you alone: no record, no count and no other list tells of it.
Read it:   crisis debrief --read {id}
Delete it: crisis debrief --delete {id}"""
SAY_IT = "To say or to copy, if you still want to. Nothing was sent:"


@contextmanager
def own() -> Iterator[Store]:
    """The worker's debriefs; at their first use a passphrase is put before them."""
    if holds(debriefs()):
        with open_debriefs(debriefs()) as store:
            if not is_own(store):  # the first use was broken off
                make_own(store, *_first_keys(), now())
            yield store
        return
    keys = _first_keys()  # before there is a file: who breaks off leaves nothing behind
    with open_debriefs(debriefs()) as store:
        make_own(store, *keys, now())
        yield store


@contextmanager
def opened() -> Iterator[Store]:
    """The worker's debriefs, to be read: asks for the passphrase. CrisisError if there are none."""
    if not holds(debriefs()):
        raise CrisisError(NONE_YET)
    with own() as store:
        _open(store)
        yield store


def lead(front: Front, clock: Clock) -> None:
    """Lead a debrief, a new one or the one that was left; then say where it is kept."""
    protocol = load(find(DEBRIEF))
    with own() as store:
        left = None if isinstance(front, Scripted) else _left(store)
        first = Opened(protocol.id, protocol.version, protocol.hash, worker=ME)
        one = read(store, left.contact, ME, clock) if left else begin(store, protocol, first, clock)
        kit = Kit(debrief=Debrief(client_fact), calm=calm())
        how = run(one.state, one.keep, front, numbers, clock, kit)
    if isinstance(front, Scripted) and front.unused:
        tell(f"Answers that were not used: {', '.join(front.unused)}")
    if how == "ended":
        say("\n".join([*_shared(one), KEPT.format(id=one.id)]))
    else:
        tell(LEFT[0], LEFT[1].format(id=one.id))
    if how == "broken_off":
        raise typer.Exit(int(Exit.INTERRUPTED))


def found(store: Store, debrief: str) -> str:
    """The id as it is written. CrisisError if no debrief has it."""
    debrief = debrief.strip().lower()
    if debrief not in store:
        raise CrisisError(f"There is no debrief {debrief}.", "See them all: crisis debrief --list")
    return debrief


def line(one: Listed) -> str:
    """What the list says of a debrief."""
    left = "" if one.ended else "  left before its end"
    return f"{one.contact}  {_when(one)}{left}"


def words(debrief: Contact) -> Iterator[str]:
    """A debrief to be read: each question that was answered, and what was said."""
    state, width = debrief.state, room(WIDTH)
    yield moment(state.entries[0].at, zone(state.opened.zone))
    for step in state.path():
        given = state.answer(step.id)
        if given and given.unknown != "not_asked":
            yield ""
            yield from wrap(step.text, width)
            yield from wrap(said(step, given.value, given.unknown), width, "  ", "  ")


def _when(one: Listed) -> str:
    return moment(one.began, zone(Opened("", "", "").zone))


def _shared(debrief: Contact) -> Iterator[str]:
    """What the worker chose to say to others, each with whom it is for."""
    chosen = to_say(debrief.state)
    if chosen:
        yield SAY_IT
    for heading, text in chosen:
        yield from wrap(f"{heading}: {text}", WIDTH, "  ", "    ")
    if chosen:
        yield ""


def _first_keys() -> tuple[str, str]:
    """The passphrase and the recovery key of somebody who writes the first debrief."""
    if on_descriptor() is None and not sys.stdin.isatty():
        raise CrisisError(*NO_TERMINAL)
    tell(FIRST_USE)
    return new_passphrase(given=on_descriptor), new_paper()


def _left(store: Store) -> Listed | None:
    """The debrief that is gone on with; None where there is none, or a new one is begun."""
    left = unfinished(store)
    if not left:
        return None
    tell(UNFINISHED.format(at=_when(left[0])))
    return left[0] if _open(store, BEGIN_ANEW) else None


def _open(store: Store, skip: str = "") -> bool:
    """Open the debriefs. Whether they are open now. skip: what an empty answer does, or ""."""
    if not store.locked:
        return True
    if (passphrase := on_descriptor()) is not None:
        open_own(store, passphrase)
        return True
    if not sys.stdin.isatty():
        raise CrisisError(*NO_TERMINAL)
    return _asked(store, skip)


def _asked(store: Store, skip: str) -> bool:
    more = f" (Enter alone: {skip})" if skip else ""
    for left in reversed(range(TRIES)):
        typed = passphrase_typed(f"Passphrase of your debriefs, or the key on your paper{more}")
        if not typed and skip:
            return False
        try:
            if open_own(store, typed) == RECOVERY:
                tell("Your paper opened them. It stays good. Choose a new passphrase.")
                change_passphrase(store, new_passphrase(given=on_descriptor), now())
            return True
        except WrongOwn as wrong:
            if not left:
                raise
            tell(wrong.message, "Try again.")
    return False
