"""crisis store sync: copy to the shared store, and take from it what one may read."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.folder import papers
from crisis_cli.records.keyless import NoKey
from crisis_cli.records.shared.place import Status, status
from crisis_cli.records.shared.server import Away
from crisis_cli.records.shared.sync import Synced, copy_up, sync
from crisis_cli.records.store import Store

PAUSE = 5.0  # seconds between looks at whether something was written
PATIENCE = 60.0  # and where the shared store is away
ERASED = "ERASED, and its papers still lie on this computer. Delete them: {folder}"


def run(
    json: Json = False,
    background: Annotated[
        bool, typer.Option("--background", hidden=True, help="Beside another command.")
    ] = False,
) -> None:
    """Copy to the shared store, and take from it what you may read.

    Everything is written on this computer first; where the shared store is away nothing is lost,
    and it is copied later. It may be stopped at any time, and goes on where it was.

    \b
    crisis store sync
    crisis store sync --json
    """
    if background:
        _follow()
        return
    with owned(unlocked=False) as store:
        open_keys(store)
        done, told = sync(store, now()), status(store)
        left = [str(one) for one in _papers_left(store)]
    if json:
        say_json(_body(done, told) | {"papers_of_erased": left})
    else:
        erased = [ERASED.format(folder=folder) for folder in left]
        say("\n".join(visible(line) for line in [*_lines(done), *erased]))
    if done.came.refused or done.forked:
        raise typer.Exit(int(Exit.FOUND))


def _papers_left(store: Store) -> Iterator[Path]:
    """The folders of papers, of contacts whose case somebody erased on another computer."""
    try:
        folders = sorted(papers().iterdir())
    except (CrisisError, OSError):  # there is no such folder
        return
    for folder in folders:
        try:
            if folder.name in store and not _empty(folder):
                store.keys.contact(folder.name)
        except NoKey as none:
            if none.erased:
                yield folder


def _empty(folder: Path) -> bool:
    """Whether nothing lies in a folder; what cannot be looked into is told, not passed over."""
    try:
        return not any(folder.iterdir())
    except OSError:
        return False


def _lines(done: Synced) -> list[str]:
    came = done.came
    lines = [f"Copied up: {_entries(done.sent)}. Taken down: {_entries(came.entries)}."]
    if came.contacts:
        lines.append(f"Contacts that are new here: {came.contacts}. See them: crisis cases")
    if came.taken_away:
        lines.append(f"Keys that others took away (refiled, revoked or erased): {came.taken_away}.")
    lines += [f"NOT TAKEN: {one}" for one in came.refused]
    if came.refused:
        lines.append("Tell your administrator: somebody may have changed the shared store.")
    return [*lines, *([done.forked] if done.forked else [])]


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _body(done: Synced, told: Status) -> dict[str, Any]:
    return {
        "sent": done.sent,
        "came": done.came.entries,
        "contacts": done.came.contacts,
        "taken_away": done.came.taken_away,
        "refused": done.came.refused,
        "kept_here": done.forked,
        "copied_at": told.copied,
    }


def _follow() -> None:
    """Copy up whenever something was written, until whoever began this has ended; then once more.

    Nobody sees what is said here: trouble is written down, and `crisis` tells it.
    """
    os.nice(10)  # the interview goes first
    with owned(unlocked=False) as store:
        seen, over, wait = -1, False, PAUSE
        while not over:
            over = _over(wait)
            if (version := _version(store)) != seen or over:
                wait = PATIENCE if not _copied(store) else PAUSE
                seen = version if wait == PAUSE else -1


def _over(wait: float) -> bool:
    """Wait so long; whether the other end was closed."""
    return bool(select.select([sys.stdin], [], [], wait)[0])


def _version(store: Store) -> int:
    """Another number after every write of another process."""
    return int(store.db.execute("PRAGMA data_version").fetchone()[0])


def _copied(store: Store) -> bool:
    try:
        copy_up(store, now())
    except Away:
        return False
    except CrisisError as error:
        tell(error.message)
    return True
