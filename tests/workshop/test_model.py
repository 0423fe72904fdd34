"""The model says of every interview what the engine does."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from small import answers, small

from crisis_cli.engine.interview import Ask, wanted
from crisis_cli.protocol.compiled import LEVELS, UNKNOWN, Protocol
from crisis_cli.protocol.source import load
from crisis_cli.workshop.model.answers import Answers, Many, Measured
from crisis_cli.workshop.model.logic import both, differ, no
from crisis_cli.workshop.model.model import Model, Stop
from crisis_cli.workshop.model.replay import Replay
from crisis_cli.workshop.model.search import FOUND, Search

SHIPPED = load(Path(__file__).parents[2] / "protocols" / "crisis-intervention.yaml")


def chance(protocol: Protocol, draw: random.Random) -> Replay:
    """An interview with answers by chance, which stops somewhere."""
    run, most = Replay(protocol, {}), draw.randint(0, len(protocol.steps) + 1)
    while isinstance(now := wanted(run.state), Ask) and len(run.asked) < most:
        calm = now.step.kind == "yes_no" and draw.random() < 0.4
        said = "no" if calm else draw.choice(answers(now.step))
        run.answers = run.answers | {now.step.id: said}
        run.step()
    return run


def pinned(model: Model, stop: Stop, run: Replay):
    """Just this interview, as a formula."""
    place = {step.id: i for i, step in enumerate(run.protocol.steps)}
    here = place[run.last] + 1 if run.asked else 0
    parts = [stop.amount.reaches(here), no(stop.amount.reaches(here + 1))]
    for step in run.protocol.steps:
        if step.id in run.answers:
            parts.append(_said(model.answers.to(step), run.answers[step.id]))
    return both(parts)


def _said(given, answer):
    if isinstance(answer, str):
        return given.word(answer if answer in given.words else "")
    if isinstance(given, Many):
        ids = [one.id for one in given.step.choices]
        exact = (differ(one not in answer, given.includes("any", [one])) for one in ids)
        return both([given.word(""), *exact])
    assert isinstance(given, Measured)
    amount = len(answer) if isinstance(answer, list) else answer
    return both([given.compare("at_least", amount), given.compare("at_most", amount)])


def claims(model: Model, run: Replay):
    """Everything that the model says, beside what the engine says of the same."""
    state, protocol = run.state, run.protocol
    ended = state._at_an_ending()
    for step in protocol.steps:
        yield f"on {step.id}", model.on(step.id), state.on_path(step.id)
        yield f"asked {step.id}", model.asked(step.id), step.id in run.asked
        for word in (*(choice.id for choice in step.choices), *UNKNOWN):
            found = ended.get(step.id)
            if step.kind != "choose_many" or word in UNKNOWN:
                told = found is not None and found.word == word
                yield f"{step.id} is {word}", model.word(step.id, word), told
    for rule in protocol.rules:
        yield f"{rule} now", model.urgent(rule), state._alerts.watch._view.holds(["rule", rule])
        yield f"{rule} at an ending", model.rule(rule), state.holds(["rule", rule])
    yield "undetermined", model.undetermined(), state.if_ended().undetermined
    for level in LEVELS:
        rank = LEVELS.index(level)
        now, highest = state.level().present, state.if_ended().highest
        yield f"present {level}", model.at_least(level, False), LEVELS.index(now) >= rank
        yield f"highest {level}", model.level(level), highest == level
        yield f"follow-up {level}", model.holds(["concern", [level]]), highest == level


def same_as_the_engine(protocol: Protocol, seed: int) -> None:
    given = Answers()
    stop = Stop(protocol, given)
    model = Model(protocol, given, stop.reached)
    search, draw = Search(model), random.Random(seed)
    for _ in range(4):
        run = chance(protocol, draw)
        told = list(claims(model, run))
        assert search.check(pinned(model, stop, run)) == FOUND
        wrong = [name for name, formula, real in told if search.truth(formula) != real]
        assert wrong == [], (seed, run.answers, protocol)


@pytest.mark.parametrize("block", range(10))
def test_it_says_of_made_up_interviews_what_the_engine_does(block):
    """On the path, what counts, rules, level: 250 protocols, four interviews by chance of each."""
    for seed in range(block * 25, block * 25 + 25):
        same_as_the_engine(small(seed, most=9), seed)
