"""crisis keys recover: in with the recovery key, and a new passphrase."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import say
from crisis_cli.commands.passphrases import new_paper, new_passphrase
from crisis_cli.commands.typed import ask
from crisis_cli.commands.unlocking import NO_TERMINAL
from crisis_cli.errors import CrisisError
from crisis_cli.records.owning import change_passphrase, change_recovery, slots, unlock
from crisis_cli.records.slots import RECOVERY
from crisis_cli.records.store import Store

TRIES = 5
DONE = "The records open with the new passphrase.\nThe log says that they were recovered."


def run(
    recovery_file: Annotated[
        Path | None,
        typer.Option(
            "--recovery-file", metavar="FILE", help="The recovery key, from a file of yours."
        ),
    ] = None,
) -> None:
    """Choose a new passphrase, with the recovery key.

    Nothing is lost by it. Afterwards you get a new recovery key, for this one was shown.

    \b
    crisis keys recover
    crisis keys recover --recovery-file paper.txt
    """
    with owned(unlocked=False) as store:
        if not slots(store, RECOVERY):
            raise CrisisError(
                "There is no recovery key for these records.",
                "A supervisor whose key was brought in can still read them; ask yours.",
            )
        _open(store, recovery_file)
        change_passphrase(store, new_passphrase(), now(), "recovered")
        say(DONE)
        if paper := new_paper():
            change_recovery(store, paper, now())
            say("The new recovery key is the right one now; throw the old paper away.")


def _open(store: Store, file: Path | None) -> None:
    """In with the recovery key: typed, with some tries, or from a file."""
    if file:
        return _from(store, file)
    if not sys.stdin.isatty():
        raise CrisisError(NO_TERMINAL[0], "Use --recovery-file FILE.")
    for left in reversed(range(TRIES)):
        try:
            typed = ask("The recovery key from your paper")
            return unlock(store, typed, RECOVERY)
        except CrisisError as error:
            if not left:
                raise
            tell(error.message, error.hint)
    return None


def _from(store: Store, file: Path) -> None:
    try:
        unlock(store, file.read_text(encoding="utf-8"), RECOVERY)
    except (OSError, ValueError):
        raise CrisisError(f"{file} cannot be read.", "Check the name of the file.") from None
