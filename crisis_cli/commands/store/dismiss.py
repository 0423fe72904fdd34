"""crisis store dismiss: let nobody in under a login any more, by the administrator."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.options import say
from crisis_cli.commands.store.create import Url
from crisis_cli.protocol.letters import visible
from crisis_cli.records.shared.admin import dismiss
from crisis_cli.records.shared.server import checked, connected

DONE = """\
Nobody comes in as {login} any more. What was written under it stays.
Their keys stay theirs until a supervisor takes them away: crisis keys revoke NAME"""


def run(
    url: Url,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="The login of the database.")],
) -> None:
    """Let nobody in to the shared store under this login.

    \b
    crisis store dismiss postgresql://postgres@db.example.org/crisis dana
    crisis store dismiss "postgresql:///crisis?host=/var/run/postgresql" dana
    """
    with connected(checked(url)) as server:
        dismiss(server, login)
    say(DONE.format(login=visible(login)))
