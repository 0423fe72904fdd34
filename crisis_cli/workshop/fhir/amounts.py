"""Numbers of a form, as a protocol file can have them."""

from __future__ import annotations

from decimal import Decimal

WIDEST = 12  # digits before the point
FINEST = 6  # digits after it
LONGEST = 40


def amount(number: Decimal) -> str | None:
    """A number as it is written in a protocol; None where it has too many digits for that."""
    if not number.is_finite() or len(number.as_tuple().digits) > LONGEST:
        return None
    if number.is_zero():
        return "0"
    if not -LONGEST < number.adjusted() < WIDEST:
        return None
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if len(text.partition(".")[2]) <= FINEST else None
