"""The stores of this machine: the records, and what lies beside them while they are in trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from crisis_cli.errors import CrisisError
from crisis_cli.records.folder import beside, database, holds, own, swept
from crisis_cli.records.opening import open_store
from crisis_cli.records.store import WAIT, Store

Begun = TypeVar("Begun")
QUICKLY = 3.0  # seconds that a contact waits for another process before it begins elsewhere
ASIDE = (
    "{message} So this contact is kept in {folder}, which is not locked. It goes into your records"
    " by itself once they can be written."
)


def store_of(practice: bool = False, wait: float = WAIT) -> Store:
    """The worker's store, made where it is missing. What was kept beside it is brought back."""
    store = open_store(database(practice), practice, wait)
    for file in _beside(practice):
        from crisis_cli.records.aside import bring_back

        with suppress(CrisisError):  # in use, or this store cannot be written: next time
            bring_back(store, file, datetime.now(UTC))
    for file in beside(practice):
        if own(swept(file.parent)):
            from crisis_cli.records.aside import sweep

            with suppress(OSError):
                sweep(file.parent)
    return store


@contextmanager
def records(practice: bool = False) -> Iterator[Store | None]:
    """The worker's store; None where nothing was ever written: looking makes none."""
    if not holds(database(practice)):
        yield None
        return
    with store_of(practice) as store:
        yield store


@contextmanager
def openable(practice: bool = False) -> Iterator[tuple[list[Store], list[CrisisError]]]:
    """The stores in which something was written, and what is the matter with those among them
    that cannot be opened."""
    stores: list[Store] = []
    trouble: list[CrisisError] = []
    with ExitStack() as held:
        try:
            store = held.enter_context(records(practice))
            stores += [store] if store else []
        except CrisisError as error:
            trouble.append(error)
        for file in _beside(practice):
            from crisis_cli.records.aside import open_aside

            try:
                stores.append(held.enter_context(open_aside(file, practice, WAIT)))
            except CrisisError as error:
                if holds(file):  # or else somebody has just brought it back
                    trouble.append(error)
        yield stores, trouble


@contextmanager
def existing(practice: bool = False) -> Iterator[list[Store]]:
    """The stores in which something was written. One that cannot be opened hides no other:
    CrisisError comes when those were looked at."""
    with openable(practice) as (stores, trouble):
        if stores or not trouble:
            yield stores
        if trouble:
            raise trouble[0]


@contextmanager
def beginning(practice: bool, begin: Callable[[Store], Begun]) -> Iterator[tuple[Begun, str]]:
    """Begin a contact in the records or, whatever is in the way of that, beside them.

    Gives what `begin` gave, and what the worker is told of the place or "". CrisisError, which
    says what is in the way, where nothing can be written anywhere.
    """
    with ExitStack() as held:
        try:
            begun, said = begin(held.enter_context(store_of(practice, QUICKLY))), ""
        except CrisisError as error:
            held.close()
            begun, said = _aside(practice, begin, held, error)
        yield begun, said


def _aside(
    practice: bool, begin: Callable[[Store], Begun], held: ExitStack, error: CrisisError
) -> tuple[Begun, str]:
    from crisis_cli.records.aside import open_aside

    for file in beside(practice):
        with suppress(CrisisError):
            begun = begin(held.enter_context(open_aside(file, practice, QUICKLY)))
            return begun, ASIDE.format(message=error.message, folder=file.parent)
    raise error


def _beside(practice: bool) -> list[Path]:
    """The stores beside the records that there are, in folders that are ours."""
    return [file for file in beside(practice) if own(file.parent) and holds(file)]
