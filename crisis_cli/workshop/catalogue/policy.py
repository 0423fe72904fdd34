"""Problems with the policy, which says who decides."""

from __future__ import annotations

from crisis_cli.workshop.catalogue.entry import Entry

WHOLE = """\
policy: example
version: 1
zone: America/New_York
working_hours:
  - {days: Monday to Friday, from: 9:00, to: 17:00}
chain:
  - {id: supervisor, who: Your supervisor, call: 202-555-0100, hours: always, wait: 10 minutes}
signs:
  minor: {means: Under 18, answers: {age: under_18}}
tiers:
  entry:
    consult: {from: moderate, also: [minor]}
  intermediate:
    consult: {from: high}
  advanced:
    consult: {from: high}
  supervisor:
    consult: {from: high}
"""

TRIED = """\
follow_up:
  - {from: none, tries: 2, over: 1 day, tell_after: 2, then: Tell your supervisor}
"""
TRIED_MORE = """\
  - {from: high, tries: 4, over: 3 days, tell_after: 1, then: Ask about a visit}
"""

ENTRIES = (
    Entry(
        "E140",
        "Two lines give hours that both hold at some time. Whoever changes the one later may not "
        "see the other, and workers would be told that somebody is there who is not.",
        "Take out what is there twice. Hours that end after midnight belong to the day on which "
        "they begin.",
        WHOLE.replace("to: 17:00}\n", "to: 17:00}\n  - {days: Monday, from: 16:00, to: 18:00}\n"),
        ("  - {days: Monday, from: 16:00, to: 18:00}\n", ""),
        "policy",
    ),
    Entry(
        "E142",
        "Under `also:` stand signs: `declined`, `cannot_determine`, or a name under `signs:`. One "
        "that is not there would never ask anybody.",
        "Look at the spelling, or write the sign under `signs:` with the answers that mean it.",
        WHOLE.replace("also: [minor]", "also: [minro]"),
        ("also: [minro]", "also: [minor]"),
        "policy",
    ),
    Entry(
        "E143",
        "Whoever has less experience would be asked less than the tier above: then a tier that "
        "nobody recorded, which counts as entry, would be the freest of all.",
        "Let each tier be asked at least as early, and for at least the same signs, as the one "
        "above it.",
        WHOLE.replace("from: moderate", "from: emergency"),
        ("from: emergency", "from: moderate"),
        "policy",
    ),
    Entry(
        "E144",
        "All hours and due times are told on the clock of this zone; without it nobody would know "
        "when nine o'clock is.",
        "Write it as America/New_York.",
        WHOLE.replace("America/New_York", "America/Washington"),
        ("America/Washington", "America/New_York"),
        "policy",
    ),
    Entry(
        "E145",
        "Each line holds from its level on, up to the next one. Out of order, or without a line "
        "for none, nobody would see which one counts.",
        "Write the lines from the lowest level up, the first for none.",
        WHOLE + TRIED + TRIED_MORE.replace("from: high", "from: none"),
        ("from: none, tries: 4", "from: high, tries: 4"),
        "policy",
    ),
    Entry(
        "E146",
        "Somebody who is in more danger would be tried less before anybody gives up, or somebody "
        "would hear later that they were not reached.",
        "Let each line ask for at least as much as the one before, and `tell_after` for no more.",
        WHOLE + TRIED + TRIED_MORE.replace("tries: 4", "tries: 1"),
        ("from: high, tries: 1", "from: high, tries: 4"),
        "policy",
    ),
    Entry(
        "E147",
        "Workers would be told to practise with something that is not there, each time that they "
        "begin a contact.",
        "Write the name of a scenario that has lines: that of its file, without `.yaml`.",
        WHOLE.replace(
            "{from: moderate, also: [minor]}\n",
            "{from: moderate, also: [minor]}\n    practice: [11-a-gun-and-tonihgt]\n",
        ),
        ("tonihgt", "tonight"),
        "policy",
    ),
    Entry(
        "W140",
        "A worker at night would read whom to call, and no number. No number is ever made up: the "
        "agency writes its own.",
        "Write `call:` with the number, or `resource:` with the id of a resource that has one.",
        WHOLE.replace("call: 202-555-0100, ", ""),
        ("Your supervisor, hours", "Your supervisor, call: 202-555-0100, hours"),
        "policy",
    ),
    Entry(
        "W141",
        "At these hours nobody of the agency can be reached, by what is written here. Workers are "
        "told so, and go on to the next in the chain.",
        "Name who can be reached then, with their hours. Leave it where it is as it is: saying so "
        "is better than a number that rings in vain.",
        WHOLE.replace("hours: always", "hours: [{days: [mon], from: 0:00, to: 12:00}]"),
        ("hours: [{days: [mon], from: 0:00, to: 12:00}]", "hours: always"),
        "policy",
    ),
    Entry(
        "W142",
        "Hours that end earlier than they begin go on past midnight, and these for more than "
        "eighteen hours. Likely the afternoon was meant: `to: 5:00` is five in the morning.",
        "Write `5 pm` or `17:00`. Leave it where somebody is there that long.",
        WHOLE.replace("from: 9:00, to: 17:00", "from: 9:00, to: 5:00"),
        ("to: 5:00", "to: 17:00"),
        "policy",
    ),
)
