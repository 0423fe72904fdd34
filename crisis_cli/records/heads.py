"""Signed heads: how far a log reached when somebody signed it, so that no end is cut off unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crisis_cli.records.people import Person
from crisis_cli.records.sealed import head_text
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained


@dataclass(frozen=True, slots=True)
class Head:
    """A log as far as its entry at `place`; link: the link of that entry, signed by a person."""

    log: str
    place: int
    link: bytes
    person: str
    at: str
    signature: bytes

    def genuine(self, signer: Person) -> bool:
        """Whether this person signed it."""
        text = head_text(self.log, self.place, self.link, self.at)
        return signer.signed(text, self.signature)

    def to_json(self) -> dict[str, str | int]:
        """The head as plain JSON, to be kept elsewhere."""
        return {
            "log": self.log,
            "place": self.place,
            "link": self.link.hex(),
            "person": self.person,
            "at": self.at,
            "signature": self.signature.hex(),
        }

    @staticmethod
    def from_json(body: dict[str, Any]) -> Head:
        """What `to_json` wrote. KeyError, TypeError or ValueError for anything else."""
        link, signature = bytes.fromhex(body["link"]), bytes.fromhex(body["signature"])
        log, person, at = (str(body[name]) for name in ("log", "person", "at"))
        return Head(log, int(body["place"]), link, person, at, signature)


def sign_logs(store: Store, at: datetime, contact: str = "") -> list[Head]:
    """Sign the logs of a contact, or one's own, as far as they go. The new heads.

    What is signed already is not signed again. Locked where the passphrase was not given.
    """
    signer = store.keys.holder()
    with store.writing():
        ends = store.db.execute(OF_CONTACT if contact else OWN, [contact or signer.person.id])
        made = []
        for log, place, link in ends.fetchall():
            known = "SELECT 1 FROM heads WHERE log = ? AND place = ? AND person = ?"
            if store.db.execute(known, [log, place, signer.person.id]).fetchone():
                continue
            signature = signer.sign(head_text(log, place, link, at.isoformat()))
            made.append(Head(log, place, link, signer.person.id, at.isoformat(), signature))
        for head in made:
            row = [head.log, head.place, head.link, head.person, head.at, head.signature]
            store.db.execute(
                "INSERT INTO heads (log, place, link, person, at, signature)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
    return made


def heads(store: Store) -> list[Head]:
    """All signed heads, by log and place."""
    return list(each_head(store))


def each_head(store: Store) -> Iterator[Head]:
    """The same, one after the other: there may be many."""
    with explained(store.path):
        for row in store.db.execute(
            "SELECT log, place, link, person, at, signature FROM heads ORDER BY log, place, person"
        ):
            yield Head(*row)


# The last entry of each log of this person, and of each log with an entry about a contact.
OWN = (
    "SELECT log, place, link FROM entries WHERE (log, place) IN (SELECT log, max(place)"
    " FROM entries JOIN logs ON logs.id = log WHERE person = ? GROUP BY log)"
)
OF_CONTACT = (
    "SELECT log, place, link FROM entries WHERE (log, place) IN (SELECT log, max(place)"
    " FROM entries WHERE log IN (SELECT log FROM entries WHERE contact = ?) GROUP BY log)"
)
