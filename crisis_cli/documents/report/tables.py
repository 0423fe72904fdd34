"""Which tables a report has, one line of one table each; and the report that counts add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from crisis_cli.documents.record.words import ENDED, LEVEL
from crisis_cli.documents.report.cells import FEWEST, Row, Table, hide
from crisis_cli.documents.report.facts import Path
from crisis_cli.protocol.compiled import Step

AFTER = {
    "24_hours": "within 24 hours",
    "3_days": "within 3 days",
    "7_days": "within 7 days",
    "30_days": "within 30 days",
    "later": "later",
}
ANSWERED = {
    "15_minutes": "within 15 minutes",
    "1_hour": "within an hour",
    "24_hours": "within 24 hours",
    "later": "later",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One table. rows: id -> label, in their order; none for whatever turns up, told by `say`.

    few: rows with nobody in them are left out. under: what a row is split by; "" for every row.
    Without a title it is told among the rows that it splits.
    """

    name: str
    title: str
    about: str
    rows: Mapping[str, str] = field(default_factory=dict)
    say: Callable[[str], str] = str
    few: bool = False
    under: Mapping[str, tuple[Kind, ...]] = field(default_factory=dict)


def _month(month: str) -> str:
    return f"{datetime.fromisoformat(f'{month}-01'):%B %Y}"


HOW_LONG = Kind("after", "", "by how long it took", AFTER, few=True)
FOLLOW_UP = Kind(
    "follow_up",
    "Follow-up",
    "The first one that was due after the contact. Reached: in a try that was written down, or in"
    " a later contact of the same case. The times are counted from the end of the contact.",
    {
        "in_time": "reached in time",
        "late": "reached late",
        "time_left": "not yet, and there is time",
        "overdue": "not yet, and overdue",
        "closed": "closed without reaching them",
    },
    under={"in_time": (HOW_LONG,), "late": (HOW_LONG,)},
)
CALLS = Kind(
    "calls",
    "",
    "by whether somebody answered",
    {"answered": "somebody answered", "nobody": "nobody was reached"},
    under={"answered": (Kind("after", "", "by how long it took", ANSWERED, few=True),)},
)
CONSULT = Kind(
    "consult",
    "Somebody to think along",
    "As the agency's policy wanted it. The times are from when it was first wanted to when the"
    " answer was written down.",
    {"wanted": "wanted", "not_wanted": "not wanted"},
    under={"wanted": (CALLS,)},
)
DANGER = Kind(
    "danger",
    "Danger questions",
    "Unanswered ones leave it undetermined: danger could not be ruled out.",
    {"answered": "all answered", "unanswered": "some unanswered"},
)
LEVELS = {"none": "None: no danger was reported"} | LEVEL
OF_LEVEL = {name: ((DANGER,) if name not in ("none", "low") else ()) for name in LEVELS}
RECORDED = Kind(
    "recorded",
    "",
    "by another level",
    {"as_it_was": "no other level recorded", "another": "another level recorded"},
)
MONTH = "month"
# What follows from something else stands under it, never beside it: two tables side by side must
# know nothing of each other, or one could tell what the other hides.
KINDS = (
    Kind(
        MONTH,
        "Months",
        "When the contact took place, and which protocol and version was asked.",
        say=_month,
        under={"": (Kind("protocol", "", "by protocol and version", few=True),)},
    ),
    Kind(
        "level",
        "Level of concern",
        "The highest that was reached in the contact. It is no clinical finding.",
        LEVELS,
        under={name: (*more, FOLLOW_UP, CONSULT) for name, more in OF_LEVEL.items()},
    ),
    Kind("ending", "How it ended", "As the worker said it.", ENDED),
    Kind(
        "tries",
        "Tries to reach them again",
        "That were written down: until the first that reached them, or so far.",
        {"0": "none", "1": "one", "2": "two", "3": "three or more"},
    ),
    Kind(
        "countersigned",
        "Countersigned",
        "The first one, counted from the end of the contact; the policy may want none. With"
        " another level both stay in the record.",
        {"signed": "countersigned", "not_yet": "not yet"},
        under={"signed": (HOW_LONG, RECORDED)},
    ),
)
# Of questions that are often declined nothing exact is told: how often each was asked follows
# from what was answered, so that an exact number could tell what a table hides.
ASKED_LEAST = 20
TENS, FIVES = 10, 5


