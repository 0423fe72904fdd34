"""What the solver says of a mistake is borne out by the real engine."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from crisis_cli.engine.entries import Acknowledged, Ending, Entry, Opened
from crisis_cli.engine.interview import Ask, Closed, Review, Show, wanted
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.protocol.source import contents, find, load
from crisis_cli.protocol.strict import read
from crisis_cli.workshop.model.replay import answered, calm
from crisis_cli.workshop.scenarios.mutants import mutants
from crisis_cli.workshop.scenarios.same import Sameness

BEGAN = datetime.fromisoformat("2026-01-05T12:00:00-05:00")
NEVER = "          - {thoughts: no, intent: yes}\n"  # who says no is not asked `intent`


def mistakes(file):
    """Every mistake of a protocol in a file, by what it says."""
    tree, _ = read(contents(file))
    assert tree
    return {one.full: one for one in mutants(load(file), tree)}


@pytest.fixture
def doubled(small):
    """The small protocol, with a part of its rule that can never hold."""
    text = small.file.read_text(encoding="utf-8")
    assert "      - intent: [yes, unsure]\n" in text
    text = text.replace("    any:\n", "    any:\n" + NEVER.replace("          ", "      "), 1)
    small.file.write_text(text, encoding="utf-8")
    return small.file


def sees(state):
    """Everything of a contact that a mistake could show in."""
    level, ended = state.level(), state.if_ended()
    return (
        [step.id for step in state.path()],
        [state.standing_in(step.id) for step in state.protocol.steps if step.danger],
        [alert.rule for alert in state.alerts()],
        (level.present, ended.highest, ended.undetermined),
        [task.due for task in state.tasks(BEGAN)],
        [state.holds(one.when) for one in state.protocol.documents.values()],
        [step.id for block in state.protocol.blocks.values() for step in state.shown(block)],
    )


def interview(protocol, say, leave_after=1000):
    """What is seen after each entry of an interview; say: a step -> the answer of a script."""
    state, seen = State(protocol), []

    def do(event):
        seq = len(state.entries) + 1
        state.add(Entry(seq, BEGAN + timedelta(seconds=seq), "", event))
        seen.append(sees(state))

    do(Opened(protocol.id, protocol.version, protocol.hash))
    while not isinstance(now := wanted(state), Closed):
        match now:
            case Show(block=block):
                do(Acknowledged(block.id))
            case Review():
                do(Ending("finished"))
            case Ask(step=step) if not step.block and len(seen) > leave_after:
                do(Ending("client_left"))
            case Ask(step=step):
                do(answered(step, say(step)))
    return seen


def by_chance(protocol, seed):
    """An interview with any answers, that ends anywhere."""

    def say(step):
        said = random.Random(f"{seed} {step.id}")
        words = [one.id for one in step.choices if one.id not in UNKNOWN]
        options = words if step.kind in ("yes_no", "choose_one") else [calm(step)]
        return said.choice([*options, *options, *UNKNOWN])

    return interview(protocol, say, random.Random(seed).randrange(2, 60))


def shows(protocol, other, told):
    """Whether the solver's own answers show a difference in the engine."""
    odd = told.example()

    def say(step):
        return odd.get(step.id, calm(step))

    for leave_after in range(1, 70):
        one = interview(protocol, say, leave_after)
        if one != interview(other, say, leave_after):
            return True
    return False


def test_a_part_that_can_never_hold_may_be_forgotten(doubled):
    found = mistakes(doubled)
    told = Sameness(load(doubled))(
        found["If `thoughts: no` and `intent: yes` were forgotten in the rule `may_act`"].make()
    )

    assert told.same


def test_a_mistake_that_is_the_same_differs_in_no_interview_and_another_does_in_one(doubled):
    protocol = load(doubled)
    compare = Sameness(protocol)
    usual = [by_chance(protocol, seed) for seed in range(60)]
    count = {True: 0, False: 0}
    for what, mutant in mistakes(doubled).items():
        if " had no answer " in what:
            continue  # then other answers can be given at all
        other = mutant.make()
        told = compare(other)
        assert told.same != told.shown, what
        count[told.same] += 1
        if told.same:
            assert [by_chance(other, seed) for seed in range(60)] == usual, what
        else:
            assert shows(protocol, other, told), what

    assert count[True] >= 2
    assert count[False] >= 25


@pytest.mark.slow
def test_of_the_shipped_protocol_too():
    file = find("crisis-intervention")
    protocol = load(file)
    compare = Sameness(protocol)
    usual = [by_chance(protocol, seed) for seed in range(25)]
    found = [one for what, one in mistakes(file).items() if " had no answer " not in what]
    for mutant in random.Random(7).sample(found, 8):
        other = mutant.make()
        told = compare(other)
        if told.same:
            assert [by_chance(other, seed) for seed in range(25)] == usual, mutant.full
        else:
            assert told.shown and shows(protocol, other, told), mutant.full
