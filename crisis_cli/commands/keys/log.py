"""crisis keys log: what was done with the keys and the records themselves."""

from __future__ import annotations

from typing import Any

from crisis_cli.commands.access import told
from crisis_cli.commands.keys.opened import owned
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.engine.times import HOME_ZONE, moment, zone
from crisis_cli.protocol.letters import visible
from crisis_cli.records.acts import acts
from crisis_cli.records.owning import people
from crisis_cli.records.sealed import Act
from crisis_cli.records.store import Store

# What was done, in words; the braces name what else the act says.
SAID = {
    "set_up": "Locked the records",
    "passphrase_changed": "Changed the passphrase",
    "passphrase_recovered": "Came in with the recovery key, and chose a new passphrase",
    "recovery_renewed": "Made a new recovery key",
    "keyring_added": "Let the keyring of this computer open the records",
    "keyring_removed": "Had the passphrase asked for again, not the keyring",
    "person_added": "Brought in {person}",
    "handed_over": "Handed case {case} over to {person}",
    "revoked": "Took the keys of {person} away: {reason}",
    "erased": "Erased case {case}: {reason}",
    "backed_up": "Made backup {backup}",
    "restored": "Brought the records back from backup {backup}",
}


def run(json: Json = False) -> None:
    """Who did what with the keys and the records.

    What was done with one contact: crisis show CONTACT --access.

    \b
    crisis keys log
    crisis keys log --json
    """
    place = zone(HOME_ZONE)
    with owned() as store:
        done = sorted(acts(store), key=lambda act: act.at)
        if json:
            say_json([_row(act) for act in done])
            return
        for act in done:
            what = _words(act, store)
            say(f"{moment(act.at, place)}, {visible(act.by)}:\n  {visible(what)}")


def _row(act: Act) -> dict[str, Any]:
    at = act.at.astimezone(zone(HOME_ZONE)).isoformat(timespec="seconds")
    return {"at": at, "by": act.by, **act.said}


def _words(act: Act, store: Store) -> str:
    names = {one.id: one.name for one in people(store)}
    return told(SAID, act.said | {"person": names.get(act.said.get("person", ""), "")})
