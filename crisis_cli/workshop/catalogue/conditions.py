"""Problems with conditions, and with the names that they use."""

from __future__ import annotations

from crisis_cli.workshop.catalogue.entry import Entry
from crisis_cli.workshop.catalogue.frame import ALONE, HEAD, careful, plain

WHO = "- {id: who, ask: Who is with you?, kind: text, when: {alone: no}}\n"
ASKED = plain(ALONE + WHO)
CIRCLE = """\
rules:
  apart: {means: Apart, any: [lonely]}
  lonely: {means: Lonely, any: [apart]}
"""
TALL = "rules:\n  r0: {means: Alone, alone: yes}\n" + "".join(
    f"  r{i}: {{means: Alone, any: [r{i - 1}, {{alone: yes}}]}}\n" for i in range(1, 24)
)

ENTRIES = (
    Entry(
        "E030",
        "A condition about a question that is not there would never hold, and nobody would see it.",
        "Look at the spelling of the id.",
        ASKED.replace("{alone: no}", "{allone: no}"),
        ("allone", "alone"),
    ),
    Entry(
        "E031",
        "A condition about an answer that cannot be given would never hold.",
        "Look at the spelling. The answers that the question has are named in the message; every "
        "question also takes unsure, declined and could_not_assess.",
        ASKED.replace("{alone: no}", "{alone: unsur}"),
        ("unsur}", "unsure}"),
    ),
    Entry(
        "E032",
        "A single word as a condition is the name of a rule, and there is no such rule.",
        "Look at the spelling, or write the condition out: {question: answer}.",
        ASKED.replace("{alone: no}", "alone"),
        ("when: alone", "when: {alone: no}"),
    ),
    Entry(
        "E033",
        "The help that should come up is not there: the worker would see nothing.",
        "Look at the spelling, or write the block under `blocks:`.",
        careful().replace("run: stay", "run: stay_here"),
        ("run: stay_here", "run: stay"),
    ),
    Entry(
        "E034",
        "The question would have no answers to choose from.",
        "Look at the spelling, or write the set under `answer_sets:`.",
        HEAD
        + 'answer_sets: {how: {good: "Good", bad: "Bad"}}\n'
        + plain("- {id: mood, ask: How are you?, answers: hwo}\n")[len(HEAD) :],
        ("hwo", "how"),
    ),
    Entry(
        "E035",
        "When this step comes up, the other question was not asked yet, so the condition could "
        "never hold.",
        "Move the step behind the question, or name an earlier question.",
        plain(WHO + ALONE),
        (
            "      " + WHO + "      " + ALONE,
            "      " + ALONE + "      " + WHO,
        ),
    ),
    Entry(
        "E036",
        "An interruption comes only in some conversations, so what is asked in it cannot be "
        "counted on.",
        "Ask it in a section if something hangs on it.",
        careful("- {id: where, ask: Where is it?, kind: text, when: {call: done}}\n"),
        ("{call: done}", "{thoughts: yes}"),
    ),
    Entry(
        "E037",
        "This line of the page would always stay empty.",
        "Look at the spelling of the id.",
        careful().replace(
            "{heading: Day or night,",
            "{heading: Alone, from: allone}\n    - {heading: Day or night,",
        ),
        ("allone", "alone"),
    ),
    Entry(
        "E038",
        "A rule that hangs on itself can neither hold nor fail.",
        "Take one of the names out, and write the answers instead.",
        plain(ALONE, CIRCLE + "follow_up:\n  - {when: apart, within: 1 day}\n"),
        ("any: [apart]", "alone: yes"),
    ),
    Entry(
        "E039",
        "Rules that name rules that name rules: nobody can follow this any more, and it takes long "
        "to work out.",
        "Write fewer rules, with the answers in them.",
        plain(ALONE, TALL + "follow_up:\n  - {when: r23, within: 1 day}\n"),
        (TALL + "follow_up:\n  - {when: r23,", "follow_up:\n  - {when: {alone: yes},"),
    ),
    Entry(
        "E040",
        "It cannot be told when this is meant to hold.",
        "Write {question: answer}, the name of a rule, or `any:` or `all:` with a list under it.",
        ASKED.replace("when: {alone: no}", "when: [alone, no]"),
        ("[alone, no]", "{alone: no}"),
    ),
    Entry(
        "E041",
        "A condition inside a condition inside a condition is misread, also by those who wrote it.",
        "Give the inner part a name under `rules:`, and write the name here.",
        ASKED.replace("when: {alone: no}", "when: {any: [{all: [{not: {alone: yes}}]}]}"),
        ("{any: [{all: [{not: {alone: yes}}]}]}", "{not: {alone: yes}}"),
    ),
    Entry(
        "E042",
        "any_but_no also takes questions that were passed by. In the `when` of a step that would "
        "ask on and on into the dark; it is made for levels of concern.",
        "Write the answers out: [yes, unsure, declined].",
        careful("- {id: why, ask: Why today?, kind: text, when: {thoughts: any_but_no}}\n"),
        ("thoughts: any_but_no", "thoughts: [yes, unsure, declined]"),
    ),
    Entry(
        "E043",
        "The level comes out of the answers. If a question hung on the level, the two would go in "
        "a circle.",
        "Name the answers, or a rule.",
        careful("- {id: why, ask: Why today?, kind: text, when: {concern: high}}\n"),
        ("{concern: high}", "{thoughts: yes}"),
    ),
    Entry(
        "E044",
        "Each kind of question has its own tests: numbers have limits, lists a count.",
        "Use a test that fits the kind; they stand in docs/language.md.",
        ASKED.replace("{alone: no}", "{alone: {at_least: 1}}"),
        ("{at_least: 1}", "no"),
    ),
    Entry(
        "W091",
        "No answers lead to this step, so it is never asked. Most often two conditions exclude "
        "each other: the one of the step and the one of its section, or two in one `all`.",
        "Look at the conditions together. `crisis protocol explain STEP` shows them in words.",
        plain(ALONE + WHO + WHO.replace("id: who", "id: how").replace("no}", "yes, who: unknown}")),
        ("alone: yes, who", "alone: no, who"),
    ),
    Entry(
        "W092",
        "A condition that always holds says nothing. Most often an answer stands there too much, "
        "or `not` was forgotten.",
        "Delete the condition, or mend it.",
        ASKED.replace(
            "{alone: no}", "{alone: [yes, no, unsure, declined, could_not_assess, not_asked]}"
        ),
        ("[yes, no, unsure, declined, could_not_assess, not_asked]", "[no, unsure]"),
    ),
    Entry(
        "W093",
        "No answers make this condition hold, so what hangs on it never comes.",
        "Look whether an `all` is meant to be an `any`, and whether two parts exclude each other.",
        plain(
            ALONE, "follow_up:\n  - {when: {all: [{alone: yes}, {alone: no}]}, within: 24 hours}\n"
        ),
        ("{all: [{alone: yes}, {alone: no}]}", "{any: [{alone: yes}, {alone: no}]}"),
    ),
    Entry(
        "W094",
        "Another line covers this one, so it never decides anything. It is either too much, or not "
        "what was meant.",
        "Look whether the answers and the level are right. If they are, delete the line.",
        plain(
            ALONE,
            "follow_up:\n  - {within: 24 hours, what: Call}\n"
            "  - {when: {alone: yes}, within: 7 days, what: Call}\n",
        ),
        ("7 days", "12 hours"),
    ),
    Entry(
        "W095",
        "A question that is not asked has no answer. `not` holds then, although nobody said a "
        "word; `{question: no}` does not hold then, although nobody said yes.",
        "Name the answers that are meant, and say with {question: {on_path: no}} what counts where "
        "it was not asked.",
        plain(
            ALONE
            + "- {id: near, ask: Is anyone near?, kind: yes_no, when: {alone: yes}}\n"
            + "- {id: far, ask: Who is far?, kind: text, when: {not: {near: yes}}}\n"
        ),
        ("{not: {near: yes}}", "{near: [no, unsure]}"),
    ),
    Entry(
        "W097",
        "The lines beside it also name `unsure`. Not sure is not a no: whoever says it may be in "
        "danger, and would not be noticed here.",
        "Add the answers that are missing, or say in a comment why they are left out.",
        careful(
            "- {id: plan, ask: Do you have a plan?, kind: yes_no, danger: yes}\n"
            "- {id: today, ask: Is it today?, kind: yes_no, danger: yes}\n",
            rules="rules:\n  in_danger:\n    means: Thinks of suicide\n    any:\n"
            "      - thoughts: [yes, unsure]\n      - plan: yes\n      - today: [yes, unsure]\n",
        ),
        ("plan: yes\n", "plan: [yes, unsure]\n"),
    ),
    Entry(
        "W106",
        "In `any:` each item begins with a dash, and one of them is enough. Two answers behind one "
        "dash must both be given, so the rule holds less often than it seems.",
        "Put a dash before each. If both are meant, put braces around them: {a: yes, b: yes}.",
        plain(
            ALONE + "- {id: cold, ask: Are you cold?, kind: yes_no}\n",
            "follow_up:\n  - within: 24 hours\n    when:\n      any:\n"
            "        - alone: yes\n          cold: yes\n",
        ),
        ("          cold", "        - cold"),
    ),
    Entry(
        "W082",
        "Nothing looks at this rule, so it does nothing. If it was urgent, its line under "
        "`urgent:` is missing.",
        "Use it, or delete it.",
        plain(ALONE, "rules:\n  lonely: {means: Alone, alone: yes}\n"),
        ("rules:\n  lonely: {means: Alone, alone: yes}\n", ""),
    ),
    Entry(
        "W084",
        "No question names these answers.",
        "Use the set, or delete it.",
        plain(ALONE, 'answer_sets:\n  how: {good: "Good", bad: "Bad"}\n'),
        ('answer_sets:\n  how: {good: "Good", bad: "Bad"}\n', ""),
    ),
)
