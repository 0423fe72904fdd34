"""Which keys of a case are gone on with: not every one that a shared store shows is meant."""

from __future__ import annotations

import sqlite3

from crisis_cli.records.crypto import about, derived
from crisis_cli.records.people import Person
from crisis_cli.records.persons import everyone, known, owner, revoked, trusted, vouchers


def made(key: str, case: str, number: int, secret: bytes) -> bytes:
    """What is signed where a case gets another key: that very key, and for that very case."""
    return about("case key made", key, case, number, derived(secret, "named").hex())


def meant(db: sqlite3.Connection, key: str, secret: bytes) -> bool:
    """Whether contacts may be filed under a key: the first of its case that was here, or one that
    was made by somebody who could read the case, and may still. Else whoever put it there reads
    what is written from now on."""
    case, number, maker, signature, n = db.execute(MADE, [key]).fetchone()
    if not db.execute(BEFORE, [case, n]).fetchone():
        return True
    by, said = known(db, maker), made(key, case, number, secret)
    if by is None or maker in revoked(db) or not by.signed(said, signature):
        return False
    held = db.execute(HELD, [maker, case, key]).fetchone() is not None
    return held or trusted(db, by)


def still_vouched(db: sqlite3.Connection, holders: list[Person]) -> list[Person]:
    """Those of the holders of a case who get its next key: whom this person vouches for, or a
    supervisor of theirs, or somebody who gets it too. A stranger whom only somebody brought in who
    was revoked goes with them."""
    me, out = owner(db), revoked(db)
    left = [one for one in holders if one.id not in out]
    if me is None:
        return left
    sure = {one.id for one in everyone(db) if one.id not in out and trusted(db, one)}
    by = {one.id: vouchers(db, one) - {one.id} for one in left}
    while more := {one for one in by if by[one] & sure} - sure:
        sure |= more
    return [one for one in left if one.id in sure]


MADE = "SELECT case_id, number, maker, signature, n FROM case_keys WHERE id = ?"
BEFORE = "SELECT 1 FROM case_keys WHERE case_id = ? AND n < ?"
HELD = (
    "SELECT 1 FROM wraps JOIN case_keys ON case_keys.id = key"
    " WHERE holder = ? AND case_id = ? AND key <> ?"
)
