"""Who else may read: bringing people in, handing a case over, taking keys away, erasing."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import about
from crisis_cli.records.holds import refuse_held
from crisis_cli.records.keyless import Locked, NoKey
from crisis_cli.records.owning import acting, held, mine, people, settle_keys
from crisis_cli.records.people import Person, Private
from crisis_cli.records.persons import (
    known,
    revoked,
    trusted,
    vouch,
    vouchers,
    write_person,
    write_revoked,
)
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained


def bring_in(store: Store, person: Person, at: datetime) -> None:
    """Know a person from now on. A supervisor may read everything that this store's owner can."""
    me = _me(store)
    heard_of = known(store.db, person.id)
    if heard_of and heard_of != person:
        raise CrisisError(
            f"Somebody with the same id is known already: {heard_of.name}.",
            "Ask them for the letters of their key by telephone, and compare: crisis keys",
        )
    if heard_of and me.person.id in vouchers(store.db, person):
        raise CrisisError(f"{person.name} is known already.", "See everybody: crisis keys")
    act = {"act": "person_added", "person": person.id, "name": person.name, "role": person.role}
    with acting(store, act, at, me.person.name):
        if heard_of:  # through the shared store, where nobody here had compared the key
            vouch(store.db, person, me)
        else:
            write_person(store.db, person, me)
        if person.role == "supervisor":
            for key, bound in list(held(store, me.person.id)):
                store.keys.open(key, bound)
                store.keys.give(key, bound, [person])


def hand_over(store: Store, case: str, person: Person, at: datetime) -> None:
    """Let a person read a case, and go on with it."""
    me = _me(store)
    if person.id in revoked(store.db):
        raise CrisisError(f"{person.name} may not read any more.", "See everybody: crisis keys")
    if not vouched_for(store, person):
        raise CrisisError(
            f"Nobody whom you trust has compared {person.name}'s key.",
            f"Compare its letters by telephone, then: crisis keys add {person.id}",
        )
    keys = keys_of(store, case)
    act = {"act": "handed_over", "case": case, "person": person.id}
    with acting(store, act, at, me.person.name):
        for key in keys:
            bound = about("case key", key, case)
            store.keys.open(key, bound, f"Case {case}")
            store.keys.give(key, bound, [person])
        for contact in contacts_of(store, case):  # so that whoever reads one of them sees it
            with suppress(CrisisError):  # one that is damaged keeps no other from being read
                store.note(act, at, me.person.name, contact)


def revoke(store: Store, person: Person, at: datetime, reason: str = "") -> None:
    """Give a person no keys from now on, and take away those that they hold here.

    What they could read goes on under new keys. What they copied before stays with them.
    """
    me = _me(store)
    if person.id == me.person.id:
        raise CrisisError("You cannot take your own keys away.", "Another supervisor can.")
    if person.id in revoked(store.db):
        raise CrisisError(f"{person.name} may not read any more already.", "")
    act = {"act": "revoked", "person": person.id, "reason": reason}
    with acting(store, act, at, me.person.name):
        write_revoked(store.db, person, me, at)
        _take_keys(store, person, at)
    settle_keys(store)


def revoke_late(store: Store, at: datetime) -> bool:
    """Take away what was given to people whom this person had revoked, by somebody who had not
    heard of that yet. Whether there was anything."""
    me = _me(store)
    late = [
        one for one in people(store) if store.db.execute(LATE, [me.person.id, one.id]).fetchone()
    ]
    for person in late:
        act = {"act": "revoked", "person": person.id, "reason": ""}
        with acting(store, act, at, me.person.name):
            _take_keys(store, person, at)
    if late:
        settle_keys(store)
    return bool(late)


def _take_keys(store: Store, person: Person, at: datetime) -> None:
    store.keys.logs.clear()  # they could have written on in these: new ones are begun
    cases = _cases_of(store, person)
    for key, bound in list(held(store, person.id)):
        with suppress(NoKey):  # who does not hold a key takes it from nobody
            store.keys.open(key, bound)
            store.keys.remove("wraps", key, person.id, at)
    for case in cases:
        store.keys.renew(case)


# A key that both hold: of others, nothing can be taken away here.
LATE = (
    "SELECT 1 FROM revoked JOIN wraps AS theirs ON theirs.holder = revoked.person"
    " JOIN wraps AS mine ON mine.key = theirs.key AND mine.holder = revoked.voucher"
    " WHERE revoked.voucher = ? AND revoked.person = ? LIMIT 1"
)


