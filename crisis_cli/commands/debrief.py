"""crisis debrief: a few questions for the worker alone, after a hard contact."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands import debriefs
from crisis_cli.commands.contacts import now, read
from crisis_cli.commands.options import Answers, Plain, say
from crisis_cli.commands.script import read_script
from crisis_cli.commands.typed import agreed
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.debriefs import delete, delete_all
from crisis_cli.records.folder import debriefs as file
from crisis_cli.records.folder import holds
from crisis_cli.records.listing import listed
from crisis_cli.terminal.interactive import interactive

SCRIPTED = ", or give scripted answers with --answers FILE"
ONE = "Read it:   crisis debrief --read ID\nDelete it: crisis debrief --delete ID"
DELETED = "Deleted: its key is gone, and its bytes are overwritten in the file."
ALL_DELETED = "Deleted: the file of your debriefs is overwritten and gone, and every key to it."


def run(
    answers: Answers = None,
    plain: Plain = False,
    every: Annotated[bool, typer.Option("--list", help="List your debriefs.")] = False,
    one: Annotated[str, typer.Option("--read", metavar="ID", help="Read one of them.")] = "",
    away: Annotated[str, typer.Option("--delete", metavar="ID", help="Delete one for good.")] = "",
    all_away: Annotated[
        bool, typer.Option("--delete-all", help="Delete all for good; needs no passphrase.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
) -> None:
    """A few questions for yourself after a hard contact, in three to five minutes.

    For you alone, under a passphrase of its own. Every question can be passed by. It has no level,
    gives no papers and becomes no record, and nobody counts it. It is never exported, so there is
    no --json here, on purpose.

    \b
    crisis debrief
    crisis debrief --list
    crisis debrief --read k7m4-2pqx
    crisis debrief --delete k7m4-2pqx
    """
    if sum(map(bool, (every, one, away, all_away, answers))) > 1:
        raise CrisisError("That is more than one thing at once.", "One at a time.", Exit.USAGE)
    if every:
        _list()
    elif one:
        _read(one)
    elif away:
        _delete(away, yes)
    elif all_away:
        _delete_all(yes)
    else:
        script, clock = read_script(answers, False) if answers else (None, now)
        debriefs.lead(script or interactive(plain, elsewhere=SCRIPTED), clock)


def _list() -> None:
    if not holds(file()):
        say(debriefs.NONE_YET)
        return
    with debriefs.opened() as store:
        lines = [debriefs.line(known) for known in listed(store)]
        say("\n".join([*lines, ONE] if lines else [debriefs.NONE_YET]))


def _read(one: str) -> None:
    with debriefs.opened() as store:
        say("\n".join(debriefs.words(read(store, debriefs.found(store, one)))))


def _delete(one: str, yes: bool) -> None:
    with debriefs.opened() as store:
        known = debriefs.found(store, one)
        _ask(f"Nobody will ever read {known} again. Delete it?", yes)
        delete(store, known)
    say(DELETED)


def _delete_all(yes: bool) -> None:
    if not holds(file()):
        raise CrisisError(debriefs.NONE_YET)
    _ask("Nobody will ever read any of your debriefs again. Delete them all?", yes)
    delete_all(file())
    say(ALL_DELETED)


def _ask(question: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise CrisisError("Nobody is here to be asked once more.", "Add --yes.", Exit.USAGE)
    if not agreed(question):
        tell("Nothing was deleted.")
        raise typer.Exit(int(Exit.TOLD))
