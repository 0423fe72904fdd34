"""Who decides, compiled: tiers, the chain of those who are called, hours, and due times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crisis_cli.protocol.compiled import LEVELS

ENTRY = "entry"
TIERS = ("entry", "intermediate", "advanced", "supervisor")  # each is asked no more than the first
DECLINED, CANNOT_DETERMINE = "declined", "cannot_determine"
# What is known without a sign: each by its name, with its meaning.
BUILT_IN = {
    DECLINED: "A danger question was declined",
    CANNOT_DETERMINE: "Danger questions went unanswered",
}
ZONE = "America/New_York"


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of a day on a day of the week, 0 for Monday. begin, end: minutes after midnight; an
    end above 1440 is on the next morning."""

    day: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """One of those who are called. number: the agency's own, or "". resource: its id, or "".
    hours: when they can be reached; None where nobody said so. wait: seconds, 0 for the last."""

    id: str
    who: str
    number: str = ""
    resource: str = ""
    hours: tuple[Hours, ...] | None = None
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Sign:
    """Answers that mean something: question -> the words, one of which is enough."""

    means: str
    answers: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Within:
    """Until when: `count` of a unit, counted from the end, or `at` minutes after midnight.

    unit: seconds, working_hours, working_days, or by (the next time that a working day has it).
    """

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Due:
    """What is countersigned by when: from this level of concern on."""

    level: str
    within: Within


@dataclass(frozen=True, slots=True)
class Sample:
    """A share of a hundred that is read besides."""

    percent: int
    within: Within


@dataclass(frozen=True, slots=True)
class Tier:
    """What holds for one tier. level: from which somebody has to think along; also: names of signs
    that ask for it at any level. at_once: they are told as it happens. practice: names of
    scenarios that are expected to be passed before a live contact; nothing waits for them."""

    level: str
    also: tuple[str, ...] = ()
    at_once: bool = False
    countersign: tuple[Due, ...] = ()
    sample: Sample | None = None
    practice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard somebody is tried for a follow-up, from this level of concern on.

    tries: at least so many; over: seconds from the first to the last at least; times, ways: of the
    day, and to reach somebody, so many different ones. tell_after: after so many tries in vain
    the worker is to tell somebody. then: what is done then, in words.
    """

    level: str
    tries: int
    over: int
    times: int
    ways: int
    tell_after: int
    then: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy. met_by: ids of actions that are such a call. hash: of its file, in hex."""

    id: str
    version: str
    zone: str
    working: tuple[Hours, ...]
    chain: tuple[Link, ...]
    met_by: tuple[str, ...]
    signs: dict[str, Sign]
    tiers: dict[str, Tier]
    follow_up: tuple[Effort, ...] = ()
    hash: str = ""

    def tier(self, name: str) -> Tier:
        """What holds for a tier; for one that nobody recorded, what holds for entry."""
        return self.tiers.get(name, self.tiers[ENTRY])

    def effort(self, level: str) -> Effort:
        """How hard somebody is tried at a level; as is built in, where nothing is written."""
        lines = self.follow_up or BUILT_IN_EFFORT
        fits = [one for one in lines if LEVELS.index(one.level) <= LEVELS.index(level)]
        return max(fits or lines, key=lambda one: LEVELS.index(one.level))

    @property
    def said(self) -> str:
        """Which policy this is, for the record."""
        return f"{self.id}, version {self.version}" + (f" ({self.hash[:12]})" if self.hash else "")

    def means(self, sign: str) -> str:
        """What a sign means, in words."""
        return BUILT_IN[sign] if sign in BUILT_IN else self.signs[sign].means


def made(body: dict[str, Any]) -> Policy:
    """A policy from plain JSON. KeyError or TypeError for anything else."""
    given = dict(body)
    return Policy(
        working=_hours(given.pop("working")),
        chain=tuple(_link(**one) for one in given.pop("chain")),
        met_by=tuple(given.pop("met_by")),
        signs={name: Sign(**one) for name, one in given.pop("signs").items()},
        tiers={name: _tier(**one) for name, one in given.pop("tiers").items()},
        follow_up=tuple(Effort(*one) for one in given.pop("follow_up", ())),
        **given,
    )


def _hours(raw: list[list[int]]) -> tuple[Hours, ...]:
    return tuple(Hours(*one) for one in raw)


def _link(hours: list[list[int]] | None = None, **rest: Any) -> Link:
    return Link(hours=None if hours is None else _hours(hours), **rest)


def _tier(
    also: list[str],
    countersign: list[list[Any]],
    sample: list[Any] | None,
    practice: list[str] | None = None,
    **rest: Any,
) -> Tier:
    return Tier(
        also=tuple(also),
        practice=tuple(practice or ()),
        countersign=tuple(Due(level, Within(*within)) for level, within in countersign),
        sample=Sample(sample[0], Within(*sample[1])) if sample else None,
        **rest,
    )


# How hard somebody is tried where no policy says it: as hard as the shipped one wants for danger.
BUILT_IN_EFFORT = (Effort("none", 4, 3 * 86_400, 3, 2, 1, "Ask what the rule of your agency is"),)
_WEEK = [[day, 540, 1020] for day in range(5)]
_ASKED: dict[str, Any] = {
    "level": "moderate",
    "also": [DECLINED, CANNOT_DETERMINE, "minor", "report"],
    "countersign": [["none", ["working_days", 1]]],
    "sample": None,
}
# What holds where there is no policy that can be used: everybody is asked as much as at entry.
FALLBACK = made(
    {
        "id": "built-in",
        "version": "1",
        "zone": ZONE,
        "working": _WEEK,
        "chain": [
            {"id": "supervisor", "who": "Your supervisor", "wait": 600},
            {"id": "access_helpline", "who": "The Access HelpLine",
             "resource": "access_helpline", "wait": 600},
            {"id": "nine_one_one", "who": "911", "resource": "nine_one_one"},
        ],
        "met_by": ["consult", "high_consult", "early_told"],
        "signs": {
            "minor": {
                "means": "The person is under 18, or may be",
                "answers": {"age": ["under_18", "unsure", "declined", "could_not_assess"]},
            },
            "report": {
                "means": "A report may have to be made",
                "answers": {"child_harm": ["yes", "unsure"], "adult_harm": ["yes", "unsure"]},
            },
        },
        "tiers": dict.fromkeys(TIERS, _ASKED),
    }
)  # fmt: skip
