"""crisis keys, without a command: whose records these are, the ways in, and who may read."""

from __future__ import annotations

from typing import Any

import typer

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.practice.passes import day_of
from crisis_cli.commands.stores import records
from crisis_cli.protocol.letters import visible
from crisis_cli.records.owning import mine, people, slots
from crisis_cli.records.passed import passes
from crisis_cli.records.people import Person
from crisis_cli.records.sharing import not_any_more, vouched_for
from crisis_cli.records.store import Store
from crisis_cli.records.tiers import tier_of

WAYS = {
    "passphrase": "a passphrase",
    "recovery": "the recovery key on paper",
    "keyring": "the keyring of this computer",
}
OPEN = "These records are not locked: whoever has this computer can read them. Lock: crisis setup"
NO_TIER = "Nobody has recorded your tier, so you are asked as at entry."
PAPERLESS = "There is no recovery key. Make one: crisis keys new-recovery"


def run(ctx: typer.Context, json: Json = False) -> None:
    """Whose records these are, the ways in, and who may read.

    \b
    crisis keys
    crisis keys hand-over k7m4-2pqx "Sam O."
    """
    if ctx.invoked_subcommand:
        return
    with records() as store:
        told = _told(store) if store else {"owner": None, "opens_with": [], "people": []}
    if json:
        say_json(told)
    else:
        say("\n".join(visible(line) for line in _lines(told)))


def _told(store: Store) -> dict[str, Any]:
    owner, out = mine(store), not_any_more(store)
    return {
        "owner": _person(store, owner, out) if owner else None,
        "opens_with": sorted({slot.kind for slot in slots(store)}),
        "people": [
            {**_person(store, one, out), "compared": vouched_for(store, one)}
            for one in people(store)
            if one != owner
        ],
    }


def _person(store: Store, person: Person, out: set[str]) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "tier": tier_of(store, person.id),
        "check": person.check,
        "revoked": person.id in out,
        "passed": [{"scenario": p.scenario, "at": p.at} for p in passes(store, person.id)],
    }


def _lines(told: dict[str, Any]) -> list[str]:
    owner = told["owner"]
    if owner is None:
        return [OPEN]
    ways = [WAYS[kind] for kind in WAYS if kind in told["opens_with"]]
    lines = [
        f"These records are {owner['name']}'s ({owner['role']}, {owner['check']}).",
        f"They open with {' or '.join(ways)}.",
    ]
    if "recovery" not in told["opens_with"]:
        lines.append(PAPERLESS)
    lines.append(f"Tier: {owner['tier']}." if owner["tier"] else NO_TIER)
    lines += [f"You have {_passed(owner)}."] if owner["passed"] else []
    for one in told["people"]:
        lines.append(f"  {one['id']}  {one['name']}, {one['role']}: {_right(one)}. {one['check']}")
        lines += [f"{'':13}tier {one['tier']}"] if one["tier"] else []
        lines += [f"{'':13}{_passed(one)}"] if one["passed"] else []
    if any(not one["compared"] and not one["revoked"] for one in told["people"]):
        lines.append(COMPARE)
    return lines


def _passed(one: dict[str, Any]) -> str:
    """What somebody says that they have practised."""
    told = (f"{p['scenario']} on {day_of(p['at'])}" for p in one["passed"])
    return f"passed in practice: {'; '.join(told)}"


def _right(one: dict[str, Any]) -> str:
    """What somebody may read, in a few words."""
    if one["revoked"]:
        return "may not read any more"
    return RIGHTS[one["role"]] if one["compared"] else "gets no keys yet"


RIGHTS = {"supervisor": "may read every case", "worker": "reads what was handed over"}
COMPARE = """\
Who gets no keys yet is known from the shared store alone. Compare the letters \
with them by phone, then: crisis keys add "NAME\""""
