"""crisis cases: every contact, with its level and what is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Annotated, Any

import typer

from crisis_cli.commands.contacts import existing
from crisis_cli.commands.listed import Lists, admit
from crisis_cli.commands.options import Json, Practice, say, say_json_list
from crisis_cli.commands.summary import Summary
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.protocol.letters import visible
from crisis_cli.records.listing import Listed, listed
from crisis_cli.records.store import Store

Client = Annotated[
    str, typer.Option(metavar="NAME", help="Only those of a client who has these words in a name.")
]

NAMELESS = "list without names"
LOCKED = "Names, levels and what is due are locked: give your passphrase to see them."
NOTHING = "No contacts yet."
NOBODY = "No contact with a client called {client}."
# What of a summary a list tells as JSON.
ROW = (
    "contact", "client", "protocol", "state", "happened", "began", "last", "level",
    "undetermined", "due", "alerts",
)  # fmt: skip


def run(practice: Practice = False, client: Client = "", json: Json = False) -> None:
    """List contacts, with their level and what is due.

    An open contact is listed with what it would have if it ended at its last entry. Without the
    passphrase the list has no names, levels and times: those are locked.

    \b
    crisis cases
    crisis cases --client "J. from the shelter"
    """
    with existing(practice) as known:
        if not all(opened(store, bool(client.strip())) for store in known):
            _say_bare(known, json)
            return
        lists = [Lists(store) for store in known if not store.empty]
        found = (one for each in lists for one in _wanted(each, client.strip()))
        if json:
            say_json_list(row(one) for one in found)
        else:
            some = _say_each("\n".join(lines(one)) for one in found)
            if not some and not any(each.lost for each in lists):
                say(NOBODY.format(client=visible(client.strip())) if client.strip() else NOTHING)
        admit(sum(each.lost for each in lists))


def _wanted(lists: Lists, client: str) -> Iterable[Summary]:
    return lists.called(client) if client else lists.everyone()


def opened(store: Store, must: bool = False) -> bool:
    """Whether a list may tell all; asks for the passphrase, if there is anything to list.

    must: whether there is no list without it.
    """
    return store.empty or open_keys(store, skip="" if must else NAMELESS)


def _say_bare(stores: list[Store], json: bool) -> None:
    """The list as far as it goes without any key."""
    found = (one for store in stores for one in listed(store) if not one.erased)
    if json:
        say_json_list(bare_row(one) for one in found)
        return
    say(LOCKED if _say_each(map(bare_line, found)) else NOTHING)


def _say_each(texts: Iterable[str]) -> bool:
    """Say each as soon as it is known. Whether there were any."""
    some = False
    for text in texts:
        say(text)
        some = True
    return some


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
    client = f"  {visible(one.client)}" if one.client else ""
    unsure = " (danger questions unanswered)" if one.undetermined else ""
    written = _moment(one.began, place)
    when, late = f"begun {written}", []
    if one.happened:
        when = f"took place {_moment(one.happened, place)}"
        late = [f"           late entry, written {written}"]
    return [
        f"{one.contact}  {one.state}, {when}{client}",
        *late,
        f"           level {one.level}{unsure}",
        f"           due {_moment(one.due, place)}",
        *(f"           STILL OPEN: {visible(alert)}" for alert in one.alerts),
    ]


def _moment(iso: str, place: tzinfo) -> str:
    return moment(datetime.fromisoformat(iso), place)


def _iso(at: datetime, place: tzinfo) -> str:
    return at.astimezone(place).isoformat(timespec="seconds")
