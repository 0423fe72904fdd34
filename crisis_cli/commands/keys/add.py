"""crisis keys add: bring a person's public key in."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import say
from crisis_cli.commands.typed import agreed
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible
from crisis_cli.records.people import Person, from_file
from crisis_cli.records.sharing import bring_in, person_called
from crisis_cli.records.store import Store

MAY = {
    "supervisor": "may read every case of these records, the earlier ones too",
    "worker": "reads a case when you hand it over: crisis keys hand-over CASE NAME",
}


def run(
    who: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="What their crisis keys public printed; or their id or name,"
            " where the shared store knows them.",
        ),
    ],
) -> None:
    """Bring in the public key of a supervisor or a colleague.

    Whom the shared store knows counts only after you have compared the letters and brought them in.

    \b
    crisis keys add sam.key
    crisis keys add "Sam O."
    """
    given = from_file(Path(who)) if _is_file(who) else None
    with owned() as store:
        person = given or _compared(_heard_of(store, who))
        bring_in(store, person, now())
    say(f"{visible(person.name)} {MAY[person.role]}.")
    say(f"Call them, and compare these letters: {person.check}. Others? crisis keys revoke")


def _is_file(who: str) -> bool:
    with suppress(OSError):  # too long for a file's name, or in a folder that may not be read
        return Path(who).is_file()
    return False


def _compared(person: Person) -> Person:
    """Somebody whom the shared store told of. At a terminal their letters come first: a key that
    was given to a stranger is on its way at once. CrisisError where they are not the same."""
    if sys.stdin.isatty():
        tell(f"Call {person.name} ({person.role}), and compare these letters: {person.check}")
        if not agreed("Are theirs the same?"):
            raise CrisisError("Nobody was brought in.", "If theirs differ, tell your supervisor.")
    return person


def _heard_of(store: Store, who: str) -> Person:
    """A person whom the shared store knows. CrisisError that says what was looked for."""
    try:
        return person_called(store, who)
    except CrisisError as error:
        if "/" in who or who.endswith(".key"):
            return from_file(Path(who))  # it says that there is no such file
        raise error from None
