"""crisis keys remember: let this computer's keyring open the records."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.contacts import now
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import say


def run(
    off: Annotated[bool, typer.Option("--off", help="Ask for the passphrase again.")] = False,
) -> None:
    """Let this computer's keyring open the records.

    It does so while you are logged in. Whoever sits at your open session can read them then. The
    passphrase goes on working.

    \b
    crisis keys remember
    crisis keys remember --off
    """
    from crisis_cli.records.keyring import forget, remember

    with owned() as store:
        if off:
            forget(store, now())
        else:
            remember(store, now())
    say("The passphrase is asked for again." if off else "This computer opens the records now.")
