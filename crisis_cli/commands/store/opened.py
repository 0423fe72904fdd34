"""The records that the commands about the store work on: the real ones, if there are any."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from crisis_cli.boundary import tell
from crisis_cli.commands.stores import existing
from crisis_cli.commands.typed import agreed
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.store import Store


@contextmanager
def real() -> Iterator[Store]:
    """The store of this machine. CrisisError where nothing was ever written."""
    with existing() as known:
        if not known:
            raise CrisisError("There are no records here yet.", "They begin with: crisis start")
        yield known[0]


def agree(said: str, question: str, yes: bool) -> None:
    """Say what will happen, and ask once more. CrisisError where nobody agrees. yes: unasked."""
    tell(said)
    if yes:
        return
    if not sys.stdin.isatty():
        raise CrisisError("Nobody is here to be asked once more.", "Add --yes.", Exit.USAGE)
    if not agreed(question):
        raise CrisisError("Nothing was changed.", "")
