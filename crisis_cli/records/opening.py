"""Opening a store: the one way in, for real records, practice and debriefs alike."""

from __future__ import annotations

from pathlib import Path

from crisis_cli.records.connection import PRACTICE, REAL, connect
from crisis_cli.records.store import WAIT, Store
from crisis_cli.records.trouble import explained


def open_store(path: Path, practice: bool = False, wait: float = WAIT, kind: str = "") -> Store:
    """The store in this file, made where it is missing, never overwritten.

    wait: seconds to wait for another process. kind: what it holds where that is neither practice
    nor real records. CrisisError for anything that is in the way.
    """
    with explained(path):
        db = connect(path, kind or (PRACTICE if practice else REAL), wait, _upgrade)
        try:
            return Store(path, db, practice)
        except BaseException:
            db.close()
            raise


def _upgrade(path: Path, kind: str, wait: float) -> None:
    from crisis_cli.records.upgrades.rewriting import rewrite

    rewrite(path, kind, wait)
