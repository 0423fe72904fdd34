"""crisis keys erase: take every key to a case away, so that nobody can read it any more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import Case, Reason, Yes, say
from crisis_cli.commands.papers import folder_of
from crisis_cli.commands.store.backups import line
from crisis_cli.commands.store.opened import agree
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.device import wipe
from crisis_cli.records.erasing import Unfinished, erase_in, is_erased, left_to_do, refuse_copies
from crisis_cli.records.holds import refuse_held
from crisis_cli.records.sharing import case_called, contacts_of, erase
from crisis_cli.records.store import Store

DONE = """\
Case {case} is erased here: its keys are gone.
That it was, when, by whom and why stays in the log.
Not reached: copies of this folder that were made before, and papers and files \
that were written elsewhere. Erase those as well."""
GONE = "{file}: the keys of the case were taken away; none of their bytes is in the file any more."
NEVER = "{file}: it has no key of this case."
ALREADY = "Case {case} is erased here already."
LEFT = "LEFT TO DO: these backups still hold keys of it. Add --in-backup FILE for each, or delete:"
LOOK = "LEFT TO DO: these backups were made meanwhile, and are not where they were written:"


def run(
    case: Case,
    reason: Reason = "",
    in_backup: Annotated[
        list[Path] | None,
        typer.Option("--in-backup", metavar="FILE", help="A backup to erase it in as well."),
    ] = None,
    yes: Yes = False,
) -> None:
    """Erase a case for good: all its contacts, for everybody. It cannot be undone.

    Where it is erased here already, it is erased in the backups that are named.

    \b
    crisis keys erase k7m4-2pqx --reason "the client's request of 11/23/2026"
    crisis keys erase k7m4-2pqx --reason "kept long enough" --in-backup nov.db
    """
    if not reason.strip():
        raise CrisisError("Why is it erased?", 'Say it: --reason "..."', Exit.USAGE)
    files = in_backup or []
    with owned() as store:
        chosen = case_called(store, case)
        refuse_copies(store, files)
        _here(store, chosen, reason, bool(files), yes)
        for file in files:
            done = erase_in(store, chosen, file)
            say((GONE if done else NEVER).format(file=visible(str(file))))
        left = left_to_do(store, chosen)
    _say_left([one for one in left if one.there], LEFT)
    _say_left([one for one in left if not one.there], LOOK)


def _here(store: Store, case: str, reason: str, elsewhere: bool, yes: bool) -> None:
    """Erase the case in the records themselves, and its papers."""
    if elsewhere and is_erased(store, case):
        tell(ALREADY.format(case=case))
        return
    contacts = contacts_of(store, case)
    told = f"Case {case} has {len(contacts)} contact(s): {', '.join(contacts)}."
    refuse_held(store, case, contacts)
    agree(told, "Nobody will ever read them again. Erase?", yes)
    erase(store, case, now(), reason)
    for contact in contacts:
        _wipe_papers(folder_of(contact))
    say(DONE.format(case=case))


def _say_left(left: list[Unfinished], title: str) -> None:
    if left:
        say("\n".join([title, *(f"  {line(one.copy)}" for one in left)]))


def _wipe_papers(folder: Path) -> None:
    """The documents of a contact that lie where the program puts them."""
    for file in folder.iterdir() if folder.is_dir() else ():
        wipe(file)
