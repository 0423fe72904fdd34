"""Copying up and down, and what is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from crisis_cli.errors import CrisisError
from crisis_cli.records.shared.place import HERE, note, reached, url_of
from crisis_cli.records.shared.pull import Pulled, pull
from crisis_cli.records.shared.push import Forked, push
from crisis_cli.records.shared.server import connected
from crisis_cli.records.sharing import revoke_late
from crisis_cli.records.store import Store


@dataclass
class Synced:
    """What was copied. forked: what could not be, in words."""

    sent: int = 0
    came: Pulled = field(default_factory=Pulled)
    forked: str = ""


def sync(store: Store, at: datetime) -> Synced:
    """Copy everything up, and down what this person may read. Locked without the keys.

    CrisisError in words, Away among them, where it could not be; that is written down too.
    """
    store.keys.holder()
    return _noted(store, at, down=True)


def copy_up(store: Store, at: datetime) -> Synced:
    """Copy everything up. No key is needed."""
    return _noted(store, at, down=False)


def _noted(store: Store, at: datetime, down: bool) -> Synced:
    try:
        done = _copied(store, at, down)
    except CrisisError as error:
        note(store, at, error.message)
        raise
    note(store, at, done.forked)
    return done


def _copied(store: Store, at: datetime, down: bool) -> Synced:
    url, done = url_of(store), Synced()
    if not url:
        raise CrisisError(
            "There is no shared store for these records.",
            "Name it: crisis setup --store postgresql://LOGIN@SERVER/DATABASE",
        )
    with connected(url) as server:
        try:
            done.sent = push(store, server)
        except Forked as forked:
            done.sent, done.forked = forked.new, forked.message
            _leave(store, forked.logs)
        if down:
            done.came = pull(store, server)
            if revoke_late(store, at):
                done.sent += push(store, server)
    return done


def _leave(store: Store, forked: list[str]) -> None:
    """Write in new logs from now on, unless these were left before."""
    with store.writing():
        left = int(reached(store, HERE, "logs_after") or 0)
        numbers = dict(store.db.execute("SELECT id, n FROM logs").fetchall())
        if max(numbers[log] for log in forked) > left:
            store.keys.leave_logs()
