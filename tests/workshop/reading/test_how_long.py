"""How long a protocol is: exact over all ways, and bounds where there are too many."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from crisis_cli.engine.interview import Ask, wanted
from crisis_cli.protocol.compiled import UNKNOWN, Choice, Protocol, Section, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.model.replay import replay
from crisis_cli.workshop.reading import lengths
from crisis_cli.workshop.reading.lengths import SECONDS, Length, as_data, minutes, told

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
NEEDS = (Choice("bed", "A bed"), Choice("food", "Food"))
GIVEN = {
    "yes_no": ["yes", "no"],
    "choose_many": [[], ["bed"], ["food"], ["bed", "food"]],
    "number": [-1, 2, 2.5, 3, 7],
    "list": [[], [{"name": "Ana"}], [{"name": "Ana"}] * 2],
}


def made(seed: int) -> Protocol:
    """A small protocol in two sections, its conditions made by chance."""
    draw = random.Random(seed)
    steps: list[Step] = []
    for place in range(draw.randint(3, 4)):
        kind = draw.choice(["yes_no"] * 4 + [*GIVEN, "guidance"])
        danger = kind == "yes_no" and draw.random() < 0.6
        when = _condition(draw, [s for s in steps if s.kind != "guidance"], 2)
        step = Step(f"q{place}", kind, "Is it?", "s" if place < 2 else "t", danger=danger)
        step = replace(step, when=when if draw.random() < 0.7 else None)
        if danger:
            word = draw.choice(["", "could_not_assess", "not_needed"])
            step = replace(step, otherwise=word)
        if kind == "list":
            step = replace(step, each=(Step("name", "text", "Name"),), most=2)
        offered = {"yes_no": YES_NO, "choose_many": NEEDS}.get(kind, ())
        steps.append(replace(step, choices=offered))
    sections = (Section("s", "S"), Section("t", "T"), Section("empty", "Empty"))
    return Protocol("made", "Made", "1", "0" * 64, sections=sections, steps=tuple(steps))


def _condition(draw: random.Random, steps: list[Step], depth: int):
    if not steps:
        return None
    op = draw.choice(["atom", "atom", "all", "any", "not"])
    if depth and op in ("all", "any"):
        return [op, [_condition(draw, steps, depth - 1) for _ in range(2)]]
    if depth and op == "not":
        return ["not", _condition(draw, steps, depth - 1)]
    step = draw.choice(steps)
    if draw.random() < 0.15:
        return ["on_path", step.id, draw.random() < 0.5]
    if step.kind == "number" and draw.random() < 0.6:
        return ["number", step.id, draw.choice(["at_least", "below"]), draw.choice([2, 3])]
    if step.kind == "list" and draw.random() < 0.6:
        return ["count", step.id, draw.choice(["at_least", "at_most"]), 1]
    if step.kind == "choose_many" and draw.random() < 0.6:
        return ["includes", step.id, draw.choice(["all", "any", "none"]), ["bed", "food"]]
    words = ["yes", "no", *UNKNOWN] if step.kind == "yes_no" else list(UNKNOWN)
    return ["is", step.id, draw.sample(words, draw.randint(1, 3))]


def every_path(protocol: Protocol, said: list[str] | None = None) -> list[list[Step]]:
    """The path of every interview in the real engine. said: what is answered; None for all."""
    found, waiting = [], [{}]
    while waiting:
        given = waiting.pop()
        run = replay(protocol, given)
        now = wanted(run.state)
        if isinstance(now, Ask):
            every = said or [*GIVEN[now.step.kind], *UNKNOWN]
            waiting += [given | {now.step.id: one} for one in every]
        else:
            found.append(run.state.path())
    return found


def counted(path: list[Step], section: str) -> Length:
    mine = [step for step in path if section in ("", step.section)]
    asks = sum(KINDS[step.kind].asks for step in mine)
    return Length(asks, sum(lengths.length_of(step).seconds for step in mine))


DANGER = ["yes", "no", "could_not_assess", "not_asked"]
TRIED = [*DANGER, "unsure"]  # one more, which no condition names


def chained(seed: int) -> Protocol:
    """Danger questions that hang on one another: why one was left out decides what it counts as."""
    draw = random.Random(seed)
    steps: list[Step] = []
    for place in range(5):
        when = None
        if place:
            words = [draw.sample(DANGER, draw.randint(1, 2)) for _ in range(2)]
            near = [draw.choice(steps[-2:]).id for _ in range(2)]
            atoms = [["is", *one] for one in zip(near, words, strict=True)]
            when = draw.choice([atoms[0], ["all", atoms], ["any", atoms], ["not", atoms[0]]])
        step = Step(f"q{place}", "yes_no", "Is it?", "s", when=when, choices=YES_NO)
        word = draw.choice(["could_not_assess", "could_not_assess", "not_needed"])
        steps.append(replace(step, danger=draw.random() < 0.8, otherwise=word))
    return Protocol("made", "M", "1", "0" * 64, sections=(Section("s", "S"),), steps=tuple(steps))


# Those of many in which a way would be missed, or made up, if the reason were not looked at.
@pytest.mark.parametrize("seed", [57, 81, 126, 275, 296, 380])
def test_why_a_danger_question_was_left_out_is_part_of_every_way(seed):
    protocol = chained(seed)
    each = [counted(path, "").questions for path in every_path(protocol, TRIED)]
    whole = lengths.lengths(protocol)[""]

    assert (whole.fewest.questions, whole.most.questions) == (min(each), max(each))


@pytest.mark.parametrize("seed", range(40))
def test_the_fewest_and_the_most_are_those_of_all_interviews(seed):
    protocol = made(seed)
    paths = every_path(protocol)

    for section, one in lengths.lengths(protocol).items():
        each = [counted(path, section) for path in paths]
        questions = [length.questions for length in each]
        seconds = [length.seconds for length in each]
        assert one.exact
        assert (one.fewest.questions, one.most.questions) == (min(questions), max(questions))
        assert (one.fewest.seconds, one.most.seconds) == (min(seconds), max(seconds))


@pytest.mark.parametrize("seed", range(20))
def test_where_there_are_too_many_ways_the_solver_finds_the_same(seed, monkeypatch):
    walked = lengths.lengths(made(seed))
    monkeypatch.setattr(lengths, "MOST", 0)

    assert lengths.lengths(made(seed)) == walked


@pytest.mark.parametrize("seed", range(20))
def test_without_time_there_are_bounds_that_are_never_inside_the_range(seed, monkeypatch):
    exact = lengths.lengths(made(seed))
    monkeypatch.setattr(lengths, "MOST", 0)
    monkeypatch.setattr(lengths, "TIME", 0)

    for section, one in lengths.lengths(made(seed)).items():
        assert one.fewest.questions <= exact[section].fewest.questions
        assert one.most.questions >= exact[section].most.questions
        assert one.likely == exact[section].likely


TEXT = """
    protocol: p
    title: P
    version: 1
    answer_sets: {danger: {yes: "Yes", no: "No"}}
    rules: {soon: {means: Soon, thoughts: yes}}
    urgent: [{when: soon, run: stay}]
    sections:
      - id: first
        title: First
        steps:
          - {id: setting, ask: How?, answers: {here: Here, phone: By phone}}
          - {id: where, ask: Where?, kind: text, when: {setting: phone}}
          - {id: thoughts, ask: Thoughts?, answers: danger, danger: yes}
          - {id: plan, ask: Plan?, answers: danger, danger: yes, when: {thoughts: [yes, unsure]}}
      - id: last
        title: Last
        when: {thoughts: no}
        steps:
          - {id: thanks, guidance: Say thank you.}
    blocks:
      stay: [{id: call, do: Call 911.}, {id: again, ask: Again?, kind: yes_no}]
