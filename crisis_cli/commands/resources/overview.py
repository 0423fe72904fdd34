"""crisis resources, without a command: what there is, and how well it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crisis_cli.commands.options import say, say_json
from crisis_cli.commands.resources.opened import now, opened
from crisis_cli.engine.times import home_day

if TYPE_CHECKING:
    from crisis_cli.directory.finding import Directory


NAMED = 5  # ids that are named


def run(json: bool = False) -> None:
    """What there is, by need, and how much of it is fresh."""
    from crisis_cli.directory.telling import ALWAYS_WORKS

    directory = opened()
    counts = _counts(directory)
    if json:
        say_json(counts)
        return
    needs = ", ".join(f"{need.replace('_', ' ')} {n}" for need, n in counts["needs"].items())
    say(
        f"{counts['resources']} resources: {counts['fresh']} fresh, {counts['stale']} stale, "
        f"{counts['unverified']} not verified.\n"
        f"By need: {needs}.\n{_hidden(directory)}\n"
        "Find one:             crisis resources find WORDS\n"
        "What is past its time: crisis resources stale\n"
        "Phone them through:   crisis resources verify\n\n"
        f"What always works: {ALWAYS_WORKS}"
    )


def _hidden(directory: Directory) -> str:
    """What nobody finds, since a file before it has entries of the same ids."""
    lines = []
    for file, ids in directory.hidden.items():
        named = ", ".join(ids[:NAMED]) + ", ..." * (len(ids) > NAMED)
        lines.append(f"Of {file.name} {len(ids)} are not shown: a file before it has {named}\n")
    told = "Change their ids, or take the older file out of the folder.\n" if lines else ""
    return "".join(lines) + told


def _counts(directory: Directory) -> dict[str, Any]:
    from crisis_cli.directory.entry import UNVERIFIED
    from crisis_cli.directory.needs import NEEDS

    every, today = directory.all(), home_day(now())
    unverified = sum(one.status == UNVERIFIED for one in every)
    stale = sum(one.status != UNVERIFIED and one.stale(today) for one in every)
    needs = {need: sum(need in one.needs for one in every) for need in NEEDS}
    return {
        "resources": len(every),
        "fresh": len(every) - stale - unverified,
        "stale": stale,
        "unverified": unverified,
        "needs": {need: count for need, count in needs.items() if count},
        "hidden": {str(file): ids for file, ids in directory.hidden.items()},
        "files": sorted({str(file) for file in directory.files.values()}),
    }
