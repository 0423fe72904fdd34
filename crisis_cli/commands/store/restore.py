"""crisis store restore: the records from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import name_of, now
from crisis_cli.commands.options import Yes, say
from crisis_cli.commands.store.opened import agree
from crisis_cli.commands.store.verify import finding_lines
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.carrying import same_records
from crisis_cli.records.connection import NEWEST
from crisis_cli.records.copies import damage, look, open_copy
from crisis_cli.records.folder import database, holds
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import mine
from crisis_cli.records.restoring import Lacking, lacking, restore
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import BUSY
from crisis_cli.records.verify import verify

THERE = (
    "There are records here already: {path}.",
    "To put the backup in their place, and keep them beside it: add --replace",
)
UNREAD = """\
The records that are here cannot be read, so nobody can tell what they have that the backup lacks, \
and which cases were erased or held in them since. Erase and hold those again afterwards."""
OTHERS = "The records that are here are not those that this backup was made of."
OLDER = "The backup is from an older version of crisis: what it lacks cannot be told beforehand."
SAME = "The backup has every entry that the records here have."
KEPT = "The records that were here are kept: {kept}. They are a copy too: crisis store backups"
UNOPENED = "The file is whole. Its entries were not opened: that needs the passphrase."
PLAIN = "It is from an older version of crisis. It was brought up to date."
BARE = "These records are not locked: whoever has this computer can read them. Lock: crisis setup"
ASK = "Put the backup in the place of the records that are here?"
SKIP = "restore without opening the entries first"


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where there are records: they are kept beside.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Put a backup in the place of the records.

    It is looked at first, whether it is whole. What was erased, held, or taken from somebody since
    the backup was made stays so.

    \b
    crisis store restore /media/stick/records-november.db
    crisis store restore /media/stick/records-november.db --replace
    """
    path, shape = database(), look(file)
    there = holds(path)
    if there and not replace:
        raise CrisisError(THERE[0].format(path=path), THERE[1])
    present = _present(path) if there else None
    try:
        if present:
            open_keys(present)
        if shape == NEWEST:
            _verify(file, present)
        if there:
            agree(_told(present, file, shape), ASK, yes)
        kept = restore(file, path, present, now(), name_of("", present))
    finally:
        if present:
            present.close()
    say(f"Restored from {file.absolute()}." + ("" if shape == NEWEST else f" {PLAIN}"))
    if kept:
        say(KEPT.format(kept=kept))
    _say_lock(path)


def _present(path: Path) -> Store | None:
    """The store that is there; None where it is too damaged to be read."""
    try:
        store = open_store(path)
    except CrisisError as error:
        if error.hint == BUSY[1]:
            raise
        tell(error.message)
        return None
    if trouble := damage(store.db):
        store.close()
        tell(f"{path} is damaged: {trouble}.")
        return None
    return store


def _verify(file: Path, present: Store | None) -> None:
    """Every entry of the backup, if the keys open."""
    with open_copy(file) as copy:
        if present and mine(present) == mine(copy) and same_records(copy.db, present.db):
            copy.keys.private, copy.keys.unlock = present.keys.holder(), present.keys.unlock
        elif not open_keys(copy, skip=SKIP):
            tell(UNOPENED)
            return
        report = verify(copy)
    if report.findings:
        say("\n".join(finding_lines(report)))
        raise CrisisError(
            f"{file} is not as it was written, and was not restored.", "Use another backup.",
            Exit.FOUND,
        )  # fmt: skip


def _told(present: Store | None, file: Path, shape: int) -> str:
    """What would be lost from sight."""
    if present is None:
        return UNREAD
    if shape != NEWEST:
        return OLDER
    with open_copy(file) as copy:
        ours = same_records(copy.db, present.db)
    told = lacking(present, file)
    return "\n".join([*([] if ours else [OTHERS]), *(_lines(told) if told.entries else [SAME])])


def _lines(told: Lacking) -> list[str]:
    count = sum(told.entries.values())
    first = f"The backup lacks {count} of the entries here, and {told.contacts} of the contacts:"
    logs = [
        f"  entries by {visible(told.authors[log])}: {count} (log {log})"
        for log, count in sorted(told.entries.items())
    ]
    return [first, *logs]


def _say_lock(path: Path) -> None:
    with open_store(path) as store:
        if mine(store) is None:
            tell(BARE)
