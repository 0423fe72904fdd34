"""Problems with properties, which say what must hold whatever is answered."""

from __future__ import annotations

from crisis_cli.workshop.catalogue.entry import Entry

# For the protocol that `frame.careful` writes.
WHOLE = """\
properties:
  example:
    - id: not_left_alone
      means: Whoever thinks of suicide is not left alone.
      when: {thoughts: [yes, unsure]}
      next_block: stay
      level_at_least: high
"""

ENTRIES = (
    Entry(
        "E110",
        "A property that names a rule of the protocol would change together with the rule: one "
        "edit could weaken both, and the proof would still hold.",
        "Write the answers themselves: {question: answer}. Look at the rule for what they are.",
        WHOLE.replace("when: {thoughts: [yes, unsure]}", "when: in_danger"),
        ("when: in_danger", "when: {thoughts: [yes, unsure]}"),
        "properties",
    ),
    Entry(
        "E111",
        "The property says when, but not what must follow, so there is nothing to prove.",
        "Add what must follow: next_block, level_at_least, asked, or another one of "
        "docs/proofs.md.",
        WHOLE.replace("      next_block: stay\n      level_at_least: high\n", ""),
        ("yes, unsure]}\n", "yes, unsure]}\n      next_block: stay\n"),
        "properties",
    ),
    Entry(
        "E112",
        "Steps of sections are asked; steps of blocks are shown when their block comes up. What is "
        "claimed of the one can never hold of the other.",
        "Write steps of sections under `asked:` or `never_asked:`, and steps of blocks under "
        "`shown:` or `never_shown:`.",
        WHOLE.replace("level_at_least: high", "asked: call"),
        ("asked: call", "shown: call"),
        "properties",
    ),
    Entry(
        "E113",
        "`because:` names a line under `concern:`. This one is not there, so it could never be a "
        "reason.",
        "Look at the ids under `concern:` in the protocol.",
        WHOLE.replace("level_at_least: high", "because: suicde"),
        ("because: suicde", "because: suicide"),
        "properties",
    ),
    Entry(
        "E114",
        "These properties stand under the id of a protocol that is not there, so nothing of it is "
        "proved, and nobody would notice.",
        "Write the id that stands behind `protocol:` in the file of the protocol.",
        WHOLE.replace("  example:", "  exampel:"),
        ("  exampel:", "  example:"),
        "beside protocols",
    ),
    Entry(
        "E115",
        "What stands here belongs to a protocol that has errors, so it cannot be looked at.",
        "Mend the protocol first: `crisis protocol check` says what is wrong with it.",
        WHOLE.replace("  example:", "  broken:"),
        ("  broken:", "  example:"),
        "beside protocols",
    ),
)
