"""Which scenarios a worker has passed: kept in practice, put on record under their own key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import now
from crisis_cli.commands.stores import existing, records
from crisis_cli.commands.unlocking import open_keys, open_unasked
from crisis_cli.engine.times import HOME_ZONE, day, zone
from crisis_cli.errors import CrisisError
from crisis_cli.records.owning import mine
from crisis_cli.records.passed import Passed, passes, record
from crisis_cli.records.store import Store

ON_RECORD = "Passed, and on record: {name}. All that you passed: crisis practice --passed"
LATER = "Passed: {name}. It is kept here. To put it on record: crisis practice --passed"
NOT_SET_UP = (
    "Passed: {name}. It is kept on this computer alone, since nobody has set up the records yet: "
    "crisis setup, then crisis practice --passed"
)
SKIP = "put it on record later"


def keep(store: Store, made: Passed) -> str:
    """Keep that a scenario was passed, in the store of practice. Where it is now, as a sentence
    with a place for its name."""
    record(store, made, now())
    return put_on_record([made], ask=True)


def put_on_record(every: Iterable[Passed], ask: bool) -> str:
    """Sign what was passed in practice with the worker's own key. Where it is now, as above.

    ask: whether the passphrase may be asked for.
    """
    try:
        with records() as store:
            if store is None or mine(store) is None:
                return NOT_SET_UP
            new = _unsigned(store, every)
            if new and not (open_keys(store, SKIP) if ask else open_unasked(store)):
                return LATER
            sign(store, new)
    except CrisisError as error:
        tell(error.message)
        return LATER
    return ON_RECORD


def sign(store: Store, every: Iterable[Passed]) -> None:
    """Sign what was passed, as far as it is not on record. Locked without the keys."""
    for one in _unsigned(store, every):
        record(store, one, now())


def _unsigned(store: Store, every: Iterable[Passed]) -> list[Passed]:
    signed = {one.scenario: one for one in on_record(store)}
    return [one for one in every if _later(one, signed.get(one.scenario))]


def practised() -> list[Passed]:
    """What was passed on this computer, the last time of each scenario."""
    found: dict[str, Passed] = {}
    with existing(practice=True) as stores:
        for store in stores:
            for one in passes(store, store.keys.holder().person.id):
                if _later(one, found.get(one.scenario)):
                    found[one.scenario] = one
    return list(found.values())


def on_record(store: Store | None) -> list[Passed]:
    """What the person whose records these are has passed, as they signed it."""
    me = mine(store) if store else None
    return passes(store, me.id) if store and me else []


def day_of(at: str) -> str:
    """The day of an ISO time, in words."""
    return day(datetime.fromisoformat(at), zone(HOME_ZONE))


def line(one: Passed) -> str:
    """One that was passed, in words."""
    day = day_of(one.at)
    return f"{one.scenario}: passed {day}, with {one.protocol}, version {one.version}"


def _later(one: Passed, other: Passed | None) -> bool:
    return other is None or datetime.fromisoformat(one.at) > datetime.fromisoformat(other.at)
