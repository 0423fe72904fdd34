"""Verdicts a supervisor can read: what is held, what breaks, by which answers, and what then."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import dataclass, replace

import pytest

from crisis_cli.protocol.compiled import UNKNOWN, Protocol
from crisis_cli.protocol.source import examine
from crisis_cli.workshop.model.logic import Formula
from crisis_cli.workshop.proofs.claims.claim import Claim
from crisis_cli.workshop.proofs.interviews import Interviews
from crisis_cli.workshop.proofs.properties import Property, read_bytes
from crisis_cli.workshop.proofs.prove import judged, prove
from crisis_cli.workshop.proofs.report import HAS_ERRORS, Proofs
from crisis_cli.workshop.proofs.verdict import BROKEN, FAULT, HELD, NOT_PROVED, Verdict

TEXT = """\
protocol: small
title: Small
version: 1
answer_sets:
  danger: {yes: "Yes", no: "No"}
rules:
  soon: {means: Could act soon, any: [{now: [yes, unsure]}, {plan: yes}]}
  harm: {means: Could harm someone, harm: [yes, unsure]}
  unclear: {means: Not clear, any: [{thoughts: unsure}, {now: unsure}, {harm: unsure}]}
urgent:
  - {when: soon, run: stay}
  - {when: harm, run: away}
concern:
  - {id: now, level: emergency, when: {now: yes}, because: Right now}
  - {id: planned, level: high, when: {plan: any_but_no}, because: A plan}
  - {id: thought, level: low, when: {thoughts: yes}, because: Thoughts}
  - {id: heard, level: low, when: {any: [unclear, {harm: yes}]}, because: Not ruled out}
sections:
  - id: first
    title: First
    steps:
      - {id: setting, ask: How?, label: How we talk, answers: {room: In the room, phone: By phone}}
      - {id: thoughts, ask: Thoughts of suicide?, label: Thoughts, answers: danger, danger: yes}
      - id: plan
        when: {thoughts: [yes, unsure, declined, could_not_assess]}
        ask: Is there a plan?
        label: A plan
        answers: danger
        danger: yes
      - id: now
        when: {thoughts: [yes, unsure, declined, could_not_assess]}
        ask: Right now?
        label: Right now
        answers: danger
        danger: yes
      - {id: harm, ask: Harm someone?, label: Harm, answers: danger, danger: yes}
      - {id: people, list: Who could help?, each: [{id: name, ask: Who?, kind: text}]}
blocks:
  stay:
    - {id: call, do: Stay with them. Call 988.}
    - {id: by_phone, when: {setting: phone}, guidance: Do not hang up.}
  away:
    - {id: out, do: Get out. Call 911.}
  ended_early:
    - {id: tell, when: {thoughts: yes}, do: Tell your supervisor.}
follow_up:
  - {when: {concern: [high, emergency]}, within: 24 hours}
  - {within: 7 days}
documents:
  safety_plan:
    - {heading: People, from: people}
    - {heading: Any time, resources: [lifeline]}
