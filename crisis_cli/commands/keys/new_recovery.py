"""crisis keys new-recovery: a new recovery key on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import say
from crisis_cli.commands.passphrases import new_paper
from crisis_cli.errors import CrisisError
from crisis_cli.records.owning import change_recovery


def run(
    recovery_file: Annotated[
        Path | None,
        typer.Option(
            "--recovery-file", metavar="FILE", help="Where to write it, instead of showing it."
        ),
    ] = None,
) -> None:
    """Make a new recovery key. The paper with the old one opens nothing any more.

    \b
    crisis keys new-recovery
    crisis keys new-recovery --recovery-file paper.txt
    """
    with owned() as store:
        paper = new_paper(recovery_file)
        if not paper:
            raise CrisisError("No new recovery key was made.", "The old one, if any, still works.")
        change_recovery(store, paper, now())
    say("The new recovery key is the right one now; throw an older paper away.")
