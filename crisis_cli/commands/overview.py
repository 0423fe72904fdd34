"""crisis, without a command: what is open, what is due, and how to begin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from crisis_cli.boundary import tell
from crisis_cli.commands.cases import LOCKED, bare_line, bare_row, in_brief, lines, opened, row
from crisis_cli.commands.contacts import admit, now
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.options import say, say_json
from crisis_cli.commands.queue import overdue
from crisis_cli.commands.stores import existing
from crisis_cli.commands.summary import Summary
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.records.listing import anything, unended
from crisis_cli.records.sealed import when
from crisis_cli.records.shared.place import status
from crisis_cli.records.store import Store

SOON = timedelta(hours=24)
TITLES = {
    "open": "OPEN: go on with crisis resume CONTACT",
    "due": "DUE",
    "supervisor": "FROM A SUPERVISOR: read it with crisis show CONTACT, answer with crisis amend",
    "sign": "OVERDUE: read and sign it with crisis review CONTACT",
}
HOW = """\
Begin a contact:       crisis start
Try it out:            crisis practice
Emergency, at once:    crisis now
Everything else:       crisis --help"""


def run(json: bool = False) -> None:
    """What waits for the worker."""
    with existing() as known:
        for store in known:
            _tell_copying(store)
        if not all(opened(store) for store in known):
            _say_bare(known, json)
            return
        lists = [Lists(store) for store in known if anything(store)]
        found = [(each.store, one) for each in lists for one in each.waiting()]
        shown = waits(one for _, one in found) | {"sign": overdue(found, now())}
        lost = sum(each.lost for each in lists)
        if json:
            say_json({name: [row(one) for one in found] for name, found in shown.items()})
        else:
            _say(shown, bool(lost))
        admit(lost)


def _say_bare(stores: list[Store], json: bool) -> None:
    """What is open, as far as that can be told without the passphrase."""
    waiting = [one for store in stores for one in unended(store)]
    if json:
        say_json({"open": [bare_row(one) for one in waiting], "due": None, "locked": True})
        return
    title = ["OPEN: go on with crisis resume CONTACT"] if waiting else []
    say("\n".join([*title, *map(bare_line, waiting), LOCKED, "", HOW]))


def _say(shown: dict[str, list[Summary]], lost: bool) -> None:
    for name, found in shown.items():
        if found:
            told = in_brief if name == "supervisor" else lines
            say("\n".join([TITLES[name], *(line for one in found for line in told(one)), ""]))
    quiet = not (any(shown.values()) or lost)
    say(f"Nothing is open, and nothing is due.\n\n{HOW}" if quiet else HOW)


def _tell_copying(store: Store) -> None:
    """What keeps the records from being copied to the shared store, if anything does."""
    told = status(store)
    if told.trouble:
        since = f" since {moment(when(told.copied), zone(HOME_ZONE))}" if told.copied else ""
        tell(f"NOT COPIED to the shared store{since}. {told.trouble}")
        tell("Try: crisis store sync")


def waits(contacts: Iterable[Summary]) -> dict[str, list[Summary]]:
    """Those that are open, the latest first; those that ended, and whose follow-up, or an outcome,
    is due soon or overdue, soonest first; and those that a supervisor wants something of.

    A later contact of the same case is the follow-up, but not of danger that was noted since.
    contacts: the latest first.
    """
    seen: set[str] = set()
    found: dict[str, list[Summary]] = {name: [] for name in TITLES}
    until = (now() + SOON).timestamp()
    for one in contacts:
        followed = one.case in seen and not one.danger_since
        seen.add(one.case)
        if not one.ended:
            found["open"].append(one)
        elif not followed and one.soonest <= until:
            found["due"].append(one)
        if one.supervisor:
            found["supervisor"].append(one)
    found["due"].sort(key=lambda one: one.soonest)
    return found
