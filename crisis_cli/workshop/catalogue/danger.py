"""Problems that can hide danger, or keep help away."""

from __future__ import annotations

from crisis_cli.workshop.catalogue.entry import Entry
from crisis_cli.workshop.catalogue.frame import (
    BLOCKS,
    CONCERN,
    FOLLOW_UP,
    PLAN,
    RULES,
    careful,
    plain,
)

AFRAID = "- {id: afraid, ask: Are you afraid?, kind: yes_no, danger: yes}\n"
BOTH = RULES.replace(
    "thoughts: [yes, unsure]", "any: [{thoughts: [yes, unsure]}, {afraid: [yes, unsure]}]"
)
IN_DANGER = careful(AFRAID, rules=BOTH)
EARLY = BLOCKS[BLOCKS.index("  ended_early") :]

ENTRIES = (
    Entry(
        "E050",
        "The question is left out also where nobody said a plain no to danger. Whoever reads the "
        "record would think that it was answered.",
        "Say with `otherwise:` what it counts as then: could_not_assess, or not_needed.",
        IN_DANGER.replace(
            "kind: yes_no, danger: yes}\nblocks",
            "kind: yes_no, danger: yes, when: {alone: yes}}\nblocks",
        ),
        ("when: {alone: yes}}", "when: {alone: yes}, otherwise: could_not_assess}"),
    ),
    Entry(
        "E051",
        "An urgent block comes up because its rule holds. A second condition could keep it away.",
        "Delete the `when`, or put it on single steps; the first step must always be shown.",
        careful().replace(
            "  stay:\n    - {id: call, do: Stay with them. Call 988., confirm: Who answered?}\n",
            "  stay:\n    when: {alone: yes}\n    steps:\n"
            "      - {id: call, do: Stay with them. Call 988., confirm: Who answered?}\n",
        ),
        ("    when: {alone: yes}\n", ""),
    ),
    Entry(
        "E052",
        "When a block comes up, the worker must read at once what to do, before anything is asked.",
        "Put a `do:` or `guidance:` without a `when` first.",
        careful().replace(
            "do: Stay with them. Call 988., confirm: Who answered?",
            "ask: Who answered at 988?, kind: text",
        ),
        ("ask: Who answered at 988?, kind: text", "do: Stay with them. Call 988."),
    ),
    Entry(
        "E062",
        "The rule can never hold, so its block never comes up, whatever the person says.",
        "Look whether an `all` is meant to be an `any`, and whether two parts exclude each other.",
        careful(
            rules=RULES.replace(
                "thoughts: [yes, unsure]", "all: [{thoughts: yes}, {thoughts: unsure}]"
            )
        ),
        (
            "all: [{thoughts: yes}, {thoughts: unsure}]",
            "any: [{thoughts: yes}, {thoughts: unsure}]",
        ),
    ),
    Entry(
        "E063",
        "No answers lead to this danger question, so it is never asked.",
        "Look at its condition and at the one of its section: do they exclude each other?",
        IN_DANGER.replace(
            "kind: yes_no, danger: yes}\nblocks",
            "kind: yes_no, danger: yes, otherwise: could_not_assess,\n"
            "         when: {all: [{thoughts: yes}, {thoughts: unsure}]}}\nblocks",
        ),
        (
            "all: [{thoughts: yes}, {thoughts: unsure}]",
            "any: [{thoughts: yes}, {thoughts: unsure}]",
        ),
    ),
    Entry(
        "E064",
        "The line can never hold, so its level is never reached.",
        "Look whether an `all` is meant to be an `any`, and whether two parts exclude each other.",
        careful(
            concern=CONCERN.replace("when: in_danger", "when: {all: [{thoughts: no}, in_danger]}")
        ),
        ("{all: [{thoughts: no}, in_danger]}", "in_danger"),
    ),
    Entry(
        "E065",
        "Who means yes would press the wrong key, and danger would be written down as safety.",
        "Swap the words of the two answers.",
        careful().replace(
            "kind: yes_no, danger: yes", 'answers: {yes: "No", no: "Yes"}, danger: yes'
        ),
        ('{yes: "No", no: "Yes"}', '{yes: "Yes", no: "No"}'),
    ),
    Entry(
        "E066",
        "Only a plain no reassures. Whoever gives this answer could end at the level none, with no "
        "reason in the record and the latest follow-up, also where a block comes up for it.",
        "Name the answer in a line of `concern:`, or in a rule that such a line names.",
        careful(AFRAID),
        (
            "because: Thoughts of suicide}\n",
            "because: Thoughts of suicide}\n"
            "  - {id: fear, level: high, when: {afraid: [yes, unsure]}, because: Is afraid}\n",
        ),
    ),
    Entry(
        "W080",
        "In an emergency the number must stand there. Nobody has time to look it up.",
        "Add `call:` with the id of a resource to the first step, or write the number into its "
        "words. A step with a `when` may not be shown, nor what comes after it be read in time.",
        careful().replace("Call 988.", "Call for help."),
        ("Call for help.", "Call 988."),
    ),
    Entry(
        "W081",
        "`otherwise` says what a danger question counts as where it is left out, `record` where an "
        "answer stands that is none to a danger question. Here it does nothing.",
        "Delete it, or look whether `danger: yes` or a `when` is missing.",
        plain("- {id: alone, ask: Are you alone?, kind: yes_no, otherwise: not_needed}\n"),
        (", otherwise: not_needed", ""),
    ),
    Entry(
        "W083",
        "Nothing brings this block up, so nobody ever sees it. Most often its line under `urgent:` "
        "is missing, or names another block.",
        "Add a line under `urgent:`, or delete the block.",
        careful(blocks=BLOCKS + "  leave:\n    - {id: leave_now, do: Get out. Call 911.}\n"),
        ("  leave:\n    - {id: leave_now, do: Get out. Call 911.}\n", ""),
    ),
    Entry(
        "W087",
        "Only a plain `no` reassures. Without that answer, whoever is safe cannot say so.",
        "Ask it so that yes means danger, and give it the answer `no`.",
        careful().replace(
            "kind: yes_no, danger: yes", "answers: {yes: Often, rarely: Rarely}, danger: yes"
        ),
        ("{yes: Often, rarely: Rarely}", "{yes: Often, no: Never}"),
    ),
    Entry(
        "W110",
        "A yes here brings up help or sets a level, so it is about danger. Without the mark it may "
        "be carried over from the last time, is missing among the danger questions of the record, "
        "and nothing asks what a `not sure` means.",
        "Add `danger: yes` to the question.",
        careful().replace(", danger: yes", "", 1),
        ("suicide?, kind: yes_no", "suicide?, kind: yes_no, danger: yes"),
    ),
    Entry(
        "W099",
        "People leave in the middle. Without this block nothing says what to do then, also when "
        "they had spoken of danger.",
        "Under `blocks:` write `ended_early:` with what the worker does then.",
        careful(blocks=BLOCKS[: BLOCKS.index("  ended_early")]),
        ("follow_up:\n", EARLY + "follow_up:\n"),
    ),
    Entry(
        "W100",
        "Everybody who was asked about danger is seen again, and how soon hangs on the level.",
        "Add a line under `follow_up:` for each level, or one without `when` for all.",
        careful(
            follow_up=FOLLOW_UP.replace("{within", "{when: {concern: [high, emergency]}, within")
        ),
        ("{when: {concern: [high, emergency]}, within", "{within"),
    ),
    Entry(
        "W102",
        "The worst hour is often at night. A plan that names nobody who answers then is no plan.",
        "Add a part with `text: Call or text 988.`, or with `resources:` that answer at any hour.",
        careful(plan=PLAN.replace("text: Call or text 988.", "text: Call your case worker.")),
        ("Call your case worker.", "Call or text 988."),
    ),
    Entry(
        "W103",
        "No rule may look into a block, so a yes there sets no level and brings no help, and it is "
        "missing among the danger questions of the record.",
        "Ask it in a section. In a block, say what to do.",
        careful(blocks=BLOCKS + "    - {id: armed, ask: Any weapon?, kind: yes_no, danger: yes}\n"),
        ("    - {id: armed, ask: Any weapon?, kind: yes_no, danger: yes}\n", ""),
    ),
    Entry(
        "W105",
        "Danger is asked about, and nothing comes up when it is there.",
        "Write under `urgent:` which rule brings up which block.",
        careful(urgent="", blocks="blocks:\n" + EARLY),
        (
            "blocks:\n",
            "urgent:\n  - {when: in_danger, run: stay}\n"
            "blocks:\n  stay:\n    - {id: call, do: Stay with them. Call 988.}\n",
        ),
    ),
    Entry(
        "W107",
        "Danger is asked about, and the client goes home with nothing in hand.",
        "Write `documents:`, under it `safety_plan:`, and its parts.",
        careful(plan=""),
        ("follow_up:\n", PLAN + "follow_up:\n"),
    ),
    Entry(
        "W108",
        "The numbers of this block were last checked long ago. In an emergency a dead number costs "
        "the time that there is not.",
        "Phone them, and write the day into the resource file.",
        careful().replace("Stay with them. Call 988.", "Stay with them., call: poison"),
        ("call: poison", "call: [nine_one_one, poison]"),
    ),
)
