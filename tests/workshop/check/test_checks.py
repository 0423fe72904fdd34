"""Each check where it must speak, and where it must not."""

import re
import textwrap
from datetime import date

import pytest
from language_example import EXAMPLE

from crisis_cli.workshop.catalogue.frame import (
    ALONE,
    BLOCKS,
    CONCERN,
    RULES,
    URGENT,
    careful,
    plain,
)
from crisis_cli.workshop.check.look import Resource
from crisis_cli.workshop.check.report import DANGER, examined

OLD = Resource(always=True, printed=True, checked=date(2020, 1, 1), stale=True)
FRESH = Resource(always=True, printed=True, checked=date(2026, 11, 1), stale=False)
BY_DAY = Resource(always=False, printed=True, checked=date(2026, 11, 1), stale=False)
HIDDEN = Resource(always=True, printed=False, checked=date(2026, 11, 1), stale=False)
RESOURCES = {"old": OLD, "fresh": FRESH, "by_day": BY_DAY, "hidden": HIDDEN}
NEAR = "- {id: near, ask: Is anyone near?, kind: yes_no, when: {alone: yes}}\n"
WHO = "- {id: who, ask: Who?, kind: text, when: %s}\n"
AFRAID = "- {id: afraid, ask: Afraid?, kind: yes_no, danger: yes%s}\n"
HURT = "- {id: hurt, ask: Hurt?, kind: yes_no, danger: yes}\n"


def found(text, exact=False):
    """code -> the words at its place, of all that is told."""
    report = examined("draft.yaml", textwrap.dedent(text).encode(), RESOURCES, exact)
    return {one.code: one.source[one.column - 1 :] for one in report.problems}


def rules(*lines):
    return "rules:\n  in_danger:\n    means: In danger\n" + "".join(f"    {one}\n" for one in lines)


# -- What can never come up


def test_a_section_that_nobody_reaches_is_told_once_and_not_for_each_step():
    more = "  - {id: t, title: T, when: {all: [{alone: yes}, {alone: no}]}, steps: [%s, %s]}\n"
    steps = ["{id: a, ask: A?, kind: text}", "{id: b, ask: B?, kind: text, when: {alone: yes}}"]

    assert found(plain() + more % tuple(steps)) == {
        "W091": "{all: [{alone: yes}, {alone: no}]}, " + f"steps: [{steps[0]}, {steps[1]}]}}"
    }


def test_a_condition_that_repeats_the_one_of_its_section_says_nothing():
    section = (
        "  - {id: t, title: T, when: {alone: yes}, steps: [{id: a, ask: A?, kind: text, when: "
    )

    assert list(found(plain() + section + "{alone: [yes, no]}}]}\n")) == ["W092"]
    assert found(plain(ALONE + NEAR) + section + "{near: yes}}]}\n") == {}


def test_a_step_after_one_that_is_never_asked_is_never_asked_either():
    steps = ALONE + WHO % "{all: [{alone: yes}, {alone: no}]}"
    more = "- {id: then, ask: Then?, kind: text, when: {who: unknown}}\n"

    assert found(plain(steps + more))["W091"].startswith("{who: unknown}")


def test_what_hangs_on_a_rule_that_never_holds_is_told_at_the_rule():
    text = careful(rules=rules("all: [{thoughts: yes}, {thoughts: no}]"))

    assert found(text) == {"E062": "in_danger:"}


def test_nothing_is_said_of_a_condition_that_has_errors_of_its_own():
    never = "{all: [{alone: yes}, {alone: no}, {alonne: yes}]}"

    assert list(found(plain(ALONE + WHO % never))) == ["E030"]


def test_the_solver_sees_what_hangs_together_over_several_questions():
    steps = ALONE + NEAR + WHO % "{near: {on_path: no}}"
    more = "- {id: x, ask: X?, kind: text, when: {all: [{who: {on_path: yes}}, {near: yes}]}}\n"
    seen = found(plain(steps + more), exact=True)

    assert seen == {"W091": "{all: [{who: {on_path: yes}}, {near: yes}]}}"}


def test_the_solver_tells_nothing_twice():
    text = careful(rules=rules("all: [{thoughts: yes}, {thoughts: no}]"))
    report = examined("draft.yaml", text.encode(), RESOURCES, exact=True)
    places = [(one.line, one.column) for one in report.problems]

    assert len(places) == len(set(places))


def test_what_is_sound_is_looked_at_although_something_else_has_errors():
    text = careful(AFRAID % "").replace("title: First", "title: [First]")

    assert found(text).keys() == {"E009", "E066"}


# -- What another line covers


