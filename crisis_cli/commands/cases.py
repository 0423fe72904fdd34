"""crisis cases: every contact, with its level and what is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Annotated, Any

import typer

from crisis_cli.commands.contacts import admit
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.options import Json, Practised, say, say_json_list
from crisis_cli.commands.stores import existing
from crisis_cli.commands.summary import Summary
from crisis_cli.commands.to_do import to_do
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.listing import Listed, anything, listed
from crisis_cli.records.names import folded
from crisis_cli.records.store import Store

NAMELESS = "list without names"
LOCKED = "Names, levels and what is due are locked: give your passphrase to see them."
NOTHING = "No contacts yet."
NOBODY = "Nobody is called {client} in the records that you can read."
# What of a summary is told as JSON.
ROW = (
    "contact", "case", "client", "names", "protocol", "state", "happened", "began", "last",
    "level", "recorded", "undetermined", "due", "tasks", "reach", "alerts", "put_off",
    "supervisor",
)  # fmt: skip


def run(
    client: Annotated[
        str, typer.Option(metavar="NAME", help="Only those of a client with these words in a name.")
    ] = "",
    csv: Annotated[
        bool,
        typer.Option("--csv", help="For another system: a row for each contact that has ended."),
    ] = False,
    since: Annotated[
        str, typer.Option(metavar="DATE", help="With --csv: from this day on, 2026-11-01.")
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="With --csv: to this day, and all of it.")
    ] = "",
    practice: Practised = False,
    json: Json = False,
) -> None:
    """List contacts, with their level and what is due.

    An open contact is listed with what it would have if it ended at its last entry. Without the
    passphrase the list has no names, levels and times: those are locked.

    \b
    crisis cases
    crisis cases --client "J."
    crisis cases --json
    crisis cases --csv --since 2026-11-01 --until 2026-11-30 > november.csv
    """
    if csv or since or until:
        _rows(csv and not json, client, since, until, practice)
        return
    with existing(practice) as known:
        if not all(opened(store, bool(client)) for store in known):
            _say_bare(known, json)
            return
        lists = [Lists(store) for store in known if anything(store)]
        found = (one.left() for each in lists for one in to_do(_wanted(each, client)))
        if json:
            say_json_list(row(one) for one in found)
        else:
            some = _say_each("\n".join(lines(one)) for one in found)
            if not some and not any(each.lost for each in lists):
                say(NOBODY.format(client=visible(client)) if client else NOTHING)
        admit(sum(each.lost for each in lists))


def _rows(asked: bool, client: str, since: str, until: str, practice: bool) -> None:
    """The list as a file for another system. asked: whether it is, and nothing else."""
    from crisis_cli.commands.rows import ONLY_CSV, days_of, say_rows

    if not asked:
        raise CrisisError(*ONLY_CSV, Exit.USAGE)
    days = days_of(since, until)
    with existing(practice) as known:
        for store in known:
            opened(store, needed=True)
        lists = [Lists(store) for store in known if anything(store)]
        found = ((each.store, one) for each in lists for one in _wanted(each, client))
        lost = say_rows(found, days)
        admit(lost + sum(each.lost for each in lists))


def _wanted(lists: Lists, client: str) -> Iterable[Summary]:
    return lists.called(client) if client else lists.everyone()


def _say_each(texts: Iterable[str]) -> bool:
    """Say each as soon as it is known. Whether there were any."""
    some = False
    for text in texts:
        say(text)
        some = True
    return some


def opened(store: Store, needed: bool = False) -> bool:
    """Whether a list may tell all; asks for the passphrase, if there is anything to list.

    needed: a list without names will not do: then CrisisError.
    """
    return not anything(store) or open_keys(store, skip="" if needed else NAMELESS)


def _say_bare(stores: list[Store], json: bool) -> None:
    """The list as far as it goes without any key."""
    found = (one for store in stores for one in listed(store) if not one.erased)
    if json:
        say_json_list(bare_row(one) for one in found)
    else:
        say(LOCKED if _say_each(map(bare_line, found)) else NOTHING)


def bare_row(one: Listed) -> dict[str, Any]:
    """What can be told of a contact without any key, as plain JSON."""
    return {
        "contact": one.contact,
        "case": one.case,
        "state": "ended" if one.ended else "open",
        "began": _iso(one.began, zone(HOME_ZONE)),
        "locked": True,
    }


def bare_line(one: Listed) -> str:
    """The same in words."""
    state = "ended" if one.ended else "open"
    return f"{one.contact}  {state}, begun {moment(one.began, zone(HOME_ZONE))}"


def row(one: Summary) -> dict[str, Any]:
    """What a list says of a contact, as plain JSON; times are absolute, with their zone."""
    return {name: getattr(one, name) for name in ROW}


def lines(one: Summary) -> list[str]:
    """What a list says of a contact, in words."""
    place = zone(one.zone)
    client = [f"           {visible(one.client)}"] if one.client else []
    others = [visible(name) for name in one.names if folded(name) != folded(one.client)]
    also = [f"           also called {', '.join(others)}"] if others else []
    unsure = " (danger questions unanswered)" if one.undetermined else ""
    lower = f" (a supervisor recorded: {one.recorded})" if one.recorded else ""
    written = _moment(one.began, place)
    when, late = f"begun {written}", []
    if one.happened:
        when = f"took place {_moment(one.happened, place)}"
        late = [f"           late entry, written {written}"]
    return [
        f"{one.contact}  {one.state}, {when}",
        *client,
        *also,
        *late,
        f"           level {one.level}{unsure}{lower}",
        *([f"           due {_moment(one.due, place)}"] if one.due else []),
        *(f"           {line}" for line in one.still_open()),
        *(f"           {line}" for line in _supervised(one.supervisor)),
    ]


def in_brief(one: Summary) -> list[str]:
    """What a supervisor wants, with the contact that it is about."""
    return [f"{one.contact}  {line}" for line in _supervised(one.supervisor)]


def _moment(iso: str, place: tzinfo) -> str:
    return moment(datetime.fromisoformat(iso), place)


def _supervised(said: list[dict[str, Any]]) -> list[str]:
    agreed = {True: "agrees", False: "DISAGREES"}
    return [f"{visible(s['by'])} {agreed[s['agree']]}: {visible(s['instruction'])}" for s in said]


def _iso(at: datetime, place: tzinfo) -> str:
    return at.astimezone(place).isoformat(timespec="seconds")
