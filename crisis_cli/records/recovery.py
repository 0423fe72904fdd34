"""The recovery key: letters to keep on paper, which tell in which group a slip was made."""

from __future__ import annotations

import re
import secrets

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import LETTERS

GROUPS = 8
RANDOM = 3  # letters of chance in a group; the fourth is its check: 24 letters, 114 bits in all
LOOKS = str.maketrans("", "", " -_.\t\r\n")


def new_recovery() -> str:
    """A recovery key, as it is printed."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(RANDOM)) for _ in range(GROUPS)]
    return " ".join(group + _check(group, place) for place, group in enumerate(groups))


def recovery_from(typed: str) -> str:
    """The key as it was typed, in small letters without gaps. CrisisError names the slip."""
    letters = typed.lower().translate(LOOKS)
    if stray := re.sub(f"[{LETTERS}]", "", letters):
        raise CrisisError(
            f"A recovery key has no '{stray[0]}' in it.",
            f"Its letters are: {LETTERS}. No vowels, no l, no 0 and no 1.",
        )
    if len(letters) != GROUPS * (RANDOM + 1):
        raise CrisisError(
            f"That is {len(letters)} letters, and a recovery key has {GROUPS * (RANDOM + 1)}.",
            f"Type all {GROUPS} groups of {RANDOM + 1}, in their order.",
        )
    groups = [letters[at : at + RANDOM + 1] for at in range(0, len(letters), RANDOM + 1)]
    wrong = [
        str(place + 1)
        for place, group in enumerate(groups)
        if group[RANDOM] != _check(group[:RANDOM], place)
    ]
    if wrong:
        raise CrisisError(
            f"There is a slip in group {', '.join(wrong)} of the recovery key.",
            "Look at the paper again, group by group.",
        )
    return letters


def _check(group: str, place: int) -> str:
    """A letter that changes when one letter does, when neighbours or groups change places."""
    total = sum(LETTERS.index(letter) * 2**at for at, letter in enumerate(group))
    return LETTERS[(total + 5 * place) % len(LETTERS)]
