"""The hours of a resource in words: as they are printed, and what holds at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from crisis_cli.directory.hours import Now, Opening
from crisis_cli.engine.times import clock
from crisis_cli.protocol.hours import EVERY_DAY, month_day, named, time


def said(times: Sequence[Opening]) -> str:
    """The times in words: Monday to Friday, 9 am to 5 pm; Saturday, 10 am to noon."""
    return "; ".join(_opening(one) for one in times)


def _opening(one: Opening) -> str:
    season = f" from {month_day(one.first)} to {month_day(one.last)}" if one.first else ""
    if one.all_day and one.days == EVERY_DAY:
        return f"Day and night{season}"
    hours = "all day" if one.all_day else f"{time(one.start)} to {time(one.end)}"
    return f"{named(one.days)}, {hours}{season}"


def told(state: Now, at: datetime, holidays: bool = False) -> str:
    """What holds at a moment, in words; "" where nothing is known. holidays: they are different."""
    if state.open is None:
        return ""
    maybe = ", if today is no holiday" if holidays else ""
    if state.until is None:
        return f"open now{maybe}" if state.open else "CLOSED now"
    when = _soon(state.until, at)
    return f"open now, until {when}{maybe}" if state.open else f"CLOSED now, opens {when}"


def _soon(then: datetime, at: datetime) -> str:
    """A time of the next days: 5 pm, tomorrow 9 am, Monday 9 am."""
    place = then.tzinfo
    assert place is not None
    apart = (then.date() - at.astimezone(place).date()).days
    hour = clock(then, place).replace(":00", "")
    hour = {"12 am": "midnight", "12 pm": "noon"}.get(hour, hour)
    if hour == "midnight" and apart > 0:  # the end of the day before
        return hour if apart == 1 else f"{(then - timedelta(days=1)):%A} {hour}"
    return hour if apart == 0 else f"tomorrow {hour}" if apart == 1 else f"{then:%A} {hour}"