@pytest.mark.parametrize(
    ("one", "other", "covered"),
    [
        ("{within: 1 day}", "{within: 1 day}", True),
        ("{within: 1 day, what: Call}", "{within: 1 day, what: Meet}", False),
        ("{within: 1 day}", "{within: 1 day, caring: yes}", False),
        ("{within: 2 days, after: 1 day}", "{within: 2 days}", False),
        ("{within: 1 day}", "{when: {concern: high}, within: 12 hours}", False),
        ("{when: {concern: high}, within: 1 day}", "{when: {concern: [high, low]}, within: 1 day}",
         True),
    ],
)  # fmt: skip
def test_a_follow_up_is_covered_by_one_that_is_due_no_later(one, other, covered):
    text = plain(ALONE, f"follow_up:\n  - {one}\n  - {other}\n")

    assert ("W094" in found(text)) == covered


def test_a_lower_level_that_never_decides_is_told_and_an_equal_one_is_not():
    line = "concern:\n  - {id: a, level: %s, when: {thoughts: yes}, because: A}\n"
    more = "  - {id: b, level: high, when: {thoughts: [yes, unsure]}, because: B}\n"

    assert found(careful(concern=line % "low" + more))["W094"].startswith("{thoughts: yes}")
    assert found(careful(concern=line % "high" + more)) == {}
    assert found(careful(concern=line % "emergency" + more)) == {}


def test_two_urgent_rules_may_bring_up_the_same_block_unless_one_covers_the_other():
    wide = "  worse: {means: Worse, thoughts: %s}\n"
    lines = "urgent:\n  - {when: in_danger, run: stay}\n  - {when: worse, run: stay}\n"

    both = careful(rules=rules("thoughts: [yes, unsure]") + wide % "yes", urgent=lines)
    apart = careful(rules=rules("thoughts: [yes, unsure]") + wide % "declined", urgent=lines)
    assert found(both)["W094"].startswith("{when: worse")
    assert "W094" not in found(apart)


# -- Questions that nobody may have asked


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("{not: {near: yes}}", True),
        ("{all: [{alone: yes}, {not: {near: yes}}]}", False),
        ("{all: [{near: {on_path: yes}}, {not: {near: yes}}]}", False),
        ("{not: {alone: yes}}", False),
        ("{near: no}", False),
    ],
)
def test_a_not_is_told_where_its_question_may_not_be_asked(when, told):
    assert ("W095" in found(plain(ALONE + NEAR + WHO % when))) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not: {alone: no}", True),  # holds before anything is asked
        ("all: [{thoughts: yes}, {not: {alone: no}}]", False),  # asked before thoughts
        ("all: [{alone: yes}, {not: {thoughts: no}}]", True),  # asked after alone
        ("any: [{thoughts: yes}, {near: no}]", True),  # asked only of some
        ("any: [{thoughts: yes}, {near: [no, unsure]}]", False),
    ],
)
def test_help_does_not_hang_on_what_was_not_asked(line, told):
    assert ("W095" in found(careful(NEAR, rules=rules(line)))) == told


def test_a_not_about_danger_is_fine_where_only_a_plain_no_keeps_the_question_away():
    steps = AFRAID % ", when: {thoughts: [yes, unsure, declined]}" + WHO % "{not: {afraid: %s}}"
    named = rules("any: [{thoughts: [yes, unsure]}, {afraid: [yes, unsure]}]")

    assert "W095" not in found(careful(steps % "yes", rules=named))
    assert "W095" in found(careful(steps % "no", rules=named))


# -- Fewer answers than the neighbours


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["[yes, unsure]", "yes", "[yes, unsure]"], "afraid: yes"),
        (["[yes, unsure]", "[yes, unsure]", "yes"], "hurt: yes"),
        (["yes", "yes", "[yes, unsure]"], ""),
        (["yes", "yes", "yes"], ""),
        (["[yes, unsure]", "yes", "yes"], ""),
        (["[yes, unsure]", "[yes, unsure, declined]", "yes"], ""),
    ],
)
def test_the_one_that_leaves_out_unsure_is_told(lines, told):
    names = ("thoughts", "afraid", "hurt")
    named = [f"  - {name}: {words}" for name, words in zip(names, lines, strict=True)]
    seen = found(careful(AFRAID % "" + HURT, rules=rules("any:", *named)))

    assert seen.get("W097", "") == told


