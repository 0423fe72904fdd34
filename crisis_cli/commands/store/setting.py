"""crisis store set: what the agency decides about these records."""

from __future__ import annotations

from typing import Annotated

import typer

from crisis_cli.commands.contacts import now
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.stores import existing, store_of
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.protocol.letters import visible
from crisis_cli.records.known_settings import KNOWN, Setting, checked
from crisis_cli.records.settings import put, settings

NO_VALUE = "(not set)"


def run(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which setting.")] = "",
    value: Annotated[
        str | None, typer.Argument(metavar="VALUE", help='What it is from now on; "" for nothing.')
    ] = None,
    json: Json = False,
) -> None:
    """Show what is set for these records, or set something. What was set before stays written.

    Settings are not secret: they stand in clear. Setting one asks for the passphrase.

    \b
    crisis store set
    crisis store set redisclosure_notice "This may not be passed on."
    """
    if value is not None:
        checked(name, value)
        with store_of() as store:
            open_keys(store)
            put(store, name, value, now())
    elif name:
        checked(name, "")
    _say(_now_set(), name, json)


def _now_set() -> dict[str, str]:
    with existing() as known:
        return settings(known[0]) if known else {}


def _say(values: dict[str, str], name: str, json: bool) -> None:
    shown = {one: known for one, known in KNOWN.items() if name in ("", one)}
    if json:
        say_json(
            [
                {"name": one, "meaning": known.meaning, "value": values.get(one) or known.usual}
                for one, known in shown.items()
            ]
        )
        return
    for one, known in shown.items():
        say(f"{one}: {visible(values.get(one, '')) or _usual(known)}")
        say(f"    {known.meaning}")


def _usual(known: Setting) -> str:
    return f"{known.usual} (not set; the usual)" if known.usual else NO_VALUE
