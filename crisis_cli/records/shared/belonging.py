"""Whether this store belongs to a shared one: asked at every start, so it imports nothing else."""

from __future__ import annotations

from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

SETTING = "shared_store"


def belongs(store: Store) -> bool:
    """Whether there is a shared store. It looks at one setting, and at no signature."""
    with explained(store.path):
        row = store.db.execute("SELECT 1 FROM settings WHERE name = ?", [SETTING]).fetchone()
    return row is not None