def erase(store: Store, case: str, at: datetime, reason: str) -> list[str]:
    """Take away every key to a case: nobody can read it any more. The ids of its contacts.

    CrisisError where it is held.
    """
    me = _me(store)
    keys = keys_of(store, case)
    for key in keys:  # only who can read it may erase it
        store.keys.open(key, about("case key", key, case), f"Case {case}")
    contacts = contacts_of(store, case)
    with acting(store, {"act": "erased", "case": case, "reason": reason}, at, me.person.name):
        refuse_held(store, case, contacts)
        take_away(store, keys, at)
    store.keys.forget()
    settle_keys(store)
    return contacts


def take_away(store: Store, keys: list[str], at: datetime) -> None:
    """Take these keys away from everybody who holds them; within a transaction."""
    for key in keys:
        rows = store.db.execute("SELECT holder FROM wraps WHERE key = ?", [key]).fetchall()
        for (holder,) in rows:
            store.keys.remove("wraps", key, holder, at)


def vouched_for(store: Store, person: Person) -> bool:
    """Whether the owner of this store compared a person's key, or a supervisor of theirs did."""
    with explained(store.path):
        by = (known(store.db, one) for one in vouchers(store.db, person))
        return any(one is not None and trusted(store.db, one) for one in by)


def not_any_more(store: Store) -> set[str]:
    """The ids of those who were revoked."""
    with explained(store.path):
        return revoked(store.db)


def person_called(store: Store, name: str) -> Person:
    """The person of this id or name. CrisisError where there is none, or more than one."""
    known = people(store)
    wanted = " ".join(name.split()).casefold()
    # A shared store may bring somebody whose id is the name of another: that must not go first.
    found = [one for one in known if wanted in (one.id, " ".join(one.name.split()).casefold())]
    if not found:
        raise CrisisError(
            f"Nobody here is called {name}.",
            "See who is known: crisis keys. Bring somebody in: crisis keys add FILE",
        )
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise CrisisError(f"More than one person is called {name}.", f"Say which by id: {ids}")
    return found[0]


def case_called(store: Store, name: str) -> str:
    """The case of this id, or that a contact of this id is in."""
    name = name.strip().lower()
    if name in store:
        return store.case_of(name)
    keys_of(store, name)
    return name


def keys_of(store: Store, case: str) -> list[str]:
    """The ids of all keys of a case. CrisisError for an unknown case."""
    with explained(store.path):
        rows = store.db.execute("SELECT id FROM case_keys WHERE case_id = ?", [case]).fetchall()
    if not rows:
        raise NoCase(case)
    return [key for (key,) in rows]


class NoCase(CrisisError):
    """No case has this id."""

    def __init__(self, case: str) -> None:
        super().__init__(f"There is no case {case}.", "See them all: crisis cases")


def contacts_of(store: Store, case: str) -> list[str]:
    """The ids of the contacts of a case."""
    with explained(store.path):
        rows = store.db.execute(
            "SELECT holder FROM contact_keys JOIN case_keys ON case_keys.id = key"
            " WHERE case_id = ? ORDER BY holder",
            [case],
        ).fetchall()
    return [contact for (contact,) in rows]


def readers_of(store: Store, contact: str) -> list[Person]:
    """Who can open a contact now, the machine too while nobody has set it up."""
    with explained(store.path):
        rows = store.db.execute(
            "SELECT DISTINCT persons.id, name, role, box, sign FROM contact_keys"
            " JOIN wraps ON wraps.key = contact_keys.key JOIN persons ON persons.id = wraps.holder"
            " WHERE contact_keys.holder = ? ORDER BY name, persons.id",
            [contact],
        ).fetchall()
    return [Person(*row) for row in rows]


def _cases_of(store: Store, person: Person) -> list[str]:
    rows = store.db.execute(
        "SELECT DISTINCT case_id FROM case_keys JOIN wraps ON key = id WHERE holder = ?",
        [person.id],
    ).fetchall()
    return [case for (case,) in rows]


def _me(store: Store) -> Private:
    if mine(store) is None:
        raise CrisisError("Nobody has set up these records yet.", "Begin with: crisis setup")
    if store.keys.private is None:
        raise Locked
    return store.keys.private
