"""Measure some things in turns, and tell their ratios."""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

# The plans of the shipped scenarios are made by what the tests of documents make them with.
sys.path.append(str(Path(__file__).parents[1] / "documents"))


def as_installed() -> None:
    """Let the commands that follow keep their bytecode, as what is installed does: without it each
    start would compile the whole program, and what it is compared with would not."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def seconds(run: Callable[[], object]) -> float:
    """How long one run takes, in seconds, the garbage collected before."""
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def in_turns(runs: dict[str, Callable[[], float]], rounds: int = 7) -> dict[str, list[float]]:
    """Every measure once in each round, so that noise meets them all alike."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            found[name].append(run())
    return found


def tell(title: str, found: dict[str, list[float]], base: str, unit: str = "ms") -> None:
    """Print the median of each and its ratio to the base, taken inside each round."""
    scale = {"ms": 1e3, "us": 1e6}[unit]
    print(f"\n{title}")
    for name, times in found.items():
        ratios = [one / other for one, other in zip(times, found[base], strict=True)]
        print(
            f"  {name:44} {statistics.median(times) * scale:10.2f} {unit}"
            f"   {statistics.median(ratios):7.2f} x ({min(ratios):.2f} to {max(ratios):.2f})"
        )
