"""Problems with questions and their answers, with pages for clients, and with resources."""

from __future__ import annotations

from crisis_cli.workshop.catalogue.entry import Entry
from crisis_cli.workshop.catalogue.frame import ALONE, PLAN, careful, plain

RESOURCE = """\
resources:
  - id: lifeline
    name: 988 Lifeline
    for: Thoughts of suicide
    numbers:
      - {call: 988}
    hours: always
    source: "988lifeline.org"
    verified_on: 2020-01-31
    expires_after_days: 36500
    status: confirmed
"""
ALONE_TOO = PLAN + "    - {heading: Alone, from: alone}\n"

ENTRIES = (
    Entry(
        "E046",
        "From this day on it is counted how old the number is, so it must be a real date.",
        "Write year, month and day: 2026-11-20.",
        RESOURCE.replace("2020-01-31", "01/31/2020"),
        ("01/31/2020", "2020-01-31"),
        "resources",
    ),
    Entry(
        "E060",
        "The question does not say what may be answered.",
        "Add `answers:` with the name of a set or the answers, or `kind:`, such as `kind: text`.",
        plain(ALONE.replace(", kind: yes_no", "")),
        ("Are you alone?", "Are you alone?, kind: yes_no"),
    ),
    Entry(
        "E061",
        "A question of the kind yes_no has just these two answers.",
        "Use `kind: choose_one` for others.",
        plain(ALONE.replace("yes_no", "yes_no, answers: {yes: Now, often: Often}")),
        ("kind: yes_no", "kind: choose_one"),
    ),
    Entry(
        "E070",
        "The client would read a heading with nothing under it.",
        "Add `from:` with the ids of steps, `text:`, or `resources:`.",
        careful(plan=PLAN + "    - {heading: Alone}\n"),
        ("{heading: Alone}", "{heading: Alone, from: alone}"),
    ),
    Entry(
        "E071",
        "Guidance is not answered, so there is nothing of it to print.",
        "Write the words under `text:`.",
        careful(
            "- {id: breathe, guidance: Take a breath.}\n",
            plan=PLAN + "    - {heading: First, from: breathe}\n",
        ),
        ("from: breathe", "text: Take a breath."),
    ),
    Entry(
        "W085",
        "What is private could be read by whoever finds the page, so it is not printed.",
        "Leave it out of the page, or look whether `private: yes` is right.",
        careful(plan=ALONE_TOO).replace(
            "Are you alone?, kind: yes_no", "Are you alone?, kind: yes_no, private: yes"
        ),
        ("    - {heading: Alone, from: alone}\n", ""),
    ),
    Entry(
        "W086",
        "Nothing prints a document of this name. There are two: `safety_plan`, and `to_say` in a "
        "debrief.",
        "Look at the spelling.",
        careful(plan=PLAN + "  wallet_card:\n    - {heading: Alone, from: alone}\n"),
        ("  wallet_card:\n    - {heading: Alone, from: alone}\n", ""),
    ),
    Entry(
        "W089",
        "No number would be shown where one is needed.",
        "Look at the spelling: the ids stand in protocols/resources/.",
        plain(ALONE.replace("yes_no", "yes_no, call: lifelin")),
        ("lifelin", "lifeline"),
    ),
    Entry(
        "W090",
        "The file with the numbers is not there or has errors, so nobody can say whether the ids "
        "are right. Workers would see 911 and 988 only.",
        "Look at it with `crisis protocol check protocols/resources/dc.yaml`.",
        plain(ALONE.replace("yes_no", "yes_no, call: lifeline")),
        (", call: lifeline", ""),
        "without resources",
    ),
    Entry(
        "W096",
        "Who is in a crisis, tired or not at home in English reads and hears short words best. "
        "Grade 6 is what nearly everybody can follow.",
        "Use short sentences and short words. Read it aloud.",
        plain(
            ALONE.replace(
                "Are you alone?", "Do you anticipate experiencing considerable isolation?"
            )
        ),
        ("Do you anticipate experiencing considerable isolation?", "Will you be alone a lot?"),
    ),
    Entry(
        "W101",
        "Numbers die. Nobody has looked whether this one still answers for longer than its entry "
        "allows; workers see it marked.",
        "Phone them, and write the day into `verified_on:`.",
        RESOURCE.replace("expires_after_days: 36500", "expires_after_days: 90"),
        ("2020-01-31", "2026-10-20"),
        "resources",
    ),
    Entry(
        "W109",
        "A digit is missing or too many, so this number reaches nobody, or somebody else.",
        "Count the digits again: 3, or 10, or 11 that begin with 1.",
        RESOURCE.replace("{call: 988}", "{call: 202-555-010}"),
        ("202-555-010}", "202-555-0100}"),
        "resources",
    ),
    Entry(
        "W111",
        "Only `always` says that somebody answers day and night. In other words it is printed as "
        "it stands, and a safety plan that names nobody else seems to have nobody for the night.",
        "Write `hours: always`.",
        RESOURCE.replace("hours: always", "hours: 24/7"),
        ("hours: 24/7", "hours: always"),
        "resources",
    ),
)
