"""Signed heads: how far a log reached when somebody signed it, so that no end is cut off unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any

from crisis_cli.engine.entries import Entry
from crisis_cli.records.crypto import digest
from crisis_cli.records.people import Person
from crisis_cli.records.persons import known
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

    @property
    def fingerprint(self) -> str:
        """Sixteen letters of link and signature, for paper: any other head has others."""
        letters = digest(self.link + self.signature).hex()[:16]
        return " ".join(letters[at : at + 4] for at in range(0, 16, 4))

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
    with explained(store.path):
        rows = store.db.execute(
            "SELECT log, place, link, person, at, signature FROM heads ORDER BY log, place, person"
        ).fetchall()
    return [Head(*row) for row in rows]


def signed_with(store: Store, contact: str, entry: Entry) -> list[tuple[Head, Person]]:
    """What the writer of an entry has signed of the contact's logs by then, up to that entry:
    one genuine head for each log, with who signed it."""
    with explained(store.path):
        persons = store.db.execute(WRITERS, [contact, entry.seq, entry.by]).fetchall()
        ends = store.db.execute(ENDS, [contact, entry.seq]).fetchall()
        signers = {person: known(store.db, person) for (person,) in persons}
    found: dict[str, tuple[Head, Person]] = {}
    for head in heads(store):
        signer, last = signers.get(head.person), dict(ends).get(head.log, inf)
        genuine = signer if signer and head.genuine(signer) else None
        if genuine and head.place >= last and datetime.fromisoformat(head.at) <= entry.at:
            found.setdefault(head.log, (head, genuine))
    return list(found.values())


def interviewers(store: Store, contact: str) -> set[str]:
    """The ids of the persons under whose keys a contact was written until its end."""
    with explained(store.path):
        return {person for (person,) in store.db.execute(INTERVIEW, [contact, contact]).fetchall()}


# The last entry of each log of this person, and of each log with an entry about a contact.
OWN = (
    "SELECT log, place, link FROM entries WHERE (log, place) IN (SELECT log, max(place)"
    " FROM entries JOIN logs ON logs.id = log WHERE person = ? GROUP BY log)"
)
OF_CONTACT = (
    "SELECT log, place, link FROM entries WHERE (log, place) IN (SELECT log, max(place)"
    " FROM entries WHERE log IN (SELECT log FROM entries WHERE contact = ?) GROUP BY log)"
)
# Under whose keys an author wrote an entry; the last place of each log up to an entry's number.
WRITERS = (
    "SELECT DISTINCT person FROM entries JOIN logs ON logs.id = log"
    " WHERE contact = ? AND seq = ? AND author = ?"
)
ENDS = "SELECT log, max(place) FROM entries WHERE contact = ? AND seq <= ? GROUP BY log"
INTERVIEW = (
    "SELECT DISTINCT person FROM entries JOIN logs ON logs.id = log WHERE contact = ? AND seq <="
    " (SELECT coalesce(min(seq), 0) FROM entries WHERE contact = ? AND ends)"
)
