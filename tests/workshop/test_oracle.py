"""Every verdict is what trying all interviews in the real engine comes to."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from small import Made, Node, interviews

from crisis_cli.engine.follow_up import next_contact
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import ENDED_EARLY, LEVELS, SAFETY_PLAN, Concern, Protocol, Urgent
from crisis_cli.workshop.proofs.claims.table import claims
from crisis_cli.workshop.proofs.interviews import Interviews
from crisis_cli.workshop.proofs.properties import Property
from crisis_cli.workshop.proofs.prove import judged, prove
from crisis_cli.workshop.proofs.verdict import BROKEN, HELD, Verdict

MOST = 260  # interviews of one protocol, and beginnings of one
ALWAYS = {"always"}
HOUR = 3600


def properties(made: Made, lines: tuple[Concern, ...], draw: random.Random) -> list[Property]:
    """Some properties by chance, one claim each."""
    claims = [_claim(made, lines, draw) for _ in range(8)]
    return [Property(f"p{i}", "", made.condition(1), **one) for i, one in enumerate(claims)]


def _claim(made: Made, lines: tuple[Concern, ...], draw: random.Random) -> dict:
    step = draw.choice(made.steps).id
    block = draw.choice(["b0", "b1"])
    return draw.choice([
        {"next_block": block},
        {"next_block": block},
        {"never_block": block},
        {"level_at_least": draw.choice(LEVELS[1:])},
        {"level_at_least": draw.choice(LEVELS[1:])},
        {"level_at_most": draw.choice(LEVELS[:-1])},
        {"because": draw.choice([one.id for one in lines])},
        {"asked": (step,)},
        {"never_asked": (step,)},
        {"shown": (draw.choice([f"{block}_more", "ended_early_more"]),)},
        {"never_shown": (draw.choice([f"{block}_more", "ended_early_more"]),)},
        {"follow_up_within": draw.choice([6, 12, 24, 48]) * HOUR},
    ])  # fmt: skip


# -- what the real engine does, told anew here


def breaks(one: Property, nodes: list[Node], protocol: Protocol) -> tuple[list[Node], bool]:
    """The interviews that break a property, and whether its answers are given in any."""
    if one.next_block:
        begun = [node for node in nodes if _begins(node, one)]
        return [node for node in begun if not _came(node, one.next_block, protocol)], bool(begun)
    if step := "".join((*one.shown, *one.never_shown)):
        here = [(node, block, ids) for node in nodes for block, ids in _screens(node, one)]
        mine = [(n, ids) for n, block, ids in here if step.startswith(block)]
        return [node for node, ids in mine if (step in ids) != bool(one.shown)], bool(mine)
    whole = bool(one.asked or one.never_asked)
    given = [n for n in nodes if not (whole and n.next) and n.end.state.holds(one.when)]
    return [node for node in given if not _follows(node, one)], bool(given)


def _begins(node: Node, one: Property) -> bool:
    before = node.parent is not None and node.parent.open.now.holds(one.when)
    return node.open.now.holds(one.when) and not before


def _came(node: Node, block: str, protocol: Protocol) -> bool:
    runs = {urgent.rule: urgent.block for urgent in protocol.urgent}
    stood = node.parent.held & node.held if node.parent else set()
    return block in [show.block.id for show in node.shown] or any(
        runs.get(rule) == block for rule in stood
    )


def _screens(node: Node, one: Property) -> Iterator[tuple[str, set[str]]]:
    if node.open.now.holds(one.when):
        yield from ((show.block.id, {step.id for step in show.steps}) for show in node.shown)
    if node.next and node.end.state.holds(one.when):
        block = node.open.protocol.blocks[ENDED_EARLY]
        yield ENDED_EARLY, {step.id for step in node.end.state.shown(block)}


def _follows(node: Node, one: Property) -> bool:
    state = node.end.state
    rank = LEVELS.index(state.level().highest)
    if one.level_at_least:
        return rank >= LEVELS.index(one.level_at_least)
    if one.level_at_most:
        return rank <= LEVELS.index(one.level_at_most)
    if one.because:
        return _cited(state, one.because)
    if one.never_block:
        return one.never_block not in [show.block.id for show in node.end.screens]
    if one.follow_up_within:
        due = next_contact(state.tasks(state.ending_at)) - state.ending_at
        return due.total_seconds() <= one.follow_up_within
    on = all(node.open.on_path(step) for step in one.asked)
    return on and not any(node.open.on_path(step) for step in one.never_asked)


def _cited(state: State, id: str) -> bool:
    line = next(line for line in state.protocol.concern if line.id == id)
    level = state.level()
    higher = LEVELS.index(level.highest) > LEVELS.index(line.level)
    return higher or id in [reason.id for reason in level.because]


def falls(nodes: list[Node], protocol: Protocol, at_ending: bool) -> bool:
    """Whether an answer in place of a plain no lowers the level, of any two interviews that stop
    at the same place."""
    place = {step.id: i for i, step in enumerate(protocol.steps)}
    dangers = {step.id for step in protocol.steps if step.danger}
    for node in nodes:
        last = max([place[step] + 1 for step in node.answers], default=0)
        end = place[node.next] if node.next else len(place)
        changes = [q for q, answer in node.answers.items() if q in dangers and answer == "no"]
        for stop in range(last, end + 1):
            for other in _others(nodes[0], node, changes, stop, place):
                if _rank(other, at_ending) < _rank(node, at_ending):
                    return True
    return False


def _others(root: Node, node: Node, changes: list[str], stop: int, place) -> Iterator[Node]:
    """The interviews with the same answers but for one of these, which stop at the same place."""
    for change in changes:
        waiting = [root]
        while waiting:
            one = waiting.pop()
            if not one.next or place[one.next] >= stop:
                yield one
            for child in one.children if one.next and place[one.next] < stop else ():
                said = child.answers[one.next]
                same = one.next not in node.answers or said == node.answers[one.next]
                if said != "no" if one.next == change else same:
                    waiting.append(child)


def _rank(node: Node, at_ending: bool) -> int:
    return LEVELS.index(node.end.state.level().highest if at_ending else node.present)


def rightly(verdict: Verdict, is_broken: bool) -> None:
    assert verdict.outcome == (BROKEN if is_broken else HELD), verdict


def same_as_trying_all(seed: int) -> int:
    """One small protocol. Returns how many verdicts were compared; 0 where it is too big."""
    made = Made(seed)
    protocol, draw = made.protocol(), random.Random(seed)
    nodes = interviews(protocol, MOST)
    if not nodes:
        return 0
    given = properties(made, protocol.concern, draw)
    verdicts = list(prove(protocol, given, ALWAYS))
    if made.apart:  # by itself too: what was asked for another claim must not be what helps
        verdicts[: len(given)] = [alone(one, protocol) for one in given]
    for one in given:
        verdict = verdicts.pop(0)
        broken, ever = breaks(one, nodes, protocol)
        rightly(verdict, bool(broken) or not ever)
        if broken:
            found = next(node for node in nodes if node.answers == verdict.answers)
            assert found in broken and found.size == min(node.size for node in broken)
    entries = iter(protocol.urgent)
    for verdict in verdicts:
        if verdict.id.startswith("urgent "):
            rightly(verdict, _never_comes(next(entries), nodes, protocol))
        else:
            rightly(verdict, _standard(verdict.id, nodes, protocol))
        if verdict.id == "danger_sets_a_level" and not verdict.held:
            told = next(node for node in nodes if node.answers == verdict.answers)
            assert told.size == min(node.size for node in _unheard(nodes, protocol))
    return len(given) + len(verdicts)


def alone(one: Property, protocol: Protocol) -> Verdict:
    """The verdict on one property of a protocol that nothing was asked about before."""
    (claim,) = claims(one, protocol)
    return judged(one, claim, Interviews(protocol))


def _never_comes(one: Urgent, nodes: list[Node], protocol: Protocol) -> bool:
    """Whether an entry of `urgent` brings up its block for no answers."""
    shows = [show for node in nodes for show in node.shown if show.block.id == one.block]
    return not any(rule.id == one.rule for show in shows for rule in show.rules)


def _standard(id: str, nodes: list[Node], protocol: Protocol) -> bool:
    """Whether a standard property is broken."""
    kind, _, name = id.partition(" ")
    if kind == "danger":
        return not any(name in node.answers for node in nodes)
    if kind == "danger_sets_a_level":
        return bool(_unheard(nodes, protocol))
    if kind == "day_and_night":
        plan = protocol.documents[SAFETY_PLAN]
        made = [node.end.state for node in nodes if node.end.state.holds(plan.when)]
        return any(not state.holds(plan.parts[1].when) for state in made)
    return falls(nodes, protocol, at_ending=id == "only_no_reassures")


def _unheard(nodes: list[Node], protocol: Protocol) -> list[Node]:
    """The interviews that end at level none after another answer to danger than a plain no."""
    dangers = {step.id for step in protocol.steps if step.danger}
    return [
        node
        for node in nodes
        if any(node.answers.get(q, "no") != "no" for q in dangers)
        and node.end.state.level().highest == "none"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_every_verdict_is_what_trying_all_interviews_comes_to(block):
    """30 protocols each, of those that are small enough; every claim and every standard one."""
    compared, seed = 0, block * 10_000
    for _ in range(30):
        told = 0
        while not told:
            told = same_as_trying_all(seed)
            seed += 1
        compared += told

    assert compared >= 30 * 8
