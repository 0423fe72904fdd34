"""What was heard on the telephone: who called whom, when, and what holds of an entry since.

The resource file is its author's and is never written to. What callers heard lies beside it, and is
laid over it here, whenever a number is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from crisis_cli.directory.entry import FALLBACK, UNVERIFIED, Number, Resource

# What a call can find: in words, for whoever made it.
FOUND = {
    "right": "Right: all of it is as it stands here",
    "different": "Something is different",
    "no_answer": "Nobody answered",
    "gone": "It is not theirs any more, or they have closed",
}
# What can be heard otherwise, and is asked for.
FACTS = ("number", "hours", "languages", "who")


@dataclass(frozen=True, slots=True)
class Heard:
    """One call. found: one of FOUND. called: the number. The rest: what is different, in words."""

    resource: str
    heard_on: date
    heard_by: str
    found: str
    called: str = ""
    number: str = ""
    hours: str = ""
    languages: str = ""
    who: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        """What was heard, in words; "" where all was right and there is nothing to add."""
        parts = [f"{fact} {value}" for fact in FACTS if (value := getattr(self, fact))]
        told = {"different": ", ".join(parts), "gone": "not theirs any more, or closed"}
        told["no_answer"] = f"nobody answered {self.called}".rstrip()
        return "; ".join(part for part in (told.get(self.found, ""), self.note) if part)

    @property
    def by(self) -> str:
        """When and by whom: November 28, 2026 by Ana."""
        on = self.heard_on
        return f"{on:%B} {on.day}, {on.year} by {self.heard_by}"


def laid_over(one: Resource, heard: Sequence[Heard]) -> Resource:
    """An entry with what was heard of it, in the order of the calls. heard: of this one only.

    911 and 988 are not phoned to check them, and nothing that was heard touches them.
    """
    if one.id in FALLBACK:
        return one
    for call in _counting(one.verified_on, _facts_of(one), heard):
        one = _OVER[call.found](one, call)
    return one


def missed(body: Mapping[str, Any], heard: Sequence[Heard]) -> Iterator[tuple[Heard, str, str]]:
    """What the file does not say yet: the call, the key in the file, and what was heard.

    body: an entry as it is read from its file. heard: of this one only.
    """
    if body.get("id") in FALLBACK:
        return
    facts = _facts([n[1] for n in body["numbers"] if n], body)
    calls = list(_counting(date.fromisoformat(body["verified_on"]), facts, heard))
    right = [place for place, call in enumerate(calls) if call.found == "right"]
    for call in calls[right[-1] + 1 if right else 0 :]:
        if call.found == "gone":
            yield call, "id", call.said
        for fact in FACTS if call.found == "different" else ():
            if (value := getattr(call, fact)) and not _same(value, facts[fact]):
                yield call, fact, f"the {fact} {'are' if fact[-1] == 's' else 'is'} now {value}"


def _counting(checked: date, facts: Mapping[str, str], heard: Sequence[Heard]) -> Iterator[Heard]:
    """The calls that still count, the first one first: those after the day that the file names, and
    those of that day that its author has not written down yet."""
    for one in sorted(heard, key=lambda call: call.heard_on):
        if one.heard_on > checked or (one.heard_on == checked and not _settled(one, facts)):
            yield one


def _settled(one: Heard, facts: Mapping[str, str]) -> bool:
    given = [(fact, value) for fact in FACTS if (value := getattr(one, fact))]
    return bool(given) and all(_same(value, facts[fact]) for fact, value in given)


def _same(value: str, fact: str) -> bool:
    """Whether the file says so already; of a number, whether it is among those of the entry."""
    digits = re.sub(r"\D", "", value)
    if len(digits) >= 3 and digits in re.sub(r"[^\d ]", "", fact).split():
        return True
    return value.strip().casefold() == fact.strip().casefold()


def _facts_of(one: Resource) -> dict[str, str]:
    body = {"hours": one.hours, "who": one.who, "languages": one.languages}
    return _facts([number.value for number in one.numbers], body)


def _facts(numbers: Sequence[str], body: Mapping[str, Any]) -> dict[str, str]:
    digits = (re.sub(r"\D", "", number) for number in numbers)
    return {
        "number": " ".join(digits),
        "hours": body.get("hours", ""),
        "languages": ", ".join(body.get("languages", ())),
        "who": body.get("who", ""),
    }


def _right(one: Resource, call: Heard) -> Resource:
    """Somebody answered, and all was right: it is checked, and the number that was called is."""
    numbers = tuple(_since(number, one, call) for number in one.numbers)
    return replace(
        one,
        numbers=numbers,
        status="confirmed" if one.status == UNVERIFIED else one.status,
        verified_on=call.heard_on,
        verified_by=f"{call.heard_by}, by telephone",
        heard=f"{call.note} (heard on {call.by})" if call.note else "",
    )


def _since(number: Number, one: Resource, call: Heard) -> Number:
    if number.value == call.called:
        return replace(number, status="confirmed")
    return replace(number, status=UNVERIFIED) if one.status == UNVERIFIED else number


def _different(one: Resource, call: Heard) -> Resource:
    """What is different is told beside what the file says; a number that was said to be wrong is
    not relied on."""
    numbers = one.numbers
    if call.number:
        wrong = {call.called} if call.called else {number.value for number in numbers}
        wrong -= {call.number}
        numbers = tuple(replace(n, status=UNVERIFIED) if n.value in wrong else n for n in numbers)
    return replace(one, numbers=numbers, heard=_told(one, call))


def _gone(one: Resource, call: Heard) -> Resource:
    return replace(one, status=UNVERIFIED, heard=_told(one, call))


def _no_answer(one: Resource, call: Heard) -> Resource:
    return replace(one, heard=_told(one, call))


def _told(one: Resource, call: Heard) -> str:
    told = f"heard on {call.by}: {call.said}"
    return f"{one.heard}; {told}" if one.heard else told


_OVER = {"right": _right, "different": _different, "gone": _gone, "no_answer": _no_answer}
