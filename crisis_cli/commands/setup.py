"""crisis setup: lock the records of this machine with a passphrase."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.options import say
from crisis_cli.commands.passphrases import new_paper, new_passphrase
from crisis_cli.commands.stores import store_of
from crisis_cli.commands.typed import ask
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.owning import mine, set_up
from crisis_cli.records.people import ROLES, Person, from_file
from crisis_cli.records.shared.place import join
from crisis_cli.records.shared.server import checked
from crisis_cli.records.shared.sync import sync
from crisis_cli.records.sharing import bring_in
from crisis_cli.records.store import Store

LONGEST = 100  # letters of a name
DONE = """\
These records are {name}'s now. They open with your passphrase or recovery key.

Begin a contact as before: crisis start. It never asks for the passphrase.
Your public key, for your supervisor: crisis keys public > me.key"""
NOBODY = """\
No supervisor can read these records yet. Bring in their key with:
crisis keys add FILE"""


def run(
    name: Annotated[
        str, typer.Option(metavar="NAME", help="Your name, as it stands on records.")
    ] = "",
    role: Annotated[str, typer.Option(metavar="ROLE", help=f"One of: {', '.join(ROLES)}.")] = "",
    supervisor: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="The public key of a supervisor, who may read."),
    ] = None,
    recovery_file: Annotated[
        Path | None,
        typer.Option(
            "--recovery-file", metavar="FILE", help="Where to write the recovery key, unasked."
        ),
    ] = None,
    shared: Annotated[
        str,
        typer.Option("--store", metavar="URL", help="Your agency's: postgresql://LOGIN@SERVER/DB"),
    ] = "",
) -> None:
    """Lock the records of this machine with a passphrase of yours.

    Asks for your name, a passphrase, and whether you have written down the recovery key. What was
    kept until now is locked as well. With --store they are copied to your agency's PostgreSQL too,
    sealed; records that are set up already join it in the same way.

    \b
    crisis setup
    crisis setup --name "Dana R." --role worker --supervisor sam.key
    crisis setup --store postgresql://dana@db.example.org/crisis
    """
    url = checked(shared) if shared else ""
    people = [from_file(path) for path in supervisor or []]
    with store_of() as store:
        known = mine(store)
        if known is None:
            _set_up(store, name, role, recovery_file, people)
        elif not url or name or role or people or recovery_file:
            raise CrisisError(
                f"These records are already {visible(known.name)}'s.",
                "See the keys: crisis keys. Change the passphrase: crisis keys change",
            )
        if url:
            _join(store, url)


def _set_up(
    store: Store, name: str, role: str, recovery_file: Path | None, people: list[Person]
) -> None:
    name, role = _who(name, role)
    passphrase = new_passphrase()
    paper = new_paper(recovery_file)
    set_up(store, name, role, passphrase, paper, now())
    for person in people:
        bring_in(store, person, now())
    say(DONE.format(name=visible(name)))
    _compare(people, role)
    if not paper:
        tell("There is no recovery key: a lost passphrase loses everything.", RECOVERY_LATER)


def _join(store: Store, url: str) -> None:
    """Belong to a shared store. What keeps it from working now is told, and tried again later."""
    open_keys(store)
    join(store, url, now())
    try:
        done = sync(store, now())
    except CrisisError as error:
        tell(error.message, error.hint)
        say("The shared store is noted. When that is mended: crisis store sync")
        return
    say(f"The shared store is joined. Entries copied up: {done.sent}.")


RECOVERY_LATER = "Make one soon: crisis keys new-recovery"


def _who(name: str, role: str) -> tuple[str, str]:
    """Name and role, asked for where they were not given."""
    if not (name and role) and not sys.stdin.isatty():
        raise CrisisError("Who are you?", "Say it: --name NAME --role worker", Exit.USAGE)
    name = " ".join((name or ask("Your name, as it stands on records")).split())
    if not name or len(name) > LONGEST:
        raise CrisisError("That is not a name.", f"Up to {LONGEST} letters.", Exit.USAGE)
    if role and role not in ROLES:
        raise CrisisError(f"'{role}' is not a role.", f"One of: {', '.join(ROLES)}.", Exit.USAGE)
    return name, role or _role()


def _role() -> str:
    """The role, asked for until it is one, in capitals or not."""
    while True:
        role = ask("Your role (worker or supervisor)", default="worker").strip().lower()
        if role in ROLES:
            return role
        tell(f"'{role}' is not a role.", f"Type one of: {', '.join(ROLES)}.")


def _compare(people: list[Person], role: str) -> None:
    for person in people:
        say(f"{visible(person.name)} ({person.role}) may read. Compare by phone: {person.check}")
    if not people and role != "supervisor":
        say(NOBODY)
