"""A time of whole months that are over, on the clock of the District."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crisis_cli.commands.rows import days_of
from crisis_cli.engine.times import HOME_ZONE, zone
from crisis_cli.errors import CrisisError, Exit

WHOLE = "Only whole months are counted: their first day to their last."
SUCH_AS = "Type it such as --from 2026-10-01 --to 2026-10-31."
NOT_OVER = "{month} is not over yet, and its numbers would change every day."
LAST = "The last month that can be counted: --from {first} --to {last}"


@dataclass(frozen=True, slots=True)
class Months:
    """From the first day to the last one, and all of it."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        """When it begins; aware."""
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        """When it is over, not in it any more; aware."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def names(self) -> tuple[str, ...]:
        """Each month of it, such as 2026-08."""
        ends = self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month
        return tuple(f"{one // 12:04}-{one % 12 + 1:02}" for one in range(*ends))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), zone(HOME_ZONE))


def months(since: str, until: str, now: datetime) -> Months:
    """What was asked for; of what was not, the last month that is over. CrisisError for days that
    are none, for parts of months, and for what is not over. now: aware."""
    days = days_of(since, until)
    today = now.astimezone(zone(HOME_ZONE)).date()
    last = date.fromisoformat(days.until) if days.until else _end_of_last(today)
    first = date.fromisoformat(days.since) if days.since else last.replace(day=1)
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        raise CrisisError(WHOLE, SUCH_AS, Exit.USAGE)
    if last >= today:
        end = _end_of_last(today)
        hint = LAST.format(first=end.replace(day=1), last=end)
        raise CrisisError(NOT_OVER.format(month=f"{last:%B %Y}"), hint, Exit.USAGE)
    if first > last:
        raise CrisisError(NOT_OVER.format(month=f"{first:%B %Y}"), SUCH_AS, Exit.USAGE)
    return Months(first, last)


def _end_of_last(today: date) -> date:
    return today.replace(day=1) - timedelta(days=1)
