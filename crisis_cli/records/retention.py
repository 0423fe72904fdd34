"""How long records are kept: what the settings say of a case. Nothing here deletes anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crisis_cli.engine.state import State

AGE, ADULT, GROWN = "age", "adult", 18


@dataclass(frozen=True, slots=True)
class Seen:
    """One contact of a case: when it was last written to, and whether the client was surely 18."""

    last: datetime
    adult: bool


@dataclass(frozen=True, slots=True)
class Years:
    """How many years a record is kept: of an adult, and of a child or somebody who may be one."""

    adult: int
    minor: int


def adult(state: State) -> bool:
    """Whether the answers say that the client was 18 or older. In doubt they do not: the question
    is the step `age`, with a choice `adult`, or with a number of years."""
    given = state.answer(AGE)
    if given is None or given.unknown:
        return False
    if isinstance(given.value, int | float):
        return given.value >= GROWN
    return bool(given.value == ADULT)


def kept_until(contacts: Iterable[Seen], years: Years) -> datetime:
    """Until when a case with these contacts is kept: as long as any one of them has to be."""
    grown, ends = False, []
    for one in sorted(contacts, key=lambda one: one.last):
        grown = grown or one.adult  # who was 18 once is so later, whatever was asked then
        ends.append(later(one.last, years.adult if grown else years.minor))
    return max(ends)


def later(at: datetime, years: int) -> datetime:
    """The same day so many years later; the first of March for a leap day that is not there."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, month=3, day=1)
