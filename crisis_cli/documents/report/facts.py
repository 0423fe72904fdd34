"""What is counted of one contact that has ended: paths into the tables, and no word of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from crisis_cli.engine.additions import Settled, Tried
from crisis_cli.engine.answers import Given
from crisis_cli.engine.entries import Consulted, ConsultNeeded, Entry
from crisis_cli.engine.follow_up import FOLLOW_UP, Task, follow_ups
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.engine.view import View
from crisis_cli.protocol.compiled import Step

Path = tuple[str, ...]  # table, row, table under that row, its row, and so on

# The bands of a span of time, each with its end. They are told in tables.py.
DAYS = {
    "24_hours": timedelta(hours=24),
    "3_days": timedelta(days=3),
    "7_days": timedelta(days=7),
    "30_days": timedelta(days=30),
}
MINUTES = {
    "15_minutes": timedelta(minutes=15),
    "1_hour": timedelta(hours=1),
    "24_hours": timedelta(hours=24),
}
LATER, NOT_YET = "later", "not_yet"
ANSWERED = "wanted", "calls", "answered", "after"
MOST_TRIES = 3  # and more: told as one


def facts(state: State, now: datetime, place: tzinfo, later: datetime | None) -> Iterator[Path]:
    """Where a contact that has ended counts.

    now: aware. place: the zone whose months are counted by. later: when the next contact of the
    same case took place, or None.
    """
    level = state.level()
    month = f"{state.took_place.astimezone(place):%Y-%m}"
    yield from _under(("month",), (month, "protocol", _questions_used(state)))
    yield "ending", state.ending.how if state.ending else ""
    yield "tries", _tries(state)
    yield from _countersigned(state)
    of_level = "level", level.highest
    yield of_level
    if level.highest not in ("none", "low"):
        yield *of_level, "danger", "unanswered" if level.undetermined else "answered"
    yield from _under((*of_level, "follow_up"), _followed(state, now, later))
    yield from _under((*of_level, "consult"), _consulted(state))


def questions(state: State) -> Iterator[tuple[Step, bool]]:
    """The questions that were asked, as their answers stand, and whether each was declined."""
    for step in state.protocol.all_steps:
        given = state.answer(step.id)
        if step.kind not in ("action", "guidance") and given and given.unknown != "not_asked":
            yield step, state.after.right(given).unknown == "declined"


def _under(path: Path, told: Path) -> Iterator[Path]:
    """A row, and those under it. told: row, table under it, its row, and so on."""
    yield from ((*path, *told[:end]) for end in range(1, len(told) + 1, 2))


def _questions_used(state: State) -> str:
    return f"{state.opened.protocol} {state.opened.version}"


def band(span: timedelta, bands: dict[str, timedelta]) -> str:
    """The band of a span of time."""
    return next((name for name, end in bands.items() if span <= end), LATER)


# -- the follow-up


def _base(state: State) -> datetime:
    """What a follow-up is counted from: the end or, of a late entry, when it took place."""
    return state.happened or state.ending_at or state.entries[-1].at


def first_follow_up(state: State) -> Task:
    """The follow-up that is due first, whether or not it is settled by now; no caring contact."""
    view, level = state.counted(), state.level()
    seen = View(state.protocol, view.get, view.has, level.highest)
    every = follow_ups(seen, _base(state), zone(state.opened.zone), level.none)
    return next(one for one in every if not one.caring)


def _followed(state: State, now: datetime, later: datetime | None) -> Path:
    task, base = first_follow_up(state), _base(state)
    met = _met(state, task, later)
    if met is None:
        return ("time_left" if now <= task.due else "overdue",)
    at, reached = met
    if not reached:
        return ("closed",)
    took = band(at - base, DAYS)
    return "in_time" if at <= task.due else "late", "after", took


def _met(state: State, task: Task, later: datetime | None) -> tuple[datetime, bool] | None:
    """What came first: that the client was reached (True), or that the follow-up was settled
    without that; and when. A later contact of the case is one in which they were."""
    found = [one for entry in state.after.entries if (one := _said(entry, task))]
    if later:
        found.append((later, True))
    at_base = ((max(at, _base(state)), reached) for at, reached in found)
    return min(at_base, key=lambda one: (one[0], not one[1]), default=None)


def _said(entry: Entry, task: Task) -> tuple[datetime, bool] | None:
    match entry.event:
        case Tried(task=name, reached=True, happened=happened) if _of_follow_up(name):
            return datetime.fromisoformat(happened) if happened else entry.at, True
        case Settled(task=name, how="reached") if _of_follow_up(name):
            return entry.at, True
        case Settled(task=name) if name == task.id:
            return entry.at, False
    return None


def _of_follow_up(task: str) -> bool:
    """Whether a task is one in which the client is met: of another, somebody else is reached."""
    return task.split(" ")[0] == FOLLOW_UP


def _tries(state: State) -> str:
    """How many tries are written down until somebody was reached, or so far."""
    events = (entry.event for entry in state.after.entries)
    tries = [one for one in events if isinstance(one, Tried) and _of_follow_up(one.task)]
    first = next((n for n, one in enumerate(tries, 1) if one.reached), len(tries))
    return str(min(first, MOST_TRIES))


# -- who thought along


def _consulted(state: State) -> Path:
    consult = state.consult
    if not consult.needed.why:
        return ("not_wanted",)
    if not consult.settled(map(state.answer, consult.needed.met_by)):
        return "wanted", "calls", "nobody"
    since = _since(state)
    answers = (one for one in consult.calls if one.seq > consult.rose and _answered(one))
    first = next(answers, None)
    if first is None or since is None:
        actions = filter(None, map(state.answer, consult.needed.met_by))
        return *ANSWERED, _by_action(since, actions)
    return *ANSWERED, band(first.at - since.at, MINUTES)


def _answered(entry: Entry) -> bool:
    return isinstance(entry.event, Consulted) and entry.event.answered


def _by_action(since: Entry | None, actions: Iterator[Given]) -> str:
    """Of an action of the interview that was such a call: often done before anybody asked."""
    done = [one.at for one in actions if one.outcome == "done"]
    if since is None or not done:
        return LATER
    return band(min(done) - since.at, MINUTES)


def _since(state: State) -> Entry | None:
    """When somebody was first wanted for a level as high as it is."""
    wanted = (
        entry
        for entry in state.entries
        if isinstance(entry.event, ConsultNeeded)
        and entry.event.why
        and entry.seq >= state.consult.rose
    )
    return next(wanted, None)


# -- who read it


def _countersigned(state: State) -> Iterator[Path]:
    signed = state.after.countersigns
    if not signed:
        yield "countersigned", NOT_YET
        return
    took = signed[0][0].at - (state.ending_at or state.entries[-1].at)
    yield from _under(("countersigned",), ("signed", "after", band(took, DAYS)))
    recorded = "another" if state.after.recorded else "as_it_was"
    yield "countersigned", "signed", "recorded", recorded
