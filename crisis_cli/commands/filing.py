"""How a contact is filed and to whom it was given, as its record says it."""

from __future__ import annotations

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import Contact
from crisis_cli.documents.record.filing import Disclosure, Filing, Refiled
from crisis_cli.errors import CrisisError
from crisis_cli.records.known_settings import NOTICE
from crisis_cli.records.names import folded, names_of
from crisis_cli.records.refiling import DUPLICATE
from crisis_cli.records.sealed import Act
from crisis_cli.records.settings import settings
from crisis_cli.records.store import Store

WITHOUT = "Records are printed without the agency's statement until that is put right."


def filing(contact: Contact) -> Filing:
    """What the record of a contact says of its names, its case and its disclosures."""
    acts, names = contact.store.acts(contact.id), names_of(contact.store, contact.id)
    client = contact.state.opened.client
    known = {folded(name) for name in names}
    return Filing(
        names=tuple(names),
        misnamed=bool(folded(client)) and folded(client) not in known,
        refiled=tuple(_refiled(one) for one in acts if one.said["act"] == "refiled"),
        disclosures=tuple(_disclosed(one) for one in acts if one.said["act"] == "disclosed"),
        notice=notice(contact.store),
    )


def notice(store: Store) -> str:
    """The statement that goes with what is given to others, or ""."""
    return setting(store, NOTICE).strip()


def setting(store: Store, name: str) -> str:
    """What is set, or "". A setting that was tampered with is told, and keeps no record from being
    read."""
    try:
        return settings(store).get(name, "")
    except CrisisError as error:
        tell(error.message, WITHOUT)
        return ""


def _refiled(act: Act) -> Refiled:
    said = act.said
    duplicate = said["why"] == DUPLICATE
    return Refiled(said["from"], said["to"], duplicate, said["reason"], act.at, act.by)


def _disclosed(act: Act) -> Disclosure:
    said = act.said
    return Disclosure(
        to=said["to"],
        text=said["what"],
        reason=said["reason"],
        happened=said["happened"],
        emergency=said["emergency"] == "yes",
        notice=said["notice"] == "yes",
        written=act.at,
        by=act.by,
    )
