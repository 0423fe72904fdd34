"""crisis keys public: the public key to give to others."""

from __future__ import annotations

from crisis_cli.boundary import tell
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import give
from crisis_cli.records.people import to_text


def run() -> None:
    """Print your public key, for others to bring in. It opens nothing, and is no secret.

    \b
    crisis keys public > me.key
    crisis keys public | mail -s "My key" supervisor@example.org
    """
    with owned() as store:
        me = store.keys.holder()
    give(to_text(me).rstrip("\n"))
    tell(f"Whoever brings it in should read these letters to you: {me.person.check}")
