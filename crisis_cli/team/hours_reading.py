"""The hours of a policy file, read: minutes of the day, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.protocol.hours import AS_DAYS, AS_TIME, DAY, days, minutes, time
from crisis_cli.protocol.surface.policy import HoursKeys
from crisis_cli.protocol.tree import Path, Tree
from crisis_cli.team.hours import overlaps
from crisis_cli.team.policy import Hours

LONG = 18 * 60  # minutes: no night on call is as long, but 9:00 to 5:00 is, where 5 pm was meant


def hours(raw: list[HoursKeys], path: Path, tree: Tree) -> list[list[int]]:
    """Hours of the week as plain JSON: day, begin, end. What is wrong is noted in its place."""
    if not raw:
        message = f"Nothing is written for '{path[-1]}'."
        tree.problem("E029", message, path, "Write hours under it, or delete the key.")
    made = [
        (place, one) for place, given in enumerate(raw) for one in _one(given, (*path, place), tree)
    ]
    over = overlaps([one for _, one in made])
    for place in sorted({made[second][0] for _, second in over}):
        message = "These hours lie over hours that stand in this list already."
        hint = "Take out what is there twice, so that nobody reads the one and not the other."
        tree.problem("E140", message, (*path, place), hint)
    return [[one.day, one.begin, one.end] for _, one in made]


def clock(text: str, path: Path, tree: Tree, end: bool = False) -> int | None:
    """Minutes after midnight. end: of when something ends."""
    at = minutes(text, end)
    if at is None:
        tree.problem("E053", f"'{text}' is no time of day.", path, AS_TIME)
    return at


def _one(given: HoursKeys, path: Path, tree: Tree) -> Iterator[Hours]:
    begin = clock(given.from_, (*path, "from"), tree)
    end = clock(given.to, (*path, "to"), tree, end=True)
    on = _days(given.days, (*path, "days"), tree)
    if begin is None or end is None:
        return
    if begin == end:
        hint = "Write when they end; the whole day is from 0:00 to 24:00."
        tree.problem("E053", "These hours end when they begin.", (*path, "to"), hint)
        return
    if end < begin and end + DAY - begin > LONG:
        message = f"These hours go on until {time(end)} of the next day."
        hint = "Write the afternoon as `5 pm` or `17:00`; leave it if that is how it is."
        tree.problem("W142", message, (*path, "to"), hint)
    for day in on:
        yield Hours(day, begin, end if end > begin else end + DAY)


def _days(given: list[str], path: Path, tree: Tree) -> list[int]:
    """The days of the week, each once."""
    found: set[int] = set()
    for text in given:
        if not days(text):
            tree.problem("E053", f"'{text}' is no day of the week.", path, AS_DAYS)
        found.update(days(text))
    return sorted(found)
