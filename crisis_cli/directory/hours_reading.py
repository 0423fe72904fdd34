"""Hours as a resource file has them, read strictly: times of the week, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

from crisis_cli.directory.hours import Kept, opening, overlapping
from crisis_cli.directory.hours_words import said
from crisis_cli.protocol.hours import AS_DAYS, AS_TIME, dates, days, minutes
from crisis_cli.protocol.tree import Path, Tree

KEYS = ("days", "from", "to", "dates")
NEEDED = ("days", "from", "to")
AS_DATES = "Write `November 1 to March 31`."
Keys = Callable[[Any, tuple[str, ...], tuple[str, ...], Path], bool]


def times(tree: Tree, keys: Keys, raw: list[Any], path: Path) -> list[Kept]:
    """The times of a list; what cannot be read is noted. keys: notes what is missing or unknown."""
    if not raw:
        hint = "Write `hours: always`, a line for each time, or `hours_note:` with a sentence."
        tree.problem("E029", "Nothing is written for 'hours'.", path, hint)
    found = [_opening(tree, keys, one, (*path, i)) for i, one in enumerate(raw)]
    return [one for one in found if one is not None]


def _opening(tree: Tree, keys: Keys, raw: Any, path: Path) -> Kept | None:
    if not keys(raw, KEYS, NEEDED, path):
        return None
    on = _each(tree, raw.get("days"), (*path, "days")) if "days" in raw else ()
    start, end = (_time(tree, raw, key, path) for key in ("from", "to"))
    season = dates(raw["dates"]) if isinstance(raw.get("dates"), str) else None
    if "dates" in raw and season is None:
        message = f"'{raw['dates']}' is no part of the year."
        tree.problem("E053", message, (*path, "dates"), AS_DATES)
    if not on or start is None or end is None:
        return None
    if start == end:
        hint = "From midnight to midnight is `from: 0:00, to: 24:00`."
        tree.problem("E053", "It opens and closes at the same time.", (*path, "to"), hint)
    return [list(on), start, end, *(map(list, season) if season else (None, None))]


def _each(tree: Tree, raw: Any, path: Path) -> tuple[int, ...]:
    """The days of a text or a list of texts."""
    found: list[int] = []
    given = raw if isinstance(raw, list) else [raw]
    for place, text in enumerate(given):
        on = days(text) if isinstance(text, str) else ()
        if not on:
            where = (*path, place) if isinstance(raw, list) else path
            tree.problem("E053", f"'{text}' is no day of the week.", where, AS_DAYS)
            return ()
        found += on
    if len(set(found)) != len(found):
        tree.problem("W112", "A day stands here twice.", path, "Name each day once.")
    return tuple(sorted(set(found)))


def _time(tree: Tree, raw: dict[str, Any], key: str, path: Path) -> int | None:
    if key not in raw:
        return None
    text = raw[key]
    at = minutes(text, end=key == "to") if isinstance(text, str) else None
    if at is None:
        message = f"'{text}' is no time of day."
        tree.problem("E053", message, (*path, key), AS_TIME)
    return at


def doubtful(tree: Tree, kept: list[Kept], path: Path) -> None:
    """Note times that lie upon each other: one of the two is likely a slip."""
    made = [opening(one) for one in kept]
    for (_, one), (place, other) in combinations(enumerate(made), 2):
        if overlapping(one, other):
            message = f"These hours and '{said([one])}' are partly the same time."
            hint = "Look which of the two is right, or make one of them."
            tree.problem("W112", message, (*path, place), hint)
