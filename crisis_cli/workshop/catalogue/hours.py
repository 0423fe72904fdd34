"""Problems with the hours of resources, and with what was heard of them on the telephone."""

from __future__ import annotations

from crisis_cli.workshop.catalogue.entry import Entry
from crisis_cli.workshop.catalogue.pages import RESOURCE

WEEKDAYS = "hours:\n      - {days: Monday to Friday, from: 9:00, to: 17:00}\n"
TIMES = RESOURCE.replace("hours: always\n", WEEKDAYS)
FRIDAY = "      - {days: Friday, from: 16:00, to: 20:00}\n"
CALLS = """\
verified:
  - resource: lifeline
    heard_on: 2026-10-30
    heard_by: Ana
    found: right
"""

ENTRIES = (
    Entry(
        "E053",
        "From these hours it is told whether somebody answers right now, so each must be a real "
        "day and a real time.",
        "Write days of the week, and times such as `9:00`, `17:30`, `9 am` or `noon`.",
        TIMES.replace("from: 9:00", "from: 9"),
        ("from: 9,", "from: 9:00,"),
        "resources",
    ),
    Entry(
        "W112",
        "Two lines say something of the same time, and one of them is likely a slip.",
        "Look which of them is right, or make one line of them.",
        TIMES.replace(WEEKDAYS, WEEKDAYS + FRIDAY),
        ("Friday, from: 16:00", "Friday, from: 17:00"),
        "resources",
    ),
    Entry(
        "W113",
        "Words are printed as they stand, but nobody is told that it is closed right now, and "
        "`crisis resources find --open-now` leaves it out.",
        "Write a line for each time. What does not fit there goes into `hours_note:`.",
        RESOURCE.replace("hours: always\n", "hours: Monday to Friday, 9 am to 5 pm\n"),
        ("hours: Monday to Friday, 9 am to 5 pm\n", WEEKDAYS),
        "resources",
    ),
    Entry(
        "W114",
        "Somebody phoned a number under an id that is not there any more, so what they heard is "
        "told nowhere.",
        "Give the entry its id back, or phone the new one: `crisis resources verify`.",
        CALLS.replace("lifeline", "lifelin"),
        ("lifelin", "lifeline"),
        "calls",
    ),
    Entry(
        "W115",
        "Somebody phoned and heard something else than what stands here. Workers read both; on a "
        "page for a client a number that was said to be wrong is not printed.",
        "Look into it, write what is right, and the day into `verified_on:`.",
        RESOURCE.replace("id: lifeline", "id: office").replace("call: 988", "call: 202-555-0100"),
        ("202-555-0100}", "202-555-0123}"),
        "resources, and a call",
    ),
)
