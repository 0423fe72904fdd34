"""crisis store backups: the copies that were made of the records."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.stores import existing
from crisis_cli.commands.unlocking import open_unasked
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.protocol.letters import visible
from crisis_cli.records.copies import Copy, known

NONE = "No backup was made yet. Make one: crisis store backup FILE"


def run(json: Json = False) -> None:
    """List the backups: when, where, and whether they are there.

    \b
    crisis store backups
    crisis store backups --json
    """
    made: list[Copy] = []
    with existing() as stores:
        for store in stores:
            open_unasked(store)
            made = known(store)
    if json:
        say_json([_row(one) for one in made])
    else:
        say("\n".join(line(one) for one in made) or NONE)


def line(one: Copy) -> str:
    """What a list says of a copy."""
    when = moment(datetime.fromisoformat(one.at), zone(HOME_ZONE))
    where = visible(one.file) or "only the log tells of it, not where it is"
    gone = "" if one.there or not one.file else " (not there any more, or another file now)"
    return f"{one.id or 'replaced '}  {when}  {where}{gone}"


def _row(one: Copy) -> dict[str, Any]:
    return {"backup": one.id, "at": one.at, "file": one.file or None, "there": one.there}
