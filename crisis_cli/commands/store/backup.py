"""crisis store backup: a copy of the records, while they are in use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import name_of, now
from crisis_cli.commands.options import say
from crisis_cli.commands.store.opened import real
from crisis_cli.commands.store.verify import finding_lines
from crisis_cli.commands.unlocking import open_unasked
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.backing_up import back_up
from crisis_cli.records.copies import key_beside
from crisis_cli.records.owning import mine

DONE = """\
Backed up to {file}. Its id is {id}.
The copy was read again: the file is whole, and has every entry of the records."""
CHAINS = "Every entry in it was opened, and is as it was written."
NO_CHAINS = "The records are locked, so the entries themselves were not opened. Look at them with:"
BARE = """\
Nobody has set up these records, so their key lies beside the copy: {key}.
Whoever has both files reads everything. Lock them: crisis setup. Then back up anew, and delete \
both files."""
FOUND = "The copy is exact, but in the records themselves something is not as it was written:"


def run(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")],
) -> None:
    """Copy the records into a new file, and look at the copy.

    Needs no passphrase and disturbs nobody: contacts go on meanwhile. With the passphrase from a
    file or the keyring every entry in the copy is opened too. Practice is not copied.

    \b
    crisis store backup /media/stick/records-november.db
    crisis store backup "$HOME/copies/records-$(date +%F).db"
    """
    with real() as store:
        try:
            open_unasked(store)
        except CrisisError as error:  # a copy without a look at its chains is better than none
            tell(error.message)
        made, report = back_up(store, file, now(), name_of("", store))
        bare = mine(store) is None
    say(DONE.format(file=made.file, id=made.id))
    if report is None:
        say(f"{NO_CHAINS} crisis store verify --backup FILE")
    elif report.findings:
        say("\n".join([FOUND, *finding_lines(report)]))
        raise typer.Exit(int(Exit.FOUND))
    else:
        say(CHAINS)
    if bare:
        tell(BARE.format(key=key_beside(Path(made.file))))
