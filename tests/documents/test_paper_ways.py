"""Following a form by hand asks what the engine asks, on every way through a protocol."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dense import answered, dense
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made import answers, protocols
from paper_reader import Reader

from crisis_cli.documents.paper.form import paper_form
from crisis_cli.documents.paper.stops import Stops
from crisis_cli.engine.entries import Acknowledged, Answered, Ending, Entry, Opened
from crisis_cli.engine.interview import Ask, Closed, Review, Show, wanted
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import ENDED_EARLY, UNKNOWN, Section
from crisis_cli.protocol.kinds import KINDS, OUTCOMES, SPECIAL
from crisis_cli.protocol.paper.numbers import box_letters, lettered, numbered
from crisis_cli.protocol.paper.words import PASSED_BY, label
from crisis_cli.protocol.source import find, load
from crisis_cli.protocol.truth import questions

BEGAN = datetime(2026, 11, 23, 14, tzinfo=UTC)


def nobody(ids):
    return []


class Engine:
    """A contact that the engine leads with these answers. trace: as a reader's.

    until: the number of the question at which the person leaves.
    """

    def __init__(self, protocol, said, until=""):
        self.number = numbered(protocol)
        self.letters = box_letters(protocol)
        self.state, self.trace, self.said = State(protocol), [], said
        self.add(Opened(protocol.id, protocol.version, protocol.hash))
        while not isinstance(now := wanted(self.state), Review | Closed):
            if until and isinstance(now, Ask) and self.number[now.step.id] == until:
                self.add(Ending("client_left"))
                until = ""
                self.trace.append("left")
            else:
                self.go(now)

    def add(self, event):
        entries = self.state.entries
        at = BEGAN + timedelta(minutes=len(entries))
        self.state.add(Entry(len(entries) + 1, at, "worker", event))

    def go(self, now):
        if isinstance(now, Show):
            self.trace.append(f"!{self.letters[now.block.id]}")
            self.add(Acknowledged(now.block.id))
            return
        self.trace.append(self.number[now.step.id])
        answer = self.said[now.step.id]
        unknown = answer if isinstance(answer, str) and answer in UNKNOWN else ""
        self.add(Answered(now.step.id, None if unknown else answer, unknown))

    @property
    def path(self):
        return [one for one in self.trace if one.isdigit()]

    @property
    def left_out(self):
        """What danger questions off the path count as, in the words of the form."""
        off = [s.id for s in self.state.protocol.steps if s.danger and not self.state.on_path(s.id)]
        counts = {self.number[one]: self.state.standing_in(one) for one in off}
        return {
            n: {"not_asked": PASSED_BY}.get(word, SPECIAL.get(word))
            for n, word in counts.items()
            if word
        }

    @property
    def notes(self):
        return [self.number[s.id] for s in self.state.path() if s.kind == "guidance"]


def on_paper(protocol, said):
    """How a person writes an answer on the form."""
    steps = {numbered(protocol)[step.id]: step for step in protocol.steps}

    def write(number):
        step = steps[number]
        value, letters = said[step.id], lettered(step)
        if isinstance(value, str) and value in UNKNOWN:
            return label(step, value)
        if step.kind in ("yes_no", "choose_one"):
            return letters.get(value) or label(step, value)
        if step.kind == "action":
            return label(step, value["outcome"])
        if step.kind == "choose_many":
            return {letters.get(one) or label(step, one) for one in value}
        return value if step.kind in ("scale", "number", "list") else [value]

    return write


def in_sections(draw, protocol):
    """The same in two or three sections, of which the later ones may have a condition, as the
    loader joins it with the conditions of their steps."""
    cuts = sorted(draw(st.sets(st.integers(1, len(protocol.steps) - 1), min_size=1, max_size=2)))
    names = [f"s{n}" for n in range(len(cuts) + 1)]
    steps, gates = [], {"s0": None}
    for place, step in enumerate(protocol.steps):
        section = names[sum(place >= cut for cut in cuts)]
        if section not in gates:
            named = draw(st.sampled_from([one for one in steps if KINDS[one.kind].asks] or [None]))
            words = draw(st.sampled_from([["no"], ["yes", "unsure"], ["unsure", "not_asked"]]))
            gates[section] = named and ["is", named.id, words]
        whens = [one for one in (gates[section], step.when) if one is not None]
        when = ["all", whens] if len(whens) > 1 else (whens or [None])[0]
        otherwise = step.otherwise or ("not_needed" if step.danger and when else "")
        steps.append(replace(step, section=section, when=when, otherwise=otherwise))
    sections = tuple(Section(name, name) for name in names)
    return replace(protocol, steps=tuple(steps), sections=sections)


@st.composite
def interviews(draw, **how):
    """A protocol that its loader would take, with an answer to every question."""
    protocol = draw(protocols(**how))
    if draw(st.booleans()):
        protocol = in_sections(draw, protocol)
    notes = {step.id for step in protocol.steps if step.kind == "guidance"}
    in_blocks = [step for block in protocol.blocks.values() for step in block.steps]
    conditions = [step.when for step in (*protocol.steps, *in_blocks)]
    conditions += [rule.when for rule in protocol.rules.values()]
    assume(not any(questions(one, protocol.rules) & notes for one in conditions))
    asked = [step for step in (*protocol.steps, *in_blocks) if KINDS[step.kind].asks]
    return protocol, {step.id: draw(answers(step)) for step in asked}


def read(protocol, said, until=""):
    return Reader(paper_form(protocol, nobody), on_paper(protocol, said)).follow(until)


def left_out(reader, protocol):
    """What the reader ticked at danger questions that they were not asked."""
    numbers = [numbered(protocol)[step.id] for step in protocol.steps if step.danger]
    return {n: reader.marks[n] for n in numbers if n in reader.marks and n not in reader.trace}


def stretches(trace):
    """What came between one question of the path and the next; the order in there is free."""
    found = []
    for one in trace:
        if one.isdigit():
            yield sorted(found)
            found = []
        else:
            found.append(one)
    yield sorted(found)


@settings(max_examples=200)
@given(interviews())
def test_a_reader_of_the_form_is_asked_what_the_engine_asks(interview):
    engine, reader = Engine(*interview), read(*interview)

    assert [one for one in reader.trace if one.isdigit()] == engine.path
    assert [one for one in reader.read if one.isdigit()] == engine.notes


def _stops_alike(protocol):
    """Whether reader and engine stop at the same answers. They may not where a rule or a box looks
    at a danger question that can be left out: what it counts as then counts at once for the
    engine, and for the reader when they come to it."""
    stops = Stops(protocol)
    return not any(stops.reads(one.id) for one in protocol.steps if one.danger and one.when)


@settings(max_examples=200)
@given(interviews())
def test_a_reader_stops_for_each_box_at_the_answer_that_brings_it_up(interview):
    protocol, _ = interview
    engine, reader = Engine(*interview), read(*interview)

    boxes_done = {one for one in reader.trace if one.startswith("!")}
    assert boxes_done >= {one for one in engine.trace if one.startswith("!")}
    if _stops_alike(protocol):
        assert list(stretches(reader.trace)) == list(stretches(engine.trace))


@settings(max_examples=150)
@given(interviews(monotone=True))
def test_the_level_read_off_by_hand_is_the_engines(interview):
    engine, reader = Engine(*interview), read(*interview)

    assert reader.level() == engine.state.if_ended().highest


@settings(max_examples=150)
@given(interviews(), st.data())
def test_the_box_of_an_early_ending_asks_what_the_engine_asks(interview, data):
    protocol, said = interview
    early = {
        q for s in protocol.blocks[ENDED_EARLY].steps for q in questions(s.when, protocol.rules)
    }
    assume(all(step.when is None for step in protocol.steps if step.id in early))
    path = Engine(protocol, said).path
    assume(path)
    left_at = data.draw(st.sampled_from(path))
    engine, reader = Engine(protocol, said, left_at), read(protocol, said, left_at)
    letter = box_letters(protocol)[ENDED_EARLY]

    reader.leave(letter)

    asked = engine.trace[engine.trace.index("left") + 1 :] if "left" in engine.trace else []
    assert [one for one in reader.last if one.startswith(letter)] == [
        one for one in asked if one.startswith(letter)
    ]


@pytest.mark.parametrize("tens", range(20))
def test_where_nearly_everything_hangs_on_something_the_form_still_leads_right(tens):
    for number in range(tens * 10, tens * 10 + 10):
        protocol, chance = dense(number), random.Random(number)
        form, alike = paper_form(protocol, nobody), _stops_alike(protocol)
        for _ in range(25):
            given = answered(chance, protocol)
            engine = Engine(protocol, given)
            reader = Reader(form, on_paper(protocol, given)).follow()

            assert [one for one in reader.trace if one.isdigit()] == engine.path, number
            assert left_out(reader, protocol) == engine.left_out, number
            if alike:
                assert list(stretches(reader.trace)) == list(stretches(engine.trace)), number


AGAIN = """
    protocol: again
    title: Again
    version: 1
    languages: [en]
    rules:
      r: {means: Not settled, any: [{not: {q0: yes}}, {q1: yes}]}
    urgent:
      - {when: r, run: stay}
    sections:
      - id: s
        title: S
        steps:
          - {id: q0, ask: Settled?, answers: {yes: "Yes", no: "No"}}
          - {id: q1, ask: Unsettled?, answers: {yes: "Yes", no: "No"}}
          - {id: q2, ask: Which?, when: {q1: yes}, answers: {a: Of the first kind, b: Another}}
          - {id: q3, ask: Why?, when: {q2: [a, b]}, kind: text}
          - {id: q4, ask: And?, kind: text}
    blocks:
      stay:
        - {id: called, do: Call 988.}
