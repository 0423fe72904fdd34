"""Problems with scenarios, which play a protocol and say what must come of it."""

from __future__ import annotations

from crisis_cli.workshop.catalogue.entry import Entry

# For the protocol that `frame.careful` writes.
WHOLE = """\
title: She thinks of it
answers: {alone: yes, thoughts: yes, call: done}
expect:
  level: high
  urgent: [in_danger]
"""

ENTRIES = (
    Entry(
        "E130",
        "The protocol has no step of this name, so the answer can never be given: the scenario "
        "would play another conversation than the one it tells.",
        "Look at the spelling. Where the step was renamed or deleted, change the scenario too.",
        WHOLE.replace("thoughts: yes", "thougths: yes"),
        ("thougths", "thoughts"),
        "scenario",
    ),
    Entry(
        "E131",
        "Nobody could give this answer to this step, so the scenario could not be played.",
        "Write one of the answers that the step has, or one of the unknowns: unsure, declined, "
        "could_not_assess, not_asked. A list step takes a list, a number step a number.",
        WHOLE.replace("thoughts: yes", "thoughts: maybe"),
        ("maybe", "yes"),
        "scenario",
    ),
    Entry(
        "E132",
        "What is expected here is not in the protocol: it can never come of it, and an "
        "expectation that it does not come of it would always be met.",
        "Look at the spelling of the rule, the step, the line of concern or the heading.",
        WHOLE.replace("in_danger", "in_dangre"),
        ("in_dangre", "in_danger"),
        "scenario",
    ),
    Entry(
        "E133",
        "The scenario names a protocol that does not lie beside its folder, so nothing would ever "
        "play it.",
        "Write the id of the protocol, as its file has it. A scenario that lies beside its "
        "protocol need not name it.",
        f"protocol: exmaple\n{WHOLE}",
        ("exmaple", "example"),
        "scenario",
    ),
)
