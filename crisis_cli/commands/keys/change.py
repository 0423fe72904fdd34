"""crisis keys change: another passphrase."""

from __future__ import annotations

from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import say
from crisis_cli.commands.passphrases import new_passphrase
from crisis_cli.records.owning import change_passphrase


def run() -> None:
    """Choose another passphrase. The old one opens nothing any more.

    From a file, its first line is the old one and its second the new one.

    \b
    crisis keys change
    crisis keys change && crisis keys new-recovery
    """
    with owned() as store:
        change_passphrase(store, new_passphrase(line=1), now())
    say("From now on the records open with the new passphrase. The old one opens nothing.")