"""


def test_a_calm_contact_is_a_no_to_danger_and_the_first_answer_elsewhere(protocol):
    found = lengths.lengths(protocol(TEXT))

    assert found[""].likely == Length(2, SECONDS["choose_one"] + 30 + SECONDS["guidance"])
    assert (found[""].fewest.questions, found[""].most.questions) == (2, 4)
    assert (found["last"].fewest, found["last"].most.questions) == (Length(), 0)


def test_urgent_blocks_are_told_by_themselves(protocol):
    loaded = protocol(TEXT)

    assert lengths.of_block(loaded.blocks["stay"]) == Length(2, SECONDS["action"] + 20)
    assert as_data(loaded)["blocks"]["stay"]["most"]["questions"] == 2


def test_lengths_are_told_in_one_line_and_bounds_as_bounds(protocol):
    one = lengths.lengths(protocol(TEXT))[""]

    assert (
        told(one) == "Questions: 2 to 4, 2 in a calm contact. Minutes: 1 to 2, 2 in a calm contact."
    )
    assert told(replace(one, exact=False)).startswith("Questions: never below 2 or above 4, 2 in")


def test_minutes_are_rounded_up():
    assert [minutes(seconds) for seconds in (0, 1, 60, 61)] == [0, 1, 1, 2]


def test_the_shipped_protocol_is_measured_exactly():
    shipped = load(find("crisis-intervention"))
    found = lengths.lengths(shipped)

    assert all(one.exact for one in found.values())
    assert list(found) == ["", *(section.id for section in shipped.sections)]


def test_the_page_for_readers_has_the_same_table_of_seconds():
    page = (Path(__file__).parents[3] / "docs" / "reading.md").read_text(encoding="utf-8")

    for kind, seconds in (SECONDS | {"danger": lengths.DANGER_SECONDS}).items():
        assert f"| {kind} | {seconds} |" in page
