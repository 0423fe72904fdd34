"""What nobody needs to prove protocol by protocol: the engine sees to it for all of them."""

from __future__ import annotations

import random

import pytest
from small import answers, small

from crisis_cli.engine.entries import Acknowledged, Answered
from crisis_cli.engine.interview import Ask, Closed, Show, wanted
from crisis_cli.workshop.model.replay import Replay, answered

OUTCOMES = ["done", "not_yet", "not_done", "declined", "not_asked"]


def anyhow(seed: int) -> Replay:
    """An interview with answers by chance to everything, blocks too, ended somewhere."""
    draw, run = random.Random(seed), Replay(small(seed), {})
    most, given = draw.randint(0, 9), 0
    while not isinstance(now := wanted(run.state), Closed):
        if isinstance(now, Show):
            run.screens.append(now)
            run.do(Acknowledged(now.block.id))
        elif isinstance(now, Ask) and (now.step.block or given < most):
            given += not now.step.block
            said = draw.choice(OUTCOMES if now.step.kind == "action" else answers(now.step))
            run.do(answered(now.step, said))
        else:
            break
    return run


@pytest.mark.parametrize("seed", range(0, 1000, 100))
def test_every_ending_early_ones_too_has_a_follow_up(seed):
    for one in range(seed, seed + 50):
        state = anyhow(one).end().state
        due = [task.due for task in state.tasks(state.ending_at) if task.kind == "follow_up"]

        assert due and min(due) > state.ending_at


@pytest.mark.parametrize("seed", range(0, 1000, 100))
def test_an_emergency_that_was_called_in_and_not_confirmed_leaves_a_task(seed):
    open_ = 0
    for one in range(seed, seed + 100):
        run = anyhow(one)
        tasks = {task.why for task in run.state.tasks(run.state.entries[-1].at)}
        for show in {show.block.id: show for show in run.screens}.values():  # the last of each
            told = _settled(run, show.block.id)
            assert told or {f"alert: {rule.id}" for rule in show.rules} <= tasks
            open_ += not told

    assert open_ > 10


def _settled(run: Replay, block: str) -> bool:
    """Whether the last thing said of the block's call is that it was done."""
    events = [one.event for one in run.state.entries]
    said = [e for e in events if isinstance(e, Answered) and e.step == f"{block}_call"]
    return bool(said) and not said[-1].unknown and said[-1].value["outcome"] == "done"


@pytest.mark.parametrize("seed", range(0, 1000, 100))
def test_a_rule_that_begins_to_hold_brings_up_its_block_before_anything_is_asked(seed):
    for one in range(seed, seed + 50):
        draw, run = random.Random(one), Replay(small(one), {})
        blocks = {urgent.rule: urgent.block for urgent in run.protocol.urgent}
        held: set[str] = set()
        run.settle()
        while True:
            now = {rule for rule in blocks if run.state.now.holds(["rule", rule])}
            assert {blocks[rule] for rule in now - held} <= set(run.shown[run.last])
            held = now
            if not isinstance(ask := wanted(run.state), Ask):
                break
            run.answers = {**run.answers, ask.step.id: draw.choice(answers(ask.step))}
            run.step()
