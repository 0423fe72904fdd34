"""crisis keys passed: bring in what a worker has practised."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import say
from crisis_cli.commands.practice.passes import line
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible
from crisis_cli.records.passed import bring
from crisis_cli.records.sharing import person_called


def run(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What crisis practice --hand-over printed.")
    ],
) -> None:
    """Bring in what a worker has practised; crisis keys lists it.

    It is their own word, signed with their key: that they played each scenario so that it came out
    as it should. Their key has to be known here, and compared.

    \b
    crisis keys passed sam.passed
    crisis keys passed ~/Downloads/me.passed
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise CrisisError(f"{file} cannot be read.", "Check the name of the file.") from None
    with owned() as store:
        every = bring(store, text, now())
        lines = [f"{person_called(store, one.person).name}: {line(one)}" for one in every]
    say("\n".join(map(visible, lines)))
