"""Dates, times, numbers and names of languages, in the form of whoever reads them.

English is said here, so that no page waits for babel, which knows the others.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

HERE = "en"  # the language that is said without asking babel
NAMES = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "vi": "Vietnamese",
    "am": "Amharic",
    "zh": "Chinese",
    "ko": "Korean",
}
PLACES = {"en": "US", "es": "US"}  # where the forms of a country are the ones that people know
# Clocks in Ethiopia count from dawn, so that a bare 3:04 could be nine o'clock: AM and PM say
# that it is the clock on the wall here.
CLOCK_OF_HERE = {"am", "ti", "om"}


def day(at: date, language: str) -> str:
    """Monday, November 23, 2026."""
    if language == HERE or not (locale := _locale(language)):
        return f"{at:%A}, {at:%B} {at.day}, {at.year}"
    from babel.dates import format_date

    return format_date(at, "full", locale)


def clock(at: datetime, language: str) -> str:
    """3:04 pm, by the clock of `at`."""
    half = "am" if at.hour < 12 else "pm"
    said = f"{at.hour % 12 or 12}:{at:%M} "
    if language in CLOCK_OF_HERE:
        return said + half.upper()
    if language == HERE or not (locale := _locale(language)):
        return said + half
    from babel.dates import format_time

    return format_time(at.replace(tzinfo=None), "short", locale=locale)


def month(at: date, language: str) -> str:
    """November 2026."""
    if language == HERE or not (locale := _locale(language)):
        return f"{at:%B %Y}"
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", at, locale=locale)


def number(value: float, language: str) -> str:
    """1.5, without a nought that says nothing."""
    if language == HERE or not (locale := _locale(language)):
        return f"{value:.15g}"
    from babel.numbers import format_decimal

    return format_decimal(value, "0.######", locale=locale)


def language(code: str, reading: str) -> str:
    """What a language is called by who reads another one; its code where nobody knows."""
    if reading == HERE and code in NAMES:
        return NAMES[code]
    known, locale = _locale(code), _locale(reading)
    return (known.get_language_name(locale) if known and locale else None) or code


@cache
def _locale(code: str) -> Any:
    """What babel knows of a language; None where it knows nothing."""
    from babel import Locale, UnknownLocaleError

    try:
        plain = code.replace("-", "_")
        return Locale.parse(f"{plain}_{PLACES[code]}" if code in PLACES else plain)
    except (UnknownLocaleError, ValueError):
        return None
