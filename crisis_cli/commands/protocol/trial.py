"""crisis protocol try: a practice run of a protocol while it is written."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crisis_cli.commands.options import Plain, say
from crisis_cli.commands.protocol.given import Protocol
from crisis_cli.errors import Exit

START = Annotated[
    str, typer.Option("--from", metavar="STEP", help="The id of the step to begin at.")
]


def run(protocol: Protocol, begin: START = "", plain: Plain = False) -> None:
    """Try a protocol while you write it, from any step. Nothing is kept.

    Save the file and press Ctrl-R (with --plain: r): it is read again, your answers stay, and
    what is wrong with the new save is shown without losing the run.

    \b
    crisis protocol try draft.yaml
    crisis protocol try draft.yaml --from plan
    """
    from crisis_cli.commands.calming import calm
    from crisis_cli.commands.contacts import now
    from crisis_cli.directory.resources import numbers
    from crisis_cli.protocol.source import find
    from crisis_cli.terminal.interactive import interactive
    from crisis_cli.terminal.kit import Kit, Trial
    from crisis_cli.terminal.session import run as lead
    from crisis_cli.workshop.trial.run import Run

    file = find(protocol)
    trial = Run(file, now, ways)
    said = trial.begin(begin)
    front = interactive(plain, trial=True)
    kit = Kit(said, Trial(trial.again), calm=calm(practice=True))
    how = lead(trial.state, trial.keep, front, numbers, now, kit)
    say(trial.told())
    if how == "broken_off":
        raise typer.Exit(int(Exit.INTERRUPTED))


def ways(protocol: Any, step: str) -> dict[str, Any] | None:
    """The shortest answers that lead to a step; None where nobody can work them out here."""
    from crisis_cli.workshop.model.logic import NoSolver
    from crisis_cli.workshop.reading.paths_to import odd_answers

    try:
        return odd_answers(protocol, step)
    except NoSolver:
        return None
