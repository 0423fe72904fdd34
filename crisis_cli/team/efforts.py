"""How hard somebody is tried, as a policy file says it: read, and what is wrong with it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.protocol.spans import seconds
from crisis_cli.protocol.surface.policy import EffortKeys
from crisis_cli.protocol.tree import Path, Tree
from crisis_cli.team.policy import Effort

# What is asked: more is more, but for the last, where less is sooner.
MORE = ("tries", "over", "times", "ways")
SOONER = "tell_after"


def efforts(lines: list[EffortKeys], tree: Tree) -> list[list[Any]]:
    """The lines as plain JSON. What is wrong is noted in its place."""
    made = [_effort(one, ("follow_up", place), tree) for place, one in enumerate(lines)]
    if lines and lines[0].from_ != LEVELS[0]:
        message = f"Nothing is said for the level {LEVELS[0]}."
        tree.problem("E145", message, ("follow_up", 0, "from"), f"Begin with `from: {LEVELS[0]}`.")
    for place, (lower, higher) in enumerate(pairwise(made), 1):
        _in_order(lower, higher, ("follow_up", place), tree)
    return [[e.level, e.tries, e.over, e.times, e.ways, e.tell_after, e.then] for e in made]


def _effort(one: EffortKeys, path: Path, tree: Tree) -> Effort:
    over = seconds(one.over)
    if over is None:
        message = f"'{one.over}' is not a time span."
        tree.problem("E045", message, (*path, "over"), "Write it as `24 hours` or `2 days`.")
    tries, tell_after = int(one.tries), int(one.tell_after)
    return Effort(one.from_, tries, over or 0, int(one.times), int(one.ways), tell_after, one.then)


def _in_order(lower: Effort, higher: Effort, path: Path, tree: Tree) -> None:
    """Note where a level is not above the one before it, or is asked less."""
    if LEVELS.index(higher.level) <= LEVELS.index(lower.level):
        message = f"'{higher.level}' is not above '{lower.level}', in the line before."
        tree.problem("E145", message, (*path, "from"), "Write the levels from the lowest up.")
        return
    hint = "Who is in more danger is not tried less, and somebody hears of it no later."
    for name in (*MORE, SOONER):
        was, now = getattr(lower, name), getattr(higher, name)
        if not now:  # a time span that could not be read: that was told
            continue
        if now > was if name == SOONER else now < was:
            message = f"'{higher.level}' is asked less than '{lower.level}' by `{name}`."
            tree.problem("E146", message, (*path, name), hint)
