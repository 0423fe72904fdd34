"""Every answer that was given in a contact, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from crisis_cli.engine.entries import Answered, Entry

IN_FORCE, REPLACED, CORRECTED = "in_force", "replaced", "corrected"
WITHDRAWN, KEPT_TOO = "withdrawn", "kept_too"
# What becomes of an answer when another takes its place, by how that was given.
BECOMES = {"corrected": CORRECTED, "asked_again": KEPT_TOO}


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that was given.

    standing: in_force; replaced; corrected (a slip of the key); withdrawn (a later change took
    its step off the path); kept_too (asked again: this and the later one both stay).
    because: for a withdrawn one, the step whose change did it.
    until: when it stopped counting; None while it counts.
    """

    step: str
    value: Any
    unknown: str
    how: str
    reason: str
    at: datetime
    seq: int
    by: str
    standing: str = IN_FORCE
    because: str = ""
    until: datetime | None = None

    @property
    def outcome(self) -> str:
        """What came of an action: done, not_yet, not_done; "" where that is unknown."""
        return str(self.value["outcome"]) if isinstance(self.value, dict) else ""


class Answers:
    """The answers of one contact by step, oldest first. Nothing is ever taken out."""

    def __init__(self) -> None:
        self._given: dict[str, list[Given]] = {}

    def add(self, entry: Entry, event: Answered) -> Given | None:
        """Keep an answer as the one in force; returns the one whose place it takes."""
        before = self.in_force(event.step)
        if before:
            self._mark(before, BECOMES.get(event.how, REPLACED), entry)
        self._given.setdefault(event.step, []).append(_given(entry, event))
        return before

    def too_late(self, entry: Entry, event: Answered) -> None:
        """Keep an answer that counts nowhere: its step is not asked any more."""
        new = replace(_given(entry, event), standing=WITHDRAWN, because=event.step, until=entry.at)
        self._given.setdefault(event.step, []).append(new)

    def withdraw(self, step: str, because: str, entry: Entry) -> None:
        """A change to `because`, at this entry, took the step off the path."""
        given = self.in_force(step)
        if given:
            self._mark(given, WITHDRAWN, entry, because)

    def in_force(self, step: str) -> Given | None:
        """The answer that counts for a step, if it has one."""
        given = reversed(self._given.get(step, ()))
        return next((one for one in given if one.standing == IN_FORCE), None)

    def history(self, step: str) -> tuple[Given, ...]:
        """Every answer that was given to a step, oldest first."""
        return tuple(self._given.get(step, ()))

    def all(self) -> list[Given]:
        """Every answer of the contact, oldest first."""
        return sorted((g for given in self._given.values() for g in given), key=lambda g: g.seq)

    def _mark(self, given: Given, standing: str, entry: Entry, because: str = "") -> None:
        marked = replace(given, standing=standing, because=because, until=entry.at)
        every = self._given[given.step]
        every[every.index(given)] = marked


def _given(entry: Entry, event: Answered) -> Given:
    said = (event.step, event.value, event.unknown, event.how, event.reason)
    return Given(*said, entry.at, entry.seq, entry.by)
