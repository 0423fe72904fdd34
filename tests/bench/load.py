"""A protocol loaded strictly, compiled, looked over, and read again from the cache."""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from fixtures import protocol
from rounds import in_turns, seconds, tell

from crisis_cli.protocol.source import load
from crisis_cli.workshop.check.report import check

CHECKED = "the same, and every check (--no-proofs)"


def measure(size: int, folder: Path) -> float:
    """The median seconds of looking over a protocol of so many questions."""
    path = folder / f"made-{size}.yaml"
    path.write_text(protocol(size))
    text = path.read_text()
    plain = json.dumps(yaml.load(text, Loader=yaml.CSafeLoader))
    cold, warm = folder / "cold", folder / "warm"

    def from_source() -> float:
        os.environ["XDG_CACHE_HOME"] = str(cold / str(len(list(folder.glob("cold/*")))))
        Path(os.environ["XDG_CACHE_HOME"]).mkdir(parents=True)
        return seconds(lambda: load(path))

    def from_cache() -> float:
        os.environ["XDG_CACHE_HOME"] = str(warm)
        load(path)
        return seconds(lambda: load(path))

    runs: dict[str, Callable[[], float]] = {
        "json (floor)": lambda: seconds(lambda: json.loads(plain)),
        "PyYAML C loader": lambda: seconds(lambda: yaml.load(text, Loader=yaml.CSafeLoader)),
        "loaded, checked, compiled": from_source,
        CHECKED: lambda: seconds(lambda: check(path, {})),
        "from the cache, hash verified": from_cache,
    }
    found = in_turns(runs, 5)
    tell(f"{size} questions, against the C loader", found, "PyYAML C loader")
    tell(f"{size} questions, against json", found, "json (floor)")
    return statistics.median(found[CHECKED])


def main() -> None:
    with TemporaryDirectory() as folder:
        times = [measure(size, Path(folder)) for size in (100, 1_000, 10_000)]
    grown = [f"{more / less:.1f}" for less, more in pairwise(times)]
    print(f"\nTen times the questions, check takes so many times as long: {', '.join(grown)}")


if __name__ == "__main__":
    main()