def test_the_one_urgent_rule_without_unsure_is_told_beside_two_with_it():
    more = "  b: {means: B, afraid: %s}\n  c: {means: C, hurt: [yes, unsure]}\n"
    lines = "urgent:" + "".join(
        f"\n  - {{when: {one}, run: stay}}" for one in ("in_danger", "b", "c")
    )

    def seen(words):
        made = rules("thoughts: [yes, unsure]") + more % words
        return found(careful(AFRAID % "" + HURT, rules=made, urgent=lines + "\n"))

    assert seen("yes")["W097"].startswith("b: {means")
    assert "W097" not in seen("[yes, unsure]")


def test_of_several_steps_that_hang_on_danger_the_one_without_unsure_is_told():
    asks = "- {id: %s, ask: Q?, kind: text, when: {thoughts: %s}}\n"
    both = [asks % ("a", "[yes, unsure]"), asks % ("b", "[yes, unsure]")]

    assert found(careful("".join(both) + asks % ("c", "yes"))).keys() == {"W097"}
    assert found(careful(both[0] + asks % ("c", "yes"))) == {}


# -- Danger


# A line of `concern` that has to do with being afraid, and whether it takes up a yes to that.
LINES = [
    ("high", "{afraid: yes}", True),
    ("low", "{afraid: [yes, unsure], alone: no}", True),
    ("high", "{afraid: any_but_no}", True),
    ("high", "{not: {afraid: no}}", True),
    ("high", "{afraid: {on_path: yes}}", True),
    ("none", "{afraid: yes}", False),
    ("high", "{afraid: no}", False),
    ("high", "{afraid: [unsure, declined]}", False),
    ("high", "{not: {afraid: yes}}", False),
    ("high", "{afraid: {on_path: no}}", False),
    ("high", "{alone: yes}", False),
]


@pytest.mark.parametrize(("level", "when", "told"), [(x, y, not z) for x, y, z in LINES])
def test_a_yes_to_danger_is_taken_up_by_a_line_of_concern(level, when, told):
    line = f"  - {{id: a, level: {level}, when: {when}, because: A}}\n"

    assert ("E066" in found(careful(AFRAID % "", concern=CONCERN + line))) == told


@pytest.mark.parametrize(("named", "told"), [("last", False), ("other", True)])
def test_a_rule_takes_a_yes_up_however_deep_it_names_it(named, told):
    more = rules("any:", "  - thoughts: [yes, unsure]", "  - middle")
    more += f"  middle: {{means: M, any: [{named}, {{alone: no}}]}}\n"
    more += "  other: {means: O, alone: yes}\n  last: {means: L, afraid: yes}\n"

    assert ("E066" in found(careful(AFRAID % "", rules=more))) == told


def test_a_block_that_comes_up_is_no_level():
    more = RULES + "  fear: {means: Afraid, afraid: [yes, unsure]}\n"
    text = careful(AFRAID % "", rules=more, urgent=URGENT + "  - {when: fear, run: stay}\n")

    assert found(text).keys() == {"E066"}


@pytest.mark.parametrize(
    ("kind", "line", "left"),
    [
        ("choose_one, answers: {often: A, rarely: B, no: C}", "{afraid: often}", "`rarely`"),
        ("choose_one, answers: {often: A, rarely: B, no: C}", "{not: {afraid: no}}", ""),
        ("choose_many, answers: {day: A, night: B}", "{afraid: {includes: day}}", "`night`"),
        ("choose_many, answers: {day: A, night: B}", "{afraid: {includes_any: [day, night]}}", ""),
        ("choose_many, answers: {a: A, b: B}", "{afraid: {includes_none: [a, b]}}", "`a` or `b`"),
        ("scale", "{afraid: unknown}", "An answer to"),
        ("scale", "{afraid: {at_least: 3}}", ""),
        ("text", "{afraid: unknown}", ""),
    ],
)
def test_each_answer_but_a_plain_no_is_taken_up(kind, line, left):
    step = f"- {{id: afraid, ask: Afraid?, kind: {kind}, danger: yes}}\n"
    concern = CONCERN + f"  - {{id: a, level: high, when: {line}, because: A}}\n"
    report = examined("draft.yaml", careful(step, concern=concern).encode(), RESOURCES)
    told = [one.message for one in report.problems if one.code == "E066"]

    assert bool(told) == bool(left) and all(left in message for message in told)


@pytest.mark.parametrize(
    "kind", ["yes_no", "choose_one, answers: {often: A, no: B}", "choose_many, answers: {a: A}",
             "scale", "number"],
)  # fmt: skip
def test_the_line_that_the_message_says_to_write_mends_it(kind):
    step = f"- {{id: afraid, ask: Afraid?, kind: {kind}, danger: yes}}\n"
    report = examined("draft.yaml", careful(step).encode(), RESOURCES)
    (hint,) = [one.hint for one in report.problems if one.code == "E066"]
    line = re.search(r"`(- .*)`\.$", hint)[1].replace("...", "Afraid")

    assert found(careful(step, concern=CONCERN + f"  {line}\n")).keys() <= {"W087"}


