"""What somebody has practised: which scenarios they passed, signed with their own key.

It is their own claim, and says so. It is kept among the settings, so that each one stays written;
a supervisor takes it over from the file that the worker hands over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import about
from crisis_cli.records.persons import known
from crisis_cli.records.settings import put, settings
from crisis_cli.records.sharing import vouched_for
from crisis_cli.records.store import Store
from crisis_cli.records.trouble import explained

NAME = "passed "  # before the id of a person and the name of a scenario
FORMAT = 1  # of the text that carries them to a supervisor
UNREAD = ("This is no list of what somebody has practised.", "Ask them for it again.")


@dataclass(frozen=True, slots=True)
class Passed:
    """A scenario that somebody passed, by its name and the hash of its file, with which protocol.

    at: when, an ISO time with zone. person: their id. Both hashes in hex.
    """

    scenario: str
    scenario_hash: str
    protocol: str
    version: str
    hash: str
    at: str
    person: str = ""
    signature: str = ""

    def said(self) -> bytes:
        """What they sign."""
        head = (self.person, self.scenario, self.scenario_hash)
        return about("passed", *head, self.protocol, self.version, self.hash, self.at)


def record(store: Store, passed: Passed, at: datetime) -> Passed:
    """Write down what whoever holds the keys of this store has passed. Locked without the keys."""
    me = store.keys.holder()
    made = replace(passed, person=me.person.id)
    made = replace(made, signature=me.sign(made.said()).hex())
    _keep(store, made, at)
    return made


def passes(store: Store, person: str) -> list[Passed]:
    """What a person (an id) has passed, by scenario, as far as they signed it."""
    found = (_from(text) for name, text in _about(store, person))
    return sorted((one for one in found if one and _signed(store, one)), key=lambda p: p.scenario)


def _about(store: Store, person: str) -> Iterable[tuple[str, str]]:
    head = f"{NAME}{person} "
    return ((name, text) for name, text in settings(store).items() if name.startswith(head))


def as_file(every: Iterable[Passed]) -> str:
    """What somebody has passed as a file, for their supervisor."""
    return json.dumps({"crisis_passed": FORMAT, "passed": [asdict(p) for p in every]}, indent=2)


def bring(store: Store, text: str, at: datetime) -> list[Passed]:
    """Take over what somebody else signed. CrisisError for anything that nobody known did.

    What is here already, or later, stays as it is. Returns all that is in the text.
    """
    every = _all(text)
    for one in every:
        if not _signed(store, one, compared=True):
            raise CrisisError(
                "Nobody whose key you know and compared signed this.",
                "Bring in their public key first: crisis keys add",
            )
    for one in every:
        before = {made.scenario: made for made in passes(store, one.person)}.get(one.scenario)
        if before is None or datetime.fromisoformat(before.at) < datetime.fromisoformat(one.at):
            _keep(store, one, at)
    return every


def _all(text: str) -> list[Passed]:
    with suppress(ValueError, TypeError, KeyError, AttributeError):
        body = json.loads(text)
        if body["crisis_passed"] == FORMAT:
            found = [_from(json.dumps(one)) for one in body["passed"]]
            if found and all(found):
                return [one for one in found if one]
    raise CrisisError(*UNREAD)


def _keep(store: Store, made: Passed, at: datetime) -> None:
    put(store, f"{NAME}{made.person} {made.scenario}", json.dumps(asdict(made)), at)


def _signed(store: Store, made: Passed, compared: bool = False) -> bool:
    """Whether the person signed it. compared: they must also be somebody whose key was compared."""
    with explained(store.path):
        by = known(store.db, made.person)
    if by is None or (compared and not vouched_for(store, by)):
        return False
    return by.signed(made.said(), bytes.fromhex(made.signature))


def _from(text: str) -> Passed | None:
    """What a text says; None for anything else."""
    with suppress(ValueError, TypeError):
        body: dict[str, Any] = json.loads(text)
        made = Passed(**body)
        bytes.fromhex(made.signature)
        if datetime.fromisoformat(made.at).tzinfo and all(
            isinstance(v, str) for v in body.values()
        ):
            return made
    return None
