"""crisis, without a command: what is open, what is due, and how to begin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from crisis_cli.boundary import tell
from crisis_cli.commands.cases import LOCKED, bare_line, bare_row, lines, opened, row
from crisis_cli.commands.contacts import existing, now
from crisis_cli.commands.listed import Lists, admit
from crisis_cli.commands.options import say, say_json
from crisis_cli.commands.summary import Summary
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.records.listing import unended
from crisis_cli.records.sealed import when
from crisis_cli.records.shared.place import status
from crisis_cli.records.store import Store

SOON = timedelta(hours=24)
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
        lists = [Lists(store) for store in known if not store.empty]
        left, soon = waits(one for each in lists for one in each.waiting())
        lost = sum(each.lost for each in lists)
        if json:
            say_json({"open": [row(one) for one in left], "due": [row(one) for one in soon]})
        else:
            _say(left, soon, bool(lost))
        admit(lost)


def _say_bare(stores: list[Store], json: bool) -> None:
    """What is open, as far as that can be told without the passphrase."""
    waiting = [one for store in stores for one in unended(store)]
    if json:
        say_json({"open": [bare_row(one) for one in waiting], "due": None, "locked": True})
        return
    title = ["OPEN: go on with crisis resume CONTACT"] if waiting else []
    say("\n".join([*title, *map(bare_line, waiting), LOCKED, "", HOW]))


def _say(left: list[Summary], soon: list[Summary], lost: bool) -> None:
    for title, shown in (("OPEN: go on with crisis resume CONTACT", left), ("DUE", soon)):
        if shown:
            say("\n".join([title, *(line for one in shown for line in lines(one)), ""]))
    quiet = not (left or soon or lost)
    say(f"Nothing is open, and nothing is due.\n\n{HOW}" if quiet else HOW)


def _tell_copying(store: Store) -> None:
    """What keeps the records from being copied to the shared store, if anything does."""
    told = status(store)
    if told.trouble:
        since = f" since {moment(when(told.copied), zone(HOME_ZONE))}" if told.copied else ""
        tell(f"NOT COPIED to the shared store{since}. {told.trouble}", "Try: crisis store sync")


def waits(contacts: Iterable[Summary]) -> tuple[list[Summary], list[Summary]]:
    """Those that are open, the latest first; and those that ended, and whose follow-up, or an
    outcome, is due soon or overdue, soonest first.

    A later contact of the same client is the follow-up. contacts: the latest first.
    """
    seen: set[tuple[str, str]] = set()
    left, soon, until = [], [], (now() + SOON).timestamp()
    for one in contacts:
        followed = not seen.isdisjoint(one.client_of)
        seen |= one.client_of
        if not one.ended:
            left.append(one)
        elif not followed and one.soonest <= until:
            soon.append(one)
    return left, sorted(soon, key=lambda one: one.soonest)