def test_nothing_is_said_of_levels_where_a_line_of_concern_has_errors():
    line = "  - {id: a, level: high, when: {afriad: yes}, because: A}\n"

    assert found(careful(AFRAID % "", concern=CONCERN + line)).keys() == {"E030"}


@pytest.mark.parametrize(
    "kind", ["text", "scale", "number", "phone", "choose_many, answers: {pills: Pills, no: Rope}"]
)
def test_a_danger_question_without_a_no_cannot_reassure(kind):
    asked = f"- {{id: afraid, ask: Afraid?, kind: {kind}, danger: yes}}\n"
    named = rules("any: [{thoughts: [yes, unsure]}, {afraid: unknown}]")

    assert "W087" in found(careful(asked, rules=named))


def test_what_is_missing_is_asked_for_only_where_danger_is_asked_about():
    assert found(plain()) == {}
    assert found(careful()) == {}
    bare = careful(urgent="", concern="", rules="", blocks="", follow_up="", plan="")
    assert found(bare).keys() == {"E066", "W099", "W100", "W105", "W107"}


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ("{when: {concern: [none, low, moderate, high, emergency]}, within: 1 day}", False),
        ("{when: {not: {concern: high}}, within: 1 day}", True),
        ("{when: {alone: yes}, within: 1 day}", True),
        ("{within: 1 day, caring: yes}", True),
        ("{when: {any: [{concern: high}, {not: {concern: high}}]}, within: 1 day}", False),
    ],
)
def test_every_level_has_a_follow_up_whatever_else_was_said(lines, missing):
    assert ("W100" in found(careful(follow_up=f"follow_up:\n  - {lines}\n"))) == missing


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("text: Call or text 988.", False),
        ("text: Call 911.", False),
        ("text: Call 202-555-9880.", True),
        ("resources: fresh", False),
        ("resources: [by_day, fresh]", False),
        ("resources: by_day", True),
        ("resources: old", True),
        ("resources: hidden", True),
        ("text: Call 988., when: {alone: yes}", True),
        ("from: alone", True),
    ],
)
def test_a_plan_has_somebody_for_day_and_night(part, told):
    plan = f"documents:\n  safety_plan:\n    - {{heading: Help, {part}}}\n"

    assert ("W102" in found(careful(plan=plan))) == told


@pytest.mark.parametrize(
    ("call", "told"), [("old", True), ("[old, fresh]", False), ("fresh", False)]
)
def test_an_urgent_block_has_a_number_that_was_checked_lately(call, told):
    block = BLOCKS.replace("Stay with them. Call 988.", f"Stay with them., call: {call}")

    assert ("W108" in found(careful(blocks=block))) == told


# -- Words


def test_only_what_clients_hear_or_read_is_measured_and_only_in_english():
    hard = "Notwithstanding considerable institutional reservations, proceed immediately."
    helping = ALONE.replace("kind:", f'help: "{hard}", kind:')

    assert found(plain(ALONE.replace("Are you alone?", f'"{hard}"'))).keys() == {"W096"}
    assert found(plain(helping)) == {}
    foreign = plain(ALONE.replace("Are you alone?", f'"{hard}"')).replace(
        "version", "languages: es\nversion"
    )
    assert "W096" not in found(foreign)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title: “First”", True),
        ("title: ‘First’", True),
        ("title: The “first” one", False),
        ("title: It’s first", False),
    ],
)
def test_bent_quotes_around_a_text_are_told_and_inside_one_they_are_fine(line, told):
    assert ("W104" in found(plain().replace("title: First", line))) == told


def test_what_is_said_aloud_may_stand_in_bent_quotes():
    assert found(plain(ALONE.replace("kind:", "say: “Are you on your own?”, kind:"))) == {}


# -- The order


def test_errors_come_first_then_danger_then_the_rest_by_place():
    text = careful(AFRAID % "").replace("title: First", "title: “First”") + "titel: x\n"
    report = examined("draft.yaml", text.encode(), RESOURCES)

    assert [one.code for one in report.problems] == ["E066", "E021", "W104"]
    assert "E066" in DANGER and not {"E021", "W104"} & DANGER


# -- What the language page shows


def test_the_example_of_the_language_is_used():
    text = EXAMPLE.replace("[en, es]", "[en]")  # the translation would be another file
    report = examined("draft.yaml", text.encode(), RESOURCES, exact=True)

    assert {one.code for one in report.problems} == {"E066", "W100", "W102"}
