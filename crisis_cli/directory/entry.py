"""One resource: who it is, how to reach it, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crisis_cli.directory.hours import Opening

WAYS = {"call": "Call", "text": "Text", "chat": "Chat", "tty": "TTY"}
STATUS = ("confirmed", "partly", "unverified")
UNVERIFIED = "unverified"
ALWAYS = "always"  # the hours of who answers day and night
EXPIRES = 90  # days after which a number is not relied on, where its entry says nothing


@dataclass(frozen=True, slots=True)
class Number:
    """One way to reach somebody. way: call, text, chat or tty."""

    way: str
    value: str
    note: str = ""
    status: str = "confirmed"


@dataclass(frozen=True, slots=True)
class Resource:
    """Somebody who can help.

    purpose: what for. hours: ALWAYS or a sentence; times: the same as they can be counted with,
    where the file has them so. holidays, hours_note: in words. languages: codes, or one sentence.
    needs: of NEEDS. ages: the youngest and the oldest, as far as there is one. walk_in: yes, no,
    or "". expires_after: days after verified_on. worker_only: for reports and the like: on no
    client page. heard: what was heard on the telephone since, and is not in the file, in words.
    """

    id: str
    name: str
    purpose: str
    numbers: tuple[Number, ...]
    hours: str
    source: str
    verified_on: date
    status: str
    languages: tuple[str, ...] = ()
    address: str = ""
    who: str = ""
    verified_by: str = ""
    expires_after: int = EXPIRES
    note: str = ""
    worker_only: bool = False
    times: tuple[Opening, ...] = ()
    holidays: str = ""
    hours_note: str = ""
    needs: tuple[str, ...] = ()
    ages: tuple[int | None, int | None] = (None, None)
    walk_in: str = ""
    heard: str = ""

    def stale(self, today: date) -> bool:
        """Whether it was checked too long ago to be relied on."""
        return (today - self.verified_on).days > self.expires_after

    @property
    def always(self) -> bool:
        """Whether it answers day and night."""
        return self.hours == ALWAYS

    @property
    def for_clients(self) -> bool:
        """Whether it may stand on a client's page: there is a checked way to it."""
        place = bool(self.address) and not self.numbers
        known = self.status != UNVERIFIED and (place or bool(self.verified))
        return known and not self.worker_only

    @property
    def when(self) -> str:
        """Its hours in words, with what is said of holidays and besides; not for ALWAYS itself."""
        holidays = f"Holidays: {self.holidays}" if self.holidays else ""
        hours = "" if self.always else self.hours
        return ". ".join(part.rstrip(".") for part in (hours, holidays, self.hours_note) if part)

    @property
    def verified(self) -> tuple[Number, ...]:
        """Its numbers that were checked; none where the whole entry was not."""
        if self.status == UNVERIFIED:
            return ()
        return tuple(number for number in self.numbers if number.status != UNVERIFIED)


def _written_in(id: str, name: str, purpose: str, *numbers: Number) -> Resource:
    source = "Written into the program"
    made = date(2026, 11, 1)
    return Resource(
        id, name, purpose, numbers, ALWAYS, source, made, "confirmed", expires_after=100 * 365
    )


# What is there even when the file is missing or broken.
FALLBACK = {
    one.id: one
    for one in (
        _written_in("nine_one_one", "911", "A life in danger", Number("call", "911")),
        _written_in(
            "lifeline",
            "988 Lifeline",
            "Thoughts of suicide, any crisis",
            Number("call", "988"),
            Number("text", "988"),
        ),
    )
}
