"""Small protocols changed by chance: the comparison says what playing every interview says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from small import Made, answers

from crisis_cli.engine.interview import Ask, wanted
from crisis_cli.protocol.compiled import (
    LEVELS,
    UNKNOWN,
    Choice,
    Document,
    FollowUp,
    Part,
    Protocol,
    Step,
)
from crisis_cli.protocol.truth import questions
from crisis_cli.workshop.diff.compare import compare
from crisis_cli.workshop.diff.matching import in_place
from crisis_cli.workshop.diff.people import Group
from crisis_cli.workshop.diff.questions import Reply
from crisis_cli.workshop.model.replay import Replay, replay

PAIRS = 110
MOST = 500  # interviews of one pair; larger ones are passed over
DAY = 24 * 3600
# What is told of only for those who were not told yet of one of these; by what it is about.
LEVELS_TOLD, DUE_TOLD = ("level_lower", "level_higher"), ("due_later", "due_sooner")
COVERED_BY = {
    "urgent_lost": ("urgent_none", "urgent_gained"),
    "urgent_moved": ("urgent_none", "urgent_lost", "urgent_gained"),
    "present": LEVELS_TOLD,
    "follow_lost": DUE_TOLD,
    "follow_gained": DUE_TOLD,
}
# The same of contacts that end early, by what was told of whole ones.
COVERED_EARLY = COVERED_BY | dict.fromkeys(LEVELS_TOLD, LEVELS_TOLD)
COVERED_EARLY |= dict.fromkeys(DUE_TOLD, DUE_TOLD)


class Pair(Made):
    """A protocol, and the same with one to three changes."""

    def protocols(self) -> tuple[Protocol, Protocol]:
        old = self.protocol()
        names = [step.id for step in old.steps]
        parts = (
            Part("First", None, steps=(self.draw.choice(names),)),
            Part("Second", ["concern", ["high", "emergency"]], text="Words"),
            Part("Third", self.condition(1), steps=(self.draw.choice(names),)),
        )
        follow_up = (
            FollowUp(["concern", ["high", "emergency"]], DAY, "Soon"),
            FollowUp(self.condition(1), 3 * DAY, "Look"),
            FollowUp(None, 7 * DAY, "Later"),
        )
        pages = {"safety_plan": Document("safety_plan", None, parts)}
        old = replace(old, documents=pages, follow_up=follow_up)
        new = old
        for _ in range(self.draw.randint(0, 3)):
            new = self.draw.choice(CHANGES)(self, new)
        return old, new

    def before(self, protocol: Protocol, place: int) -> None:
        """From here on conditions name only steps before this place."""
        self.steps = list(protocol.steps[:place])


def _when(pair: Pair, one: Protocol) -> Protocol:
    place = pair.draw.randrange(len(one.steps))
    pair.before(one, place)
    when = pair.condition(2) if place and pair.draw.random() < 0.7 else None
    return _with_step(one, place, replace(one.steps[place], when=when))


def _danger(pair: Pair, one: Protocol) -> Protocol:
    place = pair.draw.randrange(len(one.steps))
    step = one.steps[place]
    return _with_step(one, place, replace(step, danger=step.kind == "yes_no" and not step.danger))


def _otherwise(pair: Pair, one: Protocol) -> Protocol:
    place = pair.draw.randrange(len(one.steps))
    word = pair.draw.choice(["", "could_not_assess", "not_needed"])
    return _with_step(one, place, replace(one.steps[place], otherwise=word))


def _options(pair: Pair, one: Protocol) -> Protocol:
    place = pair.draw.randrange(len(one.steps))
    step = one.steps[place]
    if step.kind == "choose_one":
        step = replace(step, choices=(*step.choices, Choice("new", "New")))
    elif step.kind == "scale":
        step = replace(step, most=1)
    return _with_step(one, place, step)


def _another(pair: Pair, one: Protocol) -> Protocol:
    place = pair.draw.randrange(1, len(one.steps) + 1)
    pair.before(one, place)
    step = pair._step(f"n{len(one.steps)}")
    return replace(one, steps=(*one.steps[:place], step, *one.steps[place:]))


def _fewer(pair: Pair, one: Protocol) -> Protocol:
    named = set().union(*(questions(c, one.rules) for c in _conditions(one)))
    free = [step for step in one.steps if step.id not in named]
    if len(one.steps) < 2 or not free:
        return one
    gone = pair.draw.choice(free)
    return replace(one, steps=tuple(step for step in one.steps if step is not gone))


def _swapped(pair: Pair, one: Protocol) -> Protocol:
    place = pair.draw.randrange(len(one.steps) - 1) if len(one.steps) > 1 else None
    if place is None:
        return one
    first, second = one.steps[place : place + 2]
    if first.id in questions(second.when, one.rules):
        return one
    return replace(one, steps=(*one.steps[:place], second, first, *one.steps[place + 2 :]))


def _rule(pair: Pair, one: Protocol) -> Protocol:
    pair.before(one, len(one.steps))
    name = pair.draw.choice(list(one.rules))
    return replace(one, rules=one.rules | {name: replace(one.rules[name], when=pair.condition(2))})


def _urgent(pair: Pair, one: Protocol) -> Protocol:
    kept = [u for u in one.urgent if pair.draw.random() < 0.6]
    runs = [replace(u, block=pair.draw.choice(["b0", "b1"])) for u in kept]
    return replace(one, urgent=tuple(runs))


def _concern(pair: Pair, one: Protocol) -> Protocol:
    level = [replace(c, level=pair.draw.choice(LEVELS[1:])) for c in one.concern]
    return replace(one, concern=tuple(level[pair.draw.randint(0, 1) :]))


def _follow_up(pair: Pair, one: Protocol) -> Protocol:
    spans = [replace(f, within=pair.draw.choice([DAY, 2 * DAY, f.within])) for f in one.follow_up]
    return replace(one, follow_up=tuple(spans[pair.draw.randint(0, 1) :]))


def _page(pair: Pair, one: Protocol) -> Protocol:
    pair.before(one, len(one.steps))
    page = one.documents["safety_plan"]
    parts = [replace(part, when=pair.condition(1)) for part in page.parts]
    kept = replace(page, parts=tuple(parts[pair.draw.randint(0, 2) :]))
    return replace(one, documents={"safety_plan": kept})


CHANGES = [_when, _when, _danger, _otherwise, _options, _another, _fewer, _swapped]
CHANGES += [_rule, _rule, _urgent, _concern, _follow_up, _page]


def _conditions(one: Protocol) -> Iterator[Any]:
    yield from (step.when for step in one.steps)
    yield from (step.when for block in one.blocks.values() for step in block.steps)
    yield from (rule.when for rule in one.rules.values())
    yield from (c.when for c in one.concern)
    yield from (f.when for f in one.follow_up)
    yield from (part.when for page in one.documents.values() for part in page.parts)


def _with_step(one: Protocol, place: int, step: Step) -> Protocol:
    return replace(one, steps=(*one.steps[:place], step, *one.steps[place + 1 :]))


# -- every interview of both, with the same answers


Interview = tuple[dict[str, Any], Replay, Replay]


def played(old: Protocol, new: Protocol) -> list[Interview]:
    """Both interviews under all answers that both take, to the end; [] where they are too many."""
    found, waiting = [], [dict[str, Any]()]
    while waiting:
        given = waiting.pop()
        runs = replay(old, given), replay(new, given)
        steps = [now.step for run in runs if isinstance(now := wanted(run.state), Ask)]
        if not steps:
            found.append((given, runs[0].end(), runs[1].end()))
        else:
            waiting += [given | {steps[0].id: one} for one in _shared(steps[0], old, new)]
        if len(found) + len(waiting) > MOST:
            return []
    return found


def left(old: Protocol, new: Protocol, whole: list[Interview]) -> list[Interview]:
    """The same interviews, ended before each question that both ask."""
    found: dict[str, Interview] = {}
    for given, *runs in whole:
        for name in set(runs[0].asked) & set(runs[1].asked) & set(in_place(old, new)):
            begun = [{s: given[s] for s in run.asked[: run.asked.index(name)]} for run in runs]
            key = repr((name, begun))
            if key not in found:
                both = zip((old, new), begun, strict=True)
                ended = (replay(one, some).end("client_left") for one, some in both)
                found[key] = (begun[0] | begun[1], *ended)
    return list(found.values())


def _shared(step: Step, old: Protocol, new: Protocol) -> list[Any]:
    most = [s.most for one in (old, new) for s in one.steps if s.id == step.id and s.most]
    if step.kind == "scale":
        return [one for one in answers(step) if isinstance(one, str) or one <= min(most)]
    return answers(step)


def seen(run: Replay) -> dict[str, Any]:
    """What the engine shows of an interview, told in its own terms."""
    state, protocol = run.state, run.protocol
    moments = [(block, after) for after, blocks in run.shown.items() for block in blocks]
    tasks = [task for task in state.tasks(run.state.ending_at) if task.kind == "follow_up"]
    named = any(state.holds(f.when) for f in protocol.follow_up)
    due = [(int((t.due - state.ending_at).total_seconds()), t.what) for t in tasks]
    return {
        "asked": {step.id for step in state.path()},
        "inside": {step.id for show in run.screens for step in show.steps},
        "last": {s.id for s in state.shown(protocol.blocks["ended_early"])}
        if state.early
        else set(),
        "moments": set(moments),
        "level": state.level().highest,
        "present": state.level().present,
        "undetermined": state.level().undetermined,
        "due": min(due)[0],
        "follows": set(due) if named else set(),
        "printed": {p.heading for p in protocol.documents["safety_plan"].parts if _prints(p, run)},
    }


def _prints(part: Part, run: Replay) -> bool:
    state = run.state
    given = [state.answer(name) for name in part.steps if name in [s.id for s in state.path()]]
    full = [g for g in given if g and not g.unknown and g.value != []]
    return state.holds(part.when) and bool(full or (part.text and not part.steps))


def differences(
    was: dict[str, Any], now: dict[str, Any], danger: list[set[str]]
) -> set[tuple[str, str]]:
    """What differs between the two, as kind and subject."""
    found = set[tuple[str, str]]()
    before, after = ({block for block, _ in one["moments"]} for one in (was, now))
    for block in before | after:
        if block in before - after:
            found.add(("urgent_lost" if after else "urgent_none", block))
        elif block in after - before:
            found.add(("urgent_gained", block))
        elif {m for m in was["moments"] ^ now["moments"] if m[0] == block}:
            found.add(("urgent_moved", block))
    for name in was["inside"] ^ now["inside"]:
        if name.split("_")[0] in before & after:
            found.add((f"block_{'lost' if name in was['inside'] else 'gained'}", name))
    for name in was["asked"] ^ now["asked"]:
        gained = name in now["asked"]
        what = "danger" if name in danger[gained] else "asked"
        found.add((f"{what}_{'gained' if gained else 'lost'}", name))
    return found | _level(was, now) | _afterwards(was, now)


def left_differences(was: dict[str, Any], now: dict[str, Any]) -> set[tuple[str, str]]:
    """What differs between the two where the contact ended early."""
    found = _level(was, now) | _afterwards(was, now)
    for name in was["last"] ^ now["last"]:
        found.add((f"block_{'lost' if name in was['last'] else 'gained'}", name))
    return {one for one in found if one[0] != "present"}


def _level(was: dict[str, Any], now: dict[str, Any]) -> set[tuple[str, str]]:
    found = set[tuple[str, str]]()
    level = was["level"], now["level"]
    if level[0] != level[1]:
        kind = "level_lower" if LEVELS.index(level[1]) < LEVELS.index(level[0]) else "level_higher"
        found.add((kind, " to ".join(level)))
    elif was["present"] != now["present"]:
        lower = LEVELS.index(now["present"]) < LEVELS.index(was["present"])
        found.add(("present", "lower" if lower else "higher"))
    if was["undetermined"] != now["undetermined"]:
        found.add((f"undetermined_{'lost' if was['undetermined'] else 'gained'}", ""))
    return found


def _afterwards(was: dict[str, Any], now: dict[str, Any]) -> set[tuple[str, str]]:
    found = set[tuple[str, str]]()
    if was["due"] != now["due"]:
        kind = "due_later" if now["due"] > was["due"] else "due_sooner"
        found.add((kind, f"{_span(was['due'])} to {_span(now['due'])}"))
    else:
        for within, what in was["follows"] ^ now["follows"]:
            how = "lost" if (within, what) in was["follows"] else "gained"
            found.add((f"follow_{how}", f'"{what}" (within {_span(within)})'))
    for heading in was["printed"] ^ now["printed"]:
        how = "lost" if heading in was["printed"] else "gained"
        found.add((f"printed_{how}", f'"{heading}"'))
    return found


def _span(seconds: int) -> str:
    hours = seconds // 3600
    return f"{hours} hours" if hours <= 72 else f"{hours // 24} days"


def says(group: Group, given: dict[str, Any], asked: set[str]) -> bool:
    """Whether somebody with these answers is one of the group."""
    return all(one.step.id in asked and _is_said(one, given[one.step.id]) for one in group.said)


def _is_said(one: Reply, answer: Any) -> bool:
    unknown = isinstance(answer, str) and answer in UNKNOWN
    if one.unticked:
        return not unknown and not set(one.unticked) & set(answer)
    if one.ticked:
        return not unknown and set(one.ticked) <= set(answer)
    if one.least is not None or one.most is not None:
        amount = len(answer) if isinstance(answer, list) else answer
        return not unknown and (one.least or -1e9) <= amount <= (
            1e9 if one.most is None else one.most
        )
    return not one.words or (answer if isinstance(answer, str) else "") in one.words


@pytest.mark.parametrize("seed", range(0, PAIRS * 3, 3))
def test_all_differences_are_found_and_none_is_invented(seed):
    old, new = Pair(seed, 3).protocols()
    whole = played(old, new)
    if not whole:
        pytest.skip("too many interviews")
    found = compare(old, new)
    assert not found.not_compared and not found.matched.steps
    told = [one for one in found.effects if not one.changes[0].early]
    told_early = [one for one in found.effects if one.changes[0].early]
    danger = [{step.id for step in one.steps if step.danger} for one in (old, new)]
    really = set[tuple[str, str]]()
    for given, *runs in whole:
        differs = differences(*(seen(run) for run in runs), danger)
        asked = {step for run in runs for step in run.asked}
        really |= differs
        for kind, subject in differs:
            assert _told_of(told, kind, subject, given, asked), (kind, subject, given)
        _nobody_else(told, differs, given, asked)
    assert {(c.kind, c.subject) for one in told for c in one.changes} <= really
    _early_ones(told, told_early, whole, left(old, new, whole))


def _early_ones(told, told_early, whole, early) -> None:
    really = set[tuple[str, str]]()
    for given, *runs in early:
        differs = left_differences(*(seen(run) for run in runs))
        asked = {step for run in runs for step in run.asked}
        really |= differs
        later = [
            (g, {s for run in r for s in run.asked})
            for g, *r in whole
            if given.items() <= g.items()
        ]
        for kind, subject in differs:
            known = _told_of(told_early, kind, subject, given, asked)
            assert known or any(
                _told_of(told, kind, subject, *one, COVERED_EARLY) for one in later
            ), (kind, given)
        _nobody_else(told_early, differs, given, asked)
    assert {(c.kind, c.subject) for one in told_early for c in one.changes} <= really


def _nobody_else(told, differs, given, asked) -> None:
    """Of groups that are always touched, everybody is."""
    for one in told:
        for group in one.groups:
            if group.always and says(group, given, asked):
                assert {(c.kind, c.subject) for c in one.changes} <= differs, (one, given)


def _told_of(told, kind, subject, given, asked, covered=COVERED_BY) -> bool:
    """Whether one of the groups that were told of has this difference, or a greater one."""
    for one in told:
        known = any(_covers(change, kind, subject, covered) for change in one.changes)
        if known and (one.more or any(says(group, given, asked) for group in one.groups)):
            return True
    return False


def _covers(change, kind, subject, covered) -> bool:
    if (change.kind, change.subject) == (kind, subject):
        return True
    same = change.subject == subject or not kind.startswith("urgent")
    return same and change.kind in covered.get(kind, ())
