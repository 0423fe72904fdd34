"""Copies of the store: what one holds, how it is looked at, and the list of those that were made.

A copy is a store's file like any other, with one more table, `backup`, that says its id. Where
nobody had set up the store, the machine's key lies beside it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crisis_cli.errors import CrisisError
from crisis_cli.records.acts import acts
from crisis_cli.records.connection import NEWEST, REAL, raw, refuse_others
from crisis_cli.records.device import read_key, settle
from crisis_cli.records.persons import device
from crisis_cli.records.store import WAIT, Store
from crisis_cli.records.trouble import explained

LIST = "backups.json"  # one line of JSON for each, beside the store
REPLACED = "records-replaced-{at:%Y%m%d-%H%M%S}-{id}.db"  # a store that a backup took the place of
DONE = "backed_up"  # the act in the log
OLDER = "Restore it, which brings it up to date, and back up anew: crisis store restore FILE"

Ends = dict[str, tuple[int, bytes]]  # log -> number of its entries, and the last link


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was made. at: an ISO time with its zone; file: where, or "" if not known.

    id: "" for a store that a backup took the place of.
    """

    id: str
    at: str
    file: str = ""

    @property
    def there(self) -> bool:
        """Whether this very copy still lies where it was written."""
        return bool(self.file) and Path(self.file).is_file() and id_of(Path(self.file)) == self.id


def key_beside(file: Path) -> Path:
    """Where the key of a machine that nobody has set up lies, beside a copy."""
    return file.with_name(file.name + ".key")


def id_of(file: Path) -> str:
    """The id of a copy; "" for what is none, or is not there."""
    try:
        with closing(reading(file)) as db:
            return str(db.execute("SELECT id FROM backup").fetchone()[0])
    except (CrisisError, sqlite3.Error, OSError, TypeError):
        return ""


def reading(file: Path) -> sqlite3.Connection:
    """A connection that writes nothing. CrisisError where there is no such file."""
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "is not there"
        raise CrisisError(f"{file} {what}.", "Name the file of a backup.")
    file.open("rb").close()  # SQLite would not say why
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def look(file: Path) -> int:
    """The shape of a copy of real records. CrisisError where it is none, or is damaged."""
    with explained(file), closing(reading(file)) as db:
        shape = refuse_others(db, file, REAL)
        if not shape:
            raise CrisisError(f"{file} is empty.", "Name the file of a backup.")
        if trouble := damage(db):
            raise CrisisError(f"{file} is damaged: {trouble}.", "Use another backup.")
    return shape


def damage(db: sqlite3.Connection) -> str:
    """What is wrong with the file itself; "" where it is whole."""
    said = [row[0] for row in db.execute("PRAGMA integrity_check(3)").fetchall()]
    return "" if said == ["ok"] else "; ".join(said)


def open_copy(file: Path, write: bool = False) -> Store:
    """A copy as a store, after a look at it. Only what is of the newest shape can be opened so."""
    if look(file) != NEWEST:
        raise CrisisError(f"{file} was written by an older version of crisis.", OLDER)
    with explained(file):
        db = raw(file, WAIT) if write else reading(file)
        try:
            copy = Store(file, db, practice=False)
        except BaseException:
            db.close()
            raise
    copy.keys.of_device = lambda: read_key(key_beside(file), device(db))
    return copy


def ends(db: sqlite3.Connection) -> Ends:
    """How far each log goes."""
    rows = db.execute(
        "SELECT log, count(*), (SELECT link FROM entries AS one WHERE one.log = entries.log"
        " ORDER BY place DESC LIMIT 1) FROM entries GROUP BY log"
    )
    return {log: (count, link) for log, count, link in rows.fetchall()}


def remember(folder: Path, made: Copy) -> None:
    """Put a copy on the list of this machine."""
    line = json.dumps({"backup": made.id, "at": made.at, "file": made.file}) + "\n"
    with explained(folder / LIST):
        file = os.open(folder / LIST, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(file, "wb") as out:
            out.write(line.encode())
            out.flush()
            os.fsync(out.fileno())
        settle(folder)


def known(store: Store) -> list[Copy]:
    """The copies that were made of this store, the last first: those on the list of this machine,
    stores that a backup took the place of, and, where the keys are open, those of which only the
    log tells."""
    made = {one.id: one for one in _listed(store.path.parent / LIST)}
    if not store.locked:
        for act in acts(store):
            if act.said["act"] == DONE:
                name = str(act.said["backup"])
                made.setdefault(name, Copy(name, act.at.isoformat()))
    every = [*made.values(), *replaced(store.path.parent)]
    return sorted(every, key=lambda one: one.at, reverse=True)


def replaced(folder: Path) -> list[Copy]:
    """The stores in this folder that a backup took the place of."""
    return [
        Copy("", datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(), str(file))
        for file in sorted(folder.glob(REPLACED.split("{")[0] + "*.db"))
    ]


def _listed(file: Path) -> list[Copy]:
    """What the list says; a line that cannot be read is left out."""
    found = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
    for line in lines:
        try:
            body = json.loads(line)
            found.append(Copy(str(body["backup"]), str(body["at"]), str(body["file"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found
