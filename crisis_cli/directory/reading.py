"""The resource file, read strictly: plain bodies of resources, or everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from crisis_cli.directory import hours_reading
from crisis_cli.directory.entry import ALWAYS, EXPIRES, STATUS, WAYS
from crisis_cli.directory.heard import Heard, missed
from crisis_cli.directory.hours import Kept, always, opening
from crisis_cli.directory.hours_words import said
from crisis_cli.directory.needs import NEEDS
from crisis_cli.protocol.dialled import COUNT, FEW_OR_MANY, dialled, miscounted
from crisis_cli.protocol.problems import Broken, Found, meant
from crisis_cli.protocol.strict import read
from crisis_cli.protocol.tree import Path, Tree

NEEDED = ("id", "name", "for", "hours", "source", "verified_on", "status")
ID = re.compile(r"[a-z0-9_]{1,60}", re.ASCII)
DAYS = re.compile(r"[1-9]\d{0,4}", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Hours that mean ALWAYS: one of these, and nothing but words that leave it so.
ALL_DAY = re.compile(
    r"24\s*[/x]\s*7|24 hours|\balways\b|round the clock|day and night", re.IGNORECASE
)
NO_LIMIT = {
    *("24", "7", "365", "x", "24x7", "hours", "day", "days", "night", "week", "year"),
    *("a", "and", "the", "all", "every", "per", "always", "open", "around", "round", "clock"),
}
# A sentence about hours that a program could count with, were it written as times.
LIKE_TIMES = re.compile(r"\d\s*[ap]\.?m\b|\d:\d\d|\bnoon\b", re.IGNORECASE)
AGES = re.compile(
    r"(?:ages )?(\d{1,3})(?: to (\d{1,3})| (and (?:over|older|up))| (and (?:under|younger)))?",
    re.ASCII | re.IGNORECASE,
)
BIGGEST = 20_000_000  # bytes of a resource file: a whole region's directory
# What the file calls it -> what a resource calls it.
CALLED = {"for": "purpose", "expires_after_days": "expires_after"}


def read_resources(data: bytes, name: str) -> list[dict[str, Any]]:
    """The bodies of the resources in a file, in its order. Broken where anything is wrong."""
    bodies, _, found = _read(data)
    if found.broken:
        raise Broken(name, found.problems, found.more_errors)
    return bodies


def look_over(data: bytes, today: date, heard: Sequence[Heard] = ()) -> tuple[int, Found]:
    """How many resources a file has, and everything that is wrong with it, its age included.

    heard: what was heard of them on the telephone.
    """
    bodies, tree, found = _read(data)
    if tree is not None:
        for place, body in enumerate(bodies):
            said_of = [one for one in heard if one.resource == body.get("id")]
            _old(body, tree, ("resources", place), today, said_of)
            _doubtful(body, tree, ("resources", place))
            _different(body, tree, ("resources", place), said_of)
    return len(bodies), found


def _read(data: bytes) -> tuple[list[dict[str, Any]], Tree | None, Found]:
    tree, found = read(data, most=BIGGEST)
    return (_Reading(tree).file() if tree is not None else []), tree, found


def _old(body: dict[str, Any], tree: Tree, at: Path, today: date, heard: Sequence[Heard]) -> None:
    """Note what was checked too long ago, or in the future."""
    if not body.get("verified_on"):
        return
    right = [one.heard_on for one in heard if one.found == "right"]
    since = (today - max([date.fromisoformat(body["verified_on"]), *right])).days
    days = body.get("expires_after") or EXPIRES
    if not 0 <= since <= days:
        told = f"was last checked {since:,} days ago, and is good for {days:,}"
        message = f"'{body.get('id', '')}' {told if since > 0 else 'was checked in the future'}."
        hint = "Phone them, and write the day on which you did."
        tree.problem("W101", message, (*at, "verified_on"), hint)


def _doubtful(body: dict[str, Any], tree: Tree, at: Path) -> None:
    """What may be read, but not be relied on."""
    hours = body.get("hours", "")
    if hours != ALWAYS and _means_always(hours):
        message = f"'{hours}' is taken as hours like any other, not as day and night."
        hint = "Write `hours: always`: it is printed as Day and night, and counts as that."
        tree.problem("W111", message, (*at, "hours"), hint)
    elif not body.get("times") and LIKE_TIMES.search(hours):
        message = "These hours are words only, so nobody is told whether it is open now."
        hint = "Write a line for each time: `- {days: Monday to Friday, from: 9 am, to: 5 pm}`."
        tree.problem("W113", message, (*at, "hours"), hint)
    hours_reading.doubtful(tree, body.get("times", []), (*at, "hours"))
    for place, number in enumerate(body.get("numbers", [])):
        if number and number[0] in ("call", "tty") and not dialled(number[1]):
            where = (*at, "numbers", place, number[0])
            tree.problem(FEW_OR_MANY, miscounted(number[1]), where, COUNT)


def _different(body: dict[str, Any], tree: Tree, at: Path, heard: Sequence[Heard]) -> None:
    """Note each line that somebody heard otherwise on the telephone."""
    if not body.get("verified_on"):
        return
    for one, key, text in missed(body, heard):
        there = [(i, n[0]) for i, n in enumerate(body["numbers"]) if n and n[1] == one.called]
        path: Path = (*at, "numbers", *there[0]) if key == "number" and there else (*at, key)
        message = f"{one.heard_by} heard otherwise on {one.heard_on:%B} {one.heard_on.day}, "
        message += f"{one.heard_on.year}: {text}."
        hint = "Look into it. Write what is right here, and the day into `verified_on:`."
        places = (path, (*at, f"{key}_note"), (*at, "id"))
        tree.problem("W115", message, next(p for p in places if tree.has(p)), hint)


def _means_always(hours: str) -> bool:
    return bool(ALL_DAY.search(hours)) and {*re.findall(r"\w+", hours.lower())} <= NO_LIMIT


class _Reading:
    """One file while it is read. Each reader of a value notes what is wrong, and gives it back."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.ids: set[str] = set()
        self.readers: dict[str, Callable[[Any, Path], Any]] = {
            **dict.fromkeys(("name", "for", "address", "who", "holidays"), self._text),
            **dict.fromkeys(("source", "verified_by", "note", "hours_note"), self._text),
            "hours": self._hours,
            "needs": self._needs,
            "ages": self._ages,
            "walk_in": self._walk_in,
            "expires_after_days": self._count,
            "id": self._id,
            "numbers": self._numbers,
            "languages": self._languages,
            "verified_on": self._day,
            "status": self._status,
            "worker_only": self._flag,
        }

    def file(self) -> list[dict[str, Any]]:
        """Every resource of the file."""
        whole = self.tree.value()
        given = whole.get("resources") if isinstance(whole, dict) else None
        if not isinstance(given, list):
            hint = "Begin with `resources:` and a list under it."
            self.tree.problem("E020", "The file needs the key 'resources'.", (), hint)
            return []
        self._keys(whole, ("resources",), (), ())
        return [self._resource(one, ("resources", i)) for i, one in enumerate(given)]

    def _resource(self, raw: Any, path: Path) -> dict[str, Any]:
        needed: tuple[str, ...] = NEEDED
        if isinstance(raw, dict) and "hours_note" in raw:
            needed = tuple(key for key in NEEDED if key != "hours")
        if not self._keys(raw, tuple(self.readers), needed, path):
            return {}
        if not raw.get("numbers") and not raw.get("address"):
            hint = "Add `numbers:` or `address:`."
            self.tree.problem("E020", "Nothing says how to reach this one.", path, hint)
        body: dict[str, Any] = {"numbers": [], "languages": []}
        for key, reader in self.readers.items():
            if key in raw:
                body[CALLED.get(key, key)] = reader(raw[key], (*path, key))
        if isinstance(body.setdefault("hours", ""), list):
            body["times"] = body["hours"]
            made = [opening(one) for one in body["times"]]
            body["hours"] = ALWAYS if always(made) else said(made)
        return body

    def _keys(self, raw: Any, fit: tuple[str, ...], needed: tuple[str, ...], path: Path) -> bool:
        """Whether there are keys at all; what is missing or unknown is noted."""
        if not isinstance(raw, dict):
            self.tree.problem("E022", "Keys are needed here.", path, "Write `key: value`.")
            return False
        misspelt = {meant(key, fit) for key in raw if key not in fit}
        for key in needed:
            if key not in raw and key not in misspelt:
                self.tree.problem("E020", f"This needs the key '{key}'.", path, f"Add `{key}:`.")
        for key in raw:
            if key not in fit:
                hint = self.tree.found.near(key, fit, f"Keys that fit here: {', '.join(fit)}.")
                message = f"The key '{key}' is not known here."
                self.tree.problem("E021", message, (*path, key), hint, key=True)
        return True

    def _text(self, raw: Any, path: Path) -> str:
        if isinstance(raw, str) and raw.strip():
            return raw.strip()
        if raw is None or raw == "":
            message = f"Nothing is written for '{path[-1]}'."
            self.tree.problem("E029", message, path, "Write it, or delete the key.")
        else:
            hint = "Put quotes around the whole sentence."
            self.tree.problem("E009", "Text is needed here.", path, hint)
        return ""

    def _id(self, raw: Any, path: Path) -> str:
        text = self._text(raw, path)
        if text and not ID.fullmatch(text):
            better = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
            hint = f"Ids are made of a-z, 0-9 and _: '{better}'."
            self.tree.problem("E024", f"'{text}' is not an id.", path, hint)
        if text in self.ids:
            message = f"Another resource is called '{text}'."
            self.tree.problem("E028", message, path, "Give it another id.")
        self.ids.add(text)
        return text

    def _count(self, raw: Any, path: Path) -> int:
        text = self._text(raw, path)
        if DAYS.fullmatch(text):
            return int(text)
        self.tree.problem("E025", f"'{path[-1]}' is a whole number.", path, "Write digits only.")
        return 0

    def _day(self, raw: Any, path: Path) -> str:
        text = self._text(raw, path)
        try:
            if DAY.fullmatch(text):
                return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
        message = f"'{text}' is not a date."
        self.tree.problem("E046", message, path, "Write year, month, day: 2026-11-20.")
        return ""

    def _status(self, raw: Any, path: Path) -> str:
        text = self._text(raw, path)
        if text and text not in STATUS:
            hint = self.tree.found.near(text, STATUS, f"There are: {', '.join(STATUS)}.")
            self.tree.problem("E023", f"'status' cannot be '{text}'.", path, hint)
        return text

    def _hours(self, raw: Any, path: Path) -> str | list[Kept]:
        if not isinstance(raw, list):
            return self._text(raw, path)
        return hours_reading.times(self.tree, self._keys, raw, path)

    def _needs(self, raw: Any, path: Path) -> list[str]:
        given = raw if isinstance(raw, list) else [raw]
        for place, one in enumerate(given):
            if one not in NEEDS:
                where = (*path, place) if isinstance(raw, list) else path
                hint = self.tree.found.near(str(one), NEEDS, f"There are: {', '.join(NEEDS)}.")
                self.tree.problem("E023", f"'needs' cannot be '{one}'.", where, hint)
        return [str(one) for one in given]

    def _ages(self, raw: Any, path: Path) -> list[int | None]:
        hit = AGES.fullmatch(self._text(raw, path))
        if hit is None:
            hint = "Write `18 and over`, `6 to 17` or `17 and under`."
            self.tree.problem("E025", f"'{raw}' is no range of ages.", path, hint)
            return [None, None]
        low, high = int(hit[1]), int(hit[2]) if hit[2] else None
        if high is not None and high < low:
            message = f"Nobody is {low} or older and {high} or younger."
            self.tree.problem("E026", message, path, "Write the younger age first.")
        if hit[4]:
            return [None, low]
        return [low, None if hit[3] else high if hit[2] else low]

    def _walk_in(self, raw: Any, path: Path) -> str:
        text = self._text(raw, path)
        if text and text not in ("yes", "no"):
            message = f"'walk_in' cannot be '{text}'."
            self.tree.problem("E023", message, path, "Write `yes` or `no`.")
        return text

    def _languages(self, raw: Any, path: Path) -> list[str]:
        given = raw if isinstance(raw, list) else [raw]
        return [self._text(one, (*path, i)) for i, one in enumerate(given)]

    def _flag(self, raw: Any, path: Path) -> bool:
        if raw not in ("yes", "no"):
            self.tree.problem("E022", f"'{path[-1]}' is yes or no.", path, "Write yes or no.")
        return bool(raw == "yes")

    def _numbers(self, raw: Any, path: Path) -> list[list[str]]:
        if not isinstance(raw, list):
            hint = "Write one line for each: `- {call: 988}`."
            self.tree.problem("E022", "'numbers' is a list.", path, hint)
            return []
        return [self._number(one, (*path, i)) for i, one in enumerate(raw)]

    def _number(self, raw: Any, path: Path) -> list[str]:
        if not self._keys(raw, (*WAYS, "note", "status"), (), path):
            return []
        ways = [way for way in WAYS if way in raw]
        if len(ways) != 1:
            if set(raw) <= {*WAYS, "note", "status"}:  # else a misspelt one is told already
                hint = f"Add one of: {', '.join(WAYS)}."
                self.tree.problem("E020", "A number has just one way to use it.", path, hint)
            return []
        note = self._text(raw["note"], (*path, "note")) if "note" in raw else ""
        status = self._status(raw.get("status", "confirmed"), (*path, "status"))
        return [ways[0], self._text(raw[ways[0]], (*path, ways[0])), note, status]
