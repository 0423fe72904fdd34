"""The coded card: first names and numbers, and nothing by which a plan is known.

For somebody who may be hurt if a safety plan is found with them. Whoever finds the card finds a
list of numbers. What stands on it, and why: docs/decisions/a-coded-card.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from operator import itemgetter

from crisis_cli.documents.blocks import Contact, Contacts, Page
from crisis_cli.documents.forms import CODED
from crisis_cli.documents.giveaways import tells
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.fixed import ENGLISH, Speech
from crisis_cli.protocol.kinds import Line

NAME = "numbers"  # of its files: a printer may show it
TITLE = "A\u2013Z"  # the same in every language
LABEL = "Office"  # what stands beside a number where nobody agreed on something else

# A number that can be dialled from anywhere. Short ones (988, 911) are known to everybody: they
# would give the card away, and are learned by heart.
NUMBER = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){6,14}(?:\s?(?:x|ext\.?)\s?\d{1,6})?", re.IGNORECASE)
KNOWN = re.compile(r"(?<!\d)(?:988|911)(?!\d)")
LONGEST = 30  # letters of a label
# What begins a name and is none, where more follows: An, Mi and Son are names by themselves.
TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sr", "sra", "mme"}
BEFORE = TITLES | {
    "a",
    "an",
    "the",
    "my",
    "his",
    "her",
    "their",
    "our",
    "el",
    "la",
    "los",
    "las",
    "mi",
    "su",
    "le",
    "les",
    "mon",
    "ma",
    "son",
    "sa",
}
APART = re.compile(r"[,;:/(\[\u2013\u2014\u3001\uff0c\uff08]|\s-\s")  # what ends a name


def coded_card(
    people: Sequence[Line],
    always: Sequence[str],
    words: Speech = ENGLISH,
    made: datetime | None = None,
    practice: bool = False,
    label: str = LABEL,
) -> Page:
    """The card as a page. The same number stands on it once.

    people: whom the person named. always: how to reach who answers day and night. label: what
    stands beside those, and instead of a name that would tell what it is.
    """
    contacts = _contacts(people, always, label)
    here = "" if words.language == ENGLISH.language else f".{words.language}"
    return Page(
        f"{NAME}{here}",
        TITLE,
        "client",
        (Contacts(contacts),) if contacts else (),
        "",
        made,
        practice,
        words.language,
        {
            "document": NAME,
            "language": words.language,
            "contacts": [asdict(one) for one in contacts],
        },
        CODED,
        words=words,
    )


def first_name(said: str) -> str:
    """What may stand for a person: the first name; "" where that is not a name, or would tell."""
    name = APART.split(said, maxsplit=1)[0]
    if tells(name):
        return ""
    words = [word for word in name.split() if word.strip(".")]
    while len(words) > 1 and words[0].lower().strip(".") in BEFORE:
        words.pop(0)
    first = words[0] if words else ""
    if first.isdigit() or first.lower().strip(".") in TITLES:
        return ""
    return first[:1].upper() + first[1:]


def agreed(label: str) -> str:
    """A label as it may stand on the card. CrisisError for one that would give the card away."""
    label = " ".join(label.split())
    if not label or tells(label) or KNOWN.search(label) or len(label) > LONGEST:
        raise CrisisError(
            f"'{label}' cannot stand on the card.",
            "A few everyday words, and none that say what help it is: Office, Ann at work.",
            Exit.USAGE,
        )
    return label


def _contacts(people: Iterable[Line], always: Iterable[str], label: str) -> tuple[Contact, ...]:
    """Each with its name or a label. The label that was agreed on is that of who always answers."""
    lines = [("", reach, True) for reach in always]
    lines += [(first_name(one.name), one.phone, False) for one in people]
    found = dict[str, tuple[bool, Contact]]()  # by what is dialled
    nameless = 0
    for name, number, last in ((n, one, a) for n, reach, a in lines for one in _numbers(reach)):
        if (dialled := _dialled(number)) not in found:
            nameless += not name
            shown = name or (label if nameless == 1 else f"{label} {nameless}")
            found[dialled] = (last, Contact(shown, number))
    return tuple(one for _, one in sorted(found.values(), key=itemgetter(0)))


def _numbers(reach: str) -> list[str]:
    """Every number in what was said of how to reach somebody."""
    return [one[0] for one in NUMBER.finditer(reach)]


def _dialled(number: str) -> str:
    """The digits, with or without the 1 of the country."""
    return re.sub(r"\D", "", number).removeprefix("1")
