"""The follow-ups that are left, by when they are due, with what is wanted of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from crisis_cli.commands.summary import Summary, micros
from crisis_cli.commands.to_do import soonest, to_do
from crisis_cli.directory.resources import numbers
from crisis_cli.engine.additions import WAYS
from crisis_cli.engine.times import moment, zone
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.letters import visible
from crisis_cli.team.chain import turn
from crisis_cli.team.follow_up import SOON, Stand, Try, stand
from crisis_cli.team.policy import Policy

NOT_SAID = "They did not say how they want to be reached: leave no message."
NOT_REACHED = "NOT REACHED"
NOBODY_TRIED = "OVERDUE, and nobody has tried"
TOLD = ("what", "due", "opens", "caring", "owner", "agreed", "agreed_for")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class OpenFollowUp:
    """One follow-up of an ended contact, at an aware time, under a policy."""

    said: Summary
    task: dict[str, Any]
    policy: Policy
    now: datetime

    @cached_property
    def due(self) -> datetime:
        """By when, aware."""
        return datetime.fromisoformat(self.task["due"])

    @cached_property
    def stand(self) -> Stand:
        """Where it stands by the policy. Who was tried for one follow-up of the contact was tried
        for each that is overdue by now; a caring contact asks nothing, and is apart."""
        opens = self.task["opens"]
        every = self.due < self.now and not self.task["caring"]
        made = self.said.tries if every else self.task["tries"]
        return stand(
            self.policy,
            self.said.level,
            self.due,
            datetime.fromisoformat(opens) if opens else None,
            [one for one in map(_try, made) if not self._before(one)],
            self.now,
            zone(self.said.zone),
            self.task["caring"],
        )

    @property
    def first(self) -> datetime:
        """By when it has to be looked at: due, or agreed for before that; aware."""
        return soonest(self.task)

    @property
    def soon(self) -> bool:
        """Whether that is within a day, or was."""
        return self.first.astimezone(UTC) <= self.now + SOON

    def _before(self, one: Try) -> bool:
        """Whether a try is said to be from before the contact: that is a slip of the year, so it
        stays written, and counts for nothing. Tries are told to the minute or the second, so a
        whole minute is no difference."""
        return micros(one.at + MINUTE) <= self.said.took_place

    def row(self) -> dict[str, Any]:
        """As plain JSON."""
        found = self.stand
        return {
            "contact": self.said.contact,
            "case": self.said.case,
            "client": self.said.client,
            "level": self.said.level,
            "task": self.task["id"],
            **{name: self.task[name] for name in TOLD},
            "overdue": found.overdue,
            "reach": self.said.reach,
            "tries": self.task["tries"],
            "wanted": list(found.wanted),
            "tell": self.whom if found.tell else None,
            "then": found.then if found.tell else None,
            "alerts": self.said.alerts,
        }

    @property
    def whom(self) -> str:
        """Who is told, by the chain, as it stands now."""
        link = turn(self.policy, (), self.now).link
        if link is None:
            return "nobody: the policy names no one to call"
        number = link.number or _number(link.resource)
        return link.who + (f" ({number})" if number and number != link.who else "")

    def head(self) -> str:
        """Whose it is, and of which level."""
        client = f"{visible(self.said.client)}, " if self.said.client else ""
        unsure = " (danger questions unanswered)" if self.said.undetermined else ""
        return f"{self.said.contact}  {client}level {self.said.level}{unsure}"

    def lines(self) -> list[str]:
        """In words, without its head."""
        return [visible(line) for line in self._lines()]

    def _lines(self) -> Iterator[str]:
        found, place = self.stand, zone(self.said.zone)
        owner = f" ({self.task['owner']})" if self.task["owner"] else ""
        by = "OVERDUE, was due" if found.overdue else "due"
        yield f"{self.task['what']}{owner}: {by} {moment(self.due, place)}"
        if self.task["agreed"]:
            yield f"agreed with them for {self.task['agreed']}"
        if not found.opened:
            yield f"not before {self.opens_in_words()}"
        if self.task["caring"]:
            yield "a caring contact: a few warm words that ask nothing"
        if found.tell:
            yield self._tell()
        yield from tries(self.task["tries"], place)
        if found.count and found.wanted:
            yield f"before anybody gives up: {'; '.join(found.wanted)}"

    def opens_in_words(self) -> str:
        """From when on it makes sense, where it does not at once."""
        return moment(datetime.fromisoformat(self.task["opens"]), zone(self.said.zone))

    def _tell(self) -> str:
        count = self.stand.count
        told = f"{NOT_REACHED}: {count} {'try' if count == 1 else 'tries'}"
        if not count:
            told = NOBODY_TRIED
        return f"{told}. Tell now: {self.whom}. {self.stand.then}."

    def ways(self) -> list[str]:
        """How they want to be reached, in words, and what is still open about danger."""
        told = self.said.reach or [NOT_SAID]
        return [*map(visible, told), *self.said.still_open()]


def tries(made: Iterable[dict[str, Any]], place: Any) -> Iterator[str]:
    """Each try in words: when, how, and what was left."""
    for one in made:
        at = moment(datetime.fromisoformat(one["at"]), place, year=False)
        came = "reached them" if one["reached"] else "did not reach them"
        left_ = f"; left: {one['left']}" if one["left"] else ""
        yield f"{at}: {one['by']} tried {WAYS.get(one['way'], one['way'])}, {came}{left_}"


def open_follow_ups(
    contacts: Iterable[Summary], policy: Policy, now: datetime
) -> list[OpenFollowUp]:
    """Every follow-up that is left, the soonest first. contacts: the latest first; now: aware."""
    found = [
        OpenFollowUp(one.said, task, policy, now) for one in to_do(contacts) for task in one.tasks
    ]
    return sorted(found, key=lambda one: (one.first.timestamp(), one.said.place, one.task["id"]))


def _try(made: dict[str, Any]) -> Try:
    return Try(datetime.fromisoformat(made["at"]), made["way"], made["reached"])


def _number(resource: str) -> str:
    """The first number of a resource; "" where there is none, or it cannot be read."""
    try:
        found = numbers([resource], brief=True) if resource else []
    except CrisisError:
        return ""
    return found[0][1] if found else ""