"""


def test_a_rule_that_holds_a_second_time_has_its_box_done_again(protocol):
    made = protocol(AGAIN)
    given = {
        "q0": "yes",
        "q1": "yes",
        "q2": "unsure",
        "q3": "x",
        "q4": "x",
        "called": {"outcome": "done"},
    }
    engine, reader = Engine(made, given), read(made, given)

    assert engine.trace.count("!A") == 2
    assert reader.trace == engine.trace


def test_unclear_answers_that_lead_to_the_same_place_are_said_once(protocol):
    form = paper_form(protocol(AGAIN), nobody)
    which = next(place.item for place in Reader(form, str).places if place.name == "3")

    assert which.below == ("If unclear or Passed by: go to 5.",)
    assert [one.then for one in (*which.ticks, *which.row)] == [""] * 6


SHIPPED = load(find("crisis-intervention"))
FORM = paper_form(SHIPPED, nobody)
PLAIN = {"date_time": "2026-11-27T14:00", "phone": "202-555-0142", "person": {"name": "Ana"}}


def by_chance(step, chance, calm):
    """Some answer; in a calm contact danger is mostly met with a no."""
    if step.danger and calm and chance.random() < 0.6:
        return "no"
    if chance.random() < 0.2:
        return chance.choice(UNKNOWN)
    ids = [choice.id for choice in step.choices if choice.id not in UNKNOWN]
    if step.kind == "choose_many":
        return [one for one in ids if chance.random() < 0.4]
    if step.kind == "action":
        return {"outcome": chance.choice(list(OUTCOMES))}
    if step.kind == "list":
        return [{step.each[0].id: "one"}] * chance.randrange(2)
    return chance.choice(ids) if ids else PLAIN.get(step.kind, 5 if step.kind == "scale" else "x")


@pytest.mark.parametrize("seed", range(5))
def test_the_shipped_form_leads_where_the_engine_does(seed):
    chance = random.Random(seed)
    in_blocks = [step for block in SHIPPED.blocks.values() for step in block.steps]
    asked = [step for step in (*SHIPPED.steps, *in_blocks) if KINDS[step.kind].asks]
    for n in range(40):
        said = {step.id: by_chance(step, chance, calm=n % 2 == 0) for step in asked}
        engine, reader = Engine(SHIPPED, said), Reader(FORM, on_paper(SHIPPED, said)).follow()

        assert [one for one in reader.trace if one.isdigit()] == engine.path
        assert [one for one in reader.read if one.isdigit()] == engine.notes
        assert list(stretches(reader.trace)) == list(stretches(engine.trace))
        assert reader.level() == engine.state.if_ended().highest
