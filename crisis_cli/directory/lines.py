"""Resources as they are read: by a worker on the screen, by a client on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial

from crisis_cli.directory import hours, hours_words
from crisis_cli.directory.entry import UNVERIFIED, Number, Resource
from crisis_cli.engine.times import HOME_ZONE, home_day, zone
from crisis_cli.protocol.fixed import ENGLISH, Speech
from crisis_cli.protocol.tongues import CODE

DAY_AND_NIGHT = ENGLISH("always")
MARK = "NOT VERIFIED"
Line = tuple[str, str, str]  # the name, how to reach them, and when and what else to know
# The name, whether they answer day and night, each way to reach them, and what else to know.
Help = tuple[str, bool, str, str]


def lines(
    resources: Mapping[str, Resource],
    ids: Sequence[str],
    client: bool,
    today: date | None = None,
    brief: bool = False,
    words: Speech = ENGLISH,
    now: datetime | None = None,
) -> list[Line]:
    """For each resource its name, how to reach it, and its hours and marks; in the order of ids.

    client: for a client's page, where nothing is printed that was not verified. Otherwise for
    the worker: the number comes alone, so that it can be dialled, and what was not verified,
    is stale or is not there is marked so. brief: for the worker in an emergency, only how to call
    or text, and what must be known before: that it was not verified, or long ago, or has hours.
    words: of the language of a client's page. now: the time, where it is not that of this computer;
    with a day alone, nothing is said of who is open. A client's page never says: it is read later.
    """
    at = now or (None if today else datetime.now(UTC))
    day = today or home_day(at or datetime.now(UTC))
    if client:
        there = (resources[one] for one in ids if one in resources)
        return [_client(one, day, words) for one in there if one.for_clients]
    told = partial(_brief if brief else _worker, today=day, now=at)
    return [told(resources[one]) if one in resources else _missing(one) for one in ids]


def helping(
    resources: Mapping[str, Resource], ids: Sequence[str], today: date, words: Speech = ENGLISH
) -> list[Help]:
    """For each resource that may stand on a client's page all that a person needs to know of it;
    in the order of ids. words: of the language of the page."""
    there = (resources[one] for one in ids if one in resources)
    return [_help(one, today, words) for one in there if one.for_clients]


def _help(one: Resource, today: date, words: Speech) -> Help:
    place = words("place", place=one.address) if one.address else ""
    languages = _languages(one, words)
    old = words("stale" if one.stale(today) else "checked", month=words.month(one.verified_on))
    notes = (
        one.purpose,
        _joined([words("always") if one.always else "", one.when], words.stop),
        words("who", who=one.who) if one.who else "",
        words("languages", languages=languages) if languages else "",
        old,
    )
    reach = "\n".join(part for part in (*_ways(one.verified, words), place) if part)
    return one.name, one.always, reach, "\n".join(note for note in notes if note)


def _client(one: Resource, today: date, words: Speech) -> Line:
    reach = _joined([*_ways(one.verified, words), one.address], words.stop)
    old = words("checked", month=words.month(one.verified_on)) if one.stale(today) else ""
    hours = words("always") if one.always else ""
    return one.name, reach, _joined([hours, one.when, _languages(one, words), old], words.stop)


def _ways(numbers: Sequence[Number], words: Speech) -> list[str]:
    """How to reach somebody, one number for several ways once: Call or text 988."""
    together: dict[tuple[str, str], list[str]] = {}
    for number in numbers:
        together.setdefault((number.value, number.note), []).append(number.way)
    return [
        f"{words(way, number=value)}{f' ({note})' if note else ''}"
        for (value, note), ways in together.items()
        for way in _either(ways)
    ]


def _either(ways: list[str]) -> list[str]:
    """The fixed words for several ways with one number: one for both, where there is one."""
    both = {"call", "text"} <= set(ways)
    rest = [way for way in dict.fromkeys(ways) if way not in ("call", "text") or not both]
    return ["call_or_text", *rest] if both else rest


def _worker(one: Resource, today: date, now: datetime | None) -> Line:
    numbers = _sure_first(one)
    notes = [_marks(one, number) for number in numbers[:1]] or [_mark(one)]
    notes += [f"{number.way} {number.value}{_noted(one, number)}" for number in numbers[1:]]
    old = f"last checked in {one.verified_on:%B %Y}" if one.stale(today) else ""
    always = DAY_AND_NIGHT[:1].lower() + DAY_AND_NIGHT[1:] if one.always else ""
    said = [open_now(one, now), always, one.when, old, one.heard]
    return one.name, _reach(one), _joined([*notes, *said], "; ")


def open_now(one: Resource, now: datetime | None) -> str:
    """Whether somebody answers at this moment, in words; "" where the file has no times for it."""
    if now is None or one.always or not one.times:
        return ""
    state = hours.now(one.times, now, zone(HOME_ZONE))
    return hours_words.told(state, now, bool(one.holidays))


def _brief(one: Resource, today: date, now: datetime | None) -> Line:
    """Only how to call or text, with what must be known before it is dialled."""
    numbers = _sure_first(one)
    first = numbers[0] if numbers else Number("", "")
    same = [n.way for n in numbers if n.value == first.value and n in one.verified]
    word = "" if first.way == "call" else first.note  # what to text, for instance
    marks = [_mark(one)] if not numbers else ["" if first in one.verified else MARK]
    old = f"last checked {one.verified_on.year}" if one.stale(today) else ""
    said = [open_now(one, now), one.when, old, one.heard]
    ways = " or ".join(dict.fromkeys(same)) if len(set(same)) > 1 else ""
    return one.name, _reach(one), _joined([ways, word, *marks, *said], "; ")


def _sure_first(one: Resource) -> list[Number]:
    """Its numbers, those that were verified first."""
    return sorted(one.numbers, key=lambda number: number not in one.verified)


def _reach(one: Resource) -> str:
    """What to dial first, or where to go."""
    numbers = _sure_first(one)
    return _dialled(numbers[0]) if numbers else one.address


def _mark(one: Resource) -> str:
    return MARK if one.status == UNVERIFIED else ""


def _dialled(number: Number) -> str:
    """The number alone, unless it is for something else than calling."""
    return number.value if number.way == "call" else f"{number.way} {number.value}"


def _marks(one: Resource, number: Number) -> str:
    return _joined([number.note, "" if number in one.verified else MARK], "; ")


def _noted(one: Resource, number: Number) -> str:
    marks = _marks(one, number)
    return f" ({marks})" if marks else ""


def _missing(id: str) -> Line:
    return id.replace("_", " "), "No number", "not in the resource file: ask your supervisor"


def _languages(one: Resource, words: Speech) -> str:
    """The languages, where there is more to say than English."""
    if one.languages in ((), ("en",)):
        return ""
    known = (words.name_of(said) if CODE.fullmatch(said) else said for said in one.languages)
    return ", ".join(known)


def _joined(parts: Sequence[str], joint: str = ". ") -> str:
    return joint.join(part.rstrip(".") for part in parts if part)
