"""crisis keys tier: record how much a worker decides alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import give, say
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.sharing import person_called
from crisis_cli.records.store import Store
from crisis_cli.records.tiers import bring, record
from crisis_cli.team.policy import TIERS

SAVE = "For their own computer, save what stands above: crisis keys tier NAME TIER > their.tier"


def run(
    who: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="Their id or name; or the file that a supervisor gave you."
        ),
    ],
    tier: Annotated[str, typer.Argument(metavar="TIER", help=f"One of: {', '.join(TIERS)}.")] = "",
) -> None:
    """Record a worker's tier: how much they decide alone.

    It says when somebody has to think along with them, and what is countersigned by when. Only a
    supervisor records it, and nobody for themselves. What it prints is for the worker's own
    computer. A worker whose tier nobody recorded is asked as at entry.

    \b
    crisis keys tier "Sam O." intermediate > sam.tier
    crisis keys tier sam.tier
    """
    if tier and tier not in TIERS:
        hint = f"One of: {', '.join(TIERS)}."
        raise CrisisError(f"There is no tier '{tier}'.", hint, Exit.USAGE)
    with owned() as store:
        if not tier:
            _bring(store, Path(who))
            return
        person = person_called(store, who)
        made = record(store, person, tier, now())
    give(made.text().rstrip("\n"))
    tell(f"{visible(person.name)} is {tier} from now on.", SAVE)


def _bring(store: Store, file: Path) -> None:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        message = f"There is no file {file} that can be read, and no tier was named."
        raise CrisisError(message, f'Name a tier: crisis keys tier "NAME" {TIERS[0]}') from None
    made = bring(store, text, TIERS, now())
    say(f"{visible(person_called(store, made.person).name)} is {made.tier} from now on.")
