"""Telephone numbers as they are written in files: whether one can be dialled at all."""

from __future__ import annotations

import re

FEW_OR_MANY = "W109"
COUNT = "3 digits, or 10, or 11 that begin with 1. Count them again."


def dialled(text: str) -> bool:
    """Whether it has as many digits as a number in the United States has, without an extension."""
    digits = re.sub(r"\D", "", re.split(r"(?i)\bext", text)[0])
    area = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return len(area) == 3 or (len(area) == 10 and area[0] not in "01")


def miscounted(text: str) -> str:
    """What is wrong with one that cannot be dialled, in a sentence."""
    return f"'{text}' has not as many digits as a number in the United States has."
