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
LINES = """\
lines:
  thoughts: Every night. I lie there and it comes.
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
    Entry(
        "E134",
        "In a role-play a line is said when its step is asked. This step is not asked in this "
        "scenario, so that the learner would miss what somebody wrote for them.",
        "Take the line out, or look which answer of the scenario leads past the step.",
        WHOLE + LINES.replace("thoughts:", "goodbye:"),
        ("goodbye", "thoughts"),
        "scenario",
    ),
    Entry(
        "E135",
        "A learner who reads the answer as it stands on the screen learns to read, not to listen.",
        "Write what somebody would say. The worker has to find the answer that is meant.",
        WHOLE + LINES.replace("Every night. I lie there and it comes.", "Yes."),
        ("Yes.", "Every night."),
        "scenario",
    ),
    Entry(
        "E136",
        "What stands in brackets is seen or happens, and the rest is spoken. With half a bracket "
        "the learner hears somebody say what they should see.",
        "Put what is seen into one pair of brackets, with none inside of it.",
        WHOLE + LINES.replace("it comes.", "it comes. (She looks at the floor."),
        ("floor.", "floor.)"),
        "scenario",
    ),
)
