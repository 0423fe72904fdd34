"""The records that the commands about keys work on: the real ones, opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crisis_cli.commands.copying import copy_later
from crisis_cli.commands.stores import records
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.errors import CrisisError
from crisis_cli.records.owning import mine
from crisis_cli.records.store import Store


@contextmanager
def owned(unlocked: bool = True) -> Iterator[Store]:
    """The store that somebody has set up. unlocked: with its keys open, asked for if need be."""
    with records() as store:
        if store is None or mine(store) is None:
            raise CrisisError("Nobody has set up these records yet.", "Begin with: crisis setup")
        if unlocked:
            open_keys(store)
        yield store
        if unlocked:
            copy_later(store)
