"""What a list says of one contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crisis_cli.commands.contacts import Contact
from crisis_cli.engine.follow_up import next_contact
from crisis_cli.engine.times import zone
from crisis_cli.records.names import plain


@dataclass(frozen=True, slots=True)
class Summary:
    """What a list says of a contact. Times are ISO, of the contact's own zone.

    due: when the next contact is due, of an open one as if it had ended at its last entry.
    soonest: when its first task is, in seconds since 1970. took_place: when it took place, or
    began to be written, in microseconds since 1970. names: all names of its client.
    """

    contact: str
    client: str
    protocol: str
    state: str
    happened: str | None
    began: str
    last: str
    level: str
    undetermined: bool
    due: str
    alerts: list[str]
    zone: str
    soonest: float
    took_place: int
    names: list[str]
    case: str

    @property
    def ended(self) -> bool:
        """Whether the contact is closed."""
        return self.state == "ended"

    @property
    def place(self) -> tuple[int, float, str]:
        """Where it stands in a list: the latest first, by when it took place."""
        return -self.took_place, -datetime.fromisoformat(self.began).timestamp(), self.contact

    @property
    def client_of(self) -> set[tuple[str, str]]:
        """By what other contacts of its client are known: its names, and its case."""
        names = {("name", plain(name)) for name in self.names if plain(name)}
        return names | ({("case", self.case)} if self.case else set())


def names_of(contact: Contact) -> list[str]:
    """All names of a contact's client. Whatever else can name one belongs here."""
    return [contact.state.opened.client] if contact.state.opened.client.strip() else []


def summary(contact: Contact, case: str) -> Summary:
    """What a list says of a contact that was read. case: the one that it is filed under."""
    state, level = contact.state, contact.state.if_ended()
    place, tasks = zone(state.opened.zone), contact.state.tasks(contact.last)
    return Summary(
        contact=contact.id,
        client=state.opened.client,
        protocol=state.opened.protocol,
        state="ended" if state.ended else "paused" if state.paused else "open",
        happened=_iso(state.happened.astimezone(place)) if state.happened else None,
        began=_iso(state.entries[0].at.astimezone(place)),
        last=_iso(contact.last.astimezone(place)),
        level=level.highest,
        undetermined=level.undetermined,
        due=_iso(next_contact(tasks)),
        alerts=[alert.means for alert in state.alerts() if alert.status == "open"],
        zone=state.opened.zone,
        soonest=min(task.due.timestamp() for task in tasks),
        took_place=micros(state.took_place),
        names=names_of(contact),
        case=case,
    )


def kept(says: dict[str, Any] | None) -> Summary | None:
    """The summary that the index kept; None where it kept none."""
    try:
        return Summary(**says) if says else None
    except TypeError:  # of a program that said other things
        return None


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def micros(at: datetime) -> int:
    """A time in microseconds since 1970."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