"""
NOW = ["is", "now", ["yes", "unsure"]]


def noes(*steps: str) -> list:
    """A plain no to each of these."""
    return ["all", [["is", step, ["no"]] for step in steps]]


def made(old: str = "", new: str = "") -> Protocol:
    """The small protocol, with something in it written differently."""
    assert old in TEXT
    protocol, found = examine(TEXT.replace(old, new).encode())
    assert protocol is not None, found.problems
    return protocol


def told(protocol: Protocol, when=NOW, **claims) -> Verdict:
    """The verdict on one property with one claim."""
    (verdict, *_) = prove(
        protocol, [Property("it", "It must be so.", when, **claims)], {"lifeline"}
    )
    return verdict


def standard(protocol: Protocol, always=("lifeline",)) -> dict[str, Verdict]:
    """The verdicts on the standard properties, by their ids."""
    return {one.id: one for one in prove(protocol, (), always)}


# -- what a property may claim: held, and broken by the simplest answers


HOLDING = [
    {"next_block": "stay"},
    {"never_block": "away", "when": ["all", [NOW, ["is", "harm", ["no"]]]]},
    {"level_at_least": "emergency", "when": ["is", "now", ["yes"]]},
    {
        "level_at_most": "none",
        "when": ["is", "thoughts", ["no"]],
        "without": ["is", "harm", ["no"]],
    },
    {"because": "planned", "when": ["is", "plan", ["yes", "declined"]]},
    {"asked": ("plan", "now"), "when": ["is", "thoughts", ["yes"]]},
    {"never_asked": ("plan", "now"), "when": ["is", "thoughts", ["no"]]},
    {"shown": ("by_phone",), "when": ["is", "setting", ["phone"]]},
    {"never_shown": ("by_phone",), "when": ["is", "setting", ["room"]]},
    {"shown": ("tell",), "when": ["is", "thoughts", ["yes"]]},
    {"follow_up_within": 24 * 3600, "when": ["is", "now", ["yes"]]},
]


@pytest.mark.parametrize("claims", HOLDING, ids=lambda one: next(iter(one)))
def test_what_follows_is_held(claims):
    given = dict(claims)
    parts = [given.pop(key) for key in ("when", "without") if key in given]
    when = ["all", parts] if parts else NOW

    assert told(made(), when, **given).outcome == HELD


BREAKING = [
    ("{now: [yes, unsure]}", "{now: yes}", NOW, {"next_block": "stay"},
     {"Thoughts": "Yes", "Right now": "Not sure"}, "No block comes; what is asked next is harm."),
    ("{plan: yes}", "{thoughts: yes}", noes("plan", "now"), {"never_block": "stay"},
     {"Thoughts": "Yes"}, "stay comes up."),
    ("level: emergency", "level: high", ["is", "now", ["yes"]], {"level_at_least": "emergency"},
     {"Thoughts": "Yes", "Right now": "Yes"}, "The level of concern is high."),
    ("{thoughts: yes}, because", "{setting: phone}, because", noes("thoughts", "harm"),
     {"level_at_most": "none"}, {"How we talk": "By phone"}, "The level of concern is low."),
    ("{plan: any_but_no}", "{plan: yes}", ["is", "plan", ["declined"]], {"because": "planned"},
     {"Thoughts": "Yes", "A plan": "Would rather not say"},
     "The reasons are undetermined; the level is moderate."),
    ("id: plan\n        when: {thoughts: [yes, unsure,", "id: plan\n        when: {thoughts: [yes,",
     ["is", "thoughts", ["unsure"]], {"asked": ("plan",)}, {"Thoughts": "Not sure"},
     "plan is not asked."),
    ("when: {setting: phone}, ", "", ["is", "setting", ["room"]], {"never_shown": ("by_phone",)},
     {"Harm": "Yes"}, "stay comes up with by_phone."),
    ("when: {setting: phone}", "when: {setting: room}", ["is", "setting", ["phone"]],
     {"shown": ("by_phone",)}, {}, "stay comes up without by_phone."),
    ("when: {thoughts: yes}, do", "when: {thoughts: unsure}, do", ["is", "thoughts", ["yes"]],
     {"shown": ("tell",)}, {"Thoughts": "Yes"}, "ended_early comes up without tell."),
    ("[high, emergency]", "high", ["is", "now", ["yes"]], {"follow_up_within": 24 * 3600},
     {"Thoughts": "Yes", "Right now": "Yes"}, "The next contact is due within 7 days."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "when", "claims", "said", "happens"), BREAKING, ids=lambda one: str(one)[:30]
)
def test_what_does_not_follow_is_broken_by_the_simplest_answers(
    old, new, when, claims, said, happens
):
    verdict = told(made(old, new), when, **claims)

    assert verdict.outcome == BROKEN
    if happens.startswith("stay comes up with"):  # which of several as simple ones does not matter
        assert len(verdict.said) <= 3
    else:
        assert (dict(verdict.said), verdict.happens) == (said, happens)
    assert told(made(), when, **claims).outcome == HELD


def test_the_answers_are_real_ones_in_the_order_of_the_protocol():
    verdict = told(made("{now: [yes, unsure]}", "{now: yes}"), next_block="stay")

    assert list(verdict.answers.items()) == [
        ("setting", "room"), ("thoughts", "yes"), ("plan", "no"), ("now", "unsure"),
    ]  # fmt: skip


def test_a_property_whose_answers_nobody_can_give_is_broken():
    verdict = told(made(), ["all", [["is", "thoughts", ["no"]], NOW]], next_block="stay")

    assert verdict.outcome == BROKEN
    assert "can never be given" in verdict.text()


def test_where_a_block_came_before_it_need_not_come_again():
    """A rule that holds already has brought up its block."""
    protocol = made("{now: [yes, unsure]}", "{thoughts: [yes, unsure]}")

    assert told(protocol, ["is", "now", ["yes"]], next_block="stay").outcome == BROKEN
    both_ = ["all", [["is", "thoughts", ["yes"]], ["is", "now", ["yes"]]]]
    assert told(protocol, both_, next_block="stay").outcome == HELD


# -- the standard properties


def test_the_standard_properties_hold_of_a_good_protocol():
    verdicts = standard(made())

    assert {one.outcome for one in verdicts.values()} == {HELD}
    assert set(verdicts) == {
        "only_no_reassures", "only_no_reassures_now", "urgent soon", "urgent harm",
        "danger thoughts", "danger plan", "danger now", "danger harm", "danger_sets_a_level",
        "day_and_night",
    }  # fmt: skip


def test_an_answer_that_lowers_the_level_is_told_with_both_answers():
    verdict = standard(made("{thoughts: yes}, because", "{thoughts: no}, because"))[
        "only_no_reassures_now"
    ]

    assert (verdict.outcome, verdict.said) == (BROKEN, ())
    assert verdict.instead[0] == "thoughts"
    assert verdict.happens.endswith("to Thoughts the level falls from low to none.")
    assert "Take the interview where every answer is the calm one" in verdict.text()


def test_a_question_that_only_a_no_leads_to_lowers_the_level():
    """Passed by, it would not be asked; with a no it may show danger."""
    old = "id: now\n        when: {thoughts: [yes, unsure, declined, could_not_assess]}"
    protocol = made(old, "id: now\n        when: {thoughts: no}\n        otherwise: not_needed")
    verdict = standard(protocol)["only_no_reassures"]

    assert verdict.outcome == BROKEN
    assert dict(verdict.said) == {"Right now": "Yes"}
    assert "to Thoughts" in verdict.happens
    assert "the level falls from emergency to" in verdict.happens


def test_a_protocol_without_danger_has_nothing_to_reassure():
    steps = made().steps
    calm = replace(made(), steps=tuple(replace(step, danger=False) for step in steps))

    assert not [name for name in standard(calm) if name.startswith(("only_no", "danger"))]


def test_an_urgent_rule_that_nothing_makes_hold_is_broken():
    protocol = made("harm: [yes, unsure]}", "all: [{harm: yes}, {harm: no}]}")

    assert standard(protocol)["urgent harm"].why == "No answers make the rule hold."


def test_of_a_rule_that_stands_twice_only_the_last_block_comes():
    protocol = made("  - {when: harm, run: away}", "  - {when: soon, run: away}")
    first, second = [one for one in prove(protocol, (), {"lifeline"}) if one.id == "urgent soon"]

    assert "only away comes up" in first.why
    assert (first.outcome, second.outcome) == (BROKEN, HELD)


def test_a_danger_question_that_nothing_leads_to_is_broken():
    when = "id: now\n        when: {thoughts: [yes, unsure, declined, could_not_assess]}"
    never = "id: now\n        otherwise: not_needed\n        when: {thoughts: yes, plan: not_asked}"
    protocol = made(when, never.replace("plan: not_asked", "setting: {on_path: no}"))

    assert standard(protocol)["danger now"].outcome == BROKEN


def test_an_answer_to_danger_that_ends_at_none_is_broken_and_each_such_question_is_named():
    verdict = standard(made(", {harm: yes}", ""))["danger_sets_a_level"]

    assert (verdict.outcome, verdict.said) == (BROKEN, (("Harm", "Yes"),))
    assert verdict.why == "Answers to harm break it."
    assert verdict.happens == "The level of concern is none."
    both_ = made("{any: [unclear, {harm: yes}]}", "{thoughts: no, plan: yes}")
    assert standard(both_)["danger_sets_a_level"].why == (
        "Answers to thoughts, now and harm break it."
    )


@pytest.mark.parametrize("question", ["thoughts", "harm"])
def test_not_sure_about_danger_is_no_plain_no_and_does_not_end_at_none(question):
    verdict = standard(made(f"{{{question}: unsure}}", "{setting: phone, harm: no, thoughts: yes}"))

    assert verdict["danger_sets_a_level"].outcome == BROKEN
    assert verdict["danger_sets_a_level"].said[-1][1] == "Not sure"


def test_a_question_that_is_asked_only_after_danger_needs_no_line_for_not_sure():
    assert standard(made("{now: unsure}", "{now: no}"))["danger_sets_a_level"].held


def test_a_refusal_sets_a_level_without_a_line_for_it():
    lines = "{thoughts: [yes, unsure]}", "{harm: [yes, unsure]}"
    assert standard(made("unclear, {harm: yes}", ", ".join(lines)))["danger_sets_a_level"].held


def test_a_plan_without_anybody_at_night_is_told_with_the_answers():
    when = "{heading: Any time, when: {thoughts: yes}, resources: [lifeline]}"
    verdict = standard(made("{heading: Any time, resources: [lifeline]}", when))["day_and_night"]

    assert (verdict.outcome, verdict.answers) == (BROKEN, {})
    assert "It does not before anything is answered." in verdict.text()


@pytest.mark.parametrize(
    ("part", "always", "outcome"),
    [
        ("resources: [lifeline]", {"other"}, BROKEN),
        ("resources: [lifeline]", None, NOT_PROVED),
        ("text: Call 988.", None, HELD),
        ("text: Call 5988.", {"lifeline"}, BROKEN),
        ("text: Call 988., from: people", {"lifeline"}, BROKEN),  # unprinted where nobody is named
    ],
)
def test_who_answers_at_any_hour(part, always, outcome):
    protocol = made("resources: [lifeline]", part)

    assert standard(protocol, always)["day_and_night"].outcome == outcome


# -- nothing is passed that is not proved


def test_without_time_nothing_is_proved():
    verdicts = prove(made(), [Property("a", "A.", NOW, next_block="stay")], {"lifeline"}, seconds=0)

    open_ = [one for one in verdicts if one.id != "day_and_night"]  # that one needs no solver
    assert {one.outcome for one in open_} == {NOT_PROVED}
    assert "no end in the time" in open_[0].text()


def test_without_the_solver_nothing_is_proved_and_the_extra_is_named(tmp_path):
    """A real interpreter in which z3 cannot be found."""
    path = tmp_path / "small.yaml"
    path.write_text(TEXT)
    code = """
        import sys
        sys.modules["z3"] = None
        from crisis_cli.protocol.source import load
        from crisis_cli.workshop.proofs.prove import prove
        (verdict,) = prove(load(sys.argv[1]))
        print(verdict.outcome, "|", verdict.why)
        print(verdict.text())
    """
    run = [sys.executable, "-c", textwrap.dedent(code), str(path)]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout

    assert said.startswith("not proved | The solver z3 is not installed")
    assert "'.[author]'" in said
    assert "What must follow" not in said  # nothing was claimed


@dataclass(frozen=True, slots=True)
class Wrong(Claim):
    """A claim whose formula says what the engine does not do."""

    claim = "something."

    def broken(self, every: Interviews) -> Formula:
        return every.open.holds(self.when)

    def seen(self, protocol, answers) -> str:
        return ""


def test_a_proof_that_the_engine_does_not_bear_out_is_said_loudly():
    verdict = judged(Property("it", "It.", NOW), Wrong(NOW), Interviews(made()))

    assert verdict.outcome == FAULT
    assert "THE PROOF AND THE ENGINE DISAGREE" in verdict.text()
    assert "Thoughts: " in verdict.text()
    assert not verdict.held


# -- as it is told


def test_a_broken_property_reads_as_sentences():
    verdict = told(made("{now: [yes, unsure]}", "{now: yes}"), next_block="stay")

    assert verdict.text() == textwrap.dedent("""\
        BROKEN: it. It must be so.
            What must follow: the block stay comes before anything else is asked.
            It does not where these are the answers:
              Thoughts: Yes
              Right now: Not sure
              and to everything else the calm answer (No where it is about danger).
            No block comes; what is asked next is harm.""")


def test_where_the_time_was_too_short_to_look_for_simpler_answers_that_is_said():
    verdict = told(made("{now: [yes, unsure]}", "{now: yes}"), next_block="stay")

    assert "simpler" not in verdict.text()
    assert "There may be simpler answers" in replace(verdict, simplest=False).text()


def test_a_report_tells_the_worst_at_length_and_counts_the_rest():
    good, bad = Verdict("a", "A.", "b."), Verdict("c", "C.", "d.").never("Why.")
    report = Proofs("p.yaml", "properties.yaml", (good, bad))

    assert not report.held and Proofs("p.yaml", "x", (good,)).held
    assert "BROKEN: c. C." in report.text()
    assert "p.yaml: 1 proved, 1 broken" in report.text()
    assert [one["outcome"] for one in report.data()["verdicts"]] == [HELD, BROKEN]


def test_a_report_without_proofs_says_why_and_is_not_held():
    report = Proofs("p.yaml", why=HAS_ERRORS)

    assert not report.held
    assert report.text() == "p.yaml: Nothing was proved, because there are errors."


def test_a_report_says_where_there_are_no_properties():
    assert "no properties.yaml names this protocol" in Proofs("p.yaml").text()


def test_every_unknown_of_a_danger_question_may_be_tried_by_properties():
    """A property over unknown looks at all four of them."""
    text = b"properties: {small: [{id: a, means: A, when: {plan: unknown}, level_at_least: high}]}"
    ((one,), found) = read_bytes(text, made())

    assert found.problems == ()
    assert one.when == ["is", "plan", list(UNKNOWN)]
    assert told(made(), one.when, level_at_least="high").outcome == HELD
