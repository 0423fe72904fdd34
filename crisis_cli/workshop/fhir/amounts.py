"""Values of a form: numbers as a protocol file can have them, and any value in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crisis_cli.workshop.fhir.words import one_line

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


def shown(value: Any) -> str:
    """A simple value of FHIR in words; "" for none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return amount(value) or str(value)[:LONGEST]
    if isinstance(value, dict):
        return _part(value)
    return one_line(value) if isinstance(value, str) else ""


def _part(value: dict[str, Any]) -> str:
    """The words of a coding, a quantity, a reference or an expression."""
    if "expression" in value:
        name = shown(value.get("name"))
        return f"{name} = {shown(value['expression'])}" if name else shown(value["expression"])
    coding = value.get("coding")
    if isinstance(coding, list) and coding:
        return shown(coding[0]) or shown(value.get("text"))
    number = [shown(value["value"])] if isinstance(value.get("value"), Decimal) else []
    keys = ("unit", "code") if number else ("display", "code", "reference", "text")
    named = [words for key in keys if (words := shown(value.get(key)))]
    return one_line(" ".join([*number, *named[:1]]))
