"""crisis store retention: what has been kept long enough. Nothing is deleted by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import admit, now, read
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.stores import existing
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.engine.times import HOME_ZONE, day, zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible
from crisis_cli.records.holds import Hold, holds_on
from crisis_cli.records.listing import Listed, listed
from crisis_cli.records.retention import Seen, Years, adult, kept_until
from crisis_cli.records.settings import value
from crisis_cli.records.store import Store

RULE = (
    "Records are kept {adult} years after the last contact, and {minor} years where the client was"
    " under 18 or may have been."
)
NONE = "No case has been kept longer than that."
ERASE = "To erase one of them for good, backups too: crisis keys erase CASE"
LOCKED = (
    "The records are locked: dates are those when a contact began, everybody counts as under 18,"
    " and nobody can tell what is held."
)
NAMELESS = "list without names"


@dataclass
class Kept:
    """A case, and what decides how long it is kept."""

    case: str
    contacts: list[str] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    clients: dict[str, None] = field(default_factory=dict)
    holds: list[Hold] = field(default_factory=list)

    @property
    def last(self) -> datetime:
        """When somebody last wrote to it."""
        return max(one.last for one in self.seen)


def run(json: Json = False) -> None:
    """List the cases that were kept as long as the settings say.

    Nothing is deleted. Cases that are held stand apart: they are kept in any case.

    \b
    crisis store retention
    crisis store retention --json
    """
    years, lost = Years(0, 0), 0
    cases: list[Kept] = []
    with existing() as known:
        for store in known:
            opened = open_keys(store, skip=NAMELESS)
            years = _years(store)
            cases, lost = _cases(store, opened)
            if not opened:
                tell(LOCKED)
    due = [one for one in cases if not one.holds and kept_until(one.seen, years) <= now()]
    held = [one for one in cases if one.holds]
    if json:
        say_json({"due": [_row(one, years) for one in due], "held": [_row(o, years) for o in held]})
    elif known:
        say("\n".join(_lines(due, held, years)))
    else:
        say("There are no records here yet.")
    admit(lost)


def _years(store: Store) -> Years:
    names = ("retention_years", "retention_years_minor")
    return Years(*(int(value(store, name)) for name in names))


def _cases(store: Store, opened: bool) -> tuple[list[Kept], int]:
    """All cases that this person could erase, the longest silent first; and how many contacts
    could not be read. A contact that could not be read counts as that of a child."""
    cases: dict[str, Kept] = {}
    lost = 0
    for one in listed(store):
        if one.erased or (opened and _others(store, one)):
            continue
        kept = cases.setdefault(one.case, Kept(one.case))
        kept.contacts.append(one.contact)
        try:
            seen = _look(store, one, kept) if opened else Seen(one.began, adult=False)
        except CrisisError as error:
            tell(error.message, error.hint)
            lost, seen = lost + 1, Seen(one.began, adult=False)
        kept.seen.append(seen)
    if opened:
        for kept in cases.values():
            kept.holds = holds_on(store, kept.contacts)
    return sorted(cases.values(), key=lambda one: one.last), lost


def _others(store: Store, one: Listed) -> bool:
    try:
        return bool(store.unreadable(one.contact))
    except CrisisError:
        return False  # told where it is read


def _look(store: Store, one: Listed, kept: Kept) -> Seen:
    contact = read(store, one.contact)
    if name := contact.state.opened.client:
        kept.clients[name] = None
    return Seen(contact.last, adult(contact.state))


def _lines(due: list[Kept], held: list[Kept], years: Years) -> list[str]:
    lines = [RULE.format(adult=years.adult, minor=years.minor)]
    lines += ["", "KEPT LONG ENOUGH", *map(_line, due), ERASE] if due else [NONE]
    if held:
        lines += ["", "HELD: they may not be erased"]
    for one in held:
        lines.append(_line(one))
        lines += [f"    {visible(why.by)}, {why.day}: {visible(why.reason)}" for why in one.holds]
    return lines


def _line(one: Kept) -> str:
    names = f"  {visible(', '.join(one.clients))}" if one.clients else ""
    return f"{one.case}  last {day(one.last, zone(HOME_ZONE))}{names}"


def _row(one: Kept, years: Years) -> dict[str, Any]:
    return {
        "case": one.case,
        "contacts": one.contacts,
        "clients": list(one.clients),
        "last": one.last.isoformat(timespec="seconds"),
        "kept_until": kept_until(one.seen, years).isoformat(timespec="seconds"),
        "holds": [{"at": why.at, "by": why.by, "reason": why.reason} for why in one.holds],
    }
