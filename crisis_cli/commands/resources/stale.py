"""crisis resources stale: which numbers are past their time, and for how long."""

from __future__ import annotations

from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.resources.opened import now, opened
from crisis_cli.engine.times import home_day


def run(json: Json = False) -> None:
    """List what is past its time, or never was verified.

    \b
    crisis resources stale
    crisis resources stale --json | jq '.[].id'
    """
    from crisis_cli.directory.entry import UNVERIFIED
    from crisis_cli.directory.telling import data, freshness, past

    at = now()
    today = home_day(at)
    every = [
        one for one in opened().all() if one.stale(today) or one.status == UNVERIFIED or one.heard
    ]
    every.sort(key=lambda one: -past(one, today))
    if json:
        say_json([data(one, at) for one in every])
        return
    for one in every:
        told = f"{freshness(one, today)}{f'; {one.heard}' if one.heard else ''}"
        say(f"{one.name} ({one.id})\n  {told}")
    last = "Phone them through: crisis resources verify" if every else "Every number is fresh."
    say(f"\n{last}" if every else last)
