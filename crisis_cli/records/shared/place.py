"""Which shared store this one belongs to, and how far the copying has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crisis_cli.errors import CrisisError
from crisis_cli.records.owning import mine
from crisis_cli.records.people import Person
from crisis_cli.records.persons import device
from crisis_cli.records.settings import put, settings
from crisis_cli.records.shared.belonging import SETTING, belongs
from crisis_cli.records.shared.server import Server, checked
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

SHAPE = 1  # of the tables that this program speaks to
HERE = "here"
SEEN = "seen"  # under which name it is kept how far rows had arrived there when it was last asked
# Tables that were put back into a new database are told by its number, those in the old one by what
# they lack.
NUMBER = (
    "SELECT store.id || '.' || oid, crisis.newest() FROM crisis.store, pg_database"
    " WHERE datname = current_database()"
)


@dataclass(frozen=True, slots=True)
class Status:
    """When a copying last went through, and what was in the way since, in words; or ""."""

    copied: str
    trouble: str


def url_of(store: Store) -> str:
    """The address of the shared store, or "". CrisisError where somebody changed it."""
    return settings(store).get(SETTING, "") if belongs(store) else ""


def join(store: Store, url: str, at: datetime) -> None:
    """Belong to a shared store from now on; "" for none. Locked without the keys."""
    put(store, SETTING, checked(url) if url else "", at)


def recognised(store: Store, server: Server) -> Person:
    """The owner of this store, as whom the shared store knows them. CrisisError otherwise."""
    owner = mine(store)
    if owner is None:
        raise CrisisError("Nobody has set up these records yet.", "Begin with: crisis setup")
    (shape,) = server.rows("SELECT shape FROM crisis.store")[0]
    if shape != SHAPE:
        raise CrisisError(
            "The shared store was made by another version of crisis.",
            "Ask your administrator which version all use.",
        )
    (known,) = server.rows("SELECT crisis.me()")[0]
    if known != owner.id:
        who = "does not know you yet" if known is None else "knows this login as somebody else"
        raise CrisisError(
            f"The shared store {who}.",
            "Give your administrator your public key: crisis keys public > me.key. They let you in"
            " with: crisis store admit",
        )
    return owner


def number_of(store: Store, server: Server) -> tuple[str, int]:
    """The id of the shared store, and how far its rows have arrived.

    Where its tables were put back from a backup, the id is another, or fewer rows have arrived than
    were seen before: then it is copied to and from as if it were new. Asked before a snapshot is
    taken, and after looking what was seen: another process may copy at the same time.
    """
    seen = dict(store.db.execute("SELECT place, upto FROM copied WHERE what = ?", [SEEN]))
    number, upto = server.rows(NUMBER)[0]
    if upto < int(seen.get(number) or 0):
        with store.writing():
            store.db.execute("DELETE FROM copied WHERE place = ?", [number])
    return str(number), int(upto)


def reached(store: Store, place: str, what: str) -> str:
    """How far something was copied, as `remember` wrote it; "" at the beginning."""
    row = store.db.execute(
        "SELECT upto FROM copied WHERE place = ? AND what = ?", [place, what]
    ).fetchone()
    return str(row[0]) if row else ""


def remember(store: Store, place: str, what: str, upto: str | int) -> None:
    """Write down how far something was copied."""
    store.db.execute("INSERT OR REPLACE INTO copied VALUES (?, ?, ?)", [place, what, str(upto)])


def status(store: Store) -> Status:
    """How the last copying went."""
    with explained(store.path):
        return Status(reached(store, HERE, "copied_at"), reached(store, HERE, "trouble"))


def note(store: Store, at: datetime, trouble: str = "") -> None:
    """Write down that a copying went through, or what was in its way."""
    with store.writing():
        remember(store, HERE, "trouble", trouble)
        if not trouble:
            remember(store, HERE, "copied_at", at.isoformat())


def writers(store: Store, owner: Person) -> dict[str, str]:
    """Under which ids this store's own logs are written."""
    return {"me": owner.id, "machine": device(store.db).id}