@dataclass(frozen=True, slots=True)
class Declined:
    """A question that is often declined. asked: about how often, in tens, not more than it was.
    share: about how many of a hundred declined it, in fives.
    """

    question: str
    danger: bool
    asked: int
    share: int


@dataclass(frozen=True, slots=True)
class Report:
    """What may be told of many contacts.

    since, until: the first and the last day. contacts: how many, with all tables; hidden if few.
    declined: questions that often are, or None where that is not told. unread: how many could not
    be read, and are not counted. alone: one worker led all of them.
    """

    since: str
    until: str
    zone: str
    made: datetime
    contacts: Row
    declined: tuple[Declined, ...] | None
    unread: int
    alone: bool


class Tally:
    """Counts, one contact after the other. It keeps numbers, and forgets the contacts."""

    def __init__(self) -> None:
        self.contacts = 0
        self.workers: set[str] = set()  # by name, only to know whether it is one alone
        self._counted: Counter[Path] = Counter()
        self._asked: Counter[tuple[str, str]] = Counter()
        self._declined: Counter[tuple[str, str]] = Counter()
        self._steps: dict[tuple[str, str], Step] = {}

    def add(
        self, where: Iterable[Path], protocol: str, questions: Iterable[tuple[Step, bool]]
    ) -> None:
        """One more contact, as facts.py tells it."""
        self.contacts += 1
        self._counted.update(where)
        for step, declined in questions:
            key = protocol, step.id
            self._steps.setdefault(key, step)
            self._asked[key] += 1
            self._declined[key] += declined

    def told(self, months: Iterable[str] = ()) -> tuple[Row, tuple[Declined, ...] | None]:
        """All counts as they may be told, and the questions that were asked often and declined
        by some, the largest share first. Of these nothing where a level is hidden: who declines a
        danger question is at some level at least, so that it could tell which.

        months: that are told also where nothing was in them, such as 2026-08.
        """
        named = {month: _month(month) for month in months}
        kinds = [
            replace(kind, rows=named) if kind.name == MONTH else kind
            for kind in (KINDS if self.contacts else ())
        ]
        tables = tuple(_table(kind, self._counted, ()) for kind in kinds)
        whole = hide(Row("Contacts", self.contacts, tables))
        return whole, self._often() if _levels_told(whole) else None

    def _often(self) -> tuple[Declined, ...]:
        found = filter(None, map(self._share, self._asked))
        return tuple(sorted(found, key=lambda one: (-one.share, -one.asked, one.question)))

    def _share(self, key: tuple[str, str]) -> Declined | None:
        asked, declined = self._asked[key], self._declined[key]
        if asked < ASKED_LEAST or declined < FEWEST or asked - declined < FEWEST:
            return None
        share = FIVES * round(100 * declined / asked / FIVES)
        step = self._steps[key]
        asked = asked // TENS * TENS
        return Declined(step.name, step.danger, asked, share) if share else None


def _levels_told(whole: Row) -> bool:
    """Whether every level has a number."""
    levels = [table.rows for table in whole.tables if table.name == "level"]
    return any(rows and all(row.count is not None for row in rows) for rows in levels)


def _table(kind: Kind, counted: Counter[Path], path: Path) -> Table:
    here = *path, kind.name
    ids = [one for one in kind.rows or _seen(counted, here) if counted[*here, one] or not kind.few]
    rows = (
        Row(
            kind.rows[one] if kind.rows else kind.say(one),
            counted[*here, one],
            tuple(_inner(kind, counted, here, one)),
        )
        for one in ids
    )
    return Table(kind.title, kind.about, tuple(rows), kind.name)


def _inner(kind: Kind, counted: Counter[Path], here: Path, row: str) -> Iterator[Table]:
    if counted[*here, row]:
        under = kind.under.get(row, kind.under.get("", ()))
        yield from (_table(one, counted, (*here, row)) for one in under)


def _seen(counted: Counter[Path], here: Path) -> list[str]:
    """The rows that turned up, in the order of their names and numbers."""
    deep = len(here) + 1
    found = {path[-1] for path in counted if len(path) == deep and path[:-1] == here}
    return sorted(found, key=_by_number)


def _by_number(row: str) -> tuple[str, int, str]:
    """Version 10 after version 9."""
    name, _, number = row.rpartition(" ")
    return name, len(number), number
