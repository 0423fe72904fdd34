"""crisis, without a command: what is open, what is due, and how to begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from crisis_cli.boundary import tell
from crisis_cli.commands.cases import LOCKED, bare_line, bare_row, in_brief, lines, opened, row
from crisis_cli.commands.consulting import policy
from crisis_cli.commands.contacts import admit, now
from crisis_cli.commands.follow_up.open import OpenFollowUp, open_follow_ups
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.options import say, say_json
from crisis_cli.commands.review.queue import overdue, signs
from crisis_cli.commands.stores import existing
from crisis_cli.commands.summary import Summary
from crisis_cli.commands.to_do import ToDo, to_do
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.records.listing import anything, unended
from crisis_cli.records.sealed import when
from crisis_cli.records.shared.place import status
from crisis_cli.records.store import Store
from crisis_cli.team.follow_up import SOON
from crisis_cli.team.policy import Policy

TITLES = {
    "open": "OPEN: go on with crisis resume CONTACT",
    "due": "DUE: see to each with crisis follow-up CONTACT",
    "supervisor": "FROM A SUPERVISOR: read it with crisis show CONTACT, answer with crisis amend",
    "not_reached": "NOT REACHED: say who looks for them; each with crisis follow-up CONTACT",
    "sign": "OVERDUE: read and sign it with crisis review CONTACT",
}
HOW = """\
Begin a contact:       crisis start
Try it out:            crisis practice
Emergency, at once:    crisis now
Everything else:       crisis --help"""


def run(json: bool = False) -> None:
    """What waits for the worker."""
    held, broken = policy()
    if broken:
        tell(broken)
    with existing() as known:
        for store in known:
            _tell_copying(store)
        if not all(opened(store) for store in known):
            _say_bare(known, json)
            return
        lists = [Lists(store) for store in known if anything(store)]
        found = [(each.store, one) for each in lists for one in each.waiting()]
        shown = waits(one for _, one in found) | {"sign": overdue(found, now())}
        shown["not_reached"] = unreached((one for store, one in found if signs(store)), held)
        lost = sum(each.lost for each in lists)
        if json:
            say_json({name: [row(one) for one in found] for name, found in shown.items()})
        else:
            _say(shown, held, bool(lost))
        admit(lost)


def _say_bare(stores: list[Store], json: bool) -> None:
    """What is open, as far as that can be told without the passphrase."""
    waiting = [one for store in stores for one in unended(store)]
    if json:
        say_json({"open": [bare_row(one) for one in waiting], "due": None, "locked": True})
        return
    title = ["OPEN: go on with crisis resume CONTACT"] if waiting else []
    say("\n".join([*title, *map(bare_line, waiting), LOCKED, "", HOW]))


def _say(shown: dict[str, list[Summary]], held: Policy, lost: bool) -> None:
    tell_each: dict[str, Callable[[Summary], list[str]]] = {
        "supervisor": in_brief,
        "due": partial(_due_lines, held=held),
    }
    for name, found in shown.items():
        if found:
            told = tell_each.get(name, lines)
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
    """Those that are open, the latest first; those that ended, and of which a follow-up, or an
    outcome, is due soon or overdue, soonest first; and those that a supervisor wants something of.

    Each has only what later contacts of its case have left of it. contacts: the latest first.
    """
    found: dict[str, list[Summary]] = {name: [] for name in TITLES}
    until, due = (now() + SOON).timestamp(), list[ToDo]()
    for one in to_do(contacts):
        if not one.said.ended:
            found["open"].append(one.said)
        elif one.soonest is not None and one.soonest <= until:
            due.append(one)
        if one.said.supervisor:
            found["supervisor"].append(one.left())
    due.sort(key=lambda one: one.soonest or 0)
    found["due"] = [one.left() for one in due]
    return found


def unreached(contacts: Iterable[Summary], held: Policy) -> list[Summary]:
    """Those of whom somebody has to be told now that they are not reached, the longest due first.
    contacts: the latest first."""
    told = [one.said for one in open_follow_ups(contacts, held, now()) if one.stand.tell]
    return list({one.contact: one for one in told}.values())


def _due_lines(one: Summary, held: Policy) -> list[str]:
    """What a list says of a contact that is due, with each follow-up that is."""
    every = [OpenFollowUp(one, task, held, now()) for task in one.tasks]
    soon = [each for each in every if each.soon]
    ways = soon[0].ways() if soon else []
    told = [*(line for each in soon for line in each.lines()), *ways]
    return [
        *lines(replace(one, alerts=[], put_off=[]) if soon else one),
        *(f"           {line}" for line in told),
    ]
