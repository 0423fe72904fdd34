"""One entry as it lies on the disk: sealed, bound to its place, and a link of its log's chain."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crisis_cli.engine.entries import Entry, from_json
from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import Unopened, about, derived, digest, mac, seal, unseal

FORMAT = 2  # of a sealed entry; format 1 was plain JSON
PADDED = 256  # bytes: a yes and a no must not be told apart by their length


@dataclass(frozen=True, slots=True)
class Log:
    """What one author writes on one device. person: whose keys it is written under."""

    id: str
    person: str
    author: str
    device: str

    def bound(self) -> bytes:
        """What the log's key is bound to."""
        return about("log key", self.id, self.person, self.author, self.device)

    def start(self, key: bytes) -> bytes:
        """What the first link of its chain follows on."""
        return mac(derived(key, "chain"), about("log", self.id, self.person, self.author))


@dataclass(frozen=True, slots=True)
class Clear:
    """What stands beside a sealed entry. seq is 0 for an act, and contact "" for one about none."""

    log: Log
    place: int
    contact: str = ""
    seq: int = 0
    ends: bool = False

    def bound(self) -> bytes:
        """All of it as bytes: nothing of it can be changed without the entry refusing to open."""
        log = self.log
        return about(
            "entry", FORMAT, log.id, log.person, log.author, self.place,
            self.contact, self.seq, self.ends,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done with a contact and is no part of its interview.

    said: what it was, under "act", and what else there is to say of it.
    """

    at: datetime
    by: str
    said: dict[str, Any]


def seal_entry(key: bytes, bound: bytes, body: dict[str, Any]) -> bytes:
    """The entry's bytes under its contact's key. body: plain JSON; bound: of its `Clear`."""
    text = json.dumps(body, separators=(",", ":")).encode()
    # JSON may end in blanks, so the padding needs no mark of its own.
    return seal(key, text.ljust(-len(text) // PADDED * -PADDED), bound)


def open_entry(key: bytes, bound: bytes, sealed: bytes) -> dict[str, Any]:
    """What `seal_entry` was given. Unopened where anything about it was changed."""
    text = unseal(key, sealed, bound)
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:  # by somebody who has the key, and not our code
        raise Unopened from error
    if not isinstance(body, dict):
        raise Unopened
    return body


def link(chain: bytes, before: bytes, bound: bytes, sealed: bytes) -> bytes:
    """The link of the chain for an entry, from the one before it. chain: from the log's key."""
    return mac(chain, before + digest(bound + sealed))


def head_text(log: str, place: int, link: bytes, at: str) -> bytes:
    """What is signed where a log is signed as far as it goes."""
    return about("head", log, place, link.hex(), at)


def opens(clear: Clear, body: dict[str, Any], protocol: str, began: str) -> bool:
    """Whether an entry is the first of its contact, and says the same as stands in clear."""
    if clear.seq != 1 or body.get("protocol") != protocol:
        return False
    try:
        return begun(datetime.fromisoformat(body["at"])) == began
    except (ValueError, KeyError, TypeError, OverflowError):
        return False


def begun(at: datetime) -> str:
    """When a contact began, as it stands in clear: all in one zone, so that the text sorts."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def when(began: str) -> datetime:
    """The time that `begun` wrote; long ago where it was damaged: a list shows it all the same."""
    try:
        return datetime.fromisoformat(began).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return datetime.fromtimestamp(0, UTC)


def entry_of(clear: Clear, body: dict[str, Any], by: str) -> Entry:
    """The entry that was opened. CrisisError for a kind that this program does not know."""
    try:
        at = datetime.fromisoformat(body["at"])
        return Entry(clear.seq, at, by, from_json(body["event"]))
    except (ValueError, KeyError, TypeError) as error:
        raise CrisisError(
            f"Entry {clear.seq} of contact {clear.contact} cannot be read.",
            "It may come from a newer version of crisis. The file was not changed.",
        ) from error


def act_of(clear: Clear, body: dict[str, Any], by: str) -> Act:
    """The act that was opened. CrisisError for one that this program cannot read."""
    try:
        said = {str(name): value for name, value in body["act"].items()}
        return Act(datetime.fromisoformat(body["at"]), by, said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CrisisError(
            f"Something that was done with contact {clear.contact} cannot be read.",
            "It may come from a newer version of crisis. The file was not changed.",
        ) from error
