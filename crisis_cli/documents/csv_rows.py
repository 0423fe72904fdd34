"""Contacts as CSV for the agency's own system: a row each. No level, and of names only
the worker's, unless the agency wants more."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from crisis_cli.documents.inert import inert
from crisis_cli.documents.plan import Listing, Plan, plan_of
from crisis_cli.documents.standing import IN_WORDS, standing
from crisis_cli.engine.answers import Given
from crisis_cli.engine.follow_up import next_contact
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.protocol.compiled import LANGUAGE, Step
from crisis_cli.protocol.kinds import say

# What is taken from an answer, and the step that asks for it. A protocol without one leaves its
# column empty.
ANSWERS = {
    "kind_of_contact": "setting",
    "place": "where",
    "language": LANGUAGE,
    "interpreter": "interpreter",
    "purpose": "why_today",
    "goal": "problem",
    "needs": "needs",
    "barriers": "barriers",
    "next_steps": "actions",
}
COLUMNS = (
    "contact", "case", "client", "worker", "date", "start", "end_date", "end", "time_zone",
    "late_entry_written", *ANSWERS, "services", "referrals", "plan_made", "ending",
    "follow_up_due", "countersigned", "amended", "practice", "protocol", "redisclosure_notice",
)  # fmt: skip
CORRECTED = "Corrected in words: see the record"
PRIVATE = "Private: see the record"
BETWEEN = "; "
BOM = "\ufeff"  # by which Excel knows that it is UTF-8
# What a spreadsheet may take for a formula, or a cell that begins as an escaped one does: its first
# sign, full-width and small ones and the true minus too, whatever space stands before it.
_SIGNS = "=+@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212-"
_RISKY = re.compile(rf"\s*[{_SIGNS}]|[\t\n']")


@dataclass(frozen=True, slots=True)
class Filed:
    """What a row says that the interview does not. client: "" where no name is to be given."""

    contact: str
    case: str = ""
    client: str = ""
    notice: str = ""


def _due(state: State, now: datetime) -> str:
    due = next_contact(state.tasks(now))
    return due.isoformat(timespec="seconds") if due else ""


def row(state: State, listing: Listing, now: datetime, filed: Filed) -> dict[str, str]:
    """The row of a contact, column -> text as it was said. now: aware."""
    plan = plan_of(state, listing, now, holds=State.holds)
    told = {
        "contact": filed.contact,
        "case": filed.case,
        "client": filed.client,
        "worker": state.opened.worker,
        **_times(state),
        **{column: _answer(state, step) for column, step in ANSWERS.items()},
        "services": BETWEEN.join(_done(state)),
        "referrals": BETWEEN.join(_given(plan)),
        "plan_made": _yes(plan is not None),
        "ending": state.ending.how if state.ending else "",
        "follow_up_due": _due(state, now),
        "countersigned": _yes(bool(state.after.countersigns)),
        "amended": _yes(bool(state.after.amendments)),
        "practice": _yes(state.opened.practice),
        "protocol": f"{state.opened.protocol} {state.opened.version}",
        "redisclosure_notice": filed.notice,
    }
    return {column: told[column] for column in COLUMNS}


def written(rows: Iterable[dict[str, str]]) -> bytes:
    """The file: UTF-8 with its mark, RFC 4180, every cell quoted and none of them a formula."""
    return (BOM + head() + "".join(map(line, rows))).encode()


def head() -> str:
    """The first line."""
    return _line(COLUMNS)


def line(row: dict[str, str]) -> str:
    """The line of one row."""
    return _line([escaped(row[column]) for column in COLUMNS])


def escaped(text: str) -> str:
    """A cell that cannot act: what a terminal would obey as its code, and an apostrophe before
    what a spreadsheet might take for a formula, or before another apostrophe."""
    shown = inert(text)
    return f"'{shown}" if _RISKY.match(shown) else shown


def unescaped(cell: str) -> str:
    """The text of a cell again."""
    return cell.removeprefix("'")


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _times(state: State) -> dict[str, str]:
    """On the clock of the place. Of a late entry nobody knows when the contact ended."""
    place = zone(state.opened.zone)
    began = state.took_place.astimezone(place)
    ended = state.ending_at.astimezone(place) if state.ending_at and not state.happened else None
    entry = state.entries[0].at.astimezone(place) if state.happened else None
    return {
        "date": f"{began:%Y-%m-%d}",
        "start": f"{began:%H:%M}",
        "end_date": f"{ended:%Y-%m-%d}" if ended else "",
        "end": f"{ended:%H:%M}" if ended else "",
        "time_zone": place.key,
        "late_entry_written": entry.isoformat(timespec="seconds") if entry else "",
    }


def _answer(state: State, name: str) -> str:
    """What stands as the answer to a step, in words; an unknown is said, and never left out."""
    step = next((one for one in state.protocol.steps if one.id == name), None)
    if step is None:
        return ""
    found = standing(state, step)
    if step.private and found:
        return PRIVATE
    return BETWEEN.join(
        CORRECTED if one.unknown == IN_WORDS else _words(step, one.value, one.unknown)
        for one in found
    )


def _words(step: Step, value: object, unknown: str) -> str:
    """As it was typed, where it was typed."""
    typed = isinstance(value, str) and not step.options and step.kind != "date_time"
    return str(value) if typed else say(step, value, unknown)


def _done(state: State) -> Iterator[str]:
    """What was done, each with what was written of it."""
    for step in state.protocol.all_steps:
        given = state.answer(step.id)
        if step.kind == "action" and not step.private and given:
            right = state.after.right(given)
            if right.outcome == "done":
                yield _with_note(step, right)


def _with_note(step: Step, given: Given) -> str:
    name, note = step.name.rstrip("."), given.value.get("note", "")
    return f"{name}: {note}" if note else name


def _given(plan: Plan | None) -> Iterator[str]:
    """Whom the plan names to turn to, of those that the directory knows."""
    names = (one.name for piece in plan.pieces for one in piece.contacts) if plan else ()
    yield from dict.fromkeys(names)


def _yes(true: bool) -> str:
    return "yes" if true else "no"
