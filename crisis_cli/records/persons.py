"""The persons that a store knows: who is who, who vouched, and who may not read any more."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from crisis_cli.records.crypto import about, signed
from crisis_cli.records.people import DEVICE, Person, Private
from crisis_cli.records.sealed import Log


def write_person(db: sqlite3.Connection, person: Person, voucher: Private) -> None:
    """Write a person down, vouched for by somebody's signature."""
    db.execute(
        "INSERT INTO persons (id, name, role, box, sign) VALUES (?, ?, ?, ?, ?)",
        [person.id, person.name, person.role, person.box, person.sign],
    )
    vouch(db, person, voucher)


def vouch(db: sqlite3.Connection, person: Person, voucher: Private) -> None:
    """Write down that somebody vouches for a person who is known."""
    db.execute(
        "INSERT INTO vouchers (person, voucher, vouched) VALUES (?, ?, ?)",
        [person.id, voucher.person.id, voucher.sign(person.said())],
    )


def known(db: sqlite3.Connection, person: str) -> Person | None:
    """The person of this id."""
    row = db.execute(
        "SELECT id, name, role, box, sign FROM persons WHERE id = ?", [person]
    ).fetchone()
    return Person(*row) if row else None


def device(db: sqlite3.Connection) -> Person:
    """The machine of this store."""
    row = db.execute(
        "SELECT id, name, role, box, sign FROM persons WHERE id = (SELECT id FROM device)"
    ).fetchone()
    if row is None:  # nothing that we wrote: told as any other damage
        raise sqlite3.DatabaseError("no device")
    return Person(*row)


def owner(db: sqlite3.Connection) -> Person | None:
    """The person whose store this is; None before `crisis setup`."""
    row = db.execute(
        "SELECT id, name, role, box, sign FROM persons JOIN privates ON person = id"
    ).fetchone()
    return Person(*row) if row else None


def everyone(db: sqlite3.Connection) -> list[Person]:
    """All persons, those who may not read any more too, but for devices."""
    rows = db.execute(
        "SELECT id, name, role, box, sign FROM persons WHERE role <> ? ORDER BY name, id", [DEVICE]
    )
    return [Person(*row) for row in rows]


def revoked(db: sqlite3.Connection) -> set[str]:
    """The ids of those who get no keys any more."""
    return {person for (person,) in db.execute("SELECT person FROM revoked")}


def readers(db: sqlite3.Connection) -> list[Person]:
    """To whom every new key is wrapped: whose store it is, and all supervisors who were vouched
    for. Before `crisis setup` that is the machine alone."""
    mine = owner(db)
    if mine is None:
        return [device(db)]
    out = revoked(db)
    others = [
        one
        for one in everyone(db)
        if one.role == "supervisor" and one.id not in out and one.id != mine.id
    ]
    return [mine, *(one for one in others if mine.id in vouchers(db, one))]


def vouchers(db: sqlite3.Connection, person: Person) -> set[str]:
    """The ids of all who vouch for this person, with a signature that is right."""
    rows = db.execute(
        "SELECT voucher, vouched, sign FROM vouchers JOIN persons ON persons.id = voucher"
        " WHERE person = ?",
        [person.id],
    )
    return {by for by, vouched, key in rows if signed(key, vouched, person.said())}


def trusted(db: sqlite3.Connection, person: Person) -> bool:
    """Whether this person is whose store it is, or a supervisor for whom they vouch."""
    mine = owner(db)
    if mine is None or person == mine:
        return person == mine
    return person.role == "supervisor" and mine.id in vouchers(db, person)


def writer(db: sqlite3.Connection, log: Log) -> str:
    """Who wrote in a log: as they called themselves, and whose key it was if it is another's. The
    name alone is anybody's to type."""
    person = known(db, log.person)
    if person is None or person.role == DEVICE or _called(person.name) == _called(log.author):
        return log.author
    return f"{log.author} (with the key of {person.name})"


def _called(name: str) -> str:
    return " ".join(name.split()).casefold()


def write_revoked(db: sqlite3.Connection, person: Person, by: Private, at: datetime) -> None:
    """Write down that a person gets no keys from now on."""
    said = revocation(person.id, at.isoformat())
    db.execute(
        "INSERT INTO revoked (person, at, voucher, vouched) VALUES (?, ?, ?, ?)",
        [person.id, at.isoformat(), by.person.id, by.sign(said)],
    )


def revocation(person: str, at: str) -> bytes:
    """What is signed when somebody is revoked."""
    return about("revoked", person, at)
