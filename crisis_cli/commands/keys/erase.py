"""crisis keys erase: take every key to a case away, so that nobody can read it any more."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import Case, say
from crisis_cli.commands.papers import folder_of
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.device import wipe
from crisis_cli.records.sharing import case_called, contacts_of, erase

DONE = """\
Case {case} is erased here: its keys are gone. That it was, when, by whom and why stays in the log.
Not reached: copies of this folder that were made before, and papers and files that were written
elsewhere. Erase those as well."""


def run(
    case: Case,
    reason: Annotated[str, typer.Option(help="Why; it stays in the log.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
) -> None:
    """Erase a case for good: all its contacts, for everybody. It cannot be undone.

    \b
    crisis keys erase k7m4-2pqx --reason "the client's request of 11/23/2026"
    crisis keys erase k7m4-2pqx --reason "kept long enough" --yes
    """
    if not reason.strip():
        raise CrisisError("Why is it erased?", 'Say it: --reason "..."', Exit.USAGE)
    with owned() as store:
        chosen = case_called(store, case)
        contacts = contacts_of(store, chosen)
        if not yes:
            _ask(chosen, contacts)
        erase(store, chosen, now(), reason)
    for contact in contacts:
        _wipe_papers(folder_of(contact))
    say(DONE.format(case=chosen))


def _ask(case: str, contacts: list[str]) -> None:
    if not sys.stdin.isatty():
        raise CrisisError("Nobody is here to be asked once more.", "Add --yes.", Exit.USAGE)
    tell(f"Case {case} has {len(contacts)} contact(s): {', '.join(contacts)}.")
    typer.confirm("Nobody will ever read them again. Erase?", abort=True, err=True)


def _wipe_papers(folder: Path) -> None:
    """The documents of a contact that lie where the program puts them."""
    for file in folder.iterdir() if folder.is_dir() else ():
        wipe(file)
