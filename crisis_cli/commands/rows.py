"""Some days as CSV: a row for each contact that has ended, and each export written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crisis_cli.boundary import tell
from crisis_cli.commands.access import note_opened
from crisis_cli.commands.contacts import name_of, read
from crisis_cli.commands.exports import row_of
from crisis_cli.commands.options import say_bytes
from crisis_cli.commands.summary import Summary
from crisis_cli.commands.times import WHEN
from crisis_cli.documents.csv_rows import BOM, head, line
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.kinds import Refused, accept
from crisis_cli.records.store import Store

WHAT = "a row of a list (CSV)"
STILL_OPEN = "Still open, and left out until they have ended: {count}."
ONLY_CSV = (
    "--since and --until go with --csv, and --csv does not go with --json.",
    "One of the two: crisis cases --csv, or crisis cases --json",
)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, on the clock of each contact; "" is no end."""

    since: str = ""
    until: str = ""

    def has(self, one: Summary) -> bool:
        """Whether a contact took place in it."""
        day = (one.happened or one.began)[:10]
        return self.since <= day and (not self.until or day <= self.until)


def days_of(since: str, until: str) -> Days:
    """The days that were asked for. CrisisError for what is no day."""
    days = Days(_day(since), _day(until))
    if days.until and days.since > days.until:
        raise CrisisError("The last day is before the first.", "Swap them.", Exit.USAGE)
    return days


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        value = str(accept(WHEN, text))
    except Refused:
        value = "T"
    if "T" in value:
        raise CrisisError(f"'{text}' is not a day.", "Type it such as 2026-11-01.", Exit.USAGE)
    return value


def say_rows(found: Iterable[tuple[Store, Summary]], days: Days) -> int:
    """Say the rows of those of these days, each as soon as it is known. How many could not be
    read: each was told."""
    say_bytes((BOM + head()).encode())
    still_open = lost = 0
    for store, one in found:
        if not days.has(one):
            continue
        if not one.ended:
            still_open += 1
            continue
        try:
            _say_row(store, one.contact)
        except CrisisError as error:
            tell(error.message, error.hint)
            lost += 1
    if still_open:
        tell(STILL_OPEN.format(count=still_open))
    return lost


def _say_row(store: Store, name: str) -> None:
    contact = read(store, name, name_of("", store))
    note_opened(contact, WHAT, "exported")
    say_bytes(line(row_of(contact)).encode())
